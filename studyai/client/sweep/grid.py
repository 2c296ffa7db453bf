"""The values of a setting, from what is typed: a list `4,8,16` or a range `1e-4..1`, which is cut into points."""

from __future__ import annotations

import math
from collections.abc import Iterable

from studyai.client.sweep.errors import SweepError
from studyai.protocol import Setting, SettingValue

RANGE, COMMA = "..", ","
LOGARITHMIC_FROM = 100  # how many times its low end a range's high end is, for its points to stand at equal factors
DIGITS_OF_FACTORS, DIGITS = 3, 6  # significant ones of the points between the ends
YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
MOST_VALUES = 100


def is_several(text: str) -> bool:
    """Return whether what is typed is a list or a range."""
    return COMMA in text or RANGE in text


def is_logarithmic(row: Setting, low: float, high: float) -> bool:
    """Return whether values between are spread at equal factors, not at equal distances."""
    return low > 0 and (row.name == "learning_rate" or high / low >= LOGARITHMIC_FROM)


def values_of(text: str, row: Setting, points: int) -> tuple[SettingValue, ...]:
    """Return every value once; numbers rise. Raises `SweepError`."""
    listed = text.split(COMMA)
    different = list(dict.fromkeys(_cut(text, row, points) if RANGE in text else [_read(one, row) for one in listed]))
    if row.kind in ("number", "whole"):
        different.sort(key=float)
    if len(different) < 2:
        raise SweepError(f"{row.name}={text} is one value; accepted: several, {_accepted(row)}")
    if len(different) > MOST_VALUES:
        raise SweepError(f"{row.name} has {len(different)} values; accepted: up to {MOST_VALUES}")
    return tuple(different)


def _cut(text: str, row: Setting, points: int) -> Iterable[SettingValue]:
    if row.kind not in ("number", "whole"):
        raise SweepError(f"{row.name} has no range; accepted: {_accepted(row)}")
    first, _, last = text.partition(RANGE)
    low, high = (float(_read(end, row)) for end in (first, last))
    if not low < high:
        raise SweepError(f"{row.name}={text}: a range goes from its lower to its higher end, {_accepted(row)}")
    between = [_between(row, low, high, number / (points - 1)) for number in range(1, points - 1)]
    numbers = [low, *between, high]
    return [round(number) for number in numbers] if row.kind == "whole" else numbers


def _between(row: Setting, low: float, high: float, share: float) -> float:
    if is_logarithmic(row, low, high):
        return _rounded(math.exp((1 - share) * math.log(low) + share * math.log(high)), DIGITS_OF_FACTORS)
    return _rounded((1 - share) * low + share * high, DIGITS)


def _rounded(number: float, digits: int) -> float:
    return float(f"{number:.{digits}g}")


def _read(text: str, row: Setting) -> SettingValue:
    text = text.strip()
    if row.kind == "choice":
        if text in row.choices:
            return text
    elif row.kind == "flag":
        if text.lower() in (*YES, *NO):
            return text.lower() in YES
    else:
        number = _number(text, row)
        if number is not None and (row.low is None or row.low <= number) and (row.high is None or number <= row.high):
            return number
    raise SweepError(f"{row.name} has no value {text!r}; accepted: {_accepted(row)}")


def _number(text: str, row: Setting) -> int | float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if row.kind == "number":
        return number if math.isfinite(number) else None
    return int(number) if math.isfinite(number) and number.is_integer() else None


def _accepted(row: Setting) -> str:
    if row.kind == "choice":
        return f"{', '.join(row.choices)}, with commas between"
    if row.kind == "flag":
        return "true,false"
    kind = "whole numbers" if row.kind == "whole" else "numbers"
    return f"{kind} from {row.low:g} to {row.high:g}, as LOW..HIGH or with commas between"
