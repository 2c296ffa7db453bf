"""The picture of a claim: curves that grow as it runs, then a heat map or bars where it has them."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from studyai.protocol import Bars as BarsShown
from studyai.protocol import Heat, Plot, Point, Proven
from studyai.tui.widgets.bars import Bars
from studyai.tui.widgets.heat.data import HeatMapData
from studyai.tui.widgets.heat.map import HeatMap
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady

if TYPE_CHECKING:
    from studyai.tui.widgets.curve import Across, Curve

SHORT = 2  # characters that there is room for over a column
STYLES = (("accent", ""), ("warning", "×"), ("success", "+"), ("error", "o"), ("secondary", "·"))


class ClaimPicture(Steady, Vertical):
    """One of three, with its title; nothing where a claim shows none."""

    DEFAULT_CSS = """
    ClaimPicture {
        #claim-legend { height: auto; }
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
        yield Static(id="claim-legend")
        yield HeatMap(id="claim-heat")
        yield Bars()

    def on_mount(self) -> None:
        """Show nothing yet."""
        self.begin(None)

    async def load(self) -> None:
        """Put the plot in; it needs numpy, and must not hold up the keys."""
        module = await asyncio.to_thread(import_module, "studyai.tui.widgets.curve")
        curve: Curve = module.Curve()
        curve.display = False
        await self.mount(curve)
        self._curve = curve

    def begin(self, plot: Plot | None) -> None:
        """Clear it for a run whose curves have these axes."""
        self._plot, self._points = plot, []
        self.display = plot is not None
        self.query_one(HeatMap).display = self.query_one(Bars).display = False
        self.query_one("#claim-legend", Static).update("")
        if self._curve is not None:
            self._curve.display = plot is not None

    def grow(self, points: Sequence[Point]) -> None:
        """Draw more of the curves."""
        self._points += points
        if self._plot is None or self._curve is None:
            return
        from studyai.tui.widgets.curve import Series

        names = list(dict.fromkeys(name for point in self._points for name in point.values))
        drawn, legend = [], []
        for name, (style, glyph) in zip(names, STYLES, strict=False):
            places = [(point.x, self._height(point.values[name])) for point in self._points if name in point.values]
            places = [(x, y) for x, y in places if math.isfinite(y)]
            legend.append(Content.assemble((glyph or "─", f"bold ${style}"), f" {printable(name)}"))
            if places:
                drawn.append(Series([x for x, _ in places], [y for _, y in places], style, glyph))
        scale = "log₁₀ of " if self._plot.logarithmic else ""
        axes = f"{scale}{printable(self._plot.y)} over {printable(self._plot.x)}   "
        self.query_one("#claim-legend", Static).update(Content.assemble((axes, "dim"), Content("   ").join(legend)))
        if drawn:
            self._curve.draw(drawn, across=self._across(self._plot))

    def _across(self, plot: Plot) -> Across:
        from studyai.tui.widgets.curve import Across

        xs = [point.x for point in self._points]
        whole = all(x.is_integer() for x in xs)
        return Across(min(xs), max(xs), plot.x_logarithmic and min(xs) > 0, whole=whole)

    def _height(self, value: float) -> float:
        assert self._plot is not None
        if not self._plot.logarithmic:
            return value
        return math.log10(value) if value > 0 else math.nan

    def end(self, proven: Proven) -> None:
        """Show the map or the bars that a run ended with, in the place of curves."""
        if proven.heat is not None:
            self._show_heat(proven.heat)
        elif proven.bars is not None:
            self._show_bars(proven.bars)

    def _show_heat(self, heat: Heat) -> None:
        self._alone(HeatMap, heat.title)
        columns = heat.columns if max(map(len, heat.columns), default=0) <= SHORT else []
        data = HeatMapData(heat.values, "", heat.rows, columns, numbered=not columns)
        self.query_one(HeatMap).show([data])

    def _show_bars(self, bars: BarsShown) -> None:
        self._alone(Bars, bars.title)
        values = list(bars.values.values())
        largest = max((abs(value) for value in values if math.isfinite(value)), default=1.0)
        self.query_one(Bars).show(list(bars.values), values, largest or 1.0)

    def _alone(self, kind: type[HeatMap] | type[Bars], title: str) -> None:
        self.display = True
        if self._curve is not None:
            self._curve.display = False
        self.query_one(kind).display = True
        self.query_one("#claim-legend", Static).update(Content.styled(printable(title), "dim"))
