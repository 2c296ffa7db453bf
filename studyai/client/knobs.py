"""The knobs of a claim in words: which values they take, what was typed for one, how a value is written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studyai.protocol import Knob, SettingValue
from studyai.written import MINUS, written

DIGITS = 6  # of a value that is not whole
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+")


def read_value(knob: Knob, text: str) -> SettingValue:
    """Return what was typed for a knob; raises ValueError with a sentence that says what is accepted."""
    typed = text.strip()
    value = _read(knob, typed)
    if value is None:
        said = f", not {typed}" if typed else "; nothing was typed"
        raise ValueError(f"{knob.name} takes {accepted(knob)}{said}.")
    return value


def _read(knob: Knob, typed: str) -> SettingValue | None:
    """Return the value, None where it is none of the knob's."""
    if isinstance(knob.default, bool):
        return {"true": True, "false": False}.get(typed.lower())
    if knob.choices:
        return typed if typed in knob.choices else None
    plain = typed.replace(MINUS, "-")
    try:
        number = float(plain.replace(",", "") if GROUPED.fullmatch(plain) else plain)
    except ValueError:
        return None
    if knob.low is None or knob.high is None or not knob.low <= number <= knob.high:  # nan is nowhere between
        return None
    if isinstance(knob.default, int):
        return int(number) if number.is_integer() else None
    return number


def accepted(knob: Knob) -> str:
    """Return in words which values a knob takes."""
    if isinstance(knob.default, bool):
        return "true or false"
    if knob.choices:
        return f"one of {', '.join(knob.choices)}"
    return f"{'a whole number' if isinstance(knob.default, int) else 'a number'} from {limits(knob)}"


def limits(knob: Knob) -> str:
    """Return a knob's range in few words."""
    if isinstance(knob.default, bool):
        return "true or false"
    if knob.choices:
        return ", ".join(knob.choices)
    return f"{value_text(knob.low or 0)} to {value_text(knob.high or 0)}"


def value_text(value: SettingValue) -> str:
    """Return a knob's value as it is written for people."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else written(value, DIGITS)


def typed_text(value: SettingValue) -> str:
    """Return a knob's value as it may be typed: exact, and without a comma."""
    if isinstance(value, str | bool):
        return value_text(value)
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)


def settings_text(values: Mapping[str, SettingValue]) -> str:
    """Return settings of knobs in words: `shift = 10, stride = 2`."""
    return ", ".join(f"{name} = {value_text(value)}" for name, value in values.items())
