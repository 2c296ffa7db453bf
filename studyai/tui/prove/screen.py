"""Prove: predict, run, explain, break."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.knobs import limits, read_value, typed_text
from studyai.exercise.mark import Mark
from studyai.protocol import ClaimCard, Proven, SettingValue
from studyai.study.items.claim import ClaimItem
from studyai.study.items.item import Form, Response
from studyai.study.sitting import Sitting
from studyai.tui.commands import LETTERS, Command, bindings, keys_of
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
        self.mark: Mark | None = None  # of the prediction
        self._proof: asyncio.Task[Proven] | None = None
        self._is_stopped = False  # what runs, by the learner
        self._is_unmeasured = False  # with the knobs as they are: what ran did not come to its end

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
        self.proven = self.mark = None
        self.values, self._is_unmeasured = text.defaults(card), False
        self.remove_class("-proven")
        self._hide_field()
        self.query_one(ClaimPicture).clear()
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
        if is_typed:
            await answer.mount(Static(text.how_to_type(self._keys()), id="claim-how"))
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
        self.mark = mark
        self._show_prediction()
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
        self._show_running(item.card)
        self.show_status("running …")
        try:
            worker = await self._worker()
            self._proof = asyncio.create_task(worker.prove(item.card.name, self.values, picture.grow))
            self.refresh_bindings()
            proven = await self._proof
        except (WorkerLost, WorkerProblem) as problem:
            said = problem.reason if isinstance(problem, WorkerLost) else problem.message
            self._show_unmeasured(item.card, "" if self._is_stopped else said)
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
        self.set_class(picture.is_low, "-few")
        self.query_one("#claim-verdict", Static).update(text.verdict(item.card, proven))
        self.query_one("#claim-why", Static).update(text.why(item.card))
        self._show_prediction()
        self._show_invitation()
        self.refresh_bindings()

    def _show_running(self, card: ClaimCard) -> None:
        """Take away what was said of a run that did not come to its end."""
        if self._is_unmeasured:
            words = text.running(card) if self.proven is not None else Content()
            self.query_one("#claim-verdict", Static).update(words)
        self._is_stopped = self._is_unmeasured = False

    def _show_unmeasured(self, card: ClaimCard, problem: str) -> None:
        """Say that it was stopped, or which problem there was, and how it is run again."""
        self._is_unmeasured = True
        self.query_one(ClaimPicture).clear()
        verdict, keys = self.query_one("#claim-verdict", Static), self._keys()
        if self.proven is not None:
            verdict.update(text.unmeasured(card, problem))
            self._say_of_knobs(text.run_again(keys["prove.run"]))
        elif problem:
            verdict.update(Content.styled(f"✗ {printable(problem)}", "$error"))
        else:
            verdict.update(Content.assemble((f"{text.STOPPED}  ", "dim"), text.run_again(keys["prove.enter"])))
        self.refresh_bindings()

    def _show_prediction(self) -> None:
        """Say how near it was; where a knob is turned, that this was before."""
        if self.mark is not None and self.card is not None:
            is_first = self.values == text.defaults(self.card)
            said = text.prediction(self.mark) if is_first else text.prediction_before(self.mark)
            self.query_one("#claim-prediction", Static).update(said)

    def _show_invitation(self) -> None:
        if self.card is not None and self.proven is not None:
            beside = "" if self.has_class("-slim") else self.query_one(ClaimPicture).more
            self._say_of_knobs(text.invitation(self.card, self.proven, beside))

    def _say_of_knobs(self, words: Content) -> None:
        """Say it over the knobs: a notice would lie on them just when they are needed."""
        self.query_one("#claim-invitation", Static).update(words)

    def _keys(self) -> dict[str, str]:
        """Return the keys of this screen's commands as they are written for people."""
        return {command.id: keys_of(command, self.app) for command in self.offers}

    # Break it

    def _show_knobs(self, marked: int) -> None:
        found = self._rows(marked)
        rows = self.query_one("#knob-list", OptionList)
        rows.clear_options()
        rows.add_options(Option(row) for row in found)
        rows.highlighted = marked

    def _rows(self, marked: int | None) -> list[Content]:
        assert self.card is not None
        width = self.query_one("#knob-list", OptionList).scrollable_content_region.width
        return knobs.rows(self.card.knobs, self.values, width, marked)

    @on(OptionList.OptionHighlighted, "#knob-list")
    @on(Resize)
    def draw_knobs(self) -> None:
        """Show all of the marked knob, where the others have a line each."""
        rows = self.query_one("#knob-list", OptionList)
        if self.card is None or rows.option_count != len(self.card.knobs):
            return
        for place, row in enumerate(self._rows(rows.highlighted)):
            rows.replace_option_prompt_at_index(place, row)
        rows.refresh(layout=True)
        self.call_after_refresh(rows.scroll_to_highlight)

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

    def action_run(self) -> None:
        """Run it again with the knobs as they are."""
        wanted = dict(self.values)
        self.do(lambda: self._run_newest(wanted))

    @on(OptionList.OptionSelected, "#knob-list")
    def type_value(self, event: OptionList.OptionSelected) -> None:
        """Type a value for the marked knob."""
        assert self.card is not None
        field, knob = self.query_one("#knob-value", AnswerLine), self.card.knobs[event.option_index]
        self._say_of_knobs(text.typing(knob, self._keys()))
        field.value = typed_text(self.values[knob.name])
        field.placeholder = limits(knob)
        field.display = True
        self.add_class("-typing")
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
            value = read_value(knob, event.value)
        except ValueError as problem:
            self._say_of_knobs(text.refused(problem))
            return
        self._close_field()
        self._turn_to({knob.name: value}, marked)

    def _close_field(self) -> None:
        self._hide_field()
        self._show_invitation()
        self.query_one("#knob-list").focus()

    def _hide_field(self) -> None:
        self.remove_class("-typing")
        self.query_one("#knob-value").display = False

    def action_hint(self) -> None:
        """Say a setting at which it is false."""
        if self.card is not None:
            self._say_of_knobs(text.hint(self.card.fails))

    def action_reset(self) -> None:
        """Set every knob back."""
        if self.card is not None and self.proven is not None:
            marked = self.query_one("#knob-list", OptionList).highlighted or 0
            self._turn_to(text.defaults(self.card), marked)

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
        self._is_stopped = True
        await self.study.proofs.renew()

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
        if action == "run":
            return self._is_unmeasured and self.proven is not None
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
