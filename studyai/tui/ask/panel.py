"""A question about something live, over the screen it came from: asked, marked and hinted as any exercise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from studyai.exercise import present
from studyai.exercise.hints import RUNGS, hint
from studyai.exercise.mark import Mark, Verdict
from studyai.study.foretold import Foretold
from studyai.study.posed import Posed
from studyai.tui.ask.choice_box import ChoiceBox
from studyai.tui.exercise.answer_box import KEYS, AnswerBox
from studyai.tui.exercise.drawn import flat_symbol
from studyai.tui.practise import text as practise_text
from studyai.tui.shell.commands import Command, bindings
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.plain import printable

COMMANDS = (
    Command(
        "ask.close", "escape", "Close", "Back to where the question came from.", "dismiss", works_while_typing=True
    ),
    Command("ask.hint", "f6", "Hint", "A hint; each says more than the last.", "hint", works_while_typing=True),
    Command("ask.torch", "f8", "Torch", "What PyTorch computes from these numbers.", "torch", works_while_typing=True),
    Command("ask.up", "pageup", "Up", "Read above.", "scroll(-1)", False, works_while_typing=True),
    Command("ask.down", "pagedown", "Down", "Read on.", "scroll(1)", False, works_while_typing=True),
    Command("ask.next", "ctrl+n", "Next", "The next question.", "next", works_while_typing=True),
)


class AskPanel(ModalScreen[None]):
    """One question after the other."""

    CSS_PATH = "panel.tcss"
    heading = "Question"
    offers: ClassVar[tuple[Command, ...]] = COMMANDS
    BINDINGS = bindings(COMMANDS)

    def __init__(self, questions: Sequence[Posed | Foretold], title: str = "Question") -> None:
        super().__init__()
        self._questions = list(questions)
        self._title = title
        self._number = 0
        self._hints = 0

    @property
    def asked(self) -> Posed | Foretold:
        """The question that is asked."""
        return self._questions[self._number]

    @property
    def posed(self) -> Posed:
        """The same, where it is a step of an exercise."""
        asked = self.asked
        assert isinstance(asked, Posed)
        return asked

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return a prediction has no hints; torch answers it anyhow."""
        return isinstance(self.asked, Posed) or action not in ("hint", "torch")

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
        self._hints = 0
        self._head()
        asked = self.asked
        self.query_one(AnswerBox).display = isinstance(asked, Posed)
        self.query_one(ChoiceBox).display = isinstance(asked, Foretold)
        self.query_one("#ask-page", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()
        if isinstance(asked, Foretold):
            self._ask_to_foretell(asked)
        else:
            await self._ask_a_step(asked)

    def _head(self) -> None:
        several = f"{self._number + 1} of {len(self._questions)}   " if len(self._questions) > 1 else ""
        self.query_one("#about", Static).update(
            Content.assemble((several, "bold"), (printable(self.asked.about), "$accent"))
        )
        page = self.query_one("#ask")
        page.border_title = self._title
        more = " · Ctrl+N next" if len(self._questions) > 1 else ""
        help = " · F6 hint · F8 torch" if isinstance(self.asked, Posed) else " · Enter chooses"
        page.border_subtitle = f"Esc closes{help}{more}"

    def _ask_to_foretell(self, foretold: Foretold) -> None:
        self.query_one("#ask-question", Static).update(Content(printable(foretold.prediction.ask)))
        for name in ("#ask-formula", "#ask-hints"):
            self.query_one(name, Static).update("")
        self.query_one(ChoiceBox).ask(foretold)

    async def _ask_a_step(self, posed: Posed) -> None:
        width = self._width()
        self.query_one("#ask-question", Static).update(practise_text.question(posed.variant, width))
        formula = "\n".join(present.equation(posed.line, width).lines)
        self.query_one("#ask-formula", Static).update(Content(printable(formula)))
        self.query_one("#ask-hints", Static).update("")
        box = self.query_one(AnswerBox)
        await box.ask(posed.line)
        for field in box.query(AnswerLine):
            field.placeholder = field.placeholder.removesuffix(KEYS)
        name = Content.assemble(
            (printable(posed.line.step.name), "bold $accent"), (f"   {present.asked_precision(posed.line)}", "dim")
        )
        box.name_step(name)
        box.focus_field()

    def _width(self) -> int:
        return max(min(self.app.size.width - 14, 96), 40)

    @on(AnswerBox.Given)
    def mark_answer(self, event: AnswerBox.Given) -> None:
        """Mark what was typed."""
        event.stop()
        box, given = self.query_one(AnswerBox), self.posed.mark(event.text)
        box.say(practise_text.feedback(printable(flat_symbol(self.posed.line)), given))
        if given.verdict is Verdict.UNREADABLE:
            box.point_at(given.position)
        else:
            self._mark_cells(box, given)

    def _mark_cells(self, box: AnswerBox, given: Mark) -> None:
        box.mark_cells(given, self.posed.line)

    def action_hint(self) -> None:
        """Climb the ladder by one rung."""
        if self._hints < len(RUNGS):
            shown = practise_text.hint_content(hint(self.posed.line, self._hints), self.posed.line, self._width())
            self._hints += 1
            self.query_one("#ask-hints", Static).update(shown)
            page = self.query_one("#ask-page", VerticalScroll)
            self.call_after_refresh(page.scroll_end, animate=False)

    def action_scroll(self, direction: int) -> None:
        """Read above or on."""
        page = self.query_one("#ask-page", VerticalScroll)
        page.scroll_relative(y=direction * max(page.size.height - 2, 1), animate=False)

    def action_torch(self) -> None:
        """Ask torch."""
        from studyai.tui.exercise.torch_panel import TorchPanel

        self.app.push_screen(TorchPanel(self.posed.variant, set(), complete=True))

    async def action_next(self) -> None:
        """Ask the next, around the end."""
        self._number = (self._number + 1) % len(self._questions)
        await self._ask()
