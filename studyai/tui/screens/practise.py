"""Practise: the steps of an exercise asked one by one, marked as they are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.widgets import Static

from studyai.bank.bank import UnknownExerciseError
from studyai.bank.located import BankError
from studyai.exercise.givens import GivenError
from studyai.exercise.mark import Mark, Verdict
from studyai.exercise.sample import SamplingError
from studyai.exercise.solve import Line
from studyai.study.practice import Practice
from studyai.study.record import RecordError
from studyai.tui.commands import Command, bindings
from studyai.tui.desk import Chosen
from studyai.tui.drawn import flat_symbol
from studyai.tui.plain import printable
from studyai.tui.screens import practise_text as text
from studyai.tui.screens.answer import AnswerBox
from studyai.tui.screens.base import StudyScreen
from studyai.tui.widgets.formula_view import FormulaView

PROBLEMS = (RecordError, UnknownExerciseError, BankError, SamplingError, GivenError)

PRACTISE_COMMANDS = (
    Command("practise.hint", "f6,h", "Hint", "The next hint: formula, numbers, first operation, value.", "hint"),
    Command("practise.work", "f7,w", "Work it", "Show this step; it earns no credit.", "work"),
    Command("practise.keep", "ctrl+g,k", "Go on", "Go on with your value; later steps are marked from it.", "keep"),
    Command("practise.torch", "f8,t", "Torch", "What PyTorch computes, with which code.", "torch"),
    Command("practise.next", "ctrl+n,n", "New", "The same exercise with new numbers.", "next"),
    Command("practise.retry", "ctrl+r,r", "Retry", "The same numbers from the start.", "retry", False),
    Command("practise.level", "ctrl+l,l", "Level", "The next level, then the first again.", "level(1)"),
    Command("practise.harder", "plus", "Harder", "One level up.", "level_by(1)", False),
    Command("practise.easier", "minus", "Easier", "One level down.", "level_by(-1)", False),
    Command("practise.up", "pageup", "Up", "Scroll the page up.", "scroll_page(-1)", False),
    Command("practise.down", "pagedown", "Down", "Scroll the page down.", "scroll_page(1)", False),
    Command("practise.letters", "escape", "Letters", "Leave the answer: single letters are commands.", "leave", False),
    Command("practise.enter", "enter", "Answer", "Back to the answer; when done, new numbers.", "enter", False),
)


class PractiseScreen(StudyScreen):
    """The page scrolls above; the answer, its mark and its feedback stay below."""

    CSS_PATH = "practise.tcss"
    AUTO_FOCUS = ""
    heading = "Practise"
    offers: ClassVar[tuple[Command, ...]] = PRACTISE_COMMANDS
    BINDINGS = bindings(PRACTISE_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.practice: Practice | None = None
        self._shown: Chosen | None = None
        self._hints: list[Content] = []
        self._busy = asyncio.Lock()

    def compose_body(self) -> ComposeResult:
        """Lay the body out."""
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="question")
            with Vertical(id="work"):
                yield Static(id="settled")
                yield FormulaView(id="formula")
                yield Static(id="hints")
        yield AnswerBox(id="answer")

    # Which exercise

    @on(ScreenResume)
    def take_up(self) -> None:
        """Show what the learner chose; what was begun and not left stays as it is."""
        self._do(self._take_up)

    async def _take_up(self) -> None:
        if self.practice is None or self.study.desk.chosen != self._shown:
            await self._open()

    async def _open(self, chosen: Chosen | None = None) -> None:
        desk = self.study.desk
        chosen = chosen or await asyncio.to_thread(desk.in_hand)
        if chosen is None:
            self.query_one("#question", Static).update(Content("No exercise could be read; studyai lint says why."))
            return
        self.practice = await asyncio.to_thread(desk.sit_down, chosen)
        # With the seed that was drawn, so that "go on" finds this very sitting still open.
        desk.chosen = self._shown = replace(chosen, seed=self.practice.variant.seed)
        self._hints = []
        self.query_one(AnswerBox).say(Content(printable(desk.notice)))
        await self._show_step()

    def _do(self, step: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._one_at_a_time(step)

    @work(exclusive=False)
    async def _one_at_a_time(self, step: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async with self._busy:
            try:
                await step()
            except PROBLEMS as problem:
                self.study.tell(printable(str(problem)), severity="error")

    # Drawing

    async def _show_step(self) -> None:
        practice = self.practice
        assert practice is not None
        line = practice.current
        await self.query_one(AnswerBox).ask(line)
        self._draw()
        if line is None:
            self.query_one(AnswerBox).say(text.summary(practice))
        self.refresh_bindings()

    def _draw(self) -> None:
        practice = self.practice
        if practice is None:
            return
        width, line = self._width(), practice.current
        self.query_one("#question", Static).update(text.question(practice.variant, width))
        self.query_one("#settled", Static).update(text.settled(practice, width))
        self.query_one("#settled").display = bool(practice.entries)
        self.query_one(FormulaView).display = line is not None
        if line is not None:
            self.query_one(AnswerBox).name_step(text.asked(practice, line))
            self.query_one(FormulaView).show(text.formula(practice, line, width - 4))
        self.query_one("#hints", Static).update(Content("\n").join(self._hints))
        self.query_one("#hints").display = bool(self._hints)
        self.show_status(text.status(practice))
        page = self.query_one("#page")
        begun = practice.entries or self._hints
        self.call_after_refresh(page.scroll_end if begun else page.scroll_home, animate=False)

    def _width(self) -> int:
        room = self.size.width - 10
        return (room - 4) // 2 if self.has_class("-wide") else room

    @on(Resize)
    def redraw(self) -> None:
        """Draw anew for another width."""
        self.call_after_refresh(self._draw)

    # Answering

    @on(AnswerBox.Given)
    def mark_answer(self, event: AnswerBox.Given) -> None:
        """Mark what was typed; the record has the mark before the screen shows it."""
        self._do(lambda: self._mark(event.text))

    async def _mark(self, typed: str) -> None:
        practice, box = self.practice, self.query_one(AnswerBox)
        line = practice.current if practice is not None else None
        if practice is None or line is None:
            return
        given: Mark = await asyncio.to_thread(practice.answer, typed)
        symbol = flat_symbol(line)
        if given.earns_credit:
            self._hints = []
            await self._show_step()
            if practice.current is not None:
                box.say(text.feedback(symbol, given))
            return
        box.say(text.feedback(symbol, given))
        if given.verdict is Verdict.UNREADABLE:
            box.point_at(given.position)
        else:
            box.mark_cells(given, line)
        self.refresh_bindings()

    def action_keep(self) -> None:
        """Go on with the learner's own value."""
        self._do(lambda: self._settle("Going on with your value: what follows is marked from it.", Practice.keep))

    def action_work(self) -> None:
        """Show the step and go on."""
        self._do(lambda: self._settle("", Practice.work))

    async def _settle(self, said: str, step: Callable[[Practice], object]) -> None:
        practice = self.practice
        line = practice.current if practice is not None else None
        if practice is None or line is None:
            return
        await asyncio.to_thread(step, practice)
        self._hints = []
        await self._show_step()
        if practice.current is not None:
            self.query_one(AnswerBox).say(Content.styled(said, "dim") if said else self._worked(line))

    def _worked(self, line: Line) -> Content:
        return text.worked(line, self.size.width - 12)

    def action_hint(self) -> None:
        """Show the next hint."""
        self._do(self._hint)

    async def _hint(self) -> None:
        practice = self.practice
        if practice is None or practice.current is None or practice.hints_used > 3:
            return
        given = await asyncio.to_thread(practice.hint)
        self._hints.append(text.hint_content(given, self._width()))
        self._draw()

    # Other numbers

    def action_next(self) -> None:
        """New numbers at the same level."""
        if self.practice is not None:
            self._reopen(self.practice.variant.level, None)

    def action_retry(self) -> None:
        """The same numbers from the start."""
        if self.practice is not None:
            practice = Practice(self.practice.variant)
            practice.record = self.practice.record
            self.practice, self._hints = practice, []
            self._do(self._show_step)

    def action_level(self, step: int) -> None:
        """Another level, around the end."""
        if self.practice is not None:
            levels = list(self.practice.variant.exercise.levels)
            place = levels.index(self.practice.variant.level) + step
            self._reopen(levels[place % len(levels)], None)

    def action_level_by(self, step: int) -> None:
        """A level up or down, if there is one."""
        if self.practice is not None:
            level = self.practice.variant.level + step
            if level in self.practice.variant.exercise.levels:
                self._reopen(level, None)

    def _reopen(self, level: int, seed: int | None) -> None:
        assert self.practice is not None
        chosen = Chosen(self.practice.variant.exercise.id, level, seed)
        self._do(lambda: self._open(chosen))

    # Everything else

    def action_torch(self) -> None:
        """Ask torch; values of steps not yet answered stay hidden."""
        if self.practice is not None:
            from studyai.tui.screens.torch_panel import TorchPanel

            practice = self.practice
            known = {entry.line.key for entry in practice.entries}
            self.app.push_screen(TorchPanel(practice.variant, known, complete=practice.finished))

    def action_leave(self) -> None:
        """Leave the answer, so that letters are commands."""
        self.set_focus(None)

    def action_enter(self) -> None:
        """Back to the answer, or on to new numbers."""
        if self.practice is not None and self.practice.finished:
            self.action_next()
        else:
            self.query_one(AnswerBox).focus_field()

    def action_scroll_page(self, direction: int) -> None:
        """Scroll the page while the answer keeps the focus."""
        page = self.query_one("#page")
        page.scroll_relative(y=direction * max(page.size.height - 2, 1), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the step allows now."""
        practice = self.practice
        match action:
            case "leave":
                return self.focused is not None
            case "keep":
                return practice is not None and text.may_keep(practice)
            case "hint" | "work":
                return practice is not None and not practice.finished
            case "next" | "retry" | "torch" | "level" | "level_by":
                return practice is not None
            case _:
                return True
