"""A list to choose from, over the screen: each choice has a name and a line of words; typing narrows it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyai.tui.commands import Command, bindings
from studyai.tui.ranking import rank
from studyai.tui.widgets.field import Field
from studyai.tui.widgets.panel import Panel
from studyai.tui.widgets.plain import printable

NOTHING, READING = "Nothing has all of these words.", "reading …"
MOST = 200  # that are listed, where something is typed
MOVES = {
    "up": ("Up", "cursor_up", "Mark the one above."),
    "down": ("Down", "cursor_down", "Mark the one below."),
    "pageup": ("Page up", "page_up", "Mark one a page above."),
    "pagedown": ("Page down", "page_down", "Mark one a page below."),
    "home": ("Start", "first", "Mark the first."),
    "end": ("End", "last", "Mark the last."),
}
"""Key → what the list does though one types in the field above it: title, action, words."""

COMMANDS = (
    Command("chooser.close", "escape", "Close", "Choose nothing.", "dismiss"),
    *(
        Command(f"chooser.{key}", key, title, words, f"move('{move}')", False, works_while_typing=True)
        for key, (title, move, words) in MOVES.items()
    ),
)


@dataclass(frozen=True)
class Choice:
    """What comes back when it is chosen, its title, what it is in a line, and a fact for the right margin.

    One that is only `found` is not listed before something is typed.
    """

    key: str
    title: str
    words: str = ""
    fact: str = ""
    found: bool = False


class Chooser(Panel[str | None]):
    """Dismissed with the key of what was chosen.

    What there is to choose from may come later (`offer`): the panel opens at once, so that what is typed goes to it.
    """

    CSS_PATH = "chooser.tcss"
    heading = "List"
    offers: ClassVar[tuple[Command, ...]] = COMMANDS
    BINDINGS = bindings(COMMANDS)
    AUTO_FOCUS = "#chooser-field"

    def __init__(self, heading: str, choices: Sequence[Choice] | None = None, marked: str = "") -> None:
        super().__init__()
        self._heading, self._choices, self._marked = heading, list(choices or ()), marked
        self._is_offered = choices is not None
        self._is_decided = False  # whether Enter was pressed before anything was offered
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

    def offer(self, choices: Sequence[Choice], marked: str) -> None:
        """Say what there is to choose from; what was typed meanwhile counts."""
        self._choices, self._marked, self._is_offered = list(choices), marked, True
        if self.is_mounted:
            self._show(self.query_one(Field).value)
            if self._is_decided:
                self.choose_marked()

    def on_key(self, event: events.Key) -> None:
        """Take what was typed before the field had the focus."""
        if event.is_printable and event.character is not None:
            self.query_one(Field).insert_text_at_cursor(event.character)
            event.stop()
        elif event.key == "enter":
            self.choose_marked()
            event.stop()

    def _show(self, typed: str) -> None:
        self._shown = narrowed(self._choices, typed)
        table = self.query_one("#choices", OptionList)
        table.clear_options()
        table.add_options(Option(line) for line in lines(self._shown, table.scrollable_content_region.width - 1))
        marked = 0 if typed.strip() else next((i for i, item in enumerate(self._shown) if item.key == self._marked), 0)
        table.highlighted = marked if self._shown else None
        if not self._shown:
            self.query_one("#choice-words", Static).update(NOTHING if self._is_offered else READING)

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
        self._is_decided = not self._is_offered
        index = self.query_one("#choices", OptionList).highlighted
        if index is not None and index < len(self._shown):
            self.dismiss(self._shown[index].key)

    @on(OptionList.OptionSelected, "#choices")
    def choose_clicked(self, event: OptionList.OptionSelected) -> None:
        """Take the one that was clicked."""
        self.dismiss(self._shown[event.option_index].key)

    def action_move(self, move: str) -> None:
        """Mark another one."""
        getattr(self.query_one("#choices", OptionList), f"action_{move}")()


def narrowed(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Return the choices that have every word typed, those first whose title begins with it; no more than are read."""
    if not typed.strip():
        return [choice for choice in choices if not choice.found]
    ranked = [(rank(typed, [text.lower() for text in (c.title, c.key, c.fact, c.words)]), c) for c in choices]
    fitting = [(place, choice) for place, choice in ranked if place is not None]
    return [choice for _, choice in sorted(fitting, key=itemgetter(0))][:MOST]


def lines(choices: Sequence[Choice], width: int) -> list[Content]:
    """Return a line for each choice in so many columns: title, words as far as they fit, the fact at the right."""
    title_width = max((len(item.title) for item in choices), default=0)
    fact_width = max((len(item.fact) for item in choices), default=0)
    room = max(width - title_width - fact_width - 4, 0)
    return [_line(item, title_width, fact_width, room) for item in choices]


def _line(item: Choice, title_width: int, fact_width: int, room: int) -> Content:
    words = printable(item.words)
    title = printable(item.title)
    if len(words) > room:  # a short title may begin its words earlier than the others
        room, title_width = room + title_width - len(title), len(title)
    words = words if len(words) <= room else words[: max(room - 1, 0)] + "…"
    return Content.assemble(
        f"{title:<{title_width}}  ",
        (f"{words:<{room}}", "dim"),
        f"  {printable(item.fact):>{fact_width}}",
    )
