"""An exercise's parts as the screens draw them: givens side by side, steps with their numbers, symbols."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from textual.content import Content

from studyai.exercise import named, present
from studyai.exercise.mark import GLYPHS, Verdict
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Line
from studyai.exercise.used_givens import used_givens
from studyai.formula.arrays import shape_of
from studyai.formula.draw.terminal import Drawing, draw_equation, draw_terminal, width_of
from studyai.formula.tree import Node, Put
from studyai.formula.values import Value
from studyai.study.items.step import StepItem
from studyai.study.sitting import Entry
from studyai.tui.widgets.plain import printable

GAP = 4  # columns between givens that stand side by side
LONGEST_VALUE, SHORTEST_VALUE = 44, 16
CIRCLED = 10  # Unicode has ① to ⑳, but many terminal fonts end with ⑩
VERDICT_STYLES = {
    Verdict.CORRECT: "$success",
    Verdict.CARRIED: "$success",
    Verdict.SLIP: "$error",
    Verdict.WRONG: "$error",
    Verdict.COARSE: "$warning",
    Verdict.UNREADABLE: "$warning",
}
SHOWN = "○"  # the glyph of a step that was worked for the learner


def numeral(number: int) -> str:
    """Return the number of a step: ①, ②, … then 11."""
    return chr(0x245F + number) if 1 <= number <= CIRCLED else f"{number}."


def flat_symbol(line: Line) -> str:
    """Return the step's symbol in one line, indexed by its round: `Fₑₕ`, `m₂`, `∂J/∂w`, else its key."""
    return named.flat_name(line.step.symbol, present.subscripts(line, numbered=True), line.key)


def short_value(value: Value, longest: int = LONGEST_VALUE) -> str:
    """Return a value in one line that is never long."""
    text = present.value_text(value)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def drawn_equation(symbol: str, value: Value, width: int | None = None) -> Drawing:
    """`X = [ … ]`, a matrix as its rows; wider than `width`, as several channels are, in several lines."""
    return draw_equation(symbol, Put(value), digits=present.DIGITS, max_width=width)


def value_lines(value: Value, width: int | None = None) -> list[str]:
    """Return a value by itself, a matrix as its rows."""
    return draw_terminal(Put(value), digits=present.DIGITS, max_width=width).lines


def givens_lines(variant: Variant, width: int) -> list[str]:
    """Return every numeric given that matters, as many side by side as fit.

    Numbers and vectors first, then matrices.
    """
    values = used_givens(variant)
    flat = [drawn_equation(symbol, value) for symbol, value in values.items() if len(shape_of(value)) < 2]
    tall = [
        drawn_equation(name, part, width)
        for symbol, value in values.items()
        if len(shape_of(value)) >= 2
        for name, part in _parted(symbol, value, width)
    ]
    lines = flow_drawings(flat, width)
    between = [""] if lines and lines[-1] and tall else []
    return lines + between + flow_drawings(tall, width)


def _parted(symbol: str, value: Value, width: int) -> list[tuple[str, Value]]:
    """Return a list of lists of matrices that is wider than a line, each by itself: K₁, K₂."""
    if not isinstance(value, np.ndarray) or value.ndim != 4 or drawn_equation(symbol, value).width <= width:
        return [(symbol, value)]
    return [(f"{symbol}_{number}", part) for number, part in enumerate(value, start=1)]


def flow_drawings(drawings: Sequence[Drawing], width: int) -> list[str]:
    """Return drawings in reading order, as many side by side as fit."""
    lines: list[str] = []
    row: list[Drawing] = []
    for drawing in drawings:
        if row and sum(one.width + GAP for one in row) + drawing.width > width:
            lines += side_by_side(row)
            row = []
        row.append(drawing)
    return lines + side_by_side(row)


def side_by_side(drawings: Sequence[Drawing]) -> list[str]:
    """Return drawings beside each other on one baseline; an empty line below where they are tall."""
    if not drawings:
        return []
    above = max(one.baseline for one in drawings)
    height = above + max(one.height - one.baseline for one in drawings)
    rows = [""] * height
    for drawing in drawings:
        top = above - drawing.baseline
        for place in range(height):
            inside = 0 <= place - top < drawing.height
            text = drawing.lines[place - top] if inside else ""
            rows[place] += text + " " * (drawing.width - width_of(text) + GAP)
    return [row.rstrip() for row in rows] + ([""] if height > 1 else [])


def formula_lines(node: Node, value: Value | None, width: int) -> list[str]:
    """Return a formula, with `= value` behind it, or below where it goes on over several lines."""
    if value is None:
        return draw_terminal(node, digits=present.DIGITS, max_width=width).lines
    tail = f" = {present.value_text(value)}"
    drawing = draw_terminal(node, digits=present.DIGITS)
    if drawing.width + len(tail) > width:
        return [*draw_terminal(node, digits=present.DIGITS, max_width=width).lines, f"   {tail}"]
    lines = list(drawing.lines)
    lines[drawing.baseline] += tail
    return lines


def entry_value(entry: Entry[StepItem]) -> Value:
    """Return what a settled step came to: the learner's value, or the one shown."""
    return entry.item.line.value if entry.mark is None or entry.mark.value is None else entry.mark.value


def drawn_entry(entry: Entry[StepItem], width: int) -> Drawing:
    """Return a settled step's value in full."""
    return _equation_of(entry.item.line, entry_value(entry), width)


def value_equation(line: Line, value: Value, width: int) -> list[str]:
    """`z₃ = 109/600 ≈ 0.18167`: a step's value; a fraction as the decimals that are asked for, too."""
    about = None if shape_of(value) else present.as_decimals(line, value)
    subscripts = present.subscripts(line, numbered=True)
    return named.value_drawing(line.step.symbol, line.key, value, about, subscripts, width).lines


def _equation_of(line: Line, value: Value, width: int) -> Drawing:
    subscripts = present.subscripts(line, numbered=True)
    return draw_equation(line.step.symbol, Put(value), subscripts=subscripts, digits=present.DIGITS, max_width=width)


def entry_content(number: int, entry: Entry[StepItem], width: int) -> Content:
    """Return a settled step in one line: its glyph, number, symbol and value."""
    if entry.mark is None:
        glyph, style = SHOWN, "dim"
    else:
        glyph, style = GLYPHS[entry.mark.verdict], VERDICT_STYLES[entry.mark.verdict]
    text = f" {numeral(number)} {printable(flat_symbol(entry.item.line))} = "
    value = short_value(entry_value(entry), max(width - 1 - width_of(text), SHORTEST_VALUE))
    return Content.assemble((glyph, f"bold {style}"), (text, "dim"), value)


def flowed(parts: Iterable[Content], width: int, gap: int = 3) -> Content:
    """Return short lines, as many side by side as fit."""
    rows: list[Content] = []
    for part in parts:
        if rows and width_of(rows[-1].plain) + gap + width_of(part.plain) <= width:
            rows[-1] = Content.assemble(rows[-1], " " * gap, part)
        else:
            rows.append(part)
    return Content("\n").join(rows)
