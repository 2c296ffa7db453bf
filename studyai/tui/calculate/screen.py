"""Calculate: an exercise with givens of one's own, every step redrawn while they are typed."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from msgspec import structs
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.timer import Timer
from textual.widgets import Select, Static

from studyai.errors import ToldError
from studyai.exercise.definition import Exercise
from studyai.exercise.givens import stated_conventions
from studyai.exercise.present import ask_line
from studyai.exercise.resizing import sizes_of
from studyai.exercise.sample import Variant, sample
from studyai.exercise.solve import Solution
from studyai.exercise.stack import stack_lines
from studyai.exercise.used_givens import used_givens
from studyai.exercise.what_if import Supposed, suppose
from studyai.formula.errors import EvaluationError
from studyai.formula.expression import Expression
from studyai.study.next_up import Chosen
from studyai.tui.calculate.commands import CALCULATE_COMMANDS
from studyai.tui.calculate.fitting import Memory, fitted
from studyai.tui.calculate.given_field import GivenField
from studyai.tui.calculate.size_fields import SizeField, SizeFields, flat_size
from studyai.tui.calculate.typed_givens import Trouble, Typed, solve_typed
from studyai.tui.calculate.what_if_line import WhatIfLine
from studyai.tui.calculate.what_if_text import notes
from studyai.tui.commands import Command, bindings
from studyai.tui.exercise.solution_view import SolutionView
from studyai.tui.exercise.writing import WRITING
from studyai.tui.shell.screen import StudyScreen
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.matrix_grid import MatrixGrid
from studyai.tui.widgets.plain import printable

DEBOUNCE = 0.12  # seconds without a key before the steps are solved anew
OTHER_NUMBERS = 500  # on from the seed in practice: numbers that are not practised next
PRACTISED = "These are the numbers you practised."
OTHERS = "Other numbers than those in Practise; once these are answered they are worked here."


class CalculateScreen(StudyScreen):
    """Givens on the left, the worked solution on the right."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = ""
    heading = "Calculate"
    offers: ClassVar[tuple[Command, ...]] = CALCULATE_COMMANDS
    BINDINGS = bindings(CALCULATE_COMMANDS)
    writing = WRITING

    def __init__(self) -> None:
        super().__init__()
        self.variant: Variant | None = None
        self.exercise: Exercise | None = None
        self.level, self.seed = 1, 1
        self._seen: Chosen | None = None
        self._said = Content()
        self._waiting: Timer | None = None
        self.memory = Memory({})
        self._edits: dict[str, None] = {}  # the givens and sizes edited since they were last solved, in order
        self._edited = ""  # the last of them
        self._read: list[str] = []  # what stood in the fields when they were last read
        self._about = ""  # whose numbers these are
        self.supposed: Supposed = {}
        self._solved: Supposed = {}  # the last of these that had a solution

    def compose_body(self) -> ComposeResult:
        """Lay the body out."""
        with Horizontal(id="calculate"):
            with Vertical(id="left"):
                yield Select[str]([], id="exercise", prompt="Exercise", compact=True)
                yield VerticalScroll(id="givens", can_focus=False)
            with Vertical(id="right"):
                yield SolutionView(id="solution")
                yield WhatIfLine()
        yield Static(id="notice")

    # Which exercise

    @on(ScreenResume)
    def take_up(self) -> None:
        """Show what the learner chose elsewhere, else what was here."""
        self._take_up()

    @work(exclusive=True, group="open")
    async def _take_up(self) -> None:
        try:
            desk = self.study.desk
            chosen = await asyncio.to_thread(desk.in_hand)
            handed_over, desk.handed_over = desk.handed_over, False
            if chosen is None:
                return
            practised = desk.solved == chosen
            opened = chosen if practised else structs.replace(chosen, seed=(chosen.seed or 0) + OTHER_NUMBERS)
            if opened == self._seen and self.exercise is not None and not handed_over:
                return
            self._seen, self._about = opened, PRACTISED if practised else OTHERS if desk.is_practising else ""
            await self._fill_choice()
            await self._open(opened.exercise, opened.level, opened.seed or 0)
        except ToldError as problem:
            self._say(str(problem))

    async def _fill_choice(self) -> None:
        sections = await asyncio.to_thread(self.study.desk.bank.sections)
        entries = [entry for section in sections for entry in section.exercises]
        with self.prevent(Select.Changed):
            self.query_one("#exercise", Select).set_options(
                (Content(printable(entry.title)), entry.id) for entry in entries
            )

    @work(exclusive=True, group="open")
    async def _open_soon(self, identifier: str, level: int, seed: int) -> None:
        self._about = ""
        await self._open(identifier, level, seed)

    async def _open(self, identifier: str, level: int, seed: int) -> None:
        try:
            exercise = await asyncio.to_thread(self.study.desk.bank.exercise, identifier)
            variant = await asyncio.to_thread(sample, exercise, level, seed)
        except ToldError as problem:
            self._say(str(problem))
            return
        self.exercise, self.level, self.seed = exercise, level, seed
        self.supposed = self._solved = {}
        self.query_one(WhatIfLine).display = False
        with self.prevent(Select.Changed):
            self.query_one("#exercise", Select).value = identifier
        self.memory, self._edits, self._edited = Memory(variant.told_givens), {}, ""
        self.query_one(SolutionView).begin()
        await self._fill_givens(variant)
        await self._show(variant)

    async def _fill_givens(self, variant: Variant) -> None:
        givens, exercise = self.query_one("#givens", VerticalScroll), variant.exercise
        await givens.remove_children()
        sizes = [SizeFields(sizes_of(exercise, variant.givens))] if exercise.sizes else []
        fields = [GivenField(exercise.givens[symbol], value) for symbol, value in variant.told_givens.items()]
        await givens.mount_all([*sizes, *fields])
        self._read = self._standing()
        givens.scroll_home(animate=False)
        self.call_after_refresh(self.action_to_givens)

    @on(Select.Changed, "#exercise")
    def choose_exercise(self, event: Select.Changed) -> None:
        """Work another exercise."""
        event.stop()
        identifier = str(event.value)
        if self.exercise is None or (event.value is not Select.NULL and identifier != self.exercise.id):
            self._open_soon(identifier, 1, 1)

    # Solving while one types

    @on(AnswerLine.Changed, "GivenField AnswerLine")
    @on(AnswerLine.Changed, "SizeField AnswerLine")
    @on(MatrixGrid.Changed)
    @on(Select.Changed, "GivenField Select")
    def solve_soon(self, event: AnswerLine.Changed | MatrixGrid.Changed | Select.Changed) -> None:
        """Solve when the typing pauses."""
        if self._standing() == self._read:
            return  # a field that has only come up
        field = next(one for one in event.control.ancestors if isinstance(one, GivenField | SizeField))
        self._edited = field.given.symbol if isinstance(field, GivenField) else field.size_name
        self._edits.pop(self._edited, None)
        self._edits[self._edited] = None
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(DEBOUNCE, self._solve_now)

    @work(exclusive=True, group="solve")
    async def _solve_now(self) -> None:
        await self.solve()

    async def solve(self) -> None:
        """Solve with what stands in the fields; a mistake is said at its given, the last solution stays."""
        exercise = self.exercise
        if exercise is None:
            return
        result: Variant | Trouble | None = await self._fit()
        if result is None:
            result = await asyncio.to_thread(solve_typed, exercise, self.level, self.seed, self._typed())
        self._read = self._standing()
        trouble = result if isinstance(result, Trouble) else Trouble((), "")
        self._tell(exercise, trouble)
        self.query_one(SolutionView).set_class(bool(trouble.message), "-stale")
        if isinstance(result, Variant):
            await self._show(result)

    def _typed(self) -> dict[str, Typed]:
        return {field.given.symbol: field.typed() for field in self.query(GivenField)}

    def _standing(self) -> list[str]:
        """Return what stands in every field, sizes first."""
        sizes = [field.query_one(AnswerLine).value for field in self.query(SizeField)]
        return [*sizes, *(typed.text for typed in self._typed().values())]

    async def _fit(self) -> Trouble | None:
        """Make every given fit the size, or the given, that was edited last; return why that cannot be."""
        variant = self.variant
        if variant is None or not self.query(SizeFields):
            return None
        typed, sizes, place = self._typed(), self.query_one(SizeFields), (self.level, self.seed)
        edits = {edited: sizes.typed(edited) for edited in self._edits}
        self._edits = {}
        self.memory.take(variant.exercise, typed)
        found = await asyncio.to_thread(fitted, variant, place, typed, self.memory, edits)
        if found is None or isinstance(found, Trouble):
            return found
        for field in self.query(GivenField):
            await field.take(found[field.given.symbol])
        sizes.take(sizes_of(variant.exercise, found), self._edited)
        return None

    def _tell(self, exercise: Exercise, trouble: Trouble) -> None:
        """Say what is wrong, once, at the field to blame."""
        blamed = [exercise.givens[symbol] for symbol in trouble.symbols if symbol in exercise.givens]
        bound = {str(size).removesuffix("?") for given in blamed for size in given.shape}
        where = trouble.at(self._edited, bound)
        for field in self.query(GivenField):
            field.show_trouble(trouble.message if field.given.symbol == where else "")
        for sizes in self.query(SizeFields):
            sizes.show_trouble(f"{flat_size(where)} {trouble.message}" if where in exercise.sizes else "")
        self._say("" if where else trouble.message)

    async def _show(self, variant: Variant) -> None:
        self.variant = variant
        conventions = " ".join(stated_conventions(variant.exercise, variant.givens))
        self._said = Content(printable(ask_line(variant)))
        if self._about and variant.seed is not None:
            conventions = f"{conventions} {self._about}".strip()
        if conventions:
            self._said = Content.assemble(self._said, "\n", (printable(conventions), "dim"))
        levels = variant.exercise.levels
        self.show_status("".join("●" if level <= self.level else "○" for level in levels))
        await self._show_steps(variant)
        self.refresh_bindings()

    async def _show_steps(self, variant: Variant) -> None:
        solution = await self._solution(variant)
        stack = stack_lines(variant, {line.key: line.value for line in solution.lines})
        view = self.query_one(SolutionView)
        view.say(self._said, Content(printable("\n".join(stack))))
        await view.show(solution.lines, notes(variant.solution, solution, self.supposed))

    async def _solution(self, variant: Variant) -> Solution:
        """Return the variant's solution with what is supposed.

        Where that has no solution the last value is taken back, or else all of them.
        """
        for supposed in (self.supposed, self._solved):
            try:
                solution = await asyncio.to_thread(suppose, variant.solution, supposed)
            except EvaluationError as problem:
                self._say(f"What if that were so? Then there is no solution: {problem}. The value was taken back.")
            else:
                self.supposed = self._solved = supposed
                return solution
        self.supposed = self._solved = {}
        return variant.solution

    def _say(self, text: str) -> None:
        notice = self.query_one("#notice", Static)
        notice.update(Content(printable(f"✗ {text}") if text else ""))
        notice.display = bool(text)

    @on(MatrixGrid.Refused)
    def say_refused(self, event: MatrixGrid.Refused) -> None:
        """Say that what was pasted has no use here."""
        self._say(event.reason)

    @on(Resize)
    def redraw(self) -> None:
        """Draw anew for another width."""
        if self.variant is not None:
            self.call_after_refresh(self._redraw, self.variant)

    @work(exclusive=True, group="draw")
    async def _redraw(self, variant: Variant) -> None:
        await self._show_steps(variant)

    # What if

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ask for another value only where there is a cursor on a number."""
        if action == "leave":
            return isinstance(self.focused, AnswerLine | MatrixGrid | Select)
        if action not in ("what_if", "take_back"):
            return True
        at = self.query_one(SolutionView).at if self.query(SolutionView) else None
        if at is None or not self.query_one(SolutionView).has_focus or isinstance(at[0].value, Expression):
            return False
        return action == "what_if" or at[0].key in self.supposed

    def action_what_if(self) -> None:
        """Ask for another value of the cell at the cursor."""
        if (at := self.query_one(SolutionView).at) is not None:
            self.query_one(WhatIfLine).ask(*at)

    def action_take_back(self) -> None:
        """Take the step at the cursor as its formula gives it."""
        at = self.query_one(SolutionView).at
        if at is not None and at[0].key in self.supposed:
            self.supposed = {key: cells for key, cells in self.supposed.items() if key != at[0].key}
            self._suppose_anew()

    @on(WhatIfLine.Supposed)
    def take_value(self, event: WhatIfLine.Supposed) -> None:
        """Work everything out from that value."""
        event.stop()
        self.supposed = {**self.supposed, event.key: {**self.supposed.get(event.key, {}), event.index: event.value}}
        self.action_to_steps()
        self._suppose_anew()

    @on(WhatIfLine.Left)
    def leave_value(self, event: WhatIfLine.Left) -> None:
        """Back to the steps."""
        event.stop()
        self.action_to_steps()

    @work(exclusive=True, group="solve")
    async def _suppose_anew(self) -> None:
        if self.variant is None:
            return
        self._say("")
        await self._show_steps(self.variant)
        self.refresh_bindings()

    # Commands

    def action_to_steps(self) -> None:
        """Walk over the steps' values."""
        self.query_one(SolutionView).enter()

    def action_leave(self) -> None:
        """Leave the givens, so that letters are commands."""
        self.action_to_steps()

    def action_to_givens(self) -> None:
        """Type givens."""
        for field in self.query("GivenField AnswerLine, GivenField MatrixGrid, GivenField Select"):
            field.focus()
            return

    def action_choose(self) -> None:
        """Choose an exercise."""
        choice = self.query_one("#exercise", Select)
        choice.focus()
        choice.action_show_overlay()

    def action_next(self) -> None:
        """Draw other numbers."""
        if self.exercise is not None:
            self._open_soon(self.exercise.id, self.level, self.seed + 1)

    def action_level(self) -> None:
        """Take numbers of the next level; after the last comes the first."""
        if self.exercise is not None:
            levels = list(self.exercise.levels)
            level = levels[(levels.index(self.level) + 1) % len(levels)]
            self._open_soon(self.exercise.id, level, self.seed)

    def action_copy(self) -> None:
        """Offer the givens and every value for copying."""
        if self.variant is not None:
            from studyai.tui.exercise.copy_panel import CopyPanel

            values = {line.key: line.value for line in self.variant.solution.lines}
            self.app.push_screen(CopyPanel({**used_givens(self.variant), **values}))

    def action_torch(self) -> None:
        """Ask torch."""
        if self.variant is not None:
            from studyai.tui.exercise.torch_panel import TorchPanel

            self.app.push_screen(TorchPanel(self.variant, set(), complete=True))
