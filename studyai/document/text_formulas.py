"""Formulas in lines of text: an equation, a cell's arithmetic, drawings below each other with words about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studyai.document.blocks import Formula
from studyai.document.wrapping import wrapped
from studyai.exercise import named, present
from studyai.formula.draw.terminal import Drawing, draw_equation, draw_terminal, width_of
from studyai.formula.tree import Compare, Name, Put

INDENT = "    "
GIVEN_INDENT = "  "
CELL_INDENT, CELL_GAP = 11, "  "


def typed(formula: Formula) -> str:
    """Return a value behind the name that commands take."""
    about = "" if formula.value is None else f" ≈ {present.value_text(formula.value)}"
    return f"{formula.key} = {one_line(formula)}{about}"


def one_line(formula: Formula) -> str:
    """Return the value in one line; running text has formulas of no other kind."""
    assert formula.known is not None
    return present.value_text(formula.known)


def drawn(formula: Formula, width: int) -> Drawing:
    """Return a value behind its name as people write it."""
    assert formula.known is not None
    return named.value_drawing(formula.symbol, formula.key, formula.known, formula.value, formula.subscripts, width)


def drawn_name(formula: Formula) -> str:
    """Return a name in running text as people write it."""
    assert isinstance(formula.node, Name)
    return named.flat_name(formula.node.name, formula.subscripts, formula.key)


def equation(formula: Formula, width: int) -> Drawing:
    """Return `symbol = formula = value`, as far as it has them."""
    if not formula.symbol:
        return draw_terminal(formula.node, subscripts=formula.subscripts, digits=present.DIGITS, max_width=width)
    node = formula.node if formula.value is None else Compare("==", formula.node, Put(formula.value))
    return draw_equation(formula.symbol, node, subscripts=formula.subscripts, digits=present.DIGITS, max_width=width)


def cell_lines(place: tuple[int, ...], formula: Formula, width: int) -> Iterator[str]:
    """Yield the arithmetic of a cell, its value behind it, or below where there is no room."""
    assert formula.value is not None
    tail = f"= {present.value_text(formula.value)}"
    drawing = draw_terminal(formula.node, digits=present.DIGITS, max_width=width - CELL_INDENT)
    fits = CELL_INDENT + drawing.width + 1 + len(tail) <= width
    where = f"({','.join(map(str, place))})".rjust(CELL_INDENT - len(CELL_GAP))
    for row, text in enumerate(drawing.lines):
        head = where if row == drawing.baseline else " " * len(where)
        behind = f" {tail}" if fits and row == drawing.baseline else ""
        yield f"{head}{CELL_GAP}{text}{behind}".rstrip()
    if not fits:
        yield " " * CELL_INDENT + tail


def equations(rows: Iterable[tuple[Formula, str]], width: int) -> Iterator[str]:
    """Yield formulas, each with the words about it."""
    said = ((equation(formula, width - len(INDENT)), words) for formula, words in rows)
    yield from _below_each_other(said, width, INDENT)


def drawn_givens(rows: Iterable[tuple[Formula, str]], width: int) -> Iterator[str]:
    """Yield givens as people write them, each with what it is called."""
    said = ((drawn(formula, width - len(GIVEN_INDENT)), name) for formula, name in rows)
    yield from _below_each_other(said, width, GIVEN_INDENT)


def _below_each_other(rows: Iterable[tuple[Drawing, str]], width: int, indent: str) -> Iterator[str]:
    """Yield the drawings, the words about each in its line where there is room, else below; air around tall ones."""
    was_tall = False
    for place, (drawing, words) in enumerate(rows):
        lines = list(_with_words(drawing, words, width, indent))
        if place and (was_tall or len(lines) > 1):
            yield ""
        yield from lines
        was_tall = len(lines) > 1


def _with_words(drawing: Drawing, words: str, width: int, indent: str) -> Iterator[str]:
    is_beside = len(indent) + drawing.width + len(INDENT) + width_of(words) <= width
    for place, line in enumerate(drawing.lines):
        said = f"{INDENT}{words}" if is_beside and place == drawing.baseline else ""
        yield f"{indent}{line}{said}".rstrip()
    if not is_beside:
        yield from wrapped(words, width, indent, indent)
