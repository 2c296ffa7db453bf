"""The choices of a question: one, several, in order, or each with its partner; by digit, cursor or mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from studyai.study.items.item import Form, Item
from studyai.tui.commands import Command, bindings
from studyai.tui.quiz.rows import DIGITS, Rows
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady

EDGES = 2  # columns that a list keeps at its sides


class QuestionChoices(Steady, OptionList, inherit_bindings=False):
    """Posts `HandedIn` with the places of what was chosen, in the learner's order.

    A choice of one is handed in by its digit; in the other forms a digit marks, ranks or gives a partner to the row
    under the cursor, and Enter hands in.
    """

    DEFAULT_CSS = """
    QuestionChoices {
        height: auto;
        border: none;
        padding: 0;
        background: transparent;
        &:focus { border: none; }
    }
    """
    heading = "Choices"
    offers: ClassVar[tuple[Command, ...]] = (
        Command("choices.up", "up", "Up", "The choice above.", "cursor_up", False),
        Command("choices.down", "down", "Down", "The choice below.", "cursor_down", False),
        Command("choices.mark", "space", "Mark", "Mark the row, or take the mark away.", "mark", False),
        Command("choices.erase", "backspace", "Take back", "Take back the last that was marked.", "erase", False),
        Command("choices.digit", ",".join(DIGITS), "By number", "Choose by number.", "digit({key})", False, "1–9"),
    )
    BINDINGS = bindings(offers)

    class HandedIn(Message):
        """The learner is done; ``places`` as the item marks them."""

        def __init__(self, places: tuple[int, ...]) -> None:
            super().__init__()
            self.places = places

    def __init__(self, item: Item, *, id: str | None = None) -> None:
        # A row each from the first, so that the list has a height; how they are wrapped, its width tells later.
        super().__init__(*(Option(printable(choice)) for choice in item.choices), id=id, markup=False)
        self.item = item
        self.picked: list[int] = []  # in the learner's order
        self.given: dict[int, int] = {}  # of a match: row → place of the partner
        self._right: tuple[int, ...] | None = None  # until it is marked

    def on_mount(self) -> None:
        """Begin at the first row."""
        self.highlighted = 0

    @on(Resize)
    def redraw(self) -> None:
        """Wrap the rows anew."""
        for place in range(self.option_count):
            self.replace_option_prompt_at_index(place, self._prompt(place))
        self.refresh(layout=True)  # another prompt may be of another height

    def show_marks(self, right: Sequence[int]) -> None:
        """Show what is right beside what was chosen; nothing can be chosen any more."""
        self._right = tuple(right)
        self.redraw()

    @property
    def _is_marked(self) -> bool:
        return self._right is not None

    @property
    def places(self) -> tuple[int, ...]:
        """What was chosen so far."""
        if self.item.form is Form.MATCH:
            return tuple(self.given[row] for row in sorted(self.given))
        return tuple(self.picked)

    # Keys and mouse

    def action_digit(self, digit: int) -> None:
        """Choose by number."""
        place = digit - 1
        if self.item.form is Form.MATCH:
            self._give(place)
        elif place < self.option_count:
            self._move_to(place)
            self._pick(place)

    def action_mark(self) -> None:
        """Mark the row under the cursor."""
        if self.highlighted is not None and self.item.form is not Form.MATCH:
            self._pick(self.highlighted)

    def action_erase(self) -> None:
        """Take back the last."""
        if self._is_marked:
            return
        if self.picked:
            self.picked.pop()
        elif self.highlighted is not None:
            self.given.pop(self.highlighted, None)
        self.redraw()

    def hand_in(self) -> None:
        """Hand in what is chosen; of one choice, the row under the cursor."""
        if self.item.form is Form.CHOICE and self.highlighted is not None:
            self.picked = [self.highlighted]
        if not self._is_marked:
            self.post_message(self.HandedIn(self.places))

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """Take a click for the row's digit."""
        event.stop()
        if self.item.form is not Form.MATCH:
            self._pick(event.option_index)

    def _pick(self, place: int) -> None:
        if self._is_marked:
            return
        match self.item.form:
            case Form.CHOICE:
                self.picked = [place]
                self.hand_in()
            case _ if place in self.picked:
                self.picked.remove(place)
            case _:
                self.picked.append(place)
        self.redraw()

    def _give(self, partner: int) -> None:
        row = self.highlighted
        if self._is_marked or row is None or partner >= len(self.item.partners):
            return
        self.given[row] = partner
        self.redraw()
        free = next((place for place in range(self.option_count) if place not in self.given), None)
        if free is not None:
            self._move_to(free)

    def _move_to(self, place: int) -> None:
        self.highlighted = place
        self.call_after_refresh(self._show_row)

    def action_cursor_up(self) -> None:
        """Go to the choice above, and show it."""
        super().action_cursor_up()
        self.call_after_refresh(self._show_row)

    def action_cursor_down(self) -> None:
        """Go to the choice below, and show it."""
        super().action_cursor_down()
        self.call_after_refresh(self._show_row)

    # Drawing

    def _prompt(self, place: int) -> Content:
        rows = Rows(self.item, self.picked, self.given, self._right)
        return rows.row(place, self.scrollable_content_region.width - EDGES)

    def _show_row(self) -> None:
        """Scroll the page as far as the row under the cursor needs."""
        page = next((one for one in self.ancestors if isinstance(one, VerticalScroll)), None)
        if page is None or self.highlighted is None:
            return
        heights = [self._prompt(place).plain.count("\n") + 1 for place in range(self.highlighted + 1)]
        top, bottom = self.region.y + sum(heights[:-1]), self.region.y + sum(heights)
        above, below = page.region.y - top, bottom - page.region.bottom
        if above > 0 or below > 0:
            page.scroll_relative(y=-above if above > 0 else below, animate=False)
