"""The knobs of a claim: a row for each, turned step by step; no drawing of pictures."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from studyai.protocol import Knob, SettingValue
from studyai.tui.widgets.plain import printable

MANY = 50  # whole numbers, beyond which one step is a factor
WIDE = 100  # a range whose ends are that many times apart is walked by a factor
FACTOR = 2
STEPS = 10  # through a narrow range of numbers


def turned(knob: Knob, value: SettingValue, direction: int) -> SettingValue:
    """Return the next value up or down; at the end of the range the same."""
    if isinstance(value, bool):
        return not value
    if knob.choices:
        place = knob.choices.index(str(value)) + direction
        return knob.choices[place % len(knob.choices)]
    low, high, number = knob.low or 0.0, knob.high or 0.0, float(value)
    whole = isinstance(knob.default, int)
    by_factor = (whole and high - low > MANY) or (low > 0 and high / low >= WIDE)
    if by_factor and abs(number) > 0:
        wanted = number * FACTOR if direction > 0 else number / FACTOR
        wanted = max(number + 1, wanted) if whole and direction > 0 else wanted
    else:
        wanted = number + direction * (1 if whole else (high - low) / STEPS)
    wanted = float(f"{min(max(wanted, low), high):.6g}")
    return int(wanted) if whole else wanted


def read_value(knob: Knob, text: str) -> SettingValue:
    """Return what was typed for a knob; raises ValueError saying what is accepted."""
    typed = text.strip().replace("−", "-")
    if isinstance(knob.default, bool):
        if typed not in ("true", "false"):
            raise ValueError("true or false")
        return typed == "true"
    if knob.choices:
        if typed not in knob.choices:
            raise ValueError(f"one of {', '.join(knob.choices)}")
        return typed
    try:
        number = float(typed)
    except ValueError:
        raise ValueError(range_of(knob)) from None
    if not (knob.low or 0.0) <= number <= (knob.high or 0.0):
        raise ValueError(range_of(knob))
    if isinstance(knob.default, int):
        if number != int(number):
            raise ValueError(range_of(knob))
        return int(number)
    return number


def range_of(knob: Knob) -> str:
    """Return which values a knob takes."""
    if isinstance(knob.default, bool):
        return "true or false"
    if knob.choices:
        return ", ".join(knob.choices)
    return f"{'whole ' if isinstance(knob.default, int) else ''}{knob.low:g} to {knob.high:g}"


def value_text(value: SettingValue) -> str:
    """Return a knob's value as it is written."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def rows(knobs: tuple[Knob, ...], values: Mapping[str, SettingValue]) -> list[Content]:
    """Return a line for each knob: name, value (marked where it is not the default), what it is, its range."""
    names = max(len(knob.name) for knob in knobs)
    texts = {knob.name: value_text(values[knob.name]) for knob in knobs}
    widest = max(map(len, texts.values()))
    return [
        Content.assemble(
            f"{printable(knob.name):<{names}}  ",
            (
                f"{'●' if values[knob.name] != knob.default else ' '} {texts[knob.name]:<{widest}}",
                "bold $accent" if values[knob.name] != knob.default else "bold",
            ),
            (f"   {printable(knob.help)} ({range_of(knob)})", "dim"),
        )
        for knob in knobs
    ]
