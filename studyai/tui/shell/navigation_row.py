"""The row at the top: where one can go, where one is, and how the torch worker is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from studyai.tui.shell.places import PLACES, Place
from studyai.tui.widgets.steady import Steady

if TYPE_CHECKING:
    from studyai.protocol import Frame
    from studyai.tui.shell.study import Study
    from studyai.tui.shell.torch_link import LinkState

TORCH_WORDS: dict[LinkState, tuple[str, str]] = {
    "off": ("", ""),
    "starting": ("torch …", "dim"),
    "ready": ("torch ✓", "dim"),
    "lost": ("torch ✗", "bold $error"),
}
NO_TORCH = ("no torch", "dim")  # not installed: nothing has gone wrong
TRAINING_WORDS = {
    "running": ("▶", "bold $accent"),
    "finished": ("✓", "bold $success"),
    "diverged": ("✗", "bold $error"),
    "failed": ("✗", "bold $error"),
}
TRAINED_IN = "lab"
WIDE = 110  # columns, from which on keys stand before the titles
NAMED = 100  # columns, from which on the app's name stands before all
SECONDS_BETWEEN_LOOKS = 0.5


class NavigationRow(Steady, Horizontal):
    """The places, each clickable; on the right a status of the screen's choosing and torch's state.

    In place of that state stands a training that one does not see here.
    """

    def compose(self) -> ComposeResult:
        """Lay the row out."""
        yield Static(id="places")
        yield Static(id="status")
        yield Static(id="torch")

    def on_mount(self) -> None:
        """Show where we are, and follow torch's state."""
        app = cast("Study", self.app)
        self._said: Content | None = None
        self.on_resize()
        app.torch_changed.subscribe(self, self._show_torch)
        self._show_torch(app.torch.state)
        if app.current_mode != TRAINED_IN:
            self.set_interval(SECONDS_BETWEEN_LOOKS, self._look)

    def on_resize(self) -> None:
        """Use the room there is."""
        app = cast("Study", self.app)
        self.query_one("#places", Static).update(
            places_line(app.current_mode, brief=app.size.width < WIDE, named=app.size.width >= NAMED)
        )

    def show_status(self, text: str) -> None:
        """Show a few words on the right."""
        self.query_one("#status", Static).update(Content(text))

    def _look(self) -> None:
        """See whether something trains, if the row itself is seen."""
        if self.screen.is_current:
            self._show_torch(cast("Study", self.app).torch.state)

    def _show_torch(self, state: LinkState) -> None:
        app = cast("Study", self.app)
        frame = None if app.current_mode == TRAINED_IN else app.torch.training()
        torch_words = NO_TORCH if app.torch.missing else TORCH_WORDS[state]
        words = Content.styled(*torch_words) if frame is None else training_words(frame)
        if words != self._said:
            self._said = words
            self.query_one("#torch", Static).update(words)


def training_words(frame: Frame) -> Content:
    """Return how a training is that goes on elsewhere, as a link to it."""
    glyph, style = TRAINING_WORDS[frame.state]
    link = Style.from_meta({"@click": f"app.go('{TRAINED_IN}')"})
    return Content.assemble(("lab ", "dim"), (f"{glyph} {frame.step:,}", style)).stylize(link)


def places_line(here: str, *, brief: bool = False, named: bool = True) -> Content:
    """Return the places side by side, the present one marked by weight as well as colour.

    `brief`: in fewer columns, the letter that leads there underlined in the title; `named`: behind the app's name.
    """
    parts = [Content.styled("studyai", "bold")] if named else []
    inside = {place.name: place.within or place.name for place in PLACES}.get(here, here)
    for place in PLACES:
        if place.within:
            continue
        title = _with_letter(place) if brief else Content.assemble((f"{place.key.upper()} ", "dim"), place.title)
        if place.name == inside:
            parts.append(title.stylize("bold $accent", len(title) - len(place.title)))
        else:
            link = Style.from_meta({"@click": f"app.go('{place.name}')"})
            parts.append(title.stylize(link))
    return Content("  " if brief else "   ").join(parts)


def _with_letter(place: Place) -> Content:
    """Return the title with its letter underlined."""
    at = place.title.lower().index(place.letter.lower())
    return Content(place.title).stylize("underline", at, at + 1)
