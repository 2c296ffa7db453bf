"""The parts of the lab's screen: a curve with its newest value, and what goes on inside for one example."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from studyai.protocol import View
from studyai.tui.screens import lab_views
from studyai.tui.widgets.heat_map import HeatMap, HeatMapData
from studyai.tui.widgets.plane import GLYPHS, Ground, Plane, ground_of

if TYPE_CHECKING:
    from studyai.tui.widgets.curve import Bounds, Curve, Series


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
        self.head(Content.assemble((newest, "bold"), "  ", title or self._title, "  ", (more, "dim")))
        if self._curve is not None:
            from studyai.tui.widgets.curve import Series

            self.draw([Series(x, y, self._style)])

    def head(self, words: Content) -> None:
        """Say something else over the curves."""
        self.query_one(".heading", Static).update(words, layout=False)

    def draw(self, curves: Sequence[Series]) -> None:
        """Show these curves, once the plot is there."""
        if self._curve is not None:
            self._curve.draw(curves, self._bounds)

    @property
    def loaded(self) -> bool:
        """Whether the plot is there."""
        return self._curve is not None


class InnerPanel(Vertical):
    """An inner tensor: as heat maps, as a plane with its examples, or as words and bars."""

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        yield Static(classes="heading")
        yield HeatMap()
        yield Plane()
        with VerticalScroll(classes="inner-words", can_focus=False):
            yield Static()

    def on_mount(self) -> None:
        """Only one of them is seen."""
        self._choose("map")

    def show(self, view: View, classes: Sequence[str]) -> None:
        """Show the inner tensor of another view."""
        kind = lab_views.kind_of(view)
        self._choose(kind)
        words = Content(lab_views.probe_words(view))
        if kind == "plane":
            words = _plane_words(view, classes)
            self._show_plane(view)
        elif kind == "words":
            page = self.query_one(".inner-words", VerticalScroll)
            width = max(page.scrollable_content_region.width - 1, 20)
            page.query_one(Static).update(lab_views.inner_words(view, width))
        else:
            self.query_one(HeatMap).show(lab_views.maps_of(view))
        self.query_one(".heading", Static).update(words, layout=False)

    def _choose(self, kind: lab_views.Kind) -> None:
        self.query_one(HeatMap).display = kind == "map"
        self.query_one(Plane).display = kind == "plane"
        self.query_one(".inner-words").display = kind == "words"

    def _show_plane(self, view: View) -> None:
        plane = view.plane
        if plane is not None:
            winners, leanings = ground_of(view.tensor.values())
            ground = Ground(winners, leanings, plane.across, plane.up, plane.points.values(), plane.labels)
            self.query_one(Plane).show(ground)


def _plane_words(view: View, classes: Sequence[str]) -> Content:
    """What the plane's glyphs stand for."""
    found = sorted(set(view.plane.labels)) if view.plane else []
    names = [classes[label] if label < len(classes) else str(label) for label in found]
    legend = "   ".join(f"{GLYPHS[label % len(GLYPHS)]} {name}" for label, name in zip(found, names, strict=True))
    return Content.assemble("decision boundary   ", (legend, "dim"))


class InsidePanel(Horizontal):
    """An inner tensor, the test example that caused it, and what the model makes of it."""

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        with Vertical(id="inner"):
            yield InnerPanel(id="inner-panel")
            yield Input(id="word", compact=True, placeholder="a word of the vocabulary")
        with Vertical(id="example-side"):
            yield Static(classes="heading", id="example-heading")
            yield HeatMap(id="example-map")
        with Vertical(id="answer-side"):
            yield Static(classes="heading", id="verdict")
            with VerticalScroll(id="answer-page", can_focus=False):
                yield Static(id="answer")

    def on_mount(self) -> None:
        """There is no word to type until there are neighbours to show."""
        self.query_one("#word", Input).display = False

    def show_inner(self, view: View, classes: Sequence[str]) -> None:
        """Show the inner tensor of another view."""
        self.query_one(InnerPanel).show(view, classes)
        field = self.query_one("#word", Input)
        field.display = bool(view.neighbours)
        if view.neighbours and field.suggester is None:
            field.suggester = SuggestFromList(classes, case_sensitive=False)

    def show_example(self, view: View, classes: Sequence[str]) -> None:
        """Show the example of another view, and what the model makes of it."""
        picture = lab_views.picture_of(view)
        self.query_one("#example-side").display = picture is not None
        number = Content.assemble("example ", (f"{view.example}", "bold"))
        if picture is not None:
            self._head("#example-heading", number)
            self.query_one("#example-map", HeatMap).show([HeatMapData(picture)])
            self._head("#verdict", lab_views.verdict_words(view))
        else:
            self._head("#verdict", Content.assemble(number, "  ", lab_views.verdict_words(view)))
        answer = self.query_one("#answer", Static)
        answer.update(lab_views.answer_words(view, classes, self.query_one("#answer-page").size.width))

    def _head(self, selector: str, words: Content) -> None:
        self.query_one(selector, Static).update(words, layout=False)
