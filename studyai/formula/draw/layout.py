"""What stands where: a formula's tree as rows, fractions, scripts, fences, roots and grids.

Parentheses are decided here, once, by precedence; a negative number after an operator gets them too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from studyai.formula.arrays import shape_of
from studyai.formula.draw.names import derivative, read_symbol
from studyai.formula.draw.numbers import split_number
from studyai.formula.draw.parts import Cases, Digits, Fence, Grid, Letter, Over, Part, Root, Row, Script, Sign, Word
from studyai.formula.expression import Expression
from studyai.formula.notation import NOTATIONS, Notation
from studyai.formula.tree import (
    ELEMENTWISE,
    Binary,
    Call,
    Compare,
    Index,
    Items,
    Name,
    Negate,
    Node,
    Number,
    Put,
    Transpose,
)
from studyai.formula.values import Scalar

# DIVIDED: a mod b. REACHING: Σ x and a ⊗ b, into which a factor behind them would be read.
COMPARED, DIVIDED, SUM, REACHING, PRODUCT, SIGNED, POWER, ATOM = range(8)


@dataclass(frozen=True, slots=True)
class Layout:
    """Lays formulas out: `subscripts` index the names of a repeated block, `digits` round numbers."""

    subscripts: Mapping[str, str] = field(default_factory=dict)
    digits: int = 6

    def lay(self, node: Node) -> Part:
        """Return the formula laid out."""
        return self._lay(node)[0]

    def name(self, name: str) -> Part:
        """Return a name as the field writes it."""
        parts = derivative(name)
        if parts:
            return Over(Row((Sign("∂"), self.name(parts[0]))), Row((Sign("∂"), self.name(parts[1]))))
        symbol = read_symbol(name, self.subscripts)
        base: Part = Letter(symbol.base, symbol.accent)
        below = tuple(_small(part) for part in symbol.subscripts)
        above = Sign("′") if symbol.prime else None
        if not below and above is None:
            return base
        return Script(base, Row(_joined(below)) if below else None, above)

    def _lay(self, node: Node) -> tuple[Part, int]:
        match node:
            case Number(value):
                return self._number(value)
            case Put(value):
                return self._put(value)
            case Name(name):
                return self.name(name), ATOM
            case Negate(Call(function, arguments) as total) if _is_sum(total):  # −Σ x, not −(Σ x)
                return Row((Sign("neg"), *_flat(self._call(NOTATIONS[function], arguments)[0]))), SUM
            case Negate(operand):
                return Row((Sign("neg"), self._after(operand, SIGNED))), SIGNED
            case Binary(operator, left, right):
                return self._binary(operator, left, right)
            case Compare(operator, left, right):
                # a chain of equations, a = b = c, is only ever drawn
                first = self._lay(left)[0] if isinstance(left, Compare) else self._held(left, DIVIDED)
                second = self._lay(right)[0]
                if not isinstance(second, Cases):  # x = {…, as its brace holds it together
                    second = self._held(right, DIVIDED)
                return Row((*_flat(first), Sign(COMPARISONS[operator]), second)), COMPARED
            case Call(function, arguments) if function not in NOTATIONS:  # J(θ), which is only ever drawn
                return Row((self.name(function), self._arguments(arguments))), ATOM
            case Call(function, arguments):
                return self._call(NOTATIONS[function], arguments)
            case Transpose(operand):
                return _raised(self._held(operand, ATOM), Sign("T")), POWER
            case Index(operand, indices):
                # what rounds start from is counted from 0: h₀, h₁, …
                from_zero = isinstance(operand, Name) and operand.name.endswith("_prev_all")
                places = tuple(self._lay(index if from_zero else _from_one(index))[0] for index in indices)
                held = self._held(operand, ATOM)
                if isinstance(held, Script) and not from_zero:  # entry 2 of B₁, not B₁₂
                    held = Fence("round", held)
                return Script(held, Row(_joined(places))), ATOM
            case Items(items):
                return self._items(items), ATOM

    def _held(self, node: Node, least: int) -> Part:
        """Return the part, in parentheses if it binds less tightly than `least`."""
        part, precedence = self._lay(node)
        is_split = least == ATOM and isinstance(part, Over)  # dJ_dw is one name, drawn as a fraction
        return Fence("round", part) if precedence < least or is_split else part

    def _after(self, node: Node, least: int) -> Part:
        """Do as `_held`, behind an operator, where a leading minus needs parentheses too."""
        part, precedence = self._lay(node)
        if precedence >= least and isinstance(part, Row) and _starts_negative(part.parts[0]):
            first, *rest = part.parts
            if isinstance(first, Digits):  # (−1) · 0, not (−1 · 0)
                return Row((Fence("round", first), *rest))
        return Fence("round", part) if precedence < least or _starts_negative(part) else part

    def _binary(self, operator: str, left: Node, right: Node) -> tuple[Part, int]:
        if operator in "+-":
            sign = Sign("+" if operator == "+" else "−")
            # Addition is associative: a + (b + c) needs no parentheses, a − (b + c) does.
            following = self._after(right, SUM if operator == "+" else REACHING)
            return Row((*_flat(self._held(left, SUM)), sign, *_flat(following))), SUM
        if operator == "/":
            return Over(self._lay(left)[0], self._lay(right)[0]), PRODUCT
        if operator == "//":
            return Fence("floor", Over(self._lay(left)[0], self._lay(right)[0])), ATOM
        if operator == "%":
            return Row((self._held(left, PRODUCT), Word("mod"), self._after(right, SIGNED))), DIVIDED
        if operator == "**":
            return _raised(self._held(left, ATOM), self._lay(right)[0]), POWER
        return self._product(operator, left, right)

    def _product(self, operator: str, left: Node, right: Node) -> tuple[Part, int]:
        first = self._held(left, PRODUCT)
        second = self._after(right, SIGNED)
        if isinstance(right, Binary) and right.operator == "/":
            second = self._lay(right)[0]
        if operator == ELEMENTWISE or (operator == "*" and _is_array(left) and _is_array(right)):
            return Row((*_flat(first), Sign("⊙"), second)), PRODUCT
        sign = Sign("·") if _starts_with_digit(second) or _runs_into(first, second) else Sign("juxtaposed")
        return Row((*_flat(first), sign, second)), PRODUCT

    def _call(self, notation: Notation, arguments: tuple[Node, ...]) -> tuple[Part, int]:
        if len(arguments) > 1 and notation.along:
            return self._along(notation, *arguments)
        match notation.shape:
            case "call":
                return self._named(notation.word, arguments)
            case "derivative":
                return self._derivative(*arguments)
            case "cases":
                return self._cases(arguments), COMPARED
            case "tensor":
                left, right = arguments
                return Row((self._held(left, PRODUCT), Sign("⊗"), self._after(right, SIGNED))), REACHING
            case "entry":
                return self._entries(arguments[0], self._lay(arguments[1])[0]), ATOM
            case "entries":
                return self._entries(arguments[0], self._span(*arguments[1:])), ATOM
            case "counted":
                last = self._lay(_shifted(arguments[0], -1))[0]
                return Fence("round", Row(_joined((Digits("0"), Digits("1"), Word("…"), last)))), ATOM
            case shape:
                return self._shaped(shape, arguments[0])

    def _along(self, notation: Notation, argument: Node, axis: Node) -> tuple[Part, int]:
        if isinstance(axis, Number) and axis.value in range(len(notation.along)):
            return self._named(notation.along[int(axis.value)], (argument,))
        return self._named(notation.word, (argument, axis))

    def _named(self, word: str, arguments: tuple[Node, ...]) -> tuple[Part, int]:
        return Row((Word(word), self._arguments(arguments))), ATOM

    def _arguments(self, arguments: tuple[Node, ...]) -> Part:
        return Fence("round", Row(_joined(tuple(self._lay(argument)[0] for argument in arguments))))

    def _cases(self, arguments: tuple[Node, ...]) -> Cases:
        """Return a choice as rows behind a brace; one that stands in its `otherwise` adds its rows."""
        condition, value, otherwise = arguments
        row = (self._lay(value)[0], self._condition(condition))
        if isinstance(otherwise, Call) and NOTATIONS[otherwise.function].shape == "cases":
            following = self._cases(otherwise.arguments)
            return Cases((row, *following.rows), following.otherwise)
        return Cases((row,), self._lay(otherwise)[0])

    def _condition(self, node: Node) -> Part:
        if isinstance(node, Compare):
            return self._lay(node)[0]
        if isinstance(node, Binary) and _is_condition(node):
            left, right = self._condition(node.left), self._condition(node.right)
            return Row((*_flat(left), Word("and"), *_flat(right)))
        return self._lay(Compare("!=", node, Number(0)))[0]

    def _entries(self, series: Node, which: Part) -> Part:
        held = self._held(series, ATOM)
        return Script(Fence("round", held) if isinstance(held, Script) else held, which)

    def _span(self, start: Node, count: Node) -> Part:
        """Return which entries, counted from 1: 1, …, L; of a matrix, rows and then columns."""
        if isinstance(start, Items) and isinstance(count, Items):
            spans = [self._span(*pair) for pair in zip(start.items, count.items, strict=True)]
            return Row(_joined(tuple(spans)))
        from_first = start == Number(0)
        last = count if from_first else _plus(start, count)
        ends = self._lay(_from_one(start))[0], self._lay(last)[0]
        return ends[0] if ends[0] == ends[1] else Row(_joined((ends[0], Word("…"), ends[1])))

    def _derivative(self, expression: Node, by: Node) -> tuple[Part, int]:
        below = Row((Sign("∂"), self._lay(by)[0]))
        if isinstance(expression, Name):
            return Over(Row((Sign("∂"), self._lay(expression)[0])), below), PRODUCT
        return Row((Over(Sign("∂"), below), Fence("round", self._lay(expression)[0]))), PRODUCT

    def _shaped(self, shape: str, argument: Node) -> tuple[Part, int]:
        inner = self._lay(argument)[0]
        match shape:
            case "root":
                return Root(inner), ATOM
            case "exponential":
                return Script(Letter("e"), None, inner), POWER
            case "floor":
                return Fence("floor", inner), ATOM
            case "ceiling":
                return Fence("ceiling", inner), ATOM
            case "bars":
                return Fence("bars", inner), ATOM
            case _:
                return Row((Sign("Σ"), self._held(argument, PRODUCT))), REACHING

    def _items(self, items: tuple[Node, ...]) -> Part:
        if all(isinstance(item, Items) for item in items):
            rows = [item.items for item in items if isinstance(item, Items)]
            if len({len(row) for row in rows}) == 1 and not any(
                isinstance(cell, Items) for row in rows for cell in row
            ):
                return Grid(tuple(tuple(self._lay(cell)[0] for cell in row) for row in rows))
        return Fence("square", Row(_joined(tuple(self._lay(item)[0] for item in items))))

    def _put(self, value: object) -> tuple[Part, int]:
        if isinstance(value, Expression):
            return self._lay(value.node)
        if getattr(value, "ndim", 0):
            return self._array(value.tolist()), ATOM  # type: ignore[attr-defined]
        scalar: Scalar = value.item() if hasattr(value, "item") else value  # type: ignore[assignment]
        return self._number(scalar)

    def _array(self, nested: list[object], inside: bool = False) -> Part:
        """Return nested lists; two levels are a grid, but for a single row inside of another list: [[[1, 2]], …]."""
        rows = [row for row in nested if isinstance(row, list)]
        is_matrix = bool(rows) and not any(isinstance(cell, list) for row in rows for cell in row)
        if is_matrix and not (inside and len(rows) == 1):
            return Grid(tuple(tuple(map(self._entry, row)) for row in rows))
        entries = (self._array(item, True) if isinstance(item, list) else self._entry(item) for item in nested)
        return Fence("square", Row(_joined(tuple(entries))))

    def _entry(self, value: object) -> Part:
        part = self._put(value)[0]
        return replace(part, is_entry=True) if isinstance(part, Digits) else part

    def _number(self, value: Scalar) -> tuple[Part, int]:
        mantissa, exponent = split_number(value, self.digits)
        precedence = ATOM
        if mantissa.startswith("-"):
            precedence = SIGNED
        elif exponent is not None or "/" in mantissa:
            precedence = PRODUCT
        return Digits(mantissa, exponent), precedence


COMPARISONS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def _small(text: str) -> Part:
    if text.replace("−", "").isdigit():
        return Digits(text.replace("−", "-"))
    for sign, small in (("−", "−small"), ("+", "+small")):
        name, found, rest = text.partition(sign)
        if found:
            return Row((Letter(name), Sign(small), Digits(rest)))
    return Letter(text)


def _joined(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    joined: list[Part] = []
    for part in parts:
        if joined:
            joined.append(Sign(","))
        joined.append(part)
    return tuple(joined)


def _flat(part: Part) -> tuple[Part, ...]:
    return part.parts if isinstance(part, Row) else (part,)


def _from_one(index: Node) -> Node:
    """Return an index as it is counted on paper, from 1."""
    return _shifted(index, 1)


def _shifted(node: Node, by: int | Fraction) -> Node:
    """Return the sum with a number, numbers brought together: n − 2 by 1 is n − 1."""
    match node:
        case Number(value):
            return Put(value + by)
        case Put(int() | Fraction() as value):
            return Put(value + by)
        case Binary("+" | "-" as sign, left, Number(last)):
            return _with_last(left, by + last * (1 if sign == "+" else -1))
        case _:
            return _with_last(node, by)


def _with_last(left: Node, number: int | Fraction) -> Node:
    if number == 0:
        return left
    return Binary("+", left, Number(number)) if number > 0 else Binary("-", left, Number(-number))


def _plus(left: Node, right: Node) -> Node:
    """Return the sum; with a number, brought together with those that are there."""
    match right:
        case Number(value):
            return _shifted(left, value)
        case Put(int() | Fraction() as value):
            return _shifted(left, value)
        case _:
            return Binary("+", left, right)


def _raised(base: Part, above: Part) -> Script:
    """Return the part with something above; an index that it has stands below that, not before it."""
    if isinstance(base, Script) and base.above is None:
        return Script(base.base, base.below, above)
    return Script(base, None, above)


def _is_sum(call: Call) -> bool:
    """Return whether it is drawn with one Σ, over everything."""
    notation = NOTATIONS.get(call.function)
    return notation is not None and notation.shape == "total" and len(call.arguments) == 1


def _is_condition(node: Node) -> bool:
    """Return whether it is a comparison, or a product of some: all of them hold."""
    if isinstance(node, Binary) and node.operator in ("*", ELEMENTWISE):
        return _is_condition(node.left) and _is_condition(node.right)
    return isinstance(node, Compare)


def _is_array(node: Node) -> bool:
    """Return whether numbers put in make this an array for certain."""
    match node:
        case Put(value):
            return bool(getattr(value, "ndim", 0))
        case Negate(operand):
            return _is_array(operand)
        case Binary("@", Put(left), Put(right)):
            return len(shape_of(left)) + len(shape_of(right)) > 2
        case Binary(operator, left, right):
            return operator != "@" and (_is_array(left) or _is_array(right))
        case Compare(_, left, right):  # of a choice: entry by entry
            return _is_array(left) or _is_array(right)
        case Call(_, arguments):
            return not _is_sum(node) and any(map(_is_array, arguments))
        case _:
            return False


def _starts_negative(part: Part) -> bool:
    match part:
        case Digits(mantissa):
            return mantissa.startswith("-")
        case Sign(text):
            return text == "neg"
        case Row(parts):
            return bool(parts) and _starts_negative(parts[0])
        case _:
            return False


def _starts_with_digit(part: Part) -> bool:
    match part:
        case Digits():
            return True
        case Script(base):
            return _starts_with_digit(base)
        case Fence("round", inner):
            return isinstance(inner, Digits) or _starts_negative(inner)
        case Grid() | Fence("square", _):
            return True
        case _:
            return False


def _runs_into(part: Part, following: Part) -> bool:
    """Return whether a sign is needed: a grid or a fraction at the end, before a grid, a fraction or a number.

    A fraction on one line needs it before everything.
    """
    last = part.parts[-1] if isinstance(part, Row) and part.parts else part
    if isinstance(last, Digits) and "/" in last.mantissa:  # 1/3 · a
        return True
    return isinstance(last, (Grid, Over)) and isinstance(following, (Over, Grid, Digits))
