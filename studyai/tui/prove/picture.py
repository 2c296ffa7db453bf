"""The picture of a claim: curves that grow as it runs, and a heat map or bars where it has them."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from studyai.protocol import Bars as BarsShown
from studyai.protocol import Heat, Plot, Point, Proven
from studyai.tui.quiz.text import legend
from studyai.tui.widgets.bars import Bars
from studyai.tui.widgets.heat.data import HeatMapData
from studyai.tui.widgets.heat.map import HeatMap
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady

if TYPE_CHECKING:
    from studyai.tui.widgets.curve import Across, Curve

FEW = 6  # lines, enough for many maps and bars
STYLES = (("accent", ""), ("warning", "×"), ("success", "+"), ("error", "o"), ("secondary", "·"))


class Legend(Steady, Static):
    """What the axes and the curves are called, each curve's glyph on a line with its name."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._heading = ""
        self._names: list[tuple[str, str, str]] = []

    def show(self, heading: str, names: list[tuple[str, str, str]]) -> None:
        """Name the axes, and the curves by the glyph and style of each."""
        if (heading, names) != (self._heading, self._names):
            self._heading, self._names = heading, names
            self.on_resize()

    def on_resize(self) -> None:
        """Break the lines where they have to be broken now."""
        self.update(legend(self._heading, self._names, self.size.width))


class ClaimPicture(Steady, Horizontal):
    """Curves, and beside them a map or bars; one of these alone where a claim shows no other; perhaps nothing."""

    DEFAULT_CSS = """
    ClaimPicture {
        #claim-curves { width: 3fr; }
        #claim-more { width: 2fr; }
        &.-both #claim-more { margin-left: 2; }
        #claim-legend, #claim-title { height: auto; }
        Curve, HeatMap, Bars { height: 1fr; }
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._plot: Plot | None = None
        self._points: list[Point] = []
        self._curve: Curve | None = None

    def compose(self) -> ComposeResult:
        """Lay the picture out."""
        with Vertical(id="claim-curves"):
            yield Legend(id="claim-legend")
        with Vertical(id="claim-more"):
            yield Static(id="claim-title")
            yield HeatMap(id="claim-heat", numbers_where_they_fit=True)
            yield Bars()

    def on_mount(self) -> None:
        """Show nothing yet."""
        self.clear()

    async def load(self) -> None:
        """Put the plot in; it needs numpy, and must not hold up the keys."""
        module = await asyncio.to_thread(import_module, "studyai.tui.widgets.curve")
        curve: Curve = module.Curve()
        await self.query_one("#claim-curves").mount(curve)
        self._curve = curve

    def clear(self) -> None:
        """Show nothing."""
        self._plot, self._points = None, []
        self._lay_out(curves=False, more=False)

    def begin(self, plot: Plot | None) -> None:
        """Clear the curves for a run with these axes; a map or bars stay until there are new ones."""
        self._plot, self._points = plot, []
        self._lay_out(curves=plot is not None, more=self.has_more)

    @property
    def has_more(self) -> bool:
        """Whether a map or bars are shown."""
        return bool(self.query_one("#claim-more").display)

    @property
    def has_curves_alone(self) -> bool:
        """Whether nothing is shown beside the curves."""
        return self._plot is not None and not self.has_more

    @property
    def more(self) -> str:
        """What is shown that has a cursor: the map, the bars, or nothing."""
        if not self.has_more:
            return ""
        return "the map" if self.query_one(HeatMap).display else "the bars"

    @property
    def is_low(self) -> bool:
        """Whether a few lines are enough: for its title, for names of columns and what is read out of a map."""
        if self._plot is not None or not self.has_more:
            return False
        heat, bars = self.query_one(HeatMap), self.query_one(Bars)
        return 1 + (heat.canvas.maps[0].shape[0] + 2 if heat.display else bars.count) <= FEW

    def _lay_out(self, *, curves: bool, more: bool) -> None:
        self.display = curves or more
        self.query_one("#claim-curves").display, self.query_one("#claim-more").display = curves, more
        self.set_class(curves and more, "-both")

    def grow(self, points: Sequence[Point]) -> None:
        """Draw more of the curves."""
        self._points += points
        if self._plot is None or self._curve is None:
            return
        from studyai.tui.widgets.curve import Series

        names = list(dict.fromkeys(name for point in self._points for name in point.values))
        drawn = []
        for name, (style, glyph) in zip(names, STYLES, strict=False):
            places = [(point.x, self._height(point.values[name])) for point in self._points if name in point.values]
            places = [(x, y) for x, y in places if math.isfinite(y)]
            if places:
                drawn.append(Series([x for x, _ in places], [y for _, y in places], style, glyph))
        scale = "log₁₀ of " if self._plot.logarithmic else ""
        glyphs = [(glyph or "─", f"bold ${style}", name) for name, (style, glyph) in zip(names, STYLES, strict=False)]
        self.query_one(Legend).show(f"{scale}{self._plot.y} over {self._plot.x}", glyphs)
        self._curve.draw(drawn, across=self._across(self._plot))

    def _across(self, plot: Plot) -> Across:
        from studyai.tui.widgets.curve import Across

        xs = [point.x for point in self._points]
        whole = all(float(x).is_integer() for x in xs)
        return Across(min(xs), max(xs), plot.x_logarithmic and min(xs) > 0, whole=whole)

    def _height(self, value: float) -> float:
        assert self._plot is not None
        if not self._plot.logarithmic:
            return value
        return math.log10(value) if value > 0 else math.nan

    def end(self, proven: Proven) -> None:
        """Show the map or the bars that a run ended with."""
        if proven.heat is not None:
            self._show_heat(proven.heat)
        elif proven.bars is not None:
            self._show_bars(proven.bars)

    def _show_heat(self, heat: Heat) -> None:
        self._show_more(HeatMap, heat.title)
        self.query_one(HeatMap).show(
            [HeatMapData(heat.values, "", heat.rows, heat.columns, numbered=not heat.columns, suffice=True)]
        )

    def _show_bars(self, bars: BarsShown) -> None:
        self._show_more(Bars, bars.title)
        values = list(bars.values.values())
        largest = max((abs(value) for value in values if math.isfinite(value)), default=1.0)
        self.query_one(Bars).show(list(bars.values), values, largest or 1.0)

    def _show_more(self, kind: type[HeatMap] | type[Bars], title: str) -> None:
        self._lay_out(curves=self._plot is not None, more=True)
        for other in (HeatMap, Bars):
            self.query_one(other).display = other is kind
        self.query_one("#claim-title", Static).update(Content.styled(printable(title), "dim"))
