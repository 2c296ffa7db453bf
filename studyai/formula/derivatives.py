"""Derivatives by the rules of calculus, one rule for each kind of formula; a mistake is one rule replaced.

The rules give the derivative as one writes it down, not simplified: `(sigmoid(w*x) - y)*sigmoid(w*x)*
(1 - sigmoid(w*x))*x`. What learners get who apply a rule wrongly comes from the same code with that rule
overridden (procedures with one faulty rule: Brown & Burton 1978, "Diagnostic models for procedural bugs").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from studyai.formula.errors import EvaluationError
from studyai.formula.expression import ONE, ZERO, Expression, minus, negated, over, plus, power, scaled, times
from studyai.formula.tree import Binary, Call, Name, Negate, Node, Number, names, walk
from studyai.formula.values import Value

Slope = Callable[[Node], Node]

SLOPES: dict[str, Slope] = {
    "exp": lambda inner: Call("exp", (inner,)),
    "log": lambda inner: over(ONE, inner),
    "sqrt": lambda inner: over(ONE, scaled(2, Call("sqrt", (inner,)))),
    "sin": lambda inner: Call("cos", (inner,)),
    "cos": lambda inner: negated(Call("sin", (inner,))),
    "tanh": lambda inner: minus(ONE, power(Call("tanh", (inner,)), Number(2))),
    "sigmoid": lambda inner: times(Call("sigmoid", (inner,)), minus(ONE, Call("sigmoid", (inner,)))),
}
"""The derivative of each function by its argument, written with that argument."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules by which a formula is differentiated.

    `product` and `quotient` take both parts, each before its derivative; `chain` takes the outer slope,
    the derivative of what is inside, and what is inside; `drop` is the exponent that a power keeps.
    """

    product: Callable[[Node, Node, Node, Node], Node]
    quotient: Callable[[Node, Node, Node, Node], Node]
    chain: Callable[[Node, Node, bool], Node]
    power_chain: Callable[[Node, Node, bool], Node]
    raised: Callable[[Node, Node], Node]
    slopes: Mapping[str, Slope] = field(default_factory=lambda: SLOPES)


def _product(first: Node, d_first: Node, second: Node, d_second: Node) -> Node:
    return plus(times(d_first, second), times(first, d_second))


def _quotient(top: Node, d_top: Node, bottom: Node, d_bottom: Node) -> Node:
    return over(minus(times(d_top, bottom), times(top, d_bottom)), power(bottom, Number(2)))


def _chained(outer: Node, inner: Node, deep: bool) -> Node:
    return times(outer, inner)


def _raised(base: Node, exponent: Node) -> Node:
    return times(exponent, power(base, minus(exponent, ONE)))


RULES = Rules(_product, _quotient, _chained, _chained, _raised)


def _without_inner(outer: Node, inner: Node, deep: bool) -> Node:
    return times(outer, inner) if deep else outer


def _without_deep_inner(outer: Node, inner: Node, deep: bool) -> Node:
    return outer if deep else times(outer, inner)


def _with_slopes(**slopes: Slope) -> Rules:
    return replace(RULES, slopes={**SLOPES, **slopes})


def _call(function: str, inner: Node) -> Node:
    return Call(function, (inner,))


MISTAKES: dict[str, Rules] = {
    "without_inner": replace(RULES, chain=_without_inner, power_chain=_without_inner),
    "without_activation": replace(RULES, chain=lambda outer, inner, deep: inner),
    "outermost_only": replace(RULES, chain=_without_deep_inner, power_chain=_without_deep_inner),
    "exponent_kept": replace(RULES, raised=lambda base, exponent: times(exponent, power(base, exponent))),
    "exponent_not_in_front": replace(RULES, raised=lambda base, exponent: power(base, minus(exponent, ONE))),
    "product_of_derivatives": replace(RULES, product=lambda one, d_one, two, d_two: times(d_one, d_two)),
    "first_factor_only": replace(RULES, product=lambda one, d_one, two, d_two: times(d_one, two)),
    "quotient_of_derivatives": replace(RULES, quotient=lambda top, d_top, bottom, d_bottom: over(d_top, d_bottom)),
    "quotient_turned": replace(RULES, quotient=lambda *parts: negated(_quotient(*parts))),
    "quotient_not_squared": replace(
        RULES,
        quotient=lambda top, d_top, bottom, d_bottom: over(minus(times(d_top, bottom), times(top, d_bottom)), bottom),
    ),
    "tanh_not_squared": _with_slopes(tanh=lambda inner: minus(ONE, _call("tanh", inner))),
    "tanh_like_sigmoid": _with_slopes(tanh=lambda inner: times(_call("tanh", inner), minus(ONE, _call("tanh", inner)))),
    "sigmoid_like_tanh": _with_slopes(sigmoid=lambda inner: minus(ONE, power(_call("sigmoid", inner), Number(2)))),
    "sigmoid_with_plus": _with_slopes(
        sigmoid=lambda inner: times(_call("sigmoid", inner), plus(ONE, _call("sigmoid", inner)))
    ),
    "power_rule_on_exp": _with_slopes(exp=lambda inner: times(inner, _call("exp", minus(inner, ONE)))),
    "log_kept": _with_slopes(log=lambda inner: _call("log", inner)),
}
"""Mistake → the rules with that one replaced."""


def derive(node: Node, by: str, rules: Rules = RULES) -> Node:
    """Return the derivative of a formula by a variable; raises EvaluationError for what has none here."""
    part = partial(derive, by=by, rules=rules)
    match node:
        case _ if by not in names(node):
            return ZERO
        case Name():
            return ONE
        case Negate(operand):
            return negated(part(operand))
        case Binary("+", left, right):
            return plus(part(left), part(right))
        case Binary("-", left, right):
            return minus(part(left), part(right))
        case Binary("*", left, right):
            if is_constant(left, by):
                return times(left, part(right))
            return (
                times(part(left), right)
                if is_constant(right, by)
                else rules.product(left, part(left), right, part(right))
            )
        case Binary("/", left, right):
            return (
                over(part(left), right)
                if is_constant(right, by)
                else rules.quotient(left, part(left), right, part(right))
            )
        case Binary("**", base, exponent):
            return _power(base, exponent, by, rules)
        case Call(function, (inner,)) if function in rules.slopes:
            return rules.chain(rules.slopes[function](inner), part(inner), has_chain(inner, by))
    raise EvaluationError("this kind of formula is not derived here")


def _power(base: Node, exponent: Node, by: str, rules: Rules) -> Node:
    if is_constant(exponent, by):
        return rules.power_chain(rules.raised(base, exponent), derive(base, by, rules), has_chain(base, by))
    whole = Binary("**", base, exponent)
    if is_constant(base, by):
        rate = ONE if base == Name("e") else _call("log", base)
        return rules.chain(times(rate, whole), derive(exponent, by, rules), has_chain(exponent, by))
    # f**g is exp(g ln f)
    return times(whole, derive(times(exponent, _call("log", base)), by, rules))


def is_constant(node: Node, by: str) -> bool:
    """Return whether a formula does not depend on the variable."""
    return by not in names(node)


def has_chain(node: Node, by: str) -> bool:
    """Return whether deriving the formula takes the chain rule itself.

    That is so for a function, or a power, of more than the variable.
    """
    return any(is_chained(part, by) for part in walk(node))


def is_chained(node: Node, by: str) -> bool:
    """Return whether the formula is a function or a power of something that is not simply the variable."""
    inner = inside(node)
    return inner is not None and not is_constant(inner, by) and inner != Name(by)


def inside(node: Node) -> Node | None:
    """Return what a function or a power with a constant exponent is taken of; None for other formulas."""
    match node:
        case Call(_, (inner,)):
            return inner
        case Binary("**", base, Number()):
            return base
    return None


def derivative(expression: Value, by: Value) -> Value:
    """Return the derivative of an expression by a variable, as an expression."""
    return Expression(_true_derivative(_tree(expression), _variable(by)))


def mistaken(mistake: str) -> Callable[[Value, Value], Value]:
    """Return a function that derives as a learner does who makes this mistake.

    That function raises EvaluationError where the mistake changes nothing.
    """

    def wrong(expression: Value, by: Value) -> Value:
        tree, variable = _tree(expression), _variable(by)
        try:
            found = derive(tree, variable, MISTAKES[mistake])
        except ZeroDivisionError:
            raise EvaluationError("a division by zero") from None
        if found == _true_derivative(tree, variable):
            raise EvaluationError("there is nothing here to make this mistake with")
        return Expression(found)

    return wrong


@lru_cache(maxsize=256)
def _true_derivative(node: Node, by: str) -> Node:
    """Do as `derive`, kept: every mistake is held against it."""
    return derive(node, by)


def _tree(value: Value) -> Node:
    if not isinstance(value, Expression):
        raise ValueError("a derivative is taken of an expression")
    return value.node


def _variable(value: Value) -> str:
    if not isinstance(value, Expression) or not isinstance(value.node, Name):
        raise ValueError("a derivative is taken by a variable")
    return value.node.name
