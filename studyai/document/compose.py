"""A variant as blocks: what is asked, what is to be filled in, and the worked solution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from studyai.document.blocks import (
    Answer,
    Answers,
    Asked,
    Block,
    Cells,
    Display,
    Formula,
    Givens,
    Heading,
    Inline,
    Mistakes,
    Paragraph,
    Strong,
    WorkingLines,
)
from studyai.exercise import present
from studyai.exercise.givens import stated_conventions
from studyai.exercise.sample import Variant
from studyai.exercise.slips import slips_at
from studyai.exercise.solve import Line
from studyai.exercise.symbolic import as_written, working
from studyai.exercise.used_givens import used_givens
from studyai.formula.arrays import shape_of
from studyai.formula.draw.names import GREEK
from studyai.formula.expression import Expression
from studyai.formula.tree import Name, Put

FEWEST_LINES, MOST_LINES = 3, 10
POINTS = 1  # for each step
MOST_CELLS = 16  # written out in a worked solution
KEY_CELLS = 4  # written out in a key
EXAMPLE_CELLS = 2  # written out in an example


def question(variant: Variant, number: int) -> list[Block]:
    """Return a question of a paper, with room for the answers."""
    heading = Heading(f"{number}. {variant.exercise.title}", 2, aside=points_words(points(variant)))
    return [heading, *statement(variant), *to_fill_in(variant)]


def key(variant: Variant, number: int) -> list[Block]:
    """Return the worked solution of a question of a paper."""
    heading = Heading(f"{number}. {variant.exercise.title}", 2, aside=variant.id)
    return [heading, *solution(variant, most_cells=KEY_CELLS, brief=True)]


def statement(variant: Variant) -> list[Block]:
    """Return the question, the conventions in force, the givens."""
    said = [Paragraph((Strong("Convention:"), *_with_symbols(" " + one, variant))) for one in _conventions(variant)]
    return [Paragraph(_with_symbols(present.ask_text(variant), variant)), *said, givens(variant)]


def _with_symbols(text: str, variant: Variant) -> tuple[Inline, ...]:
    """Return the text with the names of givens that are no words, theta_0 or gamma, as formulas."""
    written = [name for name in variant.givens if "_" in name or name in GREEK]
    if not written:
        return (text,)
    pieces = re.split(rf"\b({'|'.join(map(re.escape, written))})\b", text)
    return tuple(Formula(Name(piece), key=piece) if place % 2 else piece for place, piece in enumerate(pieces))


def _conventions(variant: Variant) -> list[str]:
    return stated_conventions(variant.exercise, variant.givens)


def givens(variant: Variant) -> Givens:
    """Return the givens with their values and names."""
    return Givens(
        tuple(
            (Formula(Put(value), symbol, symbol), variant.exercise.givens[symbol].name)
            for symbol, value in used_givens(variant).items()
        )
    )


def to_fill_in(variant: Variant) -> list[Block]:
    """Return a blank for each step, those of a repeated step in one row, and lines for the work."""
    rows: dict[str, list[Line]] = {}
    for line in variant.solution.lines:
        rows.setdefault(line.step.symbol, []).append(line)
    asked = tuple(_asked(number, lines) for number, lines in enumerate(rows.values()))
    count = min(MOST_LINES, max(FEWEST_LINES, len(variant.solution.lines) + 1))
    return [Answers(asked), WorkingLines(count)]


def _asked(number: int, lines: list[Line]) -> Asked:
    first = lines[0]
    blanks = tuple(map(symbol, lines))
    precisions = dict.fromkeys(present.asked_precision(line) for line in lines)
    precision = next(iter(precisions)) if len(precisions) == 1 else ""
    is_wide = bool(shape_of(first.value)) or isinstance(first.value, Expression)
    return Asked(chr(ord("a") + number), first.step.name, blanks, precision, POINTS * len(lines), is_wide)


def symbol(line: Line) -> Formula:
    """Return the symbol of a step whose value is asked."""
    return Formula(Name(line.step.symbol), key=line.key, subscripts=present.subscripts(line, numbered=True))


def points(variant: Variant) -> int:
    """Return what the whole question earns."""
    return POINTS * len(variant.solution.lines)


def solution(variant: Variant, *, most_cells: int, brief: bool) -> list[Block]:
    """Return every step: formula, numbers, value, cells, mistakes; then the answer.

    A `brief` one says the formula and the mistakes of a repeated step once, and writes cells out only where
    the numbers alone do not show how a cell comes about.
    """
    blocks: list[Block] = []
    for number, line in enumerate(variant.solution.lines, start=1):
        blocks += _step(number, line, most_cells, brief)
    return [*blocks, answer(variant), Paragraph((f"Source: {variant.exercise.source}",))]


def example(variant: Variant) -> list[Block]:
    """Return the question and its solution as short as can be: without mistakes, points and source."""
    return [*statement(variant), *(block for line in variant.solution.lines for block in _short_step(line))]


def _short_step(line: Line) -> Iterator[Block]:
    """Yield the formula, unless it was said in an earlier round, and in a line of its own the numbers and the value."""
    numbers, found = with_numbers(line), result(line)
    if isinstance(line.value, Expression):
        yield from derivation(line)
    elif line.round <= 1:
        yield Display(formula(line))
    is_whole = numbers.known is not None or found.value is not None or isinstance(line.value, Expression)
    yield Display(found if is_whole else replace(numbers, value=line.value))
    if _shows_cells(line, brief=True):
        yield Cells(cells(line, EXAMPLE_CELLS).rows, 0)


def _step(number: int, line: Line, most_cells: int, brief: bool) -> Iterator[Block]:
    again = brief and line.round > 1
    round_words = f" (round {line.round})" if line.round else ""
    yield Heading(f"{number}. {line.step.name}{round_words}", 3, aside=points_words(POINTS) if brief else "")
    yield from derivation(line) if isinstance(line.value, Expression) else _calculation(line, brief)
    yield Display(result(line))
    if _shows_cells(line, brief):
        yield cells(line, most_cells)
    if not again and (found := mistakes(line)).rows:
        yield found


def _calculation(line: Line, brief: bool) -> Iterator[Block]:
    numbers = with_numbers(line)
    if not brief or line.round <= 1:
        yield Display(formula(line))
    if not brief or numbers.known is None:  # nothing is worked out where a value is only taken over
        yield Display(numbers)


def derivation(line: Line) -> Iterator[Block]:
    """Yield the derivative to be found, and each rule that leads to it, the innermost first."""
    yield Display(with_numbers(line))
    for one in working(line):
        yield Paragraph((one.rule,))
        yield Display(Formula(one.equation))


def points_words(count: int) -> str:
    """Return what stands at the margin: 1 point, 3 points."""
    return f"{count} point{'s' if count != 1 else ''}"


def _shows_cells(line: Line, brief: bool) -> bool:
    if not shape_of(line.value):
        return False
    if not brief:
        return present.has_cells(line)
    return present.has_inner_arithmetic(line)


def formula(line: Line) -> Formula:
    """Return the step's formula."""
    return Formula(as_written(line), line.step.symbol, line.key, present.subscripts(line))


