"""The rows of a question's choices as they are drawn: what is chosen, and once it is marked what was right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TypeAlias

from textual.content import Content

from studyai.study.items.item import Form, Item
from studyai.tui.widgets.plain import printable

DIGITS = "123456789"
RIGHT, WRONG, LEFT_OUT = ("✓", "bold $success"), ("✗", "bold $error"), ("○", "bold $warning")
NARROWEST, WIDEST = 20, 100  # columns of a text

OWN_LINE = "\n"  # begins what does not stand behind a row

Styled: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Rows:
    """What the learner chose so far; ``right`` once it is marked."""

    item: Item
    picked: Sequence[int]  # in the learner's order
    given: Mapping[int, int]  # of a match: row → place of the partner
    right: tuple[int, ...] | None = None

    def row(self, place: int, width: int) -> Content:
        """Return a row in so many columns."""
        glyph, head, tails = self._glyph(place), self._head(place), self._tails(place)
        kept = len(" → …") if self.item.form is Form.MATCH and self.right is None else 0  # for the partner's number
        indent = sum(len(part) + 1 for part in (glyph[0], head) if part)
        room = max(NARROWEST, min(WIDEST, width - indent))
        lines = [Content(line) for line in wrapped(printable(self.item.choices[place]), room - kept)]
        for tail in tails:
            lines = _behind(lines, tail, room)
        begin = [(f"{glyph[0]} ", glyph[1])] if glyph[0] else []
        begin += [(f"{head} ", "bold $accent")] if head else []
        first, *others = lines
        return Content("\n").join(
            [Content.assemble(*begin, first), *(Content.assemble(" " * indent, one) for one in others)]
        )

    def _glyph(self, place: int) -> Styled:
        """Return how a row is marked; a blank keeps the column before that."""
        if self.right is None:
            return ("·", "") if self.item.form is Form.MATCH else (" ", "")
        match self.item.form:
            case Form.MATCH:
                return RIGHT if self.given.get(place) == self.right[place] else WRONG
            case Form.ORDER:
                return RIGHT if self._rank(place) == self.right.index(place) else WRONG
            case Form.CHOICES if place in self.right and place not in self.picked:
                return LEFT_OUT
        return RIGHT if place in self.right else WRONG if place in self.picked else (" ", "")

    def _head(self, place: int) -> str:
        """Return the row's number, and how the learner has marked it."""
        match self.item.form:
            case Form.CHOICES:
                return f"{place + 1} [{'x' if place in self.picked else ' '}]"
            case Form.ORDER:
                rank = self._rank(place)
                return f"{place + 1} │ {'  ' if rank is None else f'{rank + 1}.'}"
            case Form.MATCH:
                return ""
        return str(place + 1)

    def _rank(self, place: int) -> int | None:
        return self.picked.index(place) if place in self.picked else None

    def _tails(self, place: int) -> list[Styled]:
        """Return what stands behind a row: its partner, and what would have been right."""
        match self.item.form:
            case Form.MATCH:
                return self._partners(place)
            case Form.ORDER if self.right is not None and self._glyph(place) == WRONG:
                return [(f"  {RIGHT[0]} {self.right.index(place) + 1}.", RIGHT[1])]
            case Form.CHOICES if self._glyph(place) == LEFT_OUT:
                return [("  right, but left out", LEFT_OUT[1])]
        return []

    def _partners(self, row: int) -> list[Styled]:
        given = self.given.get(row)
        if self.right is None:
            return [(" → …", "dim") if given is None else (f" → {DIGITS[given]}", "bold")]
        own = RIGHT if given == self.right[row] else WRONG
        partners = [] if given is None else [(f" → {self._partner(given)}", own[1])]
        if own == RIGHT:
            return partners
        return [*partners, (f"{OWN_LINE}{RIGHT[0]} {self._partner(self.right[row])}", RIGHT[1])]

    def _partner(self, place: int) -> str:
        return f"{DIGITS[place]}: {printable(self.item.partners[place])}"


def wrapped(text: str, room: int) -> list[str]:
    """Return the lines of a text in so many columns; a word with a hyphen is one word."""
    return wrap(text, room, break_on_hyphens=False) or [""]


def _behind(lines: list[Content], tail: Styled, room: int) -> list[Content]:
    """Return the lines with something behind them, set in on lines of its own where it asks for that or has no room."""
    words, style = tail
    if not words.startswith(OWN_LINE) and lines[-1].cell_length + len(words) <= room:
        return [*lines[:-1], Content.assemble(lines[-1], tail)]
    first, *others = wrapped(words.strip(), room - 2)
    more = [
        Content.styled(f"    {line}", style) for line in (line for part in others for line in wrapped(part, room - 4))
    ]
    return [*lines, Content.styled(f"  {first}", style), *more]
