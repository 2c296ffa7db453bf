"""The parts of the lab's screen: a curve with its newest value, and what goes on inside for one example."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from studyai.protocol import View
from studyai.tui.screens import lab_text
from studyai.tui.widgets.heat_map import HeatMap, HeatMapData

if TYPE_CHECKING:
    from studyai.tui.widgets.curve import Bounds, Curve


class CurvePanel(Vertical):
    """A heading with the newest value, and the curve under it once `load` has fetched the plot."""

    def __init__(self, title: str, style: str, bounds: Bounds = (None, None), *, id: str) -> None:
        super().__init__(id=id)
        self._title, self._style, self._bounds = title, style, bounds
        self._curve: Curve | None = None

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        yield Static(Content(self._title), classes="heading")

    async def load(self) -> None:
        """Put the plot in; not before the first paint, for it needs numpy, and not in the way of the keys."""
        module = await asyncio.to_thread(import_module, "studyai.tui.widgets.curve")
        curve: Curve = module.Curve()
        await self.mount(curve)
        self._curve = curve

    def show(self, x: Sequence[float], y: Sequence[float], newest: str, title: str = "", more: str = "") -> None:
        """Show the curve; `newest` is its last value in words, `more` what else there is to say."""
        heading = Content.assemble((newest, "bold"), "  ", title or self._title, "  ", (more, "dim"))
        self.query_one(".heading", Static).update(heading, layout=False)
        if self._curve is not None:
            from studyai.tui.widgets.curve import Series

            self._curve.draw([Series(x, y, self._style)], self._bounds)


class InsidePanel(Horizontal):
    """An inner tensor, the test example that caused it, and what the model makes of it."""

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        with Vertical(id="inner"):
            yield Static(classes="heading", id="inner-heading")
            yield HeatMap(id="inner-map")
        with Vertical(id="example-side"):
            yield Static(classes="heading", id="example-heading")
            yield HeatMap(id="example-map")
        with Vertical(id="bars-side"):
            yield Static(classes="heading", id="verdict")
            yield Static(id="bars")

    def show_inner(self, view: View) -> None:
        """Show the inner tensor of another view."""
        self._head("#inner-heading", lab_text.probe_words(view))
        self.query_one("#inner-map", HeatMap).show(lab_text.maps_of(view))

    def show_example(self, view: View, classes: Sequence[str]) -> None:
        """Show the example of another view, and what the model makes of it."""
        self._head("#example-heading", Content.assemble("example ", (f"{view.example}", "bold")))
        self.query_one("#example-map", HeatMap).show([HeatMapData(lab_text.picture_of(view))])
        self._head("#verdict", lab_text.verdict_words(view, classes))
        bars = self.query_one("#bars", Static)
        bars.update(lab_text.probability_bars(view, classes, bars.size.width), layout=False)

    def _head(self, selector: str, words: Content | str) -> None:
        shown = Content(words) if isinstance(words, str) else words
        self.query_one(selector, Static).update(shown, layout=False)
