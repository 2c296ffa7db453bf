"""Values to copy, over the page: which one, and for which program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyai.exercise.copied import FORMS, assigned
from studyai.exercise.present import value_text
from studyai.formula.values import Value
from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.panel import Panel
from studyai.tui.widgets.plain import printable

COMMANDS = (
    Command("copy.close", "escape,q,ctrl+y,y", "Close", "Back to the exercise.", "dismiss"),
    *(
        Command(f"copy.{form.lower()}", str(number), form, f"Copy for {form}.", f"choose('{form}')")
        for number, form in enumerate(FORMS, 1)
    ),
)
EVERYTHING = "all of them"


class CopyPanel(Panel[None]):
    """A list of values; Enter copies the marked one in the chosen form."""

    CSS_PATH = "copy_panel.tcss"
    heading = "Copy"
    offers: ClassVar[tuple[Command, ...]] = COMMANDS
    BINDINGS = bindings(COMMANDS)

    def __init__(self, values: Mapping[str, Value]) -> None:
        super().__init__()
        self._values = values
        self._form = next(iter(FORMS))

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        with Vertical(id="copy"):
            yield OptionList(*map(_row, self._values.items()), Option(EVERYTHING), id="copy-values")
            yield Static(id="copy-forms")

    def on_mount(self) -> None:
        """Say what can be done."""
        frame = self.query_one("#copy")
        frame.border_title = "Copy"
        frame.border_subtitle = "Enter copies · Esc closes"
        self.query_one(OptionList).focus()
        self._say_forms()

    def action_choose(self, form: str) -> None:
        """Copy in this form from now on."""
        self._form = form
        self._say_forms()

    def _say_forms(self) -> None:
        parts = []
        for number, form in enumerate(FORMS, 1):
            parts.append(Content.styled(f" {number} {form} ", "reverse" if form == self._form else ""))
        self.query_one("#copy-forms", Static).update(Content(" ").join(parts))

    @on(OptionList.OptionSelected)
    def copy(self, event: OptionList.OptionSelected) -> None:
        """Hand the value to the terminal's clipboard (OSC 52)."""
        event.stop()
        symbols = list(self._values)
        chosen = symbols if event.option_index == len(symbols) else [symbols[event.option_index]]
        self.app.copy_to_clipboard("\n".join(assigned(name, self._values[name], self._form) for name in chosen))
        self.notify(f"Copied {', '.join(chosen)} as {self._form}.")
        self.dismiss()


def _row(item: tuple[str, Value]) -> Option:
    symbol, value = item
    return Option(Content(printable(f"{symbol} = {value_text(value)}")))
