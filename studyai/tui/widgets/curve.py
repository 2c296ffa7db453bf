"""Curves over the steps of a training, thinned to what the plot can show."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import BindingType
from textual_plot import HiResMode, PlotWidget
from textual_plot.axis_formatter import AxisFormatter
from textual_plot.plot_widget import FloatScalar

from studyai.tui.widgets.axis import Axis, axis, factors, labels
from studyai.tui.widgets.steady import Steady
from studyai.tui.widgets.thin import thin

ONLY = "•"  # a curve of a single point: one braille dot would hardly be seen

LEFT, MOST_LEFT, BELOW = 6, 14, 1  # columns and lines for what is written at the ticks
FRAME = 2  # cells of the plot's frame, across and down
HAIR, NEAR, MARGIN = 1e-6, 1e-3, 1e-2  # of a cell
MOST_LINES_WITH_TICKS = 6  # in a higher plot not every line has one

SHORT_POWERS = 1  # up to 10 and from 0.1 on they are written out
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FEWEST_POWERS = 3  # whole powers of ten on an axis: where there are fewer, other numbers stand at its ticks
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

    At ``marks`` a line goes up from one side to the other. Of what is ``whole`` the ticks are whole numbers.
    """

    low: float
    high: float
    is_logarithmic: bool = False
    marks: tuple[float, ...] = ()
    whole: bool = False

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
        self._is_across = False  # drawn along something else than updates
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
        self._drawn, self._is_across = state, across is not None
        self.clear()
        up = _values_axis(curves, y_bounds, max(size.height - BELOW - FRAME, 2))
        self.margin_left = min(max(LEFT, 1 + max(map(len, labels(up.ticks, up.step)))), MOST_LEFT)
        columns = max(size.width - self.margin_left - FRAME, 8)
        along = _updates_axis(curves, columns) if across is None else _axis_along(across, columns)
        for item in curves:
            x, y = thin(item.x if across is None else [across.place(one) for one in item.x], item.y, columns)
            below = _inside(y, up.low, up.high, up.cells)
            if across is None:
                self._draw_one(item, x, below if item.glyph or len(x) == 1 else y)
            else:
                self._draw_one(item, _inside(x, along.low, along.high, along.cells), below)
        for mark in across.marks if across is not None else ():
            self.add_v_line(across.place(mark) if across is not None else mark, self._colour("warning"))
        self._show_axes(along, up)

    def _draw_one(self, item: Series, x: Sequence[float], y: Sequence[float]) -> None:
        colour = self._colour(item.style)
        if item.glyph or len(x) == 1:
            self.scatter(x, y, marker=item.glyph or ONLY, marker_style=colour)
        else:
            self.plot(x, y, line_style=colour, hires_mode=HiResMode.BRAILLE)

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

    def get_hires_pixel_from_coordinate(self, x: FloatScalar, y: FloatScalar) -> tuple[FloatScalar, FloatScalar]:
        """Return the place of a point of a line, in cells; on a cell's edge it is in the same cell as a glyph is."""
        right, down = super().get_hires_pixel_from_coordinate(x, y)
        return right, down - (NEAR if self._is_across else 0.0)

    def _show_axes(self, along: Along, up: Axis) -> None:
        low, high = _limits(along.low, along.high, along.cells)
        last = max(along.texts, default=low)
        self.set_xlimits(low, last if along.ends_with(last) else high)
        self.set_ylimits(*_limits(up.low, up.high, up.cells))
        self.set_x_formatter(_Written(along.texts))
        self.set_y_formatter(_Written(dict(zip(up.ticks, labels(up.ticks, up.step), strict=True))))
        self.set_xticks([tick for tick in along.texts if along.has_room(tick)])
        self.set_yticks(up.ticks)

    def _colour(self, name: str) -> str:
        colour = self.app.theme_variables[name]
        return colour.removeprefix("ansi_")


@dataclass(frozen=True)
class Along:
    """The axis across, as the plot has it: its ends, and what is written at which places.

    Where the last of these ``may_end_it`` and does, it is written to the left of the end, else not at all.
    """

    low: float
    high: float
    cells: int
    texts: dict[float, str]
    may_end_it: bool = True

    def ends_with(self, tick: float) -> bool:
        """Return whether a tick that is written stands at the end."""
        return self.may_end_it and abs(self.high - tick) * self.cells <= NEAR * (self.high - self.low)

    def has_room(self, tick: float) -> bool:
        """Return whether what is written at a tick does not go beyond the frame."""
        cell = math.floor((tick - self.low) / (self.high - self.low) * self.cells + NEAR)
        return self.ends_with(tick) or cell + len(self.texts[tick]) // 2 <= self.cells


class _Written(AxisFormatter):
    """What is written at ticks."""

    def __init__(self, texts: Mapping[float, str]) -> None:
        self._texts = texts

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        """Return none: they are set."""
        return []

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """Return a text for each."""
        return [self._texts[tick] for tick in ticks]


def _power_of_ten(exponent: int) -> str:
    return f"{10.0**exponent:g}" if abs(exponent) <= SHORT_POWERS else f"10{str(exponent).translate(RAISED)}"


def _axis_along(across: Across, columns: int) -> Along:
    """Return the axis of so many columns from one end to the other."""
    low, high = across.place(across.low), across.place(across.high)
    if not across.is_logarithmic:
        return _of_numbers(axis(low, high, columns, least_stride=NUMBER_STRIDE, whole=across.whole))
    if math.floor(high) - math.ceil(low) + 1 < FEWEST_POWERS:
        found = factors(across.low, across.high, columns)
        return Along(found.low, found.high, columns, {math.log10(tick): f"{tick:g}" for tick in found.ticks})
    powers = axis(low, high, columns, least_stride=POWER_STRIDE, whole=True)
    return Along(powers.low, powers.high, powers.cells, {tick: _power_of_ten(round(tick)) for tick in powers.ticks})


def _updates_axis(curves: Sequence[Series], columns: int) -> Along:
    """Return the axis of so many columns that shows all updates of the curves, from 0 on."""
    longest = max((item.x[-1] for item in curves if item.x), default=1.0)
    found = axis(0.0, longest, columns, least_stride=len(str(int(longest))) + 3, whole=True)
    return _of_numbers(found, may_end_it=False)  # it would come and go as the updates go on


def _of_numbers(found: Axis, *, may_end_it: bool = True) -> Along:
    texts = dict(zip(found.ticks, labels(found.ticks, found.step), strict=True))
    return Along(found.low, found.high, found.cells, texts, may_end_it)


def _values_axis(curves: Sequence[Series], y_bounds: Bounds, lines: int) -> Axis:
    """Return the axis of so many lines that shows all values of the curves, or what the bounds say."""
    low, high = y_bounds
    low = min((min(item.y) for item in curves if item.y), default=0.0) if low is None else low
    high = max((max(item.y) for item in curves if item.y), default=1.0) if high is None else high
    return axis(low, high, lines, least_stride=-(-lines // MOST_LINES_WITH_TICKS))


def _limits(low: float, high: float, cells: int) -> tuple[float, float]:
    """Return the plot's limits, a hair outside the axis's: it moves a tick, and draws no line, on the limit itself."""
    hair = HAIR * (high - low) / cells
    return low - hair, high + hair


def _inside(values: Sequence[float], low: float, high: float, cells: int) -> list[float]:
    """Return the values, what lies on the upper limit itself moved below it: it would stand in the frame."""
    highest = high - MARGIN * (high - low) / cells
    return [min(value, highest) for value in values]