def with_numbers(line: Line) -> Formula:
    """Return the same with the numbers put in."""
    return Formula(present.with_numbers(line), line.step.symbol, line.key, present.subscripts(line, numbered=True))


def result(line: Line) -> Formula:
    """Return the step's value, where it is a fraction also as the decimals asked for."""
    return Formula(
        Put(line.value),
        line.step.symbol,
        line.key,
        present.subscripts(line, numbered=True),
        present.as_decimals(line, line.value),
    )


def cells(line: Line, most: int) -> Cells:
    """Return the first cells' arithmetic."""
    listed = present.cells(line)
    rows = tuple(
        (tuple(index + 1 for index in cell.index), Formula(cell.node, value=cell.value)) for cell in listed[:most]
    )
    return Cells(rows, max(0, len(listed) - most))


def mistakes(line: Line) -> Mistakes:
    """Return the values that the step's slips lead to."""
    numbered = present.subscripts(line, numbered=True)
    return Mistakes(
        tuple(
            (Formula(Put(slipped.value), line.step.symbol, line.key, numbered), slipped.slip.say)
            for slipped in slips_at(line)
        )
    )


def answer(variant: Variant) -> Answer:
    """Return the values asked for in the end."""
    return Answer(tuple(result(variant.solution.line(key)) for key in variant.solution.answer))
