"""What the settings panel says: no widgets, so it can be tested by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from studyai.protocol import Setting, SettingValue
from studyai.tui.widgets.plain import printable

REBUILDS = "↻"
FIRST_STEP = 0.1  # where a number goes from 0, if its range reaches that far


def heading() -> Content:
    """Return what can be done."""
    keys = "↑ ↓ mark   ← → change   Enter types   ⌫ take back   Esc closes"
    return Content.assemble(("settings", "bold"), "   ", (keys, "dim"))


def value_words(value: SettingValue) -> str:
    """Return a value as it is shown and typed."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def range_words(row: Setting) -> str:
    """Return the range or the choices."""
    if row.kind == "flag":
        return "on or off"
    if row.kind == "choice":
        return ", ".join(row.choices)
    return f"{row.low:g} … {row.high:g}" if row.low is not None and row.high is not None else ""


def lines(rows: Sequence[Setting], wanted: Mapping[str, SettingValue], width: int) -> list[Content]:
    """Return a line for each setting in so many columns: whether it rebuilds, its name, its value, what it may be."""
    names = [row.name.replace("_", " ") for row in rows]
    values = [_value(row, wanted) for row in rows]
    name_width, value_width = max(map(len, names), default=0), max(map(len, values), default=0)
    room = max(width - name_width - value_width - 6, 0)
    return [
        _line(row, name.ljust(name_width), value.ljust(value_width), room)
        for row, name, value in zip(rows, names, values, strict=True)
    ]


def _value(row: Setting, wanted: Mapping[str, SettingValue]) -> str:
    value = value_words(row.value)
    return printable(f"{value} → {value_words(wanted[row.name])}" if row.name in wanted else value)


def _line(row: Setting, name: str, value: str, room: int) -> Content:
    allowed = printable(range_words(row))
    allowed = allowed if len(allowed) <= room else allowed[: max(room - 1, 0)] + "…"
    mark = REBUILDS if row.when == "rebuild" else " "
    own = row.value == row.default
    return Content.assemble(
        (mark, "dim"), f" {printable(name)}  ", (value, "" if own else "bold $accent"), "  ", (allowed, "dim")
    )


def explained(row: Setting, wanted: SettingValue | None, refused: str) -> Content:
    """Return what the setting is, when it takes effect, and why it was refused, if it was."""
    if refused:
        return Content.styled(printable(f"✗ {refused}"), "$error")
    own = f"; by itself {value_words(row.default)}" if row.value != row.default else ""
    what = Content(printable(f"{row.help}{own}."))
    if wanted is not None:
        warning = f"{REBUILDS} Enter builds the model anew with {row.name} {value_words(wanted)}, at step 0."
        return Content("\n").join([what, Content.styled(printable(warning), "bold $warning")])
    when = (
        f"{REBUILDS} A change builds the model anew, at step 0." if row.when == "rebuild" else "A change holds at once."
    )
    return Content("\n").join([what, Content.styled(when, "dim")])


def next_value(row: Setting, value: SettingValue, step: int) -> SettingValue:
    """Return the next value: of a choice the one before or after, after the last the first.

    Half or double of a number; one less or more of a small whole one.
    """
    if row.kind == "choice":
        known = list(row.choices)
        return known[(known.index(str(value)) + step) % len(known)] if value in known else row.value
    if row.kind == "flag":
        return not value if isinstance(value, bool) else not row.value
    number = float(value) if _is_number(value) else float(row.value)
    low, high = row.low or 0.0, row.high if row.high is not None else number
    if row.kind == "whole":
        changed = number + step if number < 8 or (number == 8 and step < 0) else number * 2.0**step
        return int(min(max(changed, low), high))
    changed = number * 2.0**step if number else (FIRST_STEP if step > 0 else 0.0)
    return float(f"{min(max(changed, low), high):.6g}")


def _is_number(value: SettingValue) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
