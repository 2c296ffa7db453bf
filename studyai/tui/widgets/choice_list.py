"""Values to choose from, each behind a digit; one that was wrong is marked and cannot be chosen again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.steady import Steady

DIGITS = "1234"


class ChoiceList(Steady, OptionList, inherit_bindings=False):
    """Drawings of one or more lines each. Posts `Picked` for a digit, Enter or a click."""

    DEFAULT_CSS = """
    ChoiceList {
        height: auto;
        width: 1fr;
        max-height: 10;
        border: none;
        padding: 0;
        background: transparent;
        scrollbar-size-vertical: 1;
        text-wrap: nowrap;
        &:focus { border: none; }
    }
    """
    heading = "Choices"
    offers: ClassVar[tuple[Command, ...]] = (
        Command("choice.up", "up", "Up", "The choice above.", "cursor_up", in_footer=False),
        Command("choice.down", "down", "Down", "The choice below.", "cursor_down", in_footer=False),
        Command("choice.enter", "enter", "Choose", "Choose it.", "select"),
        Command("choice.digit", ",".join(DIGITS), "By number", "Choose it by its number.", "pick({key})", False, "1–4"),
    )
    BINDINGS = bindings(offers)

    class Picked(Message):
        """One was chosen; `place` counts from 0."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, drawings: Sequence[Sequence[str]], *, id: str | None = None) -> None:
        self._drawings = drawings
        super().__init__(*(Option(self._prompt(place, "")) for place in range(len(drawings))), id=id, markup=False)
        self.highlighted = 0

    def _prompt(self, place: int, mark: str) -> Content:
        first, *others = self._drawings[place]
        head = Content.assemble((f"{mark or ' '} ", "bold $error"), (DIGITS[place], "bold $accent"), f"  {first}")
        return Content("\n").join([head, *(Content(f"     {line}") for line in others)])

    def action_pick(self, digit: int) -> None:
        """Choose by number."""
        place = digit - 1
        if place < self.option_count and not self.get_option_at_index(place).disabled:
            self.highlighted = place
            self.action_select()

    @on(OptionList.OptionSelected)
    def say_picked(self, event: OptionList.OptionSelected) -> None:
        """Post what was chosen."""
        event.stop()
        self.post_message(self.Picked(event.option_index))

    def refuse(self) -> None:
        """Mark the choice under the cursor as wrong, and go on to the next that is left."""
        if self.highlighted is not None:
            self.replace_option_prompt_at_index(self.highlighted, self._prompt(self.highlighted, "✗"))
            self.disable_option_at_index(self.highlighted)
            self.action_cursor_down()
