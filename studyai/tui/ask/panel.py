"""A question about something live, over the screen it came from: asked, marked and hinted as any item."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from studyai.errors import ToldError
from studyai.exercise import present
from studyai.exercise.mark import Mark, Verdict
from studyai.exercise.solve import Line
from studyai.study.items.item import Form, Item, Response
from studyai.study.record.store import Record
from studyai.study.sitting import Sitting
from studyai.tui.ask.choice_box import ChoiceBox, outcome
from studyai.tui.commands import Command, bindings
from studyai.tui.exercise.answer_box import KEYS, AnswerBox
from studyai.tui.exercise.drawn import flat_symbol
from studyai.tui.practise import text as practise_text
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.matrix_grid import MatrixGrid
from studyai.tui.widgets.panel import Panel
from studyai.tui.widgets.plain import printable

COMMANDS = (
    Command("ask.letters", "escape", "Letters", "Leave the answer: single letters are commands.", "leave", False),
    Command("ask.close", "escape,q", "Close", "Back to where the question came from.", "dismiss"),
    Command("ask.enter", "enter", "Answer", "Back to the answer.", "enter", False),
    Command("ask.hint", "f6,h", "Hint", "A hint; each says more than the last.", "hint", works_while_typing=True),
    Command("ask.torch", "f8,t", "Torch", "What PyTorch makes of these numbers.", "torch", works_while_typing=True),
    Command("ask.up", "pageup", "Page up", "Read above.", "scroll(-1)", False, works_while_typing=True),
    Command("ask.down", "pagedown", "Page down", "Read on.", "scroll(1)", False, works_while_typing=True),
    Command("ask.next", "n", "Next", "The next question.", "next"),
)


class AskPanel(Panel[None]):
    """One item after the other, each for as long as the learner likes; the record has every mark that counts."""

    CSS_PATH = "panel.tcss"
    heading = "Question"
    offers: ClassVar[tuple[Command, ...]] = COMMANDS
    BINDINGS = bindings(COMMANDS)

    def __init__(self, items: Sequence[Item], record: Record, title: str = "Question") -> None:
        super().__init__()
        self.sitting = Sitting(items, record, stays=True)
        self._title = title
        self._marking = asyncio.Lock()

    @property
    def item(self) -> Item:
        """What is asked."""
        item = self.sitting.item
        assert item is not None
        return item

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the item has."""
        match action:
            case "leave":
                return self._is_typing
            case "dismiss":
                return not self._is_typing
            case "enter":
                return not self._is_typing and self.item.form is Form.TYPED
            case "hint":
                return self.item.hints > 0
            case "torch":
                return self.item.evidence.check is not None
            case _:
                return True

    @property
    def _is_typing(self) -> bool:
        return isinstance(self.focused, AnswerLine | MatrixGrid)

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        with Vertical(id="ask"):
            with VerticalScroll(id="ask-page", can_focus=False):
                yield Static(id="about")
                yield Static(id="ask-question")
                yield Static(id="ask-formula")
                yield Static(id="ask-hints")
            yield AnswerBox(id="answer")
            yield ChoiceBox(id="choice")

    async def on_mount(self) -> None:
        """Ask the first."""
        await self._ask()

    async def _ask(self) -> None:
        item = self.item
        self._head(item)
        self._draw(item)
        self.query_one("#ask-page", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()
        self.query_one(AnswerBox).display = item.form is Form.TYPED
        self.query_one(ChoiceBox).display = item.form is Form.CHOICE
        if item.form is Form.CHOICE:
            self.query_one(ChoiceBox).ask(item.choices)
            self._say("Choose, and it is run to see." if item.evidence.run else "Choose.", "dim")
        elif item.working is not None:
            await self._ask_to_type(item.working.line)

    def _head(self, item: Item) -> None:
        count = len(self.sitting.items)
        several = f"{self.sitting.place + 1} of {count}   " if count > 1 else ""
        self.query_one("#about", Static).update(Content.assemble((several, "bold"), (printable(item.about), "$accent")))
        page = self.query_one("#ask")
        page.border_title = self._title
        is_typed = item.form is Form.TYPED
        keys = {
            "Esc, then:" if is_typed else "Enter chooses": True,
            "h hint": item.hints,
            "t torch": item.evidence.check,
            "n next": count > 1,
            "q closes": True,
        }
        page.border_subtitle = " · ".join(key for key, is_offered in keys.items() if is_offered).replace(": ·", "")

    def _draw(self, item: Item) -> None:
        width, working = self._width(), item.working
        question = Content(printable(item.ask)) if working is None else practise_text.question(working.variant, width)
        formula = [] if working is None else present.equation(working.line, width).lines
        self.query_one("#ask-question", Static).update(question)
        self.query_one("#ask-formula", Static).update(Content(printable("\n".join(formula))))
        self.query_one("#ask-hints", Static).update("")

    async def _ask_to_type(self, line: Line) -> None:
        box = self.query_one(AnswerBox)
        await box.ask(line)
        for field in box.query(AnswerLine):
            field.placeholder = field.placeholder.removesuffix(KEYS)
        precision = f"   {present.asked_precision(line)}"
        box.name_step(Content.assemble((printable(line.step.name), "bold $accent"), (precision, "dim")))
        box.focus_field()

    def _width(self) -> int:
        return max(min(self.app.size.width - 14, 96), 40)

    @on(AnswerBox.Given)
    def mark_typed(self, event: AnswerBox.Given) -> None:
        """Mark what was typed."""
        event.stop()
        self._mark(event.text)

    @on(ChoiceBox.Picked)
    def mark_chosen(self, event: ChoiceBox.Picked) -> None:
        """Mark what was chosen."""
        event.stop()
        self._mark((event.place,))

    @work(exclusive=True, group="mark", exit_on_error=False)
    async def _mark(self, response: Response) -> None:
        item = self.item
        try:
            if item.evidence.run is not None:
                self._say("Running it …", "dim")
                await item.evidence.run()
            # Shielded: a mark that is being recorded is recorded to its end, whatever is answered meanwhile.
            mark = await asyncio.shield(self._answer(item, response))
        except ToldError as problem:
            self._say(f"✗ {problem}", "$error")
        else:
            if mark is not None and item is self.item:
                self._show(item, mark)

    async def _answer(self, item: Item, response: Response) -> Mark | None:
        """Return the mark, which the record has by then; None where the learner has turned to another item."""
        async with self._marking:
            return await asyncio.to_thread(self.sitting.answer, response) if item is self.item else None

    def _show(self, item: Item, mark: Mark) -> None:
        if item.form is Form.CHOICE:
            self.query_one(ChoiceBox).say(outcome(mark, item.explanation))
        elif item.working is not None:
            self._show_typed(item.working.line, mark)

    def _show_typed(self, line: Line, mark: Mark) -> None:
        box = self.query_one(AnswerBox)
        box.say(practise_text.feedback(printable(flat_symbol(line)), mark))
        if mark.verdict is Verdict.UNREADABLE:
            box.point_at(mark.position)
        else:
            box.mark_cells(mark, line)

    def _say(self, words: str, style: str) -> None:
        box = self.query_one(ChoiceBox) if self.item.form is Form.CHOICE else self.query_one(AnswerBox)
        box.say(Content.styled(printable(words), style))

    def action_leave(self) -> None:
        """Leave the answer, so that letters are commands."""
        self.set_focus(None)

    def action_enter(self) -> None:
        """Go back to the answer."""
        self.query_one(AnswerBox).focus_field()

    def action_hint(self) -> None:
        """Climb the ladder by one rung."""
        item = self.item
        if item.working is None or self.sitting.hints_used == item.hints:
            return
        hint = practise_text.hint_content(self.sitting.hint(), item.working.line, self._width())
        self.query_one("#ask-hints", Static).update(hint)
        page = self.query_one("#ask-page", VerticalScroll)
        self.call_after_refresh(page.scroll_end, animate=False)

    def action_scroll(self, direction: int) -> None:
        """Read above or on."""
        page = self.query_one("#ask-page", VerticalScroll)
        page.scroll_relative(y=direction * max(page.size.height - 2, 1), animate=False)

    def action_torch(self) -> None:
        """Ask torch."""
        from studyai.tui.exercise.torch_panel import TorchPanel

        check = self.item.evidence.check
        if check is not None:
            self.app.push_screen(TorchPanel(check, set(), complete=True))

    async def action_next(self) -> None:
        """Ask the next; after the last comes the first."""
        self.workers.cancel_group(self, "mark")  # what is still being run is no longer waited for
        async with self._marking:
            self.sitting.turn()
        await self._ask()
