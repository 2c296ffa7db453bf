"""The choices of a question: one, several, in order, or each with its partner; by digit, cursor or mouse."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from textwrap import wrap
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from studyai.study.items.item import Form, Item
from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady

DIGITS = "123456789"
RIGHT, WRONG = "✓", "✗"
WIDEST = 100  # columns of a text
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
        self._right: Collection[int] = ()
        self._is_marked = False

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
        self._right, self._is_marked = right, True
        self.redraw()

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
            self.highlighted = place
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
            self.highlighted = free

    # Drawing

    def _prompt(self, place: int) -> Content:
        glyph, head = self._glyph(place), self._head(place)
        indent = len(glyph[0]) + len(head) + 1
        width = max(20, min(WIDEST, self.scrollable_content_region.width - indent - EDGES))
        first, *others = wrap(printable(self.item.choices[place]), width) or [""]
        lines = [Content.assemble(glyph, (head, "bold $accent"), f" {first}")]
        lines += [Content(" " * indent + one) for one in others]
        partner = self._partner(place)
        return Content("\n").join([*lines, partner] if partner else lines)

    def _head(self, place: int) -> str:
        """Return the row's number, and how it is marked now."""
        match self.item.form:
            case Form.CHOICES:
                return f"{place + 1} [{'x' if place in self.picked else ' '}]"
            case Form.ORDER:
                rank = f"{self.picked.index(place) + 1}." if place in self.picked else "  "
                return f"{place + 1} │ {rank}"
            case Form.MATCH:
                return "·"
            case _:
                return str(place + 1)

    def _partner(self, row: int) -> Content | None:
        if self.item.form is not Form.MATCH:
            return None
        if row not in self.given:
            return Content.styled("    → …", "dim")
        partner = self.given[row]
        said = f"    → {DIGITS[partner]}: {printable(self.item.partners[partner])}"
        if not self._is_marked:
            return Content.styled(said, "bold")
        right = list(self._right)[row]
        if right == partner:
            return Content.styled(f"  {RIGHT} {said.strip()}", "bold $success")
        belongs = f"   {RIGHT} {DIGITS[right]}: {printable(self.item.partners[right])}"
        return Content.assemble((f"  {WRONG} {said.strip()}", "bold $error"), (belongs, "bold $success"))

    def _glyph(self, place: int) -> tuple[str, str]:
        if self.item.form not in (Form.CHOICE, Form.CHOICES):
            return "", ""
        if self._is_marked and place in self._right:
            return f"{RIGHT} ", "bold $success"
        return (f"{WRONG} ", "bold $error") if self._is_marked and place in self.picked else ("  ", "")
