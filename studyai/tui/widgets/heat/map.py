"""A heat map of one matrix or several (feature maps, attention heads) with a read-out of the value pointed at."""

from __future__ import annotations

import math
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from studyai.tui.widgets.columns import MINUS, short_number
from studyai.tui.widgets.heat.canvas import HeatCanvas
from studyai.tui.widgets.heat.data import HeatMapData
from studyai.tui.widgets.heat.scale import Scale
from studyai.tui.widgets.heat.tiles import Spot
from studyai.tui.widgets.steady import Steady

BRIEF_WIDTH = 24  # columns; a read-out in fewer uses no words


class HeatMap(Steady, Vertical):
    """The maps, and under them the value at the cursor, or the scale while there is none."""

    DEFAULT_CSS = """
    HeatMap {
        HeatCanvas { height: 1fr; scrollbar-size: 1 1; }
        .readout { height: 1; color: $text-muted; }
    }
    """

    def __init__(self, *, id: str | None = None, numbers_where_they_fit: bool = False) -> None:
        super().__init__(id=id)
        self._numbers_where_they_fit = numbers_where_they_fit

    def compose(self) -> ComposeResult:
        """Lay the widget out."""
        yield HeatCanvas(numbers_where_they_fit=self._numbers_where_they_fit)
        yield Static(classes="readout")

    @property
    def canvas(self) -> HeatCanvas:
        """What is drawn on."""
        return self.query_one(HeatCanvas)

    def show(self, maps: Sequence[HeatMapData], scale: Scale | None = None) -> None:
        """Show values; all maps share one scale so that they can be compared."""
        self.canvas.show(maps, scale)
        self._read_out(self.canvas.spot)

    def on_heat_canvas_pointed(self, event: HeatCanvas.Pointed) -> None:
        """Read out the value."""
        self._read_out(event.spot)

    def _read_out(self, spot: Spot | None) -> None:
        canvas, brief = self.canvas, self.size.width < BRIEF_WIDTH
        if spot is None or spot.map >= len(canvas.maps):
            text = scale_words(canvas.scale, brief=brief) if canvas.maps else ""
        elif brief:
            text = f"{spot.row},{spot.column} {canvas.value_at(spot):.3g}".replace("-", MINUS)
        else:
            title = canvas.maps[spot.map].title
            value = exact_number(canvas.value_at(spot))
            place = place_words(canvas.maps[spot.map], spot)
            text = f"{title + '  ' if title else ''}{place}: {value}"
            if len(text) > self.size.width:
                for axis in canvas.maps[spot.map].axes:
                    text = text.replace(f"{axis} ", "")
        self.query_one(".readout", Static).update(Content(text), layout=False)


def place_words(item: HeatMapData, spot: Spot) -> str:
    """Say where a spot is: `row 3 “4”, column 0 “7”`, or by the names alone where these suffice."""
    down, across = item.axes
    row = _place(spot.row, item.row_names, counted=not item.suffice)
    return f"{down} {row}, {across} {_place(spot.column, item.column_names, counted=not item.suffice)}"


def _place(number: int, names: Sequence[str], *, counted: bool) -> str:
    if number >= len(names):
        return str(number)
    return f"{number} “{names[number]}”" if counted else f"“{names[number]}”"


def scale_words(scale: Scale, *, brief: bool = False) -> str:
    """Say which values the ends of the scale stand for."""
    if brief:
        return f"{scale.low:.2g}…{scale.high:.2g}".replace("-", MINUS)
    return f"{short_number(scale.low)} … {short_number(scale.high)}"


def exact_number(value: float) -> str:
    """Return a value as the cursor reads it out, to the precision of a float32."""
    return f"{value:.7g}".replace("-", MINUS) if math.isfinite(value) else str(value)
