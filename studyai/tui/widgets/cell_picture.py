"""A picture that is drawn whole, cell by cell, when a line of it is first asked for."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from studyai.tui.widgets.steady import Steady


class CellPicture(Steady, Widget):
    """Subclasses say what stands in its lines, and call `redraw` when that is something else."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Strip] = []
        self._drawn: object = None  # for which size and theme

    def draw_lines(self, width: int, height: int) -> list[Strip]:
        """Return the lines of a picture of so many columns and lines, both at least 1."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw anew when next seen."""
        self._drawn = None
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw anew in other colours."""
        super().notify_style_update()
        self._drawn = None

    def render_line(self, y: int) -> Strip:
        """Return one line of the picture."""
        wanted = (self.size, self.app.theme)
        if self._drawn != wanted:
            self._lines, self._drawn = self.draw_lines(*self.size) if all(self.size) else [], wanted
        return self._lines[y] if y < len(self._lines) else Strip.blank(self.size.width, self.rich_style)
