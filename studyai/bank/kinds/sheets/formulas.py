"""Formulas of a page: in the exercises' language, and drawn, never evaluated.

Beyond that language a page may write `⊙`, functions of its own such as `J(theta)`, and what is defined on the left:
`sigma(z) = …`. An index is drawn as it is written; a name that ends in `_prev` or
`_next` is the one before or after it: h_(t−1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import pairwise

from studyai.bank.kinds.exercises.names import SYMBOL
from studyai.bank.kinds.sheets.page import Formula
from studyai.formula.draw.words import with_subscripts
from studyai.formula.errors import FormulaError
from studyai.formula.functions import ARITY
from studyai.formula.parse import FORMULA_BOUNDS, check_length, parse_tokens
from studyai.formula.tokens import Token, tokenize
from studyai.formula.tree import ELEMENTWISE, Binary, Compare, Index, Node, Number, names, rebuild

LONGEST = 240  # characters of a formula
NEAR = 0.8  # how like a listed function a misspelt one is
EQUALS = re.compile(r"(?<![=!<>])=(?!=)")
BESIDE = {"_prev": "−1", "_next": "+1"}
RUNNING = re.compile(r"_([a-z])$")
TIME = "t"


def read_formula(text: str, line: int) -> Formula:
    """Return the formula of one line, its comment behind `#`; raises FormulaError."""
    written, _, comment = text.partition("#")
    if len(written) > LONGEST:
        raise FormulaError(f"too long: {len(written)} characters, at most {LONGEST}", LONGEST)
    sides = [match.start() for match in EQUALS.finditer(written)]
    if len(sides) > 1:
        raise FormulaError("one = in a formula: write a second line", sides[1])
    node = _equation(written, sides[0]) if sides else _parsed(written, 0)
    if not isinstance(node, Compare):
        raise FormulaError("a formula is written name = expression", 0)
    return Formula(node, with_subscripts(comment.replace("`", "").strip()), line, _subscripts(node))


def _equation(written: str, place: int) -> Node:
    left, right = _parsed(written[:place], 0), _parsed(written[place + 1 :], place + 1)
    return Compare("==", left, right)


def _parsed(text: str, start: int) -> Node:
    try:
        check_length(text, FORMULA_BOUNDS)
        tokens = _tokens(text)
        own = {one.text for one, following in pairwise(tokens) if _is_call(one, following)}
        for name in tokens:
            if name.text in own:
                _check_function(name)
            elif name.kind == "name" and SYMBOL.fullmatch(name.text) is None:
                raise FormulaError(f"{name.text} is no symbol: a letter first, 60 at most", name.position)
        return _as_written(parse_tokens(tokens, {*ARITY, *own}, FORMULA_BOUNDS))
    except FormulaError as problem:
        raise FormulaError(problem.message, problem.position + start) from problem


def _tokens(text: str) -> list[Token]:
    """Return the tokens, ⊙ among them, which no formula that is evaluated may have."""
    tokens: list[Token] = []
    start = 0
    for piece in text.split(ELEMENTWISE):
        if start:
            tokens[-1] = Token("sign", ELEMENTWISE, start - 1)  # in the place of the piece's end
        tokens += [Token(one.kind, one.text, one.position + start) for one in tokenize(piece)]
        start += len(piece) + 1
    return tokens


def _is_call(token: Token, following: Token) -> bool:
    return token.kind == "name" and following.text == "(" and token.text not in ARITY


def _check_function(name: Token) -> None:
    """Refuse a function of the page's own that is a listed one misspelt."""
    near = get_close_matches(name.text, ARITY, n=1, cutoff=NEAR)
    if near:
        raise FormulaError(f"{name.text} is not a function here; near: {near[0]}", name.position)


def _as_written(node: Node) -> Node:
    """Return the formula with each index one less: drawing counts the entries of a list from 1, an index from 0."""
    changed = rebuild(node, _as_written)
    if not isinstance(changed, Index):
        return changed
    return Index(changed.operand, tuple(Binary("-", one, Number(1)) for one in changed.indices))


def _subscripts(node: Compare) -> Mapping[str, str]:
    """Return how names that end in `_prev` or `_next` are indexed: beside the left side's index, else beside t."""
    found = names(node)
    running = [match[1] for name in sorted(names(node.left)) if (match := RUNNING.search(name))]
    index = running[0] if running else TIME
    return {name: index + by for name in found for end, by in BESIDE.items() if name.endswith(end)}
