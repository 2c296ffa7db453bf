"""The working of a derivative: each rule that is applied, from the inside out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studyai.formula.derivatives import derive, inside, is_chained, is_constant
from studyai.formula.tree import Binary, Call, Compare, Name, Node, children, rebuild

HOLE = "_"  # stands for what is inside; no variable is called so


@dataclass(frozen=True, slots=True)
class Worked:
    """One rule applied: its name, what is derived, the derivative.

    `outer` and `inner` are the two factors of the chain rule; None for other rules.
    """

    rule: str
    node: Node
    derivative: Node
    by: str
    outer: Node | None = None
    inner: Node | None = None

    @property
    def equation(self) -> Node:
        """`∂/∂w (…) = …`, to draw; by the chain rule both slopes before what they make."""
        sought: Node = Call("derivative", (self.node, Name(self.by)))
        if self.outer is not None and self.inner is not None:
            product = Binary("*", self.outer, self.inner)
            if product != self.derivative:
                sought = Compare("==", sought, product)
        return Compare("==", sought, self.derivative)


def worked(node: Node, by: str) -> list[Worked]:
    """Return every rule that deriving the formula takes, each once, the innermost first and the whole last."""
    found: dict[Node, Worked] = {}
    for one in _rules(node, by, is_part=False):
        found.setdefault(one.node, one)
    return list(found.values())


def _rules(node: Node, by: str, is_part: bool) -> Iterator[Worked]:
    """Yield each rule; of what `is_part`, a term or a factor, plain ones need no line of their own."""
    if is_constant(node, by):
        if not is_part:
            yield Worked("It does not depend on the variable.", node, derive(node, by), by)
        return
    parts = children(node)
    linear = isinstance(node, Binary) and (
        node.operator in "+-" or (node.operator in "*/" and any(is_constant(part, by) for part in parts))
    )
    inner = inside(node)
    for part in parts:
        if not is_constant(part, by) and not isinstance(part, Name):
            yield from _rules(part, by, is_part=linear or inner is None)
    rule = _rule(node, by)
    if rule and not (is_part and linear and inner is None):
        outer = derive_outer(node) if is_chained(node, by) else None
        yield Worked(rule, node, derive(node, by), by, outer, derive(inner, by) if outer and inner else None)


def derive_outer(node: Node) -> Node:
    """Return the outer slope of a function or power: its derivative with respect to what is inside."""
    inner = inside(node)
    assert inner is not None
    shell: Node
    if isinstance(node, Call):
        shell = Call(node.function, (Name(HOLE),))
    else:
        shell = Binary("**", Name(HOLE), children(node)[1])
    return _filled(derive(shell, HOLE), inner)


def _filled(node: Node, inner: Node) -> Node:
    return inner if node == Name(HOLE) else rebuild(node, lambda part: _filled(part, inner))


def _rule(node: Node, by: str) -> str:
    match node:
        case Name():
            return ""
        case Call() | Binary("**", _, _) if is_chained(node, by):
            return "Chain rule: the outer slope times the derivative of what is inside."
        case Call():
            return "The function's own derivative."
        case Binary("**", _, exponent) if not is_constant(exponent, by):
            return "The variable is in the exponent: aᵘ is e to the power u ln a."
        case Binary("**", _, _):
            return "Power rule: the exponent comes in front and drops by one."
        case Binary("*", left, right) if not is_constant(left, by) and not is_constant(right, by):
            return "Product rule: f′g + f g′."
        case Binary("/", _, bottom) if not is_constant(bottom, by):
            return "Quotient rule: (f′g − f g′) over g²."
    return "Term by term; constant factors stay."
