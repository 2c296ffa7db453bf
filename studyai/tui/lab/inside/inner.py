"""What goes on inside: an inner tensor as heat maps, as a plane or as bars, each with a cursor on one number."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from studyai.protocol import View
from studyai.tui.lab.inside import views as lab_views
from studyai.tui.widgets.bars import Bars
from studyai.tui.widgets.heat.canvas import HeatCanvas
from studyai.tui.widgets.heat.map import HeatMap
from studyai.tui.widgets.plane import Ground, Plane, ground_of
from studyai.tui.widgets.steady import Steady

Place = tuple[int, ...]


class InnerPanel(Steady, Vertical):
    """An inner tensor: as heat maps, as a plane with its examples, or as bars."""

    class Pointed(Message):
        """The cursor stands on another number, or on none."""

    class Chosen(Message):
        """A number was clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view: View | None = None
        self._kind: lab_views.Kind = "map"

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        yield Static(classes="heading")
        yield HeatMap()
        yield Plane()
        yield Bars()

    def on_mount(self) -> None:
        """Show only one of them."""
        self._choose("map")

    def show(self, view: View, classes: Sequence[str]) -> None:
        """Show the inner tensor of another view."""
        self._view, kind = view, lab_views.kind_of(view)
        self._choose(kind)
        words = lab_views.probe_words(view)
        if kind == "plane":
            words = lab_views.plane_words(view, classes)
            self._show_plane(view)
        elif kind == "words":
            self.query_one(Bars).show(*lab_views.bars_of(view))
        else:
            self.query_one(HeatMap).show(lab_views.maps_of(view, classes))
        self.query_one(".heading", Static).update(words, layout=False)

    def _choose(self, kind: lab_views.Kind) -> None:
        self._kind = kind
        self.query_one(HeatMap).display = kind == "map"
        self.query_one(Plane).display = kind == "plane"
        self.query_one(Bars).display = kind == "words"

    def _show_plane(self, view: View) -> None:
        plane = view.plane
        if plane is not None:
            winners, leanings = ground_of(view.tensor.values())
            seen = view.input.flat().tolist() if view.input.shape == (2,) else ()
            points, several = plane.points.values(), view.tensor.shape[-1] > 1
            self.query_one(Plane).show(
                Ground(winners, leanings, plane.across, plane.up, points, plane.labels, seen, several)
            )

    # The cursor

    def point(self) -> None:
        """Take the focus, and put the cursor somewhere if it stands nowhere."""
        target: Widget = self.query_one(Bars)
        if self._kind == "map":
            target = self.query_one(HeatMap).canvas
            target.point()
        elif self._kind == "plane":
            target = self.query_one(Plane)
            target.point()
        else:
            self.query_one(Bars).point()
        target.focus()

    @property
    def place(self) -> Place | None:
        """Where the cursor stands: the index in the tensor that is shown."""
        view = self._view
        if view is None:
            return None
        if self._kind == "words":
            marked = self.query_one(Bars).marked
            return None if marked is None else (marked,)
        if self._kind == "plane":
            return self.query_one(Plane).place
        spot = self.query_one(HeatMap).canvas.spot
        return None if spot is None else lab_views.place_of(view.tensor.shape, spot)

    @property
    def where(self) -> str:
        """The same in words."""
        place = self.place
        return "" if place is None or self._view is None else lab_views.place_words(self._view, place)

    @on(HeatCanvas.Pointed)
    @on(Plane.Pointed)
    @on(Bars.Pointed)
    def _pointed(self) -> None:
        self.post_message(self.Pointed())

    @on(HeatCanvas.Chosen)
    @on(Plane.Chosen)
    @on(Bars.Chosen)
    def _chosen(self) -> None:
        self.post_message(self.Chosen())
