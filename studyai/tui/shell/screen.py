"""What every screen of the navigation row has: the row above, the footer below, its own body between."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from studyai.tui.commands import Command
from studyai.tui.shell.key_row import KeyRow
from studyai.tui.shell.navigation_row import NavigationRow
from studyai.tui.widgets.steady import Steady

if TYPE_CHECKING:
    from studyai.tui.shell.study import Study


class StudyScreen(Steady, Screen[None]):
    """A place in the app. Subclasses give `heading`, `offers`, `BINDINGS = bindings(offers)` and a body."""

    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (80, "-narrow"), (110, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-low"), (34, "-high")]  # noqa: RUF012
    heading = ""
    offers: ClassVar[tuple[Command, ...]] = ()
    footer_waits: ClassVar[bool] = False  # until the screen shows it

    def __init__(self) -> None:
        super().__init__()
        # It is styled as it is mounted: Textual would style the screen that is left twice more, for a theme it has.
        self._css_update_count = self.app._css_update_count

    @property
    def study(self) -> Study:
        """The app, by its own type."""
        return cast("Study", self.app)

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield NavigationRow()
        yield from self.compose_body()
        # A widget for each key: the footer takes longer than all else, so the first paint only keeps its place.
        yield Static(id="footer-place")
        if not self.footer_waits:
            self.call_after_refresh(self.show_footer)

    async def show_footer(self) -> None:
        """Put the footer in, if it is not there."""
        if not self.query(KeyRow):
            await self.mount(KeyRow(show_command_palette=False))

    def compose_body(self) -> ComposeResult:
        """Yield what lies between the navigation row and the footer."""
        raise NotImplementedError

    def show_status(self, text: str) -> None:
        """Show a few words at the right of the navigation row."""
        self.query_one(NavigationRow).show_status(text)
