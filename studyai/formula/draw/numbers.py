"""How a number is shown: exact where that is short, else rounded to some significant digits."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from studyai.formula.values import Scalar

MINUS = "−"
LARGEST_PLAIN = 10**9  # of a number with decimals
LARGEST_WHOLE = 10**36
MANY_DIGITS = 7  # from here on they stand in groups of three
LONGEST_FRACTION = 4  # digits of a denominator that is still shown as a fraction


def show_number(value: Scalar, digits: int = 6, is_entry: bool = False) -> str:
    """Return the number in plain text with a true minus sign: `−0.25`, `1/3`, `1.2×10⁻⁸`, `1 849 688 064`.

    An entry of a list has no blanks in it.
    """
    mantissa, exponent = split_number(value, digits)
    text = (mantissa if is_entry else grouped(mantissa, " ")).replace("-", MINUS)
    if exponent is None:
        return text
    return f"{text}×10{str(exponent).translate(RAISED)}"


def grouped(mantissa: str, blank: str) -> str:
    """Return the digits with a blank between groups of three, where there are many."""
    if not mantissa.lstrip("-").isdecimal() or len(mantissa.lstrip("-")) < MANY_DIGITS:
        return mantissa
    return f"{int(mantissa):,}".replace(",", blank)


RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def split_number(value: Scalar, digits: int = 6) -> tuple[str, int | None]:
    """Return mantissa (with `-`) and power of ten; no power where the plain number is short enough."""
    if isinstance(value, bool):
        return str(int(value)), None
    if isinstance(value, Fraction) and value.denominator == 1:
        value = value.numerator
    if isinstance(value, int):
        return (str(value), None) if abs(value) < LARGEST_WHOLE else _scientific(float(value), digits)
    if isinstance(value, Fraction):
        return _fraction(value, digits)
    return _decimal(float(value), digits)


def _fraction(value: Fraction, digits: int) -> tuple[str, int | None]:
    decimal = _decimal(float(value), digits)
    is_long = len(str(value.denominator)) > LONGEST_FRACTION or abs(value) >= 1000  # so is all with a power of ten
    if is_long or Fraction(decimal[0]) == value:
        return decimal
    return f"{value.numerator}/{value.denominator}", None


def _decimal(value: float, digits: int) -> tuple[str, int | None]:
    if value == 0:
        return "0", None
    if not math.isfinite(value):
        return str(value), None
    if not 1e-4 <= abs(value) < LARGEST_PLAIN:
        return _scientific(value, digits)
    rounded = Decimal(f"{value:.{digits - 1}e}")
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text), None


def _scientific(value: float, digits: int) -> tuple[str, int | None]:
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return mantissa.rstrip("0").rstrip("."), int(exponent)
