"""Help for where the learner is: made from the command definitions, so it cannot disagree with the keys."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from studyai.tui.commands import Command, HelpLine, bindings
from studyai.tui.widgets.panel import Panel

LEAST, USUAL, WIDEST = 40, 70, 92  # columns of text
EDGES = 14  # columns beside it
CLOSE = (Command("help.close", "escape,q", "Close", "Close the help.", "dismiss"),)


class HelpScreen(Panel[None]):
    """Lists the commands, those nearest to the focus first."""

    heading = "Help"
    offers: ClassVar[tuple[Command, ...]] = CLOSE
    BINDINGS = bindings(CLOSE)
    AUTO_FOCUS: ClassVar[str | None] = "#sheet"

    def __init__(self, sections: list[tuple[str, list[HelpLine]]]) -> None:
        super().__init__()
        self._sections = sections

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        with VerticalScroll(id="sheet"):
            room = self.app.size.width - EDGES
            width = WIDEST if self._is_roomy else min(max(room, LEAST), USUAL)
            yield Static(help_text(self._sections, width), id="lines")

    @property
    def _is_roomy(self) -> bool:
        return self.app.size.width >= WIDEST + EDGES

    def on_mount(self) -> None:
        """Say how to leave."""
        self.query_one("#sheet").set_class(self._is_roomy, "-roomy")
        self.query_one("#sheet").border_subtitle = "↑ ↓ read · Esc closes"


def help_text(sections: list[tuple[str, list[HelpLine]]], width: int = WIDEST) -> Content:
    """Return the sections as aligned lines in so many columns: key, title, what it does."""
    lines = [line for _, section in sections for line in section]
    key_width = max((len(line.key) for line in lines), default=0)
    title_width = max((len(line.title) for line in lines), default=0)
    indent = key_width + title_width + 4
    blocks = []
    for heading, section in sections:
        rows = [Content.styled(heading, "bold")]
        for line in section:
            first, *more = wrap(line.help, width - indent)
            key, title = (f"{line.key:>{key_width}}  ", "$accent"), f"{line.title:<{title_width}}  "
            rows.append(Content.assemble(key, title, (first, "dim")))
            rows += [Content.styled(" " * indent + rest, "dim") for rest in more]
        blocks.append(Content("\n").join(rows))
    return Content("\n\n").join(blocks)
