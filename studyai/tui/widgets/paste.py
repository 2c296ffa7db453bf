"""Reads a pasted vector or matrix into cells of text, without looking at what the cells mean."""

from __future__ import annotations

from studyai.formula.errors import FormulaError
from studyai.formula.typed.latex import from_latex, is_latex
from studyai.formula.typed.pasted import drawn_array, unwrapped

LONGEST_PASTE = 20_000  # characters
OPENERS, CLOSERS = "([{", ")]}"
OPERATORS = {"+", "-", "−", "*", "/", "//", "**", "%", "@"}


class PasteRefused(ValueError):
    """What was pasted has no shape: the message says why, for the learner."""


def read_cells(text: str) -> list[list[str]]:
    """Return the rows of a pasted matrix; a single value is one row of one cell.

    Read are `[[1, 2], [3, 4]]`, `[1, 2]`, rows of a spreadsheet (tabs), and rows with commas or spaces
    between the cells, each on its own line or ended by a semicolon; arrays as NumPy, torch and MATLAB write
    them; matrices of LaTeX and as this program draws them. Brackets inside a cell hold it together:
    `[[sqrt(2), f(1, 2)]]`. Raises `PasteRefused` for ragged rows, brackets that do not match, and absurd lengths.
    """
    if len(text) > LONGEST_PASTE:
        raise PasteRefused(f"That is {len(text)} characters; at most {LONGEST_PASTE} can be pasted.")
    # A terminal sends what is pasted with a carriage return for each new line.
    rows = _rows(text.replace("\r\n", "\n").replace("\r", "\n").strip(" \n"))
    rows = [[cell.strip() for cell in row] for row in rows]
    if not rows or not any(any(row) for row in rows):
        raise PasteRefused("There is nothing to paste.")
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        lengths = ", ".join(str(len(row)) for row in rows[:8])
        raise PasteRefused(f"The rows have different lengths: {lengths}.")
    return rows


def _rows(text: str) -> list[list[str]]:
    try:
        drawn = drawn_array(text)
        text = from_latex(text) if is_latex(text) else unwrapped(text)[0].strip(" \n")
    except FormulaError as problem:
        raise PasteRefused(f"{problem.message}.") from problem
    if drawn is not None:
        if any(isinstance(cell, list) for row in drawn for cell in row):
            raise PasteRefused("These are several matrices; a grid holds one.")
        return drawn
    return _bracketed(text) if text.startswith("[") else _lines(text)


def _bracketed(text: str) -> list[list[str]]:
    inside = _strip_brackets(text)
    items = [item.strip() for item in _split(inside, ",;\n")]
    items = [item for item in items if item]
    if not any(item.startswith("[") for item in items):
        return [_split_row(row) for row in _split(inside.strip("; "), ";")]
    rows = [row for item in items for row in (_split(item, " \t") if item.startswith("[") else [item])]
    if any("][" in row for row in rows):
        raise PasteRefused("A comma is missing between the rows.")
    return [_split_row(_strip_brackets(row)) if row.startswith("[") else [row] for row in rows]


def _strip_brackets(text: str) -> str:
    if not text.endswith("]"):
        raise PasteRefused("The brackets do not match.")
    return text[1:-1]


def _split_row(text: str) -> list[str]:
    cells = _split(text.strip().rstrip(","), ",;")
    return cells if len(cells) > 1 else _split(text, " \t\n") if len(text.split()) > 1 else cells


def _lines(text: str) -> list[list[str]]:
    lines = [line.strip(" \r") for line in _split(text, ";\n") if line.strip()]
    if any("\t" in line for line in lines):
        return [line.split("\t") for line in lines]
    if any(_has(line, ",") for line in lines):
        return [_split(line.rstrip(","), ",") for line in lines]
    if len(lines) == 1 and OPERATORS.intersection(lines[0].split()):
        return [lines]  # one expression with spaces in it: 1 + 2
    return [_split(line, " ") for line in lines]


def _has(text: str, separators: str) -> bool:
    return len(_split(text, separators)) > 1


def _split(text: str, separators: str) -> list[str]:
    """Split at separators outside brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in OPENERS) - (character in CLOSERS)
        if depth < 0:
            raise PasteRefused("The brackets do not match.")
        if character in separators and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    if depth:
        raise PasteRefused("The brackets do not match.")
    if " " in separators:
        return [part for part in parts if part]
    return parts
