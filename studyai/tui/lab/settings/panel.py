"""Every setting of the run, with its value, its range or choices, and what it means; changed here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyai.client.errors import WorkerProblem
from studyai.protocol import Setting, SettingValue
from studyai.tui.commands import Command, bindings
from studyai.tui.lab.asking import ask
from studyai.tui.lab.run_in_hand import RunInHand
from studyai.tui.lab.settings import text
from studyai.tui.lab.settings.commands import SETTINGS_COMMANDS
from studyai.tui.widgets.field import Field
from studyai.tui.widgets.steady import Steady


class SettingsPanel(Steady, Vertical):
    """Changes settings of the run in hand: says `Changed` when one was, and `Closed`."""

    heading = "Settings"
    offers: ClassVar[tuple[Command, ...]] = SETTINGS_COMMANDS
    BINDINGS = bindings(SETTINGS_COMMANDS)

    class Changed(Message):
        """A setting has another value; ``rebuilt``: the model was built anew for it."""

        def __init__(self, *, rebuilt: bool) -> None:
            super().__init__()
            self.rebuilt = rebuilt

    class Closed(Message):
        """The panel is not needed any more."""

    def __init__(self, hand: RunInHand, *, id: str) -> None:
        super().__init__(id=id)
        self._hand = hand
        self._rows: list[Setting] = []
        self._wanted: dict[str, SettingValue] = {}  # chosen, but a new model would be built for it
        self._refused: tuple[str, str] = ("", "")  # the setting's name, and why

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        yield Static(text.heading(), classes="heading")
        yield OptionList(id="settings-list", compact=True, markup=False)
        yield Static(id="settings-words")
        yield Field(id="settings-value", compact=True, select_on_focus=True)

    def on_mount(self) -> None:
        """Hide the field: nothing is typed yet."""
        self.query_one("#settings-value").display = False

    def show(self, rows: Sequence[Setting]) -> None:
        """Show the settings as they are now."""
        self._rows = list(rows)
        self._refused = "", ""
        self._wanted = {
            row.name: self._wanted[row.name] for row in rows if self._wanted.get(row.name, row.value) != row.value
        }
        self._redraw()

    def adjust(self, name: str, value: SettingValue) -> None:
        """Change a setting; text is read by the worker. Why it refuses is said here, where it can be seen."""
        ask(self, self._adjust(name, value))

    async def _adjust(self, name: str, value: SettingValue) -> None:
        try:
            rebuilt = await self._hand.adjust(name, value)
        except WorkerProblem as problem:
            if not self.display:
                raise
            self._refuse(name, problem.message)
        else:
            self.post_message(self.Changed(rebuilt=rebuilt))

    def _refuse(self, name: str, why: str) -> None:
        self._refused = name, why
        self._wanted.pop(name, None)
        self._redraw()

    def open(self) -> None:
        """Be ready for keys."""
        self.query_one("#settings-list").focus()

    @property
    def marked(self) -> Setting | None:
        """The row that is marked."""
        index = self.query_one("#settings-list", OptionList).highlighted
        return self._rows[index] if index is not None and index < len(self._rows) else None

    # Drawing

    def _redraw(self) -> None:
        table = self.query_one("#settings-list", OptionList)
        width = max(table.scrollable_content_region.width - 1, 40)
        lines = text.lines(self._rows, self._wanted, width)
        if table.option_count == len(lines):
            for index, line in enumerate(lines):
                table.replace_option_prompt_at_index(index, line)
        else:
            table.clear_options()
            table.add_options(Option(line) for line in lines)
            table.highlighted = 0
        self._explain()

    @on(OptionList.OptionHighlighted, "#settings-list")
    def _explain(self) -> None:
        row = self.marked
        if row is not None:
            name, why = self._refused
            words = text.explained(row, self._wanted.get(row.name), why if name == row.name else "")
            self.query_one("#settings-words", Static).update(words)

    def on_resize(self) -> None:
        """Use the room there is."""
        if self._rows and self.display:
            self.call_after_refresh(self._redraw)

    # Changing

    def action_cycle(self, step: int) -> None:
        """Go to the next value; live settings change at once, others when Enter is pressed."""
        row = self.marked
        if row is not None:
            self._want(row, text.next_value(row, self._wanted.get(row.name, row.value), step))

    def action_default(self) -> None:
        """Go back to the architecture's own value."""
        row = self.marked
        if row is not None:
            self._want(row, row.default)

    def _want(self, row: Setting, value: SettingValue) -> None:
        if row.when == "live":
            self.adjust(row.name, value)
            return
        self._refused = "", ""
        self._wanted[row.name] = value
        if value == row.value:
            del self._wanted[row.name]
        self._redraw()

    @on(OptionList.OptionSelected, "#settings-list")
    def _apply_or_type(self) -> None:
        row = self.marked
        if row is None:
            return
        if row.name in self._wanted:
            self.adjust(row.name, self._wanted[row.name])
        elif row.kind in ("choice", "flag"):
            self.action_cycle(1)
        else:
            self._type(text.value_words(row.value))

    def on_key(self, event: events.Key) -> None:
        """Begin to type a number at a digit."""
        row = self.marked
        in_list = self.query_one("#settings-list").has_focus
        if (
            in_list
            and row is not None
            and row.kind in ("number", "whole")
            and (event.character or " ") in "0123456789."
        ):
            event.stop()
            self._type(event.character or "", selected=False)

    def _type(self, words: str, *, selected: bool = True) -> None:
        field = self.query_one("#settings-value", Input)
        field.display, field.select_on_focus = True, selected
        field.value = words
        field.cursor_position = len(words)
        field.focus()

    @on(Input.Submitted, "#settings-value")
    def _typed(self, event: Input.Submitted) -> None:
        row = self.marked
        self._leave_field()
        if row is None or not event.value.strip():
            return
        value = event.value.strip()
        if row.when == "live":
            self.adjust(row.name, value)
        elif value != text.value_words(row.value):
            self._want(row, value)

    def _leave_field(self) -> None:
        self.query_one("#settings-value").display = False
        self.open()

    def action_close(self) -> None:
        """Go out of the field, else out of the settings."""
        if self.query_one("#settings-value").display:
            self._leave_field()
        else:
            self._wanted.clear()
            self.post_message(self.Closed())
