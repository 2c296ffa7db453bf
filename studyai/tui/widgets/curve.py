"""Curves over the steps of a training, thinned to what the plot can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import ClassVar

from textual.binding import BindingType
from textual_plot import HiResMode, PlotWidget

from studyai.tui.widgets.steady import Steady
from studyai.tui.widgets.thin import thin

ONLY = "•"  # a curve of a single point: one braille dot would hardly be seen

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True)
class Series:
    """A curve: x rises and is as long as y; `style` is a colour of the theme ("accent").

    With a `glyph` it is drawn as a row of these, so that it is told from another one without colours.
    """

    x: Sequence[float]
    y: Sequence[float]
    style: str = "accent"
    glyph: str = ""


class Curve(Steady, PlotWidget, can_focus=False, inherit_bindings=False):
    """A plot without zoom or pan: what it shows is always the whole run."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    Curve {
        & > .plot--axis { color: $border-blurred; }
        & > .plot--tick { color: $text-muted; text-style: none; }
        &:ansi > .plot--axis { text-style: dim; }
        & > .plot--label { color: $text-muted; text-style: none; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, allow_pan_and_zoom=False)
        self._drawn: object = None

    def on_mount(self) -> None:
        """Leave the margins to the curve."""
        self.margin_top, self.margin_bottom, self.margin_left = 0, 1, 6

    def draw(self, curves: Sequence[Series], y_bounds: Bounds = (None, None)) -> None:
        """Show these curves; nothing is done when nothing has been added, or there is nothing to draw on."""
        if not self.children:
            return
        columns = max(self.size.width - 8, 8)
        drawn = [(len(item.y), item.y[-1:], item.style, item.glyph) for item in curves]
        state = (columns, y_bounds, drawn, self.app.theme)
        if state == self._drawn:
            return
        self._drawn = state
        self.clear()
        for item in curves:
            x, y = thin(item.x, item.y, columns)
            colour = self._colour(item.style)
            if item.glyph:
                self.scatter(x, y, marker=item.glyph, marker_style=colour)
            elif len(x) == 1:
                self.scatter(x, y, marker=ONLY, marker_style=colour)
            else:
                self.plot(x, y, line_style=colour, hires_mode=HiResMode.BRAILLE)
        longest = max((item.x[-1] for item in curves if item.x), default=1.0)
        self.set_xlimits(0.0, longest * (1 + 1 / columns))  # what lies on the limit itself is not drawn
        self.set_xticks(round_ticks(longest, max(2, columns // 8)))
        self.set_ylimits(*y_bounds)

    def _colour(self, name: str) -> str:
        colour = self.app.theme_variables[name]
        return colour.removeprefix("ansi_")


def round_ticks(longest: float, most: int) -> list[float]:
    """Return at most `most` round positions from 0 to below the end; steps are 1, 2 or 5 times a power of ten."""
    step = 1
    factors = cycle((2, 2.5, 2))
    while longest / step > max(most, 1):
        step = round(step * next(factors))
    return [float(position) for position in range(0, int(longest * 0.95) + 1, step)]
