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
    from studyai.tui.shell.study import Study
    from studyai.tui.shell.torch_link import LinkState

TORCH_WORDS: dict[LinkState, tuple[str, str]] = {
    "off": ("", ""),
    "starting": ("torch …", "dim"),
    "ready": ("torch ✓", "dim"),
    "lost": ("torch ✗", "bold $error"),
}


class NavigationRow(Steady, Horizontal):
    """The places, each clickable; on the right a status of the screen's choosing and torch's state."""

    def compose(self) -> ComposeResult:
        """Lay the row out."""
        yield Static(id="places")
        yield Static(id="status")
        yield Static(id="torch")

    def on_mount(self) -> None:
        """Show where we are, and follow torch's state."""
        app = cast("Study", self.app)
        self.on_resize()
        app.torch_changed.subscribe(self, self._show_torch)
        self._show_torch(app.torch.state)

    def on_resize(self) -> None:
        """Use the room there is."""
        app = cast("Study", self.app)
        self.query_one("#places", Static).update(places_line(app.current_mode, brief=app.size.width < 80))

    def show_status(self, text: str) -> None:
        """Show a few words on the right."""
        self.query_one("#status", Static).update(Content(text))

    def _show_torch(self, state: LinkState) -> None:
        self.query_one("#torch", Static).update(Content.styled(*TORCH_WORDS[state]))


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
