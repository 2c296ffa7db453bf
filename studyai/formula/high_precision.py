"""An expression's value at one point in many digits: exact decimals, each operation bounded, so that none is slow.

What floating point cannot tell apart is told apart here (`equivalence`). A value too large to be written down is
none, so a tower of powers costs no more than a sum. Signs are copied: a bare `-` or `abs` rounds to 28 digits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction
from functools import cache

from studyai.formula.errors import EvaluationError
from studyai.formula.tree import Binary, Call, Name, Negate, Node, Number

DIGITS = 50  # that a value is good for, after whatever was lost on the way
GUARD = 30
LARGEST_POWER = 10**6  # of ten, that a value may have
LARGEST_ANGLE = Decimal(10) ** GUARD  # of which sine and cosine are still known to as many digits

ROUNDING = Decimal(10) ** -30  # relative: smaller is no difference

TRAPS = [DivisionByZero, InvalidOperation, Overflow]
CONTEXT = Context(prec=DIGITS + GUARD, rounding=ROUND_HALF_EVEN, Emin=-LARGEST_POWER, Emax=LARGEST_POWER, traps=TRAPS)
WIDE = Context(prec=DIGITS + 3 * GUARD, rounding=ROUND_HALF_EVEN, Emin=-LARGEST_POWER, Emax=LARGEST_POWER, traps=TRAPS)
ONE, TWO = Decimal(1), Decimal(2)


def value_at(node: Node, point: Mapping[str, Decimal]) -> Decimal | None:
    """Return the formula's value where each name has a number; None where it has no real value of modest size.

    Raises EvaluationError for what is no expression.
    """
    try:
        return _value(node, point)
    except ArithmeticError:
        return None


def _value(node: Node, point: Mapping[str, Decimal]) -> Decimal:
    match node:
        case Number(value):
            return number(value)
        case Name(name):
            return point[name] if name in point else CONSTANTS[name]()
        case Negate(operand):
            return CONTEXT.minus(_value(operand, point))
        case Binary(sign, left, right) if sign in SIGNS:
            return SIGNS[sign](_value(left, point), _value(right, point))
        case Call(function, (argument,)) if function in CALLS:
            return CALLS[function](_value(argument, point))
    raise EvaluationError("this kind of formula has no place in an expression")


def number(value: int | Fraction) -> Decimal:
    """Return an exact number as a decimal."""
    return CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def is_same(one: Decimal, other: Decimal) -> bool:
    """Return whether two values differ by rounding at most."""
    difference = CONTEXT.abs(CONTEXT.subtract(one, other))
    return difference <= CONTEXT.multiply(ROUNDING, max(one.copy_abs(), other.copy_abs()))


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    return ONE if exponent == 0 else CONTEXT.power(base, exponent)


def _log(value: Decimal) -> Decimal:
    if value <= 0:
        raise InvalidOperation
    return CONTEXT.ln(value)


def _sigmoid(value: Decimal) -> Decimal:
    small = CONTEXT.exp(value.copy_abs().copy_negate())  # it never overflows
    return CONTEXT.divide(small if value < 0 else ONE, CONTEXT.add(ONE, small))


def _tanh(value: Decimal) -> Decimal:
    squared = CONTEXT.exp(CONTEXT.multiply(-TWO, value.copy_abs()))  # it never overflows
    return CONTEXT.divide(CONTEXT.subtract(ONE, squared), CONTEXT.add(ONE, squared)).copy_sign(value)


def _sine(value: Decimal, right_angles: int = 0) -> Decimal:
    """Return the sine of an angle and so many right angles."""
    if value.copy_abs() > LARGEST_ANGLE:
        raise InvalidOperation
    turned = WIDE.add(value, WIDE.divide(WIDE.multiply(_pi(), Decimal(right_angles)), TWO))
    angle = WIDE.remainder_near(turned, WIDE.multiply(TWO, _pi()))
    squared, term, total, order = WIDE.multiply(angle, angle), angle, angle, 1
    while total and term.copy_abs() > total.copy_abs().scaleb(-WIDE.prec, WIDE):
        order += 2
        term = WIDE.divide(WIDE.multiply(term, squared.copy_negate()), Decimal(order * (order - 1)))
        total = WIDE.add(total, term)
    return CONTEXT.plus(total)


@cache
def _pi() -> Decimal:
    """Return π by Machin's formula, 16·arctan(1/5) − 4·arctan(1/239), in whole numbers."""
    unit = 10 ** (WIDE.prec + 10)

    def arctan_of_one_over(divisor: int) -> int:
        power, total, order = unit // divisor, 0, 1
        while power:
            total += power // order if order % 4 == 1 else -(power // order)
            power, order = power // divisor**2, order + 2
        return total

    return WIDE.divide(Decimal(16 * arctan_of_one_over(5) - 4 * arctan_of_one_over(239)), Decimal(unit))


CONSTANTS: dict[str, Callable[[], Decimal]] = {"pi": lambda: CONTEXT.plus(_pi()), "e": lambda: CONTEXT.exp(ONE)}
SIGNS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
    "/": CONTEXT.divide,
    "**": _power,
}
CALLS: dict[str, Callable[[Decimal], Decimal]] = {
    "exp": CONTEXT.exp,
    "log": _log,
    "sqrt": CONTEXT.sqrt,
    "sin": _sine,
    "cos": lambda angle: _sine(angle, 1),
    "tanh": _tanh,
    "sigmoid": _sigmoid,
    "abs": CONTEXT.abs,
}
