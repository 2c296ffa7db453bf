"""A list to choose from, over the screen: each choice has a name and a line of words; typing narrows it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.field import Field
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady

COMMANDS = (
    Command("chooser.close", "escape", "Close", "Choose nothing.", "dismiss"),
    Command("chooser.up", "up", "Up", "Mark the one above.", "move('cursor_up')", False, works_while_typing=True),
    Command(
        "chooser.down", "down", "Down", "Mark the one below.", "move('cursor_down')", False, works_while_typing=True
    ),
)


@dataclass(frozen=True)
class Choice:
    """What comes back when it is chosen, its title, what it is in a line, and a fact for the right margin."""

    key: str
    title: str
    words: str = ""
    fact: str = ""


class Chooser(Steady, ModalScreen[str | None]):
    """Dismissed with the key of what was chosen."""

    CSS_PATH = "chooser.tcss"
    BINDINGS = bindings(COMMANDS)
    AUTO_FOCUS = "#chooser-field"

    def __init__(self, heading: str, choices: Sequence[Choice], marked: str = "") -> None:
        super().__init__()
        self._heading, self._choices, self._marked = heading, list(choices), marked
        self._shown: list[Choice] = []

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        with Vertical(id="chooser"):
            yield Field(id="chooser-field", compact=True, placeholder="type to narrow the list down")
            yield Static(id="choice-words")
            yield OptionList(id="choices", compact=True, markup=False)

    def on_mount(self) -> None:
        """Show all there is."""
        panel = self.query_one("#chooser")
        panel.border_title = self._heading
        panel.border_subtitle = "↑ ↓ mark · Enter chooses · Esc closes"
        self.query_one("#choices").can_focus = False
        self.call_after_refresh(self._show, "")

    def _show(self, typed: str) -> None:
        words = typed.lower().split()
        self._shown = [
            choice
            for choice in self._choices
            if all(word in f"{choice.key} {choice.title} {choice.words} {choice.fact}".lower() for word in words)
        ]
        table = self.query_one("#choices", OptionList)
        table.clear_options()
        table.add_options(Option(line) for line in lines(self._shown, table.scrollable_content_region.width - 1))
        marked = next((index for index, item in enumerate(self._shown) if item.key == self._marked), 0)
        table.highlighted = marked if self._shown else None

    @on(Input.Changed, "#chooser-field")
    def narrow(self, event: Input.Changed) -> None:
        """Show what fits what is typed."""
        self._show(event.value)

    @on(OptionList.OptionHighlighted, "#choices")
    def tell_marked(self, event: OptionList.OptionHighlighted) -> None:
        """Say in full what the marked one is: its line may be too short for that."""
        words = self._shown[event.option_index].words if event.option_index < len(self._shown) else ""
        self.query_one("#choice-words", Static).update(Content(printable(words)))

    @on(Input.Submitted, "#chooser-field")
    def choose_marked(self) -> None:
        """Take the marked one."""
        index = self.query_one("#choices", OptionList).highlighted
        if index is not None and index < len(self._shown):
            self.dismiss(self._shown[index].key)

    @on(OptionList.OptionSelected, "#choices")
    def choose_clicked(self, event: OptionList.OptionSelected) -> None:
        """Take the one that was clicked."""
        self.dismiss(self._shown[event.option_index].key)

    def action_move(self, action: str) -> None:
        """Mark another one."""
        table = self.query_one("#choices", OptionList)
        if action == "cursor_up":
            table.action_cursor_up()
        else:
            table.action_cursor_down()


def lines(choices: Sequence[Choice], width: int) -> list[Content]:
    """Return a line for each choice in so many columns: title, words as far as they fit, the fact at the right."""
    title_width = max((len(item.title) for item in choices), default=0)
    fact_width = max((len(item.fact) for item in choices), default=0)
    room = max(width - title_width - fact_width - 4, 0)
    return [_line(item, title_width, fact_width, room) for item in choices]


def _line(item: Choice, title_width: int, fact_width: int, room: int) -> Content:
    words = printable(item.words)
    words = words if len(words) <= room else words[: max(room - 1, 0)] + "…"
    return Content.assemble(
        f"{printable(item.title):<{title_width}}  ",
        (f"{words:<{room}}", "dim"),
        f"  {printable(item.fact):>{fact_width}}",
    )
