"""The knobs of a claim: a row for each, turned step by step; no drawing of pictures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from textwrap import wrap

from textual.content import Content

from studyai.client.knobs import limits, value_text
from studyai.protocol import Knob, SettingValue
from studyai.tui.widgets.plain import printable

MANY = 50  # whole numbers, beyond which one step is a factor
WIDE = 100  # a range whose ends are that many times apart is walked by a factor
FACTOR = 2
TURNED, CUT = "●", " …"
GAP, LEAST = 3, 20  # columns: behind a value; of what is told of a knob, at least
LONGEST_RANGE = 24  # of those that stand under each other
STEPS = 10  # through a narrow range of numbers, about
ROUND = (1, 2, 2.5, 5, 10)  # numbers that a step may be, in powers of ten
HAIR = 1e-6


def turned(knob: Knob, value: SettingValue, direction: int) -> SettingValue:
    """Return the next value up or down; at the end of the range the same."""
    if isinstance(value, bool):
        return not value
    if knob.choices:
        place = knob.choices.index(str(value)) + direction
        return knob.choices[place % len(knob.choices)]
    low, high, number = knob.low or 0.0, knob.high or 0.0, float(value)
    if isinstance(knob.default, int):
        return int(min(max(_next_whole(number, direction, by_factor=high - low > MANY), low), high))
    by_factor = low > 0 and high / low >= WIDE
    wanted = _next_round(number, direction) if by_factor else _next_multiple(number, direction, (high - low) / STEPS)
    wanted, start = min(max(float(f"{wanted:.6g}"), low), high), float(knob.default)
    return start if min(number, wanted) < start < max(number, wanted) else wanted  # where it began it stops as well


def _next_whole(number: float, direction: int, *, by_factor: bool) -> float:
    if not by_factor or number == 0:
        return number + direction
    return max(number + 1, number * FACTOR) if direction > 0 else number / FACTOR


def _next_round(number: float, direction: int) -> float:
    """Return the next of 1, 2, 5, 10, 20 … and 0.5, 0.2, 0.1 …"""
    power = 10.0 ** math.floor(math.log10(number))
    ladder = [power / 10 * 5, *(power * one for one in (1, 2, 5, 10))]
    if direction > 0:
        return next(one for one in ladder if one > number * (1 + HAIR))
    return next(one for one in reversed(ladder) if one < number * (1 - HAIR))


def _next_multiple(number: float, direction: int, about: float) -> float:
    """Return the next multiple of a round step that is ``about`` so long."""
    power = 10.0 ** math.floor(math.log10(about))
    step = next(power * one for one in ROUND if power * one >= about * (1 - HAIR))
    place = number / step
    return step * (math.floor(place + HAIR) + 1 if direction > 0 else math.ceil(place - HAIR) - 1)


def rows(
    knobs: tuple[Knob, ...], values: Mapping[str, SettingValue], width: int, marked: int | None = None
) -> list[Content]:
    """Return a row for each knob in so many columns: name, value (with a dot if it is turned), range, what it is.

    A row that is too long is cut; the marked one has more lines in its place.
    """
    names = max(len(knob.name) for knob in knobs)
    texts = {knob.name: value_text(values[knob.name]) for knob in knobs}
    widest = max(map(len, texts.values()))
    ranges = max(len(limits(knob)) for knob in knobs if len(limits(knob)) <= LONGEST_RANGE)
    found = []
    for place, knob in enumerate(knobs):
        is_turned = values[knob.name] != knob.default
        name = f"{printable(knob.name):<{names}}  "
        value = f"{TURNED if is_turned else ' '} {texts[knob.name]:<{widest}}"
        left = len(name) + len(value) + GAP
        told = _told(
            f"{printable(limits(knob)):<{ranges}}  {printable(knob.help)}", width - left, whole=place == marked
        )
        lines = Content.styled(f"\n{'':{left}}".join(told), "dim")
        found.append(Content.assemble(name, (value, "bold $accent" if is_turned else "bold"), " " * GAP, lines))
    return found


def _told(words: str, width: int, *, whole: bool) -> list[str]:
    """Return what is told of a knob in lines, or what of it one line has room for."""
    lines = _wrapped(words, width)
    return lines if whole or len(lines) == 1 else [f"{_wrapped(words, width - len(CUT))[0]}{CUT}"]


def _wrapped(words: str, width: int) -> list[str]:
    return wrap(words, max(width, LEAST), break_on_hyphens=False) or [""]
