"""Curves over the steps of a training, thinned to what the plot can show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import BindingType
from textual_plot import HiResMode, PlotWidget
from textual_plot.axis_formatter import AxisFormatter
from textual_plot.plot_widget import FloatScalar

from studyai.tui.widgets.axis import Axis, axis, labels
from studyai.tui.widgets.steady import Steady
from studyai.tui.widgets.thin import thin

ONLY = "•"  # a curve of a single point: one braille dot would hardly be seen

LEFT, MOST_LEFT, BELOW = 6, 14, 1  # columns and lines for what is written at the ticks
FRAME = 2  # cells of the plot's frame, across and down
HAIR, NEAR, MARGIN = 1e-6, 1e-3, 1e-2  # of a cell
MOST_LINES_WITH_TICKS = 6  # in a higher plot not every line has one

SHORT_POWERS = 1  # up to 10 and from 0.1 on they are written out
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
POWER_STRIDE, NUMBER_STRIDE = 5, 7  # columns from tick to tick, at least

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


@dataclass(frozen=True)
class Across:
    """What curves are drawn along where that is not the updates from 0 on: ``low`` to ``high``, perhaps by factors.

    At ``marks`` a line goes up from one side to the other.
    """

    low: float
    high: float
    is_logarithmic: bool = False
    marks: tuple[float, ...] = ()

    def place(self, x: float) -> float:
        """Return where x stands on the axis."""
        return math.log10(x) if self.is_logarithmic else x


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
        self._shown: tuple[Sequence[Series], Bounds, Across | None] | None = None  # what is drawn anew at another size

    def on_mount(self) -> None:
        """Leave the margins to the curve, which has no ticks of its own before it is drawn."""
        self.margin_top, self.margin_bottom, self.margin_left = 0, BELOW, LEFT
        self.set_xticks([])
        self.set_yticks([])

    def render(self) -> RenderResult:
        """Draw nothing while it is taken away: one more picture may be asked for when some of its parts have gone."""
        return super().render() if self.query("#legend") else ""

    def draw(self, curves: Sequence[Series], y_bounds: Bounds = (None, None), across: Across | None = None) -> None:
        """Show these curves; nothing is done when nothing has been added, or there is nothing to draw on."""
        if not self.children:
            return
        self._shown = curves, y_bounds, across
        size = self.size
        # Along updates a curve only grows; along anything else each of its points may move.
        drawn = [(len(item.y), item.y[-1:] if across is None else item.y, item.style, item.glyph) for item in curves]
        state = (size, y_bounds, across, drawn, self.app.theme)
        if state == self._drawn:
            return
        self._drawn = state
        self.clear()
        up = _values_axis(curves, y_bounds, max(size.height - BELOW - FRAME, 2))
        self.margin_left = min(max(LEFT, 1 + max(map(len, labels(up.ticks, up.step)))), MOST_LEFT)
        columns = max(size.width - self.margin_left - FRAME, 8)
        along = _updates_axis(curves, columns) if across is None else _axis_along(across, columns)
        highest = up.high - MARGIN * up.step / up.stride  # a glyph on the limit itself would stand in the frame
        for item in curves:
            x, y = thin(item.x if across is None else [across.place(one) for one in item.x], item.y, columns)
            colour = self._colour(item.style)
            if item.glyph or len(x) == 1:
                below = [min(value, highest) for value in y]
                self.scatter(x, below, marker=item.glyph or ONLY, marker_style=colour)
            else:
                self.plot(x, y, line_style=colour, hires_mode=HiResMode.BRAILLE)
        for mark in across.marks if across is not None else ():
            self.add_v_line(across.place(mark) if across is not None else mark, self._colour("warning"))
        self._show_axes(along, up, is_logarithmic=across is not None and across.is_logarithmic)

    def on_resize(self) -> None:
        """Put the ticks where they belong at this size."""
        if self._shown is not None:
            self.draw(*self._shown)

    def get_pixel_from_coordinate(self, x: FloatScalar, y: FloatScalar) -> tuple[int, int]:
        """Return the cell of a point; what lies a hair beside a cell's edge lies on it."""
        region = self._scale_rectangle
        right = (x - self._x_min) / (self._x_max - self._x_min) * region.width
        up = (y - self._y_min) / (self._y_max - self._y_min) * region.height
        return region.x + math.floor(right + NEAR), region.bottom - 1 - math.floor(up + NEAR)

    def _show_axes(self, across: Axis, up: Axis, *, is_logarithmic: bool) -> None:
        self.set_xlimits(*_limits(across))
        self.set_ylimits(*_limits(up))
        written = _WrittenAsPower(across.step) if is_logarithmic else _Written(across.step)
        self.set_x_formatter(written)
        self.set_y_formatter(_Written(up.step))
        width = max(map(len, written.get_labels_for_ticks(across.ticks)))
        room = across.cells - width // 2
        self.set_xticks([tick for place, tick in enumerate(across.ticks) if place * across.stride <= room])
        self.set_yticks(up.ticks)

    def _colour(self, name: str) -> str:
        colour = self.app.theme_variables[name]
        return colour.removeprefix("ansi_")


class _Written(AxisFormatter):
    """What is written at ticks of a step."""

    def __init__(self, step: float) -> None:
        self._step = step

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        """Return none: they are set."""
        return []

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """Return a text for each."""
        return labels(ticks, self._step)


class _WrittenAsPower(_Written):
    """What is written at whole powers of ten."""

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """Return a text for each."""
        return [_power_of_ten(round(tick)) for tick in ticks]


def _power_of_ten(exponent: int) -> str:
    return f"{10.0**exponent:g}" if abs(exponent) <= SHORT_POWERS else f"10{str(exponent).translate(RAISED)}"


def _axis_along(across: Across, columns: int) -> Axis:
    """Return the axis of so many columns from one end to the other, at whole powers of ten where it is logarithmic."""
    low, high = across.place(across.low), across.place(across.high)
    stride = POWER_STRIDE if across.is_logarithmic else NUMBER_STRIDE
    return axis(low, high, columns, least_stride=stride, whole=across.is_logarithmic)


def _updates_axis(curves: Sequence[Series], columns: int) -> Axis:
    """Return the axis of so many columns that shows all updates of the curves, from 0 on."""
    longest = max((item.x[-1] for item in curves if item.x), default=1.0)
    return axis(0.0, longest, columns, least_stride=len(str(int(longest))) + 3, whole=True)


def _values_axis(curves: Sequence[Series], y_bounds: Bounds, lines: int) -> Axis:
    """Return the axis of so many lines that shows all values of the curves, or what the bounds say."""
    low, high = y_bounds
    low = min((min(item.y) for item in curves if item.y), default=0.0) if low is None else low
    high = max((max(item.y) for item in curves if item.y), default=1.0) if high is None else high
    return axis(low, high, lines, least_stride=-(-lines // MOST_LINES_WITH_TICKS))


def _limits(shown: Axis) -> tuple[float, float]:
    """Return the plot's limits, a hair outside the axis's: it moves a tick, and draws no line, on the limit itself."""
    hair = HAIR * shown.step / shown.stride
    return shown.low - hair, shown.high + hair
