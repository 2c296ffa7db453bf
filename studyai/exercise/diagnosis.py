"""Says where a wrong expression differs from the right one: a sign, a factor, a term, or else a point.

What a named slip gives is recognised before this (`mark`); these are the differences that need no name.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from studyai.exercise.solve import Line
from studyai.exercise.symbolic import derived, variables, working
from studyai.formula.derivatives import derive
from studyai.formula.expression import Expression, factors, plus, terms, times, variable
from studyai.formula.probing import LEAST_SHARED, alike, column, fingerprint, same_values
from studyai.formula.tree import Node, Number, names

LARGEST_DENOMINATOR = 100  # of a constant factor that is named
NEGLIGIBLE = 1e-9
ROUNDED = 0.01  # relative: a factor so near 1 is a rounded number


def diagnosis(typed: Expression, line: Line) -> str:
    """Return what is wrong, in a sentence or two."""
    truth = line.value
    assert isinstance(truth, Expression)
    if alike(typed, truth):
        return "Very close, but not equal to the derivative."
    for said in _findings(typed, truth, line):
        return said
    return _counterexample(typed, truth)


def _findings(typed: Expression, truth: Expression, line: Line) -> Iterator[str]:
    yield from _another_derivative(typed, line)
    yield from _factor(typed, truth, line)
    yield from _terms(typed, truth)


def _another_derivative(typed: Expression, line: Line) -> Iterator[str]:
    for expression, by in derived(line):
        if alike(typed, expression):
            yield "That is the expression itself; asked is its derivative."
        for other in sorted(names(expression.node) & set(variables(line)) - {by}):
            if alike(typed, Expression(derive(expression.node, other))):
                yield f"That is the derivative with respect to {other}; asked is the one with respect to {by}."


def _factor(typed: Expression, truth: Expression, line: Line) -> Iterator[str]:
    constant = _constant(typed, truth)
    if constant is not None:
        yield _constant_words(constant)
    found = [
        (said, what, ratio)
        for what, factor in _factors(line)
        for said, ratio in (
            ("A factor is missing", _ratio(typed * factor, truth)),
            ("A factor too many", _ratio(typed, truth * factor)),
        )
        if ratio is not None
    ]
    # What explains everything comes before what leaves a number to be explained.
    for said, what, ratio in sorted(found, key=lambda one: abs(one[2]) != 1):
        yield f"{said}: {what}.{_and_also(ratio)}"


def _factors(line: Line) -> Iterator[tuple[str, Expression]]:
    """Yield the factors that the chain rule multiplies by, the plain variables behind them."""
    for one in working(line):
        if one.inner is not None and one.outer is not None:
            inside = Expression(one.inner)
            yield f"the inner derivative, {inside}", inside
            yield f"the outer slope, {Expression(one.outer)}", Expression(one.outer)
    if isinstance(line.value, Expression):
        for factor in factors(line.value.node):
            yield str(Expression(factor)), Expression(factor)
    for name in variables(line):
        yield name, variable(name)


def _ratio(typed: Expression, truth: Expression) -> Fraction | None:
    """Do as `_constant`, where it is a simple fraction."""
    constant = _constant(typed, truth)
    return None if constant is None else _fraction(constant)


def _fraction(constant: float) -> Fraction | None:
    fraction = Fraction(constant).limit_denominator(LARGEST_DENOMINATOR)
    return fraction if abs(float(fraction) - constant) <= NEGLIGIBLE * abs(constant) else None


def _constant(typed: Expression, truth: Expression) -> float | None:
    """Return the constant that the truth was multiplied by to give what is typed; None where there is none."""
    pairs = zip(fingerprint(typed), fingerprint(truth), strict=True)
    ratios = [one / other for one, other in pairs if math.isfinite(one + other) and abs(other) > NEGLIGIBLE]
    if len(ratios) < LEAST_SHARED or abs(ratios[0]) < NEGLIGIBLE:
        return None
    if any(abs(ratio - ratios[0]) > NEGLIGIBLE * abs(ratios[0]) for ratio in ratios):
        return None
    return ratios[0]


def _constant_words(constant: float) -> str:
    size, flipped = _fraction(abs(constant)), " And the sign is flipped." if constant < 0 else ""
    if size == 1:
        return "The size is right, the sign is not."
    if abs(constant - 1) < ROUNDED:
        return "Right but for rounding: write numbers exactly, such as 1/3 or sqrt(2)."
    if size is None:
        return f"Right but for a number: yours is {abs(constant):.4g} times the derivative.{flipped}"
    if size.numerator == 1:
        return f"Right but for a number: a factor {size.denominator} is missing.{flipped}"
    if size.denominator == 1:
        return f"Right but for a number: a factor {size} too many.{flipped}"
    return f"Right but for a number: yours is {size} times the derivative.{flipped}"


def _and_also(constant: Fraction) -> str:
    if constant == 1:
        return ""
    return " And the sign is flipped." if constant == -1 else " And a number in front is not right."


def _terms(typed: Expression, truth: Expression) -> Iterator[str]:
    wanted, written = terms(truth.node), terms(typed.node)
    if len(wanted) < 2:
        yield from (f"The term {Expression(one)} does not belong there." for one in _superfluous(typed, truth, written))
        return
    for term in wanted:
        if _equals_with(typed, truth, term, 1):
            yield f"One of the {len(wanted)} terms is missing; the rest is right."
        if _equals_with(typed, truth, term, 2):
            yield f"One of the {len(wanted)} terms has the wrong sign; the rest is right."
    yield from (f"The term {Expression(one)} does not belong there." for one in _superfluous(typed, truth, written))
    for one in written:
        if any(_equals_with(typed, truth, term, 1, without=one) for term in wanted):
            yield f"Right apart from the term {Expression(one)}."


def _superfluous(typed: Expression, truth: Expression, written: list[Node]) -> Iterator[Node]:
    return (one for one in written if len(written) > 1 and alike(typed - Expression(one), truth))


def _equals_with(
    typed: Expression, truth: Expression, term: Node, times_term: int, without: Node | None = None
) -> bool:
    """Return whether adding a term so often (and taking another away) makes what is typed right."""
    mended = Expression(plus(typed.node, times(Number(times_term), term)))
    if without is not None:
        mended = mended - Expression(without)
    return alike(mended, truth)


def _counterexample(typed: Expression, truth: Expression) -> str:
    """Return a point where the two differ, in numbers."""
    ours, theirs = fingerprint(truth), fingerprint(typed)
    mentioned = sorted(names(truth.node) | names(typed.node))
    for place, (right, wrong) in enumerate(zip(ours, theirs, strict=True)):
        if not math.isfinite(right) or same_values([right] * LEAST_SHARED, [wrong] * LEAST_SHARED):
            continue
        where = ", ".join(f"{name} = {column(name)[place]:g}" for name in mentioned if name not in ("pi", "e"))
        at = f"at {where} " if where else ""
        if not math.isfinite(wrong):
            return f"Not the derivative: {at}yours has no value, the derivative is {right:.4g}."
        return f"Not the derivative: {at}yours is {wrong:.4g}, the derivative {right:.4g}."
    return "This is not the derivative."
