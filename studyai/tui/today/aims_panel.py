"""What one studies for: the exam's date, minutes a day, new things a day, how much shall be remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from studyai.study.aims import Aims
from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.field import Field
from studyai.tui.widgets.panel import Panel
from studyai.tui.widgets.plain import printable

COMMANDS = (Command("aims.close", "escape", "Close", "Close the panel; nothing is changed.", "dismiss", False),)

ROWS = {  # field of the aims → its caption and what may stand there
    "exam": ("Exam on", "such as 2027-01-31, or nothing"),
    "minutes": ("Minutes a day", "from 1 to 1000"),
    "new_per_day": ("New a day, at most", "from 0 to 1000"),
    "retention": ("Known when due", "a share from 0.7 to 0.97"),
}


class AimsPanel(Panel[Aims | None]):
    """Asks for the aims; returns them, or None where nothing is to be changed."""

    CSS_PATH = "aims_panel.tcss"
    heading = "Aims"
    offers: ClassVar[tuple[Command, ...]] = COMMANDS
    BINDINGS = bindings(COMMANDS)
    AUTO_FOCUS = "#aims-exam"

    def __init__(self, aims: Aims, file: str) -> None:
        super().__init__()
        self._aims, self._file = aims, file

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        with Vertical(id="aims-page"):
            for name, (caption, accepted) in ROWS.items():
                value = getattr(self._aims, name)
                with Horizontal(classes="aim"):
                    yield Static(caption, classes="caption")
                    text = "" if value is None else str(value)
                    yield Field(value=text, id=f"aims-{name}", compact=True, select_on_focus=True)
                    yield Static(accepted, classes="accepted")
            yield Static(id="aims-problem")
            yield Static(Content.styled(printable(f"Kept in {self._file}, where you may edit it."), "dim"))

    def on_mount(self) -> None:
        """Say which keys there are."""
        page = self.query_one("#aims-page")
        page.border_title = "What do you study for?"
        page.border_subtitle = "Tab next · Enter keeps · Esc closes"

    @on(Input.Submitted)
    def keep(self, event: Input.Submitted) -> None:
        """Return what is typed, where all of it can be meant; else say what cannot, and stay there."""
        event.stop()
        typed = {name: self.query_one(f"#aims-{name}", Input).value.strip() for name in ROWS}
        values, problems = read(typed)
        if problems:
            name, words = next(iter(problems.items()))
            self.query_one("#aims-problem", Static).update(Content.styled(printable(f"? {words}"), "bold $warning"))
            self.query_one(f"#aims-{name}", Input).focus()
            return
        self.dismiss(msgspec.convert(values, Aims))


READ: dict[str, Callable[[str], object]] = {
    "exam": lambda text: date.fromisoformat(text) if text else None,
    "minutes": int,
    "new_per_day": int,
    "retention": lambda text: float(text.replace(",", ".")),
}


def read(typed: Mapping[str, str]) -> tuple[dict[str, object], dict[str, str]]:
    """Return the values of the aims as typed, and for each field that has none why."""
    values, problems = dict[str, object](), dict[str, str]()
    for name, text in typed.items():
        try:
            values[name] = READ[name](text)
            msgspec.convert({name: values[name]}, Aims)
        except (ValueError, msgspec.ValidationError):
            caption, accepted = ROWS[name]
            problems[name] = f"{caption}: {text or 'nothing'} is not accepted; {accepted}"
    return values, problems
