"""Where the answer to a step is typed: a line for a number, a grid for a vector or a matrix."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from studyai.exercise.choices import Choice, as_shown
from studyai.exercise.mark import Mark
from studyai.exercise.precision import asked_decimals, differing
from studyai.exercise.solve import Line
from studyai.exercise.symbolic import variables
from studyai.formula.arrays import shape_of
from studyai.formula.errors import FormulaError
from studyai.formula.expression import Expression
from studyai.formula.typed.answer import read_cells
from studyai.tui.exercise.drawn import flat_symbol, value_lines
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.choice_list import ChoiceList
from studyai.tui.widgets.matrix_grid import MatrixGrid
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady

KEYS = "  (Esc: h hint, w work it, t torch)"
"""What a field says while it is empty; not where Esc does something else."""
EDGE, ROWS_WITH_AIR, ROWS_OF_FEEDBACK = 1, 3, 2  # rows: its border; name, caret and the air between; the mark
LARGEST_SIDE = 24  # of a grid; a larger matrix is typed or pasted as text


class AnswerBox(Steady, Vertical):
    """The symbol asked for, its field, a caret where something cannot be read, and what the mark says."""

    class Given(Message):
        """The learner hands in an answer."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Picked(Message):
        """The learner chooses one of the values offered, by its place among them."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def compose(self) -> ComposeResult:
        """Lay the box out; the field comes with the step."""
        yield Static(id="asked")
        with Horizontal(id="field-row"):
            yield Static(id="symbol")
        yield Static(id="caret")
        yield Static(id="feedback")

    @property
    def roomy_height(self) -> int:
        """The rows it takes with air around its parts."""
        shown = (part.outer_size.height if part.display else 0 for part in self.query("#field-row, #feedback"))
        field, feedback = shown
        return EDGE + ROWS_WITH_AIR + field + max(feedback, ROWS_OF_FEEDBACK)

    async def ask(self, line: Line | None, offered: Sequence[Choice] = ()) -> None:
        """Show the field for a step, or the values offered for it; none when all are settled."""
        row = self.query_one("#field-row")
        focused = self.screen.focused
        had_focus = focused is None or focused.id == "field"
        await row.query("#field").remove()
        self._clear()
        row.display = self.query_one("#asked").display = line is not None
        if line is None:
            self.screen.set_focus(None)
            return
        self.query_one("#symbol", Static).update(Content(f"{flat_symbol(line)} ="))
        field = choice_field(line, offered, self.size.width - 20) if offered else typed_field(line)
        await row.mount(field)
        if had_focus:
            field.focus()

    def name_step(self, asked: Content) -> None:
        """Say what the step is called and how exactly its value is asked."""
        self.query_one("#asked", Static).update(asked)

    def focus_field(self) -> None:
        """Type again."""
        for field in self.query("#field"):
            field.focus()

    def say(self, said: Content) -> None:
        """Show what the mark says."""
        feedback = self.query_one("#feedback", Static)
        feedback.update(said)
        feedback.set_class(not said, "-empty")

    def point_at(self, position: int) -> None:
        """Put a caret under the character that cannot be read, and the cursor there."""
        for line in self.query(AnswerLine):
            shown = min(position, len(line.value))
            line.cursor_position = shown
            left = line.content_region.x - self.query_one("#caret").content_region.x
            place = min(left + shown - line.scroll_offset.x, self.size.width - 4)
            self._point(" " * max(place, 0) + "▲")

    def _point(self, text: str) -> None:
        caret = self.query_one("#caret", Static)
        caret.update(Content.styled(text, "$warning"))
        caret.set_class(not text, "-empty")

    def _clear(self) -> None:
        self._point("")
        self.say(Content(""))

    def mark_cells(self, given: Mark, line: Line) -> None:
        """Mark each cell of a grid whose shape is right but whose entries are not all, or the wrong choice."""
        for choices in self.query(ChoiceList):
            choices.refuse()
        for answered in self.query(AnswerLine):
            answered.select_all()  # the next answer replaces it; arrows edit it
        for grid in self.query(MatrixGrid):
            rows, columns = grid.shape
            if given.value is None or shape_of(given.value) != shape_of(line.value):
                return
            wrong = set(differing(given.value, line.value, asked_decimals(line.value, line.step.decimals)))
            for place in range(rows * columns):
                grid.mark(*divmod(place, columns), "✗" if place in wrong else "✓")
            if wrong:
                grid.select(*divmod(min(wrong), columns))

    @on(AnswerLine.Submitted)
    def hand_in_line(self, event: AnswerLine.Submitted) -> None:
        """Hand in a number."""
        event.stop()
        self._point("")
        if event.value.strip():
            self.post_message(self.Given(event.value))

    @on(ChoiceList.Picked)
    def hand_in_choice(self, event: ChoiceList.Picked) -> None:
        """Hand in what was chosen."""
        event.stop()
        self.post_message(self.Picked(event.place))

    @on(AnswerLine.Changed)
    @on(MatrixGrid.Changed)
    def forget_caret(self) -> None:
        """Point no longer at what has changed."""
        self._point("")

    @on(MatrixGrid.Submitted)
    def hand_in_grid(self, event: MatrixGrid.Submitted) -> None:
        """Hand in a matrix, if each of its cells can be read."""
        event.stop()
        try:
            read_cells(event.cells)
        except FormulaError as problem:
            self.say(Content.styled(printable(f"? {problem.message}"), "$warning"))
            return
        self.post_message(self.Given(event.grid.as_text()))

    @on(MatrixGrid.Refused)
    def say_refused(self, event: MatrixGrid.Refused) -> None:
        """Say that what was pasted does not fit."""
        event.stop()
        self.say(Content.styled(printable(f"? {event.reason}"), "$warning"))


def choice_field(line: Line, offered: Sequence[Choice], width: int) -> ChoiceList:
    """Return the list of values to choose from."""
    return ChoiceList([value_lines(as_shown(choice, line), width) for choice in offered], id="field")


def typed_field(line: Line) -> AnswerLine | MatrixGrid:
    """Return the field to type the step's value into."""
    return expression_field(line) if isinstance(line.value, Expression) else field_for(shape_of(line.value))


def expression_field(line: Line) -> AnswerLine:
    """Return the field for an expression."""
    field = AnswerLine(id="field")
    field.placeholder = f"2*{variables(line)[0]}*exp(-{variables(line)[-1]}){KEYS}"
    return field


def field_for(shape: tuple[int, ...]) -> AnswerLine | MatrixGrid:
    """Return the field for a value of this shape."""
    if len(shape) == 1 and shape[0] <= LARGEST_SIDE:
        return MatrixGrid(1, shape[0], vector=True, id="field")
    if len(shape) == 2 and max(shape) <= LARGEST_SIDE:
        return MatrixGrid(*shape, id="field")
    field = AnswerLine(id="field")
    field.placeholder = f"13/2, 0.125, sqrt(2)/2{KEYS}" if not shape else ""
    return field
