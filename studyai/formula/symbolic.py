"""sympy's word on whether two expressions are equal. The only file that imports sympy, run as a process of its own.

`python -m studyai.formula.symbolic` reads two formulas, a line each, and writes equal, different or
undecided. Whoever starts it (`equivalence`) ends it when its time is up, so nothing that is typed can keep
the app waiting. Expressions are built from our tree; sympy never sees a text.
"""

from __future__ import annotations

import random
import sys
from typing import Any, Literal

import sympy

from studyai.formula.parse import Bounds, parse_formula
from studyai.formula.tree import Binary, Call, Name, Negate, Node, Number

Word = Literal["equal", "different", "undecided"]

READ_BOUNDS = Bounds(length=20_000, depth=400, digits=400)
DIGITS = 50
NOTHING = sympy.Float(10) ** -30  # relative: smaller is rounding
POINTS = 4
LARGEST_EXPONENT = 200  # of a power that is written out
MEMORY = 1 << 30  # bytes
SECONDS = 10  # of processor time, should nobody end it

OPERATIONS: dict[str, Any] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
    "**": lambda one, other: one**other,
}
FUNCTIONS: dict[str, Any] = {
    "exp": sympy.exp,
    "log": sympy.log,
    "sqrt": sympy.sqrt,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tanh": sympy.tanh,
    "abs": sympy.Abs,
    "sigmoid": lambda z: 1 / (1 + sympy.exp(-z)),
}
CONSTANTS = {"pi": sympy.pi, "e": sympy.E}


def to_sympy(node: Node) -> Any:
    """Return the tree as a sympy expression of real symbols; raises ValueError for what is no expression."""
    match node:
        case Number(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Name(name):
            return CONSTANTS[name] if name in CONSTANTS else sympy.Symbol(name, real=True)
        case Negate(operand):
            return -to_sympy(operand)
        case Binary(sign, left, right) if sign in OPERATIONS:
            return OPERATIONS[sign](to_sympy(left), to_sympy(right))
        case Call(function, (argument,)) if function in FUNCTIONS:
            return FUNCTIONS[function](to_sympy(argument))
    raise ValueError("this kind of formula has no place in an expression")


def compare(one: Node, other: Node) -> Word:
    """Return whether the expressions are equal: proven by sympy, or refuted at points in 50 digits."""
    left, right = to_sympy(one), to_sympy(other)
    if left == right:
        return "equal"
    seen = _at_points(left, right)
    if seen == "different" or not _is_modest(left - right):
        return seen
    difference = sympy.together((left - right).rewrite(sympy.exp))
    if sympy.expand(sympy.numer(difference)) == 0 or sympy.simplify(difference) == 0:
        return "equal"
    return "undecided"


def _at_points(left: Any, right: Any) -> Word:
    """Refute equality where a point shows a difference that is no rounding."""
    symbols = sorted(left.free_symbols | right.free_symbols, key=str)
    chance = random.Random(0)
    for _ in range(POINTS):
        point = {symbol: sympy.Rational(chance.randint(100, 999), 1009) for symbol in symbols}
        ours, theirs = (side.subs(point).evalf(DIGITS) for side in (left, right))
        if not (ours.is_Float or ours.is_Integer) or not (theirs.is_Float or theirs.is_Integer):
            continue  # no real value here
        if abs(ours - theirs) > NOTHING * max(abs(ours), abs(theirs)):
            return "different"
    return "undecided"


def _is_modest(expression: Any) -> bool:
    powers = expression.atoms(sympy.Pow)
    return all(not power.exp.is_number or abs(power.exp) <= LARGEST_EXPONENT for power in powers)


def main() -> None:
    """Compare what stands on standard input."""
    _limit()
    # Bytes: the encoding of the standard streams may be set to one that lacks our letters.
    one, other = sys.stdin.buffer.read().decode().splitlines()[:2]
    word: Word = compare(parse_formula(one, bounds=READ_BOUNDS), parse_formula(other, bounds=READ_BOUNDS))
    sys.stdout.buffer.write(f"{word}\n".encode())


def _limit() -> None:
    """Let the system bound memory and time, where it can."""
    try:
        import resource
    except ImportError:  # not on Windows; there the time limit of whoever waits stands alone
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
