"""The knobs of a claim: a row for each, turned step by step; no drawing of pictures."""

from __future__ import annotations

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
