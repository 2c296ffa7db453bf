"""Whether two expressions are equal: held against each other in floating point first, then in fifty digits."""

from __future__ import annotations

import random
from fractions import Fraction

from studyai.formula.expression import Expression
from studyai.formula.high_precision import is_same, number, value_at
from studyai.formula.probing import CONSTANTS, alike
from studyai.formula.tree import names

POINTS = 4  # at which all variables are between 0 and 1, where logarithms and roots have values


def equivalent(one: Expression, other: Expression) -> bool:
    """Return whether the expressions are equal: no point at which both have a value tells them apart."""
    return alike(one, other) and (one == other or not differ(one, other))


def differ(one: Expression, other: Expression) -> bool:
    """Return whether a point shows a difference that is no rounding."""
    variables = sorted((names(one.node) | names(other.node)) - CONSTANTS.keys())
    chance = random.Random(0)
    for _ in range(POINTS):
        point = {name: number(Fraction(chance.randint(100, 999), 1009)) for name in variables}
        ours, theirs = value_at(one.node, point), value_at(other.node, point)
        if ours is not None and theirs is not None and not is_same(ours, theirs):
            return True
    return False
