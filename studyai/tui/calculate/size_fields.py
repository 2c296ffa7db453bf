"""The sizes of the givens, each in a short field: another number makes every given fit it."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, ItemGrid, Vertical
from textual.content import Content
from textual.widgets import Static

from studyai.formula.draw.words import with_subscripts
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady

NARROWEST = 9  # columns of a size with its symbol


class SizeField(Steady, Horizontal):
    """One size."""

    def __init__(self, size: str, length: int) -> None:
        super().__init__()
        self.size_name, self._length = size, length

    def compose(self) -> ComposeResult:
        """Lay the field out."""
        yield Static(Content.styled(flat_size(self.size_name), "bold"))
        yield AnswerLine(str(self._length))


class SizeFields(Steady, Vertical):
    """All sizes, as many side by side as there is room for, and what is wrong with one."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        super().__init__(id="sizes")
        self._sizes = dict(sizes)

    def compose(self) -> ComposeResult:
        """Lay the fields out."""
        yield Static(Content.styled("sizes", "dim"))
        with ItemGrid(min_column_width=NARROWEST):
            for size, length in self._sizes.items():
                yield SizeField(size, length)
        yield Static(classes="trouble")

    def typed(self, size: str) -> str:
        """Return what stands in a size's field; nothing for what is no size."""
        for field in self.query(SizeField):
            if field.size_name == size:
                return field.query_one(AnswerLine).value
        return ""

    def take(self, sizes: Mapping[str, int], edited: str = "") -> None:
        """Show other sizes, but not in the field where one is being typed."""
        with self.prevent(AnswerLine.Changed):
            for field in self.query(SizeField):
                if field.size_name != edited:
                    field.query_one(AnswerLine).value = str(sizes[field.size_name])

    def show_trouble(self, message: str) -> None:
        """Say what is wrong; nothing clears it."""
        self.query_one(".trouble", Static).update(Content(printable(f"✗ {message}" if message else "")))
        self.set_class(bool(message), "-wrong")


def flat_size(size: str) -> str:
    """Return a size as it is written, in one line."""
    return with_subscripts(size)
