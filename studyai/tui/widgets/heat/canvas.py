"""One matrix or several as a heat map, on Textual's line API, with a cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.colours import has_colours
from studyai.tui.widgets.heat.data import HeatMapData, names_of
from studyai.tui.widgets.heat.layout import Layout, layout
from studyai.tui.widgets.heat.painter import Look, Painter
from studyai.tui.widgets.heat.scale import Scale, scale_of
from studyai.tui.widgets.heat.tiles import Arrangement, Spot
from studyai.tui.widgets.steady import Steady


class HeatCanvas(Steady, ScrollView, can_focus=True):
    """Draws the maps line by line: two rows to a line, or wider cells where there is room, or numbers."""

    heading = "Heat map"
    offers: ClassVar[tuple[Command, ...]] = (
        Command("heat.up", "up", "Up", "Read the value above.", "move(0,-1)", in_footer=False),
        Command("heat.down", "down", "Down", "Read the value below.", "move(0,1)", in_footer=False),
        Command("heat.left", "left", "Left", "Read the value to the left.", "move(-1,0)", in_footer=False),
        Command("heat.right", "right", "Right", "Read the value to the right.", "move(1,0)", in_footer=False),
        Command("heat.numbers", "number_sign", "Numbers", "Show numbers or colours.", "toggle_numbers", "wide"),
    )
    BINDINGS = bindings(offers)

    numbers: reactive[bool | None] = reactive(None)  # None: as long as nobody has chosen
    spot: reactive[Spot | None] = reactive(None)

    class Pointed(Message):
        """The cursor stands on a value, or left the maps."""

        def __init__(self, spot: Spot | None) -> None:
            super().__init__()
            self.spot = spot

    class Chosen(Message):
        """A value was clicked."""

    def __init__(self, *, numbers_where_they_fit: bool = False) -> None:
        super().__init__()
        self._numbers_where_they_fit = numbers_where_they_fit
        self.maps: tuple[HeatMapData, ...] = ()
        self.scale = Scale(0.0, 1.0)
        self._layout = Layout(Arrangement((), 0, 0))
        self._lines: dict[int, Strip] = {}
        self._painter: Painter | None = None
        self._base = Style()

    def show(self, maps: Sequence[HeatMapData], scale: Scale | None = None) -> None:
        """Show other values; maps of the same shapes keep their places and the cursor."""
        same = [item.shape for item in maps] == [item.shape for item in self.maps]
        same = same and [names_of(item) for item in maps] == [names_of(item) for item in self.maps]
        self.maps = tuple(maps)
        self.scale = scale or scale_of([row for item in maps for row in item.rows])
        if self.shows_numbers or self._numbers_where_they_fit or not same:
            self._arrange()
        if not same:
            self.spot = None
        self._redraw()

    # Drawing

    @property
    def shows_numbers(self) -> bool:
        """Whether numbers are drawn, in place of colours alone."""
        return self._layout.texts is not None

    def _arrange(self) -> None:
        if self.numbers is None:
            self._layout = self._laid_out(numbers=self._numbers_where_they_fit)
            if self.shows_numbers and not self._layout.fits:
                self._layout = self._laid_out(numbers=False)
        else:
            self._layout = self._laid_out(numbers=self.numbers)
        self.virtual_size = Size(self._layout.arrangement.width, self._layout.arrangement.height)

    def _laid_out(self, *, numbers: bool) -> Layout:
        room = self.content_size  # scroll bars come and go with what is decided here
        bar = self.styles.scrollbar_size_vertical
        return layout(self.maps, room, numbers=numbers, halves=has_colours(self.app), scroll_bar=bar)

    def _redraw(self) -> None:
        accent = self.app.theme_variables["error"] if has_colours(self.app) else ""
        self._base = self.rich_style
        look = Look(self._base, self.app.current_theme.dark, accent)
        self._painter = Painter(self.maps, self.scale, self._layout, look, self.spot)
        self._lines.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a visible line."""
        left, top = self.scroll_offset
        line = y + top
        strip = self._lines.get(line)
        if strip is None:
            strip = self._lines[line] = self._painter.line(line) if self._painter else Strip([])
        return strip.crop_extend(left, left + self.size.width, self._base)

    # The cursor

    def action_move(self, right: int, down: int) -> None:
        """Move the cursor; the first move shows it."""
        if not self._layout.arrangement.tiles:
            return
        self.spot = self._layout.arrangement.move(self.spot, right, down) if self.spot else Spot()
        self._scroll_to_spot()

    def _scroll_to_spot(self) -> None:
        if self.spot is None:
            return
        x, y = self._layout.arrangement.place_of(self.spot)
        cell = self._layout.arrangement.tiles[self.spot.map].cell
        self.scroll_to_region(Region(x, y, cell.width, 1), animate=False, force=True)

    def point(self) -> None:
        """Show the cursor, on the largest value, if it is not shown."""
        places = [
            (value, Spot(index, row, column))
            for index, item in enumerate(self.maps)
            for row, values in enumerate(item.rows)
            for column, value in enumerate(values)
            if value == value
        ]
        if self.spot is None and places:
            self.spot = max(places, key=lambda place: place[0])[1]
            self._scroll_to_spot()

    def action_toggle_numbers(self) -> None:
        """Numbers or colours."""
        self.numbers = not self.shows_numbers

    def _on_mouse_move(self, event: events.MouseMove) -> None:
        self._point_at(event)

    def _point_at(self, event: events.MouseEvent) -> None:
        x, y = event.x + self.scroll_offset.x, event.y + self.scroll_offset.y
        self.spot = self._layout.arrangement.spot_at(x, y, half=int(event.pointer_y % 1 >= 0.5))

    def on_click(self, event: events.Click) -> None:
        """Take what was clicked."""
        self._point_at(event)
        if self.spot is not None:
            self.post_message(self.Chosen())

    def value_at(self, spot: Spot) -> float:
        """Return the value under a spot."""
        return float(self.maps[spot.map].rows[spot.row][spot.column])

    def watch_spot(self) -> None:
        """Tell who listens where the cursor is."""
        self._redraw()
        self.post_message(self.Pointed(self.spot))

    def watch_numbers(self) -> None:
        """Draw the other way."""
        self._arrange()
        self._redraw()

    def _on_resize(self, event: events.Resize) -> None:
        self._arrange()
        self._redraw()

    def notify_style_update(self) -> None:
        """Forget the old theme's colours."""
        super().notify_style_update()
        self._arrange()
        self._redraw()
