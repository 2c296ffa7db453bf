"""Practise: the steps of an exercise asked one by one, marked as they are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from msgspec import structs
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize, ScreenResume

from studyai.exercise.choices import Choice
from studyai.exercise.mark import Mark, Verdict
from studyai.exercise.solve import Line
from studyai.exercise.stack import stack_lines
from studyai.exercise.used_givens import used_givens
from studyai.study.next_up import Chosen
from studyai.study.practice import Practice
from studyai.tui.commands import Command, bindings, current_keys
from studyai.tui.exercise.answer_box import AnswerBox
from studyai.tui.exercise.drawn import flat_symbol
from studyai.tui.exercise.solution_view import SolutionView
from studyai.tui.exercise.writing import WRITING
from studyai.tui.practise import outcome, text
from studyai.tui.practise.commands import PRACTISE_COMMANDS
from studyai.tui.practise.page import PractisePage
from studyai.tui.shell.in_turn import InTurnScreen
from studyai.tui.widgets.plain import printable


class PractiseScreen(InTurnScreen):
    """The page scrolls above; the answer, its mark and its feedback stay below.

    Between them a step that was given up is worked (`-working`), until the learner goes on; in the end (`-done`) what
    was lost where and the full solution stand in the page's place.
    """

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = ""
    heading = "Practise"
    offers: ClassVar[tuple[Command, ...]] = PRACTISE_COMMANDS
    BINDINGS = bindings(PRACTISE_COMMANDS)
    writing = WRITING

    def __init__(self) -> None:
        super().__init__()
        self.practice: Practice | None = None
        self._shown: Chosen | None = None
        self.choosing = False
        self._offered: list[Choice] = []
        self._hints: list[Content] = []
        self._worked: Line | None = None  # the step that is shown worked

    def compose_body(self) -> ComposeResult:
        """Lay the body out."""
        yield PractisePage(id="page")
        yield SolutionView(id="worked")
        yield AnswerBox(id="answer")

    # Which exercise

    @on(ScreenResume)
    def take_up(self) -> None:
        """Show what the learner chose; what was begun and not left stays as it is."""
        self.do(self._take_up)

    async def _take_up(self) -> None:
        if self.practice is None or self.study.desk.chosen != self._shown:
            await self._open()

    async def _open(self, chosen: Chosen | None = None) -> None:
        desk = self.study.desk
        chosen = chosen or await asyncio.to_thread(desk.in_hand)
        if chosen is None:
            self.query_one(PractisePage).say("No exercise could be read; studyai lint says why.")
            return
        self.practice = await asyncio.to_thread(desk.sit_down, chosen)
        # With the seed that was drawn, so that "go on" finds this very sitting still open.
        desk.chosen = self._shown = structs.replace(chosen, seed=self.practice.variant.seed)
        desk.is_practising = True
        self._hints = []
        self.query_one(AnswerBox).say(Content(printable(desk.notice)))
        await self._show_step()

    # Drawing

    async def _show_step(self) -> None:
        practice = self.practice
        assert practice is not None
        self._worked, line = None, practice.current
        self._arrange(working=False, done=line is None)
        self._offered = await asyncio.to_thread(practice.choices) if line and self.choosing else []
        await self.query_one(AnswerBox).ask(line, self._offered if len(self._offered) > 1 else ())
        self._draw()
        if line is None:
            self.study.desk.solved = self._shown
            await self._show_end(practice)
        self.refresh_bindings()

    def _arrange(self, *, working: bool, done: bool) -> None:
        self.set_class(working, "-working")
        self.set_class(done, "-done")
        view = self.query_one(SolutionView)
        if view.has_focus:
            self.set_focus(None)
        view.display = working or done
        view.begin()

    async def _show_work(self, line: Line) -> None:
        """Show a step worked, where it was asked, its cells to be walked."""
        self._worked = line
        self._arrange(working=True, done=False)
        box, view = self.query_one(AnswerBox), self.query_one(SolutionView)
        await box.ask(None)
        box.say(text.worked_line(current_keys(self)))
        self._draw()
        view.focus()
        view.say(Content())
        self.call_after_refresh(self._draw_solution)
        self.refresh_bindings()

    async def _show_end(self, practice: Practice) -> None:
        """Show what was lost where, the full solution, and what can come next."""
        self.query_one(AnswerBox).say(
            Content("\n").join([outcome.score(practice), outcome.next_line(practice, current_keys(self))])
        )
        self.query_one(SolutionView).focus()
        self.call_after_refresh(self._draw_solution)

    async def _draw_solution(self) -> None:
        practice, view = self.practice, self.query_one(SolutionView)
        if practice is None or not view.display:
            return
        if self._worked is not None:
            await view.show([self._worked], first=len(practice.entries))
            self.call_after_refresh(self.query_one(PractisePage).share)
            return
        account, question = outcome.account(practice, view.room), text.question(practice.variant, view.room)
        view.say(account, Content(printable("\n".join(stack_lines(practice.variant)))), question)
        await view.show(practice.variant.solution.lines, outcome.notes(practice))

    def _draw(self) -> None:
        practice = self.practice
        if practice is None:
            return
        asked = None if self._worked else practice.current
        if asked is not None:
            self.query_one(AnswerBox).name_step(text.asked(practice, asked, len(self._offered)))
        self.query_one(PractisePage).draw(practice, asked, self._hints)
        self.show_status(text.status(practice))

    @on(Resize)
    def redraw(self) -> None:
        """Draw anew for another width."""
        self.call_after_refresh(self._draw)
        self.call_after_refresh(self._draw_solution)

    # Answering

    @on(AnswerBox.Given)
    def mark_answer(self, event: AnswerBox.Given) -> None:
        """Mark what was typed; the record has the mark before the screen shows it."""
        self.do(lambda: self._mark(lambda practice: practice.answer(event.text)))

    @on(AnswerBox.Picked)
    def mark_choice(self, event: AnswerBox.Picked) -> None:
        """Mark what was chosen."""
        self.do(lambda: self._mark(lambda practice: practice.answer((event.place,))))

    async def _mark(self, answer: Callable[[Practice], Mark]) -> None:
        practice, box = self.practice, self.query_one(AnswerBox)
        line = practice.current if practice is not None else None
        if practice is None or line is None:
            return
        given = await asyncio.to_thread(answer, practice)
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
        self.call_after_refresh(self.query_one(PractisePage).share)
        self.refresh_bindings()

    def action_keep(self) -> None:
        """Go on with the learner's own value."""
        self.do(self._keep)

    def action_work(self) -> None:
        """Show the step worked; the next one, where one is shown already."""
        self.do(self._work)

    async def _work(self) -> None:
        practice = self.practice
        line = practice.current if practice is not None else None
        if practice is not None and line is not None:
            await asyncio.to_thread(practice.work)
            self._hints = []
            await self._show_work(line)
        elif self._worked is not None:
            await self._show_step()

    async def _keep(self) -> None:
        practice = self.practice
        if practice is None or practice.current is None:
            return
        await asyncio.to_thread(practice.keep)
        self._hints = []
        await self._show_step()
        if practice.current is not None:
            said = "Going on with your value: what follows is marked from it."
            self.query_one(AnswerBox).say(Content.styled(said, "dim"))

    def action_hint(self) -> None:
        """Show the next hint."""
        self.do(self._hint)

    async def _hint(self) -> None:
        practice = self.practice
        item = practice.item if practice is not None else None
        if practice is None or item is None or practice.hints_used == item.hints:
            return
        given = await asyncio.to_thread(practice.hint)
        self._hints.append(text.hint_content(given, item.line, self.query_one(PractisePage).room))
        self._draw()

    def action_choices(self) -> None:
        """Choose among values, or type them."""
        self.choosing = not self.choosing
        if self.practice is not None:
            self.do(self._show_step)

    # Other numbers

    def action_next(self) -> None:
        """Draw new numbers at the same level."""
        if self.practice is not None:
            self._reopen(self.practice.variant.level, None)

    def action_retry(self) -> None:
        """Take the same numbers from the start."""
        if self.practice is not None:
            self.practice = Practice(self.practice.variant, self.practice.record, afresh=True)
            self._hints = []
            self.do(self._show_step)

    def action_level(self, step: int) -> None:
        """Go to another level; after the last comes the first."""
        if self.practice is not None:
            levels = list(self.practice.variant.exercise.levels)
            place = levels.index(self.practice.variant.level) + step
            self._reopen(levels[place % len(levels)], None)

    def action_level_by(self, step: int) -> None:
        """Go a level up or down, if there is one."""
        if self.practice is not None:
            level = self.practice.variant.level + step
            if level in self.practice.variant.exercise.levels:
                self._reopen(level, None)

    def _reopen(self, level: int, seed: int | None) -> None:
        assert self.practice is not None
        chosen = Chosen(self.practice.variant.exercise.id, level, seed)
        self.do(lambda: self._open(chosen))

    # Everything else

    def action_torch(self) -> None:
        """Ask torch; values of steps not yet answered stay hidden."""
        if self.practice is not None:
            from studyai.tui.exercise.torch_panel import TorchPanel

            practice = self.practice
            known = {entry.item.line.key for entry in practice.entries}
            self.app.push_screen(TorchPanel(practice.variant, known, complete=practice.finished))

    def action_cells(self) -> None:
        """Show the settled steps cell by cell, as they follow from the learner's values."""
        if self.practice is not None and self.practice.entries:
            from studyai.tui.practise.cells_panel import CellsPanel

            self.app.push_screen(CellsPanel(self.practice.settled_lines()))

    def action_calculate(self) -> None:
        """Go to Calculate with these numbers: there the whole solution stands, so only once all is answered."""
        if self.practice is None or not self.practice.finished:
            said = "Calculate shows the whole solution: it takes these numbers once all is answered."
            self.query_one(AnswerBox).say(Content.styled(said, "dim"))
        else:
            self.study.desk.handed_over = True
            self.call_later(self.study.action_go, "calculate")

    def action_page(self) -> None:
        """Go to the sheet's page on the exercise's section."""
        if self.practice is not None:
            self.study.desk.page = self.practice.variant.exercise.section
            self.call_later(self.study.action_go, "sheet")

    def action_copy(self) -> None:
        """Offer the givens and what was found so far for copying."""
        if self.practice is not None:
            from studyai.tui.exercise.copy_panel import CopyPanel

            found = {line.key: line.value for line in self.practice.settled_lines()}
            self.app.push_screen(CopyPanel({**used_givens(self.practice.variant), **found}))

    def action_leave(self) -> None:
        """Leave the answer, so that letters are commands; go on from a worked step."""
        if self._worked is not None:
            self.do(self._show_step)
        else:
            self.set_focus(None)

    def action_enter(self) -> None:
        """Go back to the answer, on from a worked step, or on to new numbers."""
        if self._worked is not None:
            self.do(self._show_step)
        elif self.practice is not None and self.practice.finished:
            self.action_next()
        else:
            self.query_one(AnswerBox).focus_field()

    def action_scroll_page(self, direction: int) -> None:
        """Scroll the page while the answer keeps the focus."""
        self.query_one(PractisePage).turn(direction)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the step allows now."""
        if action == "leave":
            return self.focused is not None and not self.has_class("-done")
        return text.allows(self.practice, action, working=self._worked is not None)
