"""The row at the top: where one can go, where one is, and how the torch worker is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from studyai.tui.shell.places import PLACES
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
        self.query_one("#places", Static).update(places_line(app.current_mode, brief=app.size.width < 80))

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


def places_line(here: str, *, brief: bool = False) -> Content:
    """Return the places side by side, the present one marked by weight as well as colour; `brief`: in fewer columns."""
    parts: list[Content] = [] if brief else [Content.styled("studyai", "bold")]
    inside = {place.name: place.within or place.name for place in PLACES}.get(here, here)
    for place in PLACES:
        if place.within:
            continue
        key = (f"{place.key.upper()} ", "dim")
        if place.name == inside:
            parts.append(Content.assemble(key, (place.title, "bold $accent")))
        else:
            link = Style.from_meta({"@click": f"app.go('{place.name}')"})
            parts.append(Content.assemble(key, place.title).stylize(link))
    return Content(" " if brief else "   ").join(parts)
