"""Reads a formula's text to its tree: Python's expression syntax, a whitelist, and hard bounds.

Precedence is Python's: comparison, then + -, then * / // % @, then unary sign, then **, then
calls, indexing and `.T`. Nothing that is read is ever executed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction

from studyai.formula.errors import FormulaError
from studyai.formula.functions import ARITY
from studyai.formula.tokens import Token, tokenize
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
    Transpose,
)

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
SUMS = ("+", "-")
PRODUCTS = ("*", "/", "//", "%", "@", ELEMENTWISE)  # the last never in a text to evaluate
CLOSING = {"(": ")", "[": "]"}
ANY = (1, 64)  # arguments of a function that is only ever drawn, such as J(θ)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be read: characters, nesting (of brackets and of chained operators), digits, exponent.

    `entries`: how many a typed value may have.
    """

    length: int = 4000
    depth: int = 120
    digits: int = 60
    exponent: int = 330
    entries: int = 10_000


FORMULA_BOUNDS = Bounds()


def parse_formula(text: str, functions: Collection[str] = ARITY.keys(), bounds: Bounds = FORMULA_BOUNDS) -> Node:
    """Return the tree of `text`; raises FormulaError with the place of the first mistake."""
    check_length(text, bounds)
    return parse_tokens(tokenize(text), functions, bounds)


def check_length(text: str, bounds: Bounds) -> None:
    """Raise FormulaError where there is nothing to read, or too much."""
    if len(text) > bounds.length:
        raise FormulaError(f"too long: {len(text)} characters, at most {bounds.length}", bounds.length)
    if not text.strip():
        raise FormulaError("nothing is written here", 0)


def parse_tokens(tokens: list[Token], functions: Collection[str], bounds: Bounds) -> Node:
    """Return the tree of these tokens, the last of which is `end`; raises FormulaError."""
    reader = _Reader(tokens, functions, bounds)
    try:
        node = reader.comparison(0)
    except RecursionError:  # called from deep within a program, the interpreter's limit comes first
        raise FormulaError("nested too deeply", reader.token.position) from None
    reader.expect_end()
    return node


class _Reader:
    def __init__(self, tokens: list[Token], functions: Collection[str], bounds: Bounds):
        self.tokens = tokens
        self.place = 0
        self.functions = functions
        self.bounds = bounds

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.token
        self.place += 1
        return token

    def at(self, *signs: str) -> bool:
        return self.token.kind == "sign" and self.token.text in signs

    def deeper(self, depth: int) -> int:
        if depth >= self.bounds.depth:
            raise FormulaError(f"nested too deeply: at most {self.bounds.depth} levels", self.token.position)
        return depth + 1

    def expect_end(self) -> None:
        token = self.token
        if token.kind == "end":
            return
        if token.text == ",":
            raise FormulaError(
                "a comma separates list entries; write 3.5 for a decimal, [3, 5] for a list", token.position
            )
        if token.text in CLOSING.values():
            raise FormulaError(f"{token.text} closes nothing", token.position)
        raise FormulaError(_missing_operator(self.tokens[self.place - 1], token), token.position)

    def comparison(self, depth: int) -> Node:
        left = self.chain(depth, SUMS, lambda inner: self.chain(inner, PRODUCTS, self.signed))
        if not self.at(*COMPARISONS):
            return left
        operator = self.take().text
        right = self.chain(depth, SUMS, lambda inner: self.chain(inner, PRODUCTS, self.signed))
        if self.at(*COMPARISONS):
            raise FormulaError("comparisons cannot be chained", self.token.position)
        return Compare(operator, left, right)

    def chain(self, depth: int, operators: tuple[str, ...], operand: Callable[[int], Node]) -> Node:
        left = operand(depth)
        while self.at(*operators):
            depth = self.deeper(depth)
            operator = self.take().text
            left = Binary(operator, left, operand(depth))
        return left

    def signed(self, depth: int) -> Node:
        if not self.at("+", "-"):
            return self.power(depth)
        sign = self.take().text
        operand = self.signed(self.deeper(depth))
        return Negate(operand) if sign == "-" else operand

    def power(self, depth: int) -> Node:
        base = self.postfix(depth)
        if not self.at("**"):
            return base
        self.take()
        return Binary("**", base, self.signed(self.deeper(depth)))

    def postfix(self, depth: int) -> Node:
        node = self.atom(depth)
        while self.at("[", "(", "."):
            depth = self.deeper(depth)
            opening = self.take()
            if opening.text == "[":
                node = Index(node, self.entries("[", opening, depth))
            elif opening.text == ".":
                node = self.attribute(node)
            else:
                raise FormulaError("write * to multiply by a bracket", opening.position)
        return node

    def attribute(self, node: Node) -> Node:
        token = self.take()
        if token.text != "T":
            raise FormulaError("only .T (transpose) may follow a dot", token.position)
        return Transpose(node)

    def atom(self, depth: int) -> Node:
        token = self.take()
        if token.kind == "number":
            return self.number(token)
        if token.kind == "name":
            return self.call(token, depth) if self.at("(") else Name(token.text)
        if token.text == "(":
            inner = self.comparison(self.deeper(depth))
            self.close("(", token)
            return inner
        if token.text == "[":
            return Items(self.entries("[", token, self.deeper(depth)))
        if token.kind == "end":
            raise FormulaError("something is missing at the end", token.position)
        raise FormulaError(f"a value is missing before {token.text}", token.position)

    def call(self, name: Token, depth: int) -> Node:
        if name.text not in self.functions:
            raise FormulaError(
                f"{name.text} is not a function here; known: {', '.join(sorted(self.functions))}",
                name.position,
            )
        arguments = self.entries("(", self.take(), self.deeper(depth))
        least, most = ARITY.get(name.text, ANY)
        if not least <= len(arguments) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise FormulaError(f"{name.text} takes {wanted} arguments, not {len(arguments)}", name.position)
        return Call(name.text, arguments)

    def entries(self, opening: str, token: Token, depth: int) -> tuple[Node, ...]:
        items = [self.comparison(depth)]
        while self.at(","):
            self.take()
            if self.at(CLOSING[opening]):  # a trailing comma, as pasted lists have
                break
            items.append(self.comparison(depth))
        self.close(opening, token)
        return tuple(items)

    def close(self, opening: str, token: Token) -> None:
        closing = CLOSING[opening]
        if self.at(closing):
            self.take()
        elif self.token.kind == "end":
            raise FormulaError(f"{opening} is never closed", token.position)
        elif self.token.text == ",":
            raise FormulaError("a comma separates list entries; write 3.5 for a decimal", self.token.position)
        else:
            raise FormulaError(f"expected {closing} or an operator", self.token.position)

    def number(self, token: Token) -> Number:
        digits, _, exponent = token.text.lower().partition("e")
        if len(digits) > self.bounds.digits:
            raise FormulaError(f"a number may have {self.bounds.digits} digits at most", token.position)
        # Checked before Fraction sees it: 1e999999999 would fill the memory.
        if exponent and (len(exponent) > 5 or abs(int(exponent)) > self.bounds.exponent):
            raise FormulaError(f"an exponent may be {self.bounds.exponent} at most", token.position)
        value = Fraction(token.text)
        return Number(value.numerator if value.denominator == 1 else value)


def _missing_operator(before: Token, token: Token) -> str:
    if before.kind == "number" and token.kind in ("name", "number"):
        return (
            f"an operator is missing: write {before.text}*{token.text}"
            if token.kind == "name"
            else ("two numbers with nothing between them")
        )
    return f"an operator is missing before {token.text}"
