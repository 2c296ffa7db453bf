"""Prove: predict, run, explain, break."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.protocol import ClaimCard, Proven, SettingValue
from studyai.study.items.claim import ClaimItem
from studyai.study.items.item import Form, Response
from studyai.study.sitting import Sitting
from studyai.tui.commands import LETTERS, Command, bindings
from studyai.tui.prove import knobs, text
from studyai.tui.prove.commands import PROVE_COMMANDS
from studyai.tui.prove.picture import ClaimPicture
from studyai.tui.quiz.choices import QuestionChoices
from studyai.tui.quiz.line import QuestionLine
from studyai.tui.shell.in_turn import InTurnScreen
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.chooser import Choice, Chooser
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.source_panel import SourcePanel

if TYPE_CHECKING:
    from studyai.client.worker import Worker


class ProveScreen(InTurnScreen):
    """First the guess; then (`-proven`) the verdict, the picture, why, and the knobs that make it false."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = ""
    heading = "Prove"
    offers: ClassVar[tuple[Command, ...]] = PROVE_COMMANDS
    BINDINGS = bindings(PROVE_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[ClaimCard] = []
        self.item: ClaimItem | None = None
        self.proven: Proven | None = None
        self.values: dict[str, SettingValue] = {}
        self._proof: asyncio.Task[Proven] | None = None

    @property
    def card(self) -> ClaimCard | None:
        """The claim in hand."""
        return self.item.card if self.item is not None else None

    def compose_body(self) -> ComposeResult:
        """Lay the body out."""
        with VerticalScroll(id="claim-page", can_focus=False):
            yield Static(id="claim-about")
            yield Static(id="claim-ask")
            yield Vertical(id="claim-answer")
            yield Static(id="claim-prediction")
            yield Static(id="claim-verdict")
            yield Static(id="claim-why")
        yield ClaimPicture(id="claim-picture")
        with Vertical(id="claim-knobs"):
            yield Static(id="claim-invitation")
            yield OptionList(id="knob-list", compact=True, markup=False)
            yield AnswerLine(id="knob-value")

    def on_mount(self) -> None:
        """Nothing is typed yet."""
        self.query_one("#knob-value").display = False

    @on(ScreenResume)
    def begin(self) -> None:
        """Take what was chosen elsewhere, or go on."""
        self.do(self._begin)

    async def _worker(self) -> Worker:
        """Return the worker of the claims, started anew where it was lost. Raises `WorkerLost`."""
        if self.study.proofs.state == "lost":
            self.study.proofs.begin()
        return await self.study.proofs.ready()

    async def _begin(self) -> None:
        wanted, self.study.desk.claim = self.study.desk.claim, ""
        if not self.cards:
            self._say_about("asking torch …")
            try:
                worker = await self._worker()
                self.cards = await worker.claims()
            except WorkerLost as lost:
                self._say_about(f"✗ {lost.reason}")
                return
            await self.query_one(ClaimPicture).load()
        if wanted or self.item is None:
            names = [card.name for card in self.cards]
            if wanted and wanted not in names:
                self.study.tell(f"There is no claim {wanted}.", severity="warning")
            await self._open(self.cards[names.index(wanted) if wanted in names else 0])

    def _say_about(self, words: str) -> None:
        self.query_one("#claim-about", Static).update(Content.styled(printable(words), "dim"))

    async def _open(self, card: ClaimCard) -> None:
        self.item = ClaimItem(card, self._prove_default)
        self.proven = None
        self.values = {knob.name: knob.default for knob in card.knobs}
        self.remove_class("-proven")
        self.query_one(ClaimPicture).begin(None)
        place = self.cards.index(card)
        self.query_one("#claim-about", Static).update(text.about(card, place + 1, len(self.cards)))
        self.query_one("#claim-ask", Static).update(Content.styled(printable(card.guess.ask), "bold"))
        for name in ("#claim-prediction", "#claim-verdict", "#claim-why"):
            self.query_one(name, Static).update("")
        answer = self.query_one("#claim-answer", Vertical)
        await answer.remove_children()
        is_typed = self.item.form is Form.TYPED
        box = QuestionLine(id="claim-line") if is_typed else QuestionChoices(self.item, id="claim-choices")
        await answer.mount(box)
        box.focus()
        self.query_one("#claim-page").scroll_home(animate=False)
        self.refresh_bindings()

    # Predict, and run

    @on(QuestionChoices.HandedIn)
    def mark_choice(self, event: QuestionChoices.HandedIn) -> None:
        """Run it, and mark what was chosen."""
        self.do(lambda: self._predict(event.places))

    @on(Input.Submitted, "#claim-line")
    def mark_typed(self, event: Input.Submitted) -> None:
        """Run it, and mark what was typed."""
        typed = event.value
        self.do(lambda: self._predict(typed))

    async def _predict(self, response: Response) -> None:
        item = self.item
        if item is None or self.proven is not None:
            return
        if problem := item.problem(response):
            self.query_one("#claim-prediction", Static).update(Content.styled(f"? {printable(problem)}", "$warning"))
            return
        record = await asyncio.to_thread(lambda: self.study.desk.record)
        if not await self._run():
            return
        mark = await asyncio.to_thread(Sitting([item], record).answer, response)
        self.query_one("#claim-prediction", Static).update(text.prediction(mark))
        if isinstance(item.proven, Proven) and isinstance(item.proven.outcome, str):
            right = list(item.card.guess.choices).index(item.proven.outcome)
            self.query_one(QuestionChoices).show_marks((right,))
        self._show_knobs(0)
        self.query_one("#knob-list").focus()

    async def _prove_default(self) -> Proven:
        assert self.item is not None
        return await (await self._worker()).prove(self.item.card.name)

    async def _run(self) -> bool:
        """Run the claim with its knobs as they are; return whether it came to its end."""
        item = self.item
        assert item is not None
        picture = self.query_one(ClaimPicture)
        picture.begin(item.card.plot)
        self.show_status("running …")
        try:
            worker = await self._worker()
            self._proof = asyncio.create_task(worker.prove(item.card.name, self.values, picture.grow))
            self.refresh_bindings()
            proven = await self._proof
        except (WorkerLost, WorkerProblem) as problem:
            said = problem.reason if isinstance(problem, WorkerLost) else problem.message
            self.query_one("#claim-verdict", Static).update(Content.styled(f"✗ {printable(said)}", "$error"))
            return False
        finally:
            self._proof = None
            self.show_status("")
            self.refresh_bindings()
        self._take(item, proven)
        return True

    def _take(self, item: ClaimItem, proven: Proven) -> None:
        picture = self.query_one(ClaimPicture)
        picture.end(proven)
        if self.proven is None:
            item.proven = proven
        self.proven = proven
        self.add_class("-proven")
        self.set_class(not picture.display, "-plain")
        self.query_one("#claim-verdict", Static).update(text.verdict(item.card, proven))
        self.query_one("#claim-why", Static).update(text.why(item.card))
        self.query_one("#claim-invitation", Static).update(text.invitation(item.card, proven))
        self.refresh_bindings()

    # Break it

    def _show_knobs(self, marked: int) -> None:
        assert self.card is not None
        rows = self.query_one("#knob-list", OptionList)
        rows.clear_options()
        rows.add_options(Option(row) for row in knobs.rows(self.card.knobs, self.values))
        rows.highlighted = marked

    def action_turn(self, direction: int) -> None:
        """Turn the marked knob, and run again."""
        marked = self.query_one("#knob-list", OptionList).highlighted
        if self.card is not None and self.proven is not None and marked is not None:
            knob = self.card.knobs[marked]
            self._turn_to({knob.name: knobs.turned(knob, self.values[knob.name], direction)}, marked)

    def _turn_to(self, values: dict[str, SettingValue], marked: int) -> None:
        if {**self.values, **values} != self.values:
            self.values = {**self.values, **values}
            self._show_knobs(marked)
            wanted = dict(self.values)
            self.do(lambda: self._run_newest(wanted))

    async def _run_newest(self, values: dict[str, SettingValue]) -> None:
        if values == self.values:  # else a knob was turned further meanwhile
            await self._run()

    @on(OptionList.OptionSelected, "#knob-list")
    def type_value(self, event: OptionList.OptionSelected) -> None:
        """Type a value for the marked knob."""
        assert self.card is not None
        field, knob = self.query_one("#knob-value", AnswerLine), self.card.knobs[event.option_index]
        field.value = knobs.value_text(self.values[knob.name])
        field.placeholder = knobs.range_of(knob)
        field.display = True
        field.focus()
        field.action_select_all()

    @on(Input.Submitted, "#knob-value")
    def take_value(self, event: Input.Submitted) -> None:
        """Take the value that was typed."""
        marked = self.query_one("#knob-list", OptionList).highlighted
        assert self.card is not None
        if marked is None:
            return
        knob = self.card.knobs[marked]
        try:
            value = knobs.read_value(knob, event.value)
        except ValueError as problem:
            self.study.tell(f"{knob.name} takes {problem}, not {printable(event.value)}.", severity="warning")
            return
        self._close_field()
        self._turn_to({knob.name: value}, marked)

    def _close_field(self) -> None:
        self.query_one("#knob-value").display = False
        self.query_one("#knob-list").focus()

    def action_hint(self) -> None:
        """Say a setting at which it is false."""
        if self.card is not None:
            self.study.tell(text.hint(self.card.fails))

    def action_reset(self) -> None:
        """Set every knob back."""
        if self.card is not None and self.proven is not None:
            marked = self.query_one("#knob-list", OptionList).highlighted or 0
            self._turn_to({knob.name: knob.default for knob in self.card.knobs}, marked)

    # Everything else

    def action_enter(self) -> None:
        """Hand in, or go back to where one answers."""
        if self.query(QuestionChoices) and self.proven is None:
            self.query_one(QuestionChoices).hand_in()
        elif self.proven is None and self.query("#claim-line"):
            self.query_one("#claim-line").focus()
        elif self.proven is not None:
            self.query_one("#knob-list").focus()

    def action_leave(self) -> None:
        """Stop what runs; else leave the field."""
        if self._proof is not None:
            self._stop()
        elif self.query_one("#knob-value").display:
            self._close_field()
        else:
            self.set_focus(None)

    @work(exclusive=True, group="stop")
    async def _stop(self) -> None:
        """End the worker of the claims: nothing else ends what hangs; a new one starts at once."""
        await self.study.proofs.renew()
        self.study.tell("Stopped. Nothing was measured.")

    def action_next(self) -> None:
        """Go to the next claim."""
        if self.card is not None:
            place = (self.cards.index(self.card) + 1) % len(self.cards)
            self.do(lambda: self._open(self.cards[place]))

    def action_choose(self) -> None:
        """Choose a claim by what it asks: its statement would give the answer away."""
        choices = [Choice(card.name, card.guess.ask, "", f"section {card.section}") for card in self.cards]
        marked = self.card.name if self.card is not None else ""
        self.app.push_screen(Chooser("Claims", choices, marked), self._go_to)

    def _go_to(self, name: str | None) -> None:
        card = next((one for one in self.cards if one.name == name), None)
        if card is not None:
            self.do(lambda: self._open(card))

    def action_source(self) -> None:
        """Show the claim's code."""
        self.do(self._source)

    async def _source(self) -> None:
        if self.card is None:
            return
        try:
            source = await (await self._worker()).claim_source(self.card.name)
        except WorkerLost as lost:
            self.study.tell(lost.reason, severity="warning")
            return
        self.app.push_screen(SourcePanel(self.card.name, source))

    def action_scroll_page(self, direction: int) -> None:
        """Scroll by a page."""
        page = self.query_one("#claim-page")
        page.scroll_relative(y=direction * max(page.size.height - 2, 1), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done now."""
        if action in ("turn", "hint", "reset"):
            return self.proven is not None and self.card is not None
        if action in ("next", "choose", "source"):
            return self.card is not None
        if action == "leave":
            return self._proof is not None or self._is_typing
        return True

    @property
    def _is_typing(self) -> bool:
        return isinstance(self.focused, AnswerLine)

    def title_of(self, command: Command) -> str:
        """Return what a command is called now."""
        match command.action:
            case "leave":
                return "Stop" if self._proof is not None else "Leave the field"
            case "enter" if self.proven is not None:
                return "Value"
        return command.title

    def is_in_footer(self, command: Command) -> bool:
        """Return whether the footer names a command now: not by a letter that is typed."""
        return not self._is_typing if command.key in LETTERS else True
