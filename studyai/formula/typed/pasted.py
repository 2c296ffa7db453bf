"""What is pasted whole: arrays as NumPy, torch and MATLAB print them, matrices as this program draws them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from studyai.formula.arrays import as_array
from studyai.formula.errors import FormulaError
from studyai.formula.typed.written import RAISED, RAISED_NUMBER
from studyai.formula.values import Value

CALLED = re.compile(
    r"\s*(?:(?:np|numpy|torch|jnp)\s*\.\s*)?(?:array|asarray|tensor|Tensor|matrix|float(?:16|32|64)|int(?:32|64))\s*"
    r"\((?P<inside>.*)\)\s*",
    re.DOTALL,
)
KEYWORDS = re.compile(r",\s*[A-Za-z_]+\s*=\s*[^\[\],]+(?=,|$)")  # dtype=float32, grad_fn=<MeanBackward0>
POWER = rf"[eE][-+]?\d+|×10{RAISED_NUMBER}"
NUMBER = rf"[-+−]?(?:\d+/0*[1-9]\d*|(?:\d+\.?\d*|\.\d+)(?:{POWER})?)"
ITEM = re.compile(rf"(?P<number>{NUMBER})(?=[\s,;\]]|$)|(?P<sign>[\[\],;])|(?P<blank>\s+)")
LINE_OF_MATLAB = 60  # characters: a longer line was broken where NumPy breaks a vector
OPENING, CLOSING = "⎡⎢⎣[", "⎤⎥⎦]"
DRAWN = "⎡⎢⎣⎤⎥⎦"
DEEPEST = 20  # brackets in brackets; no answer has so many
DRAWN_ROW = re.compile(r"\s*\[[^\[\],\s]+(?:\s{2,}[^\[\],\s]+)+\]\s*")


def unwrapped(text: str) -> tuple[str, int]:
    """Return what stands in `array(…)` or `tensor(…)`, and at which character it begins; any other text as it is."""
    match = CALLED.fullmatch(text)
    if match is None:
        return text, 0
    inside = match["inside"]
    keywords = KEYWORDS.search(inside)
    return (inside[: keywords.start()] if keywords else inside), match.start("inside")


def table(text: str) -> str:
    """Return the rows of a spreadsheet, parted by tabs and line ends, as rows in brackets; any other text as it is."""
    if not any(sign in text.strip() for sign in "\t\r\n") or re.search(r"[^-+−.\deE\s]", text):
        return text
    return f"[{'; '.join(line for line in text.splitlines() if line.strip())}]"


def drawn_array(text: str) -> list[Any] | None:
    """Return the cells of a matrix, or of matrices side by side, as they are drawn; None for any other text.

    The columns of a matrix stand two blanks apart.
    """
    if not any(sign in text for sign in DRAWN):
        return None
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    return _drawn([line[margin:] for line in lines])


def _drawn(lines: list[str], depth: int = 0) -> list[Any]:
    if depth > DEEPEST:
        raise FormulaError(f"nested too deeply: at most {DEEPEST} levels")
    if any(len(line) < 2 or line[0] not in OPENING or line[-1] not in CLOSING for line in lines):
        raise FormulaError("a matrix that is drawn is read only by itself, whole")
    inside = [line[1:-1] for line in lines]
    if not any(sign in inside[0] for sign in OPENING):
        return [re.split(r"\s{2,}", line.strip()) for line in inside]
    items, opened, begun = [], 0, 0
    for column, sign in enumerate(inside[0]):
        opened += (sign in OPENING) - (sign in CLOSING)
        if opened == 0 and sign in CLOSING:
            items.append(_drawn([line[begun : column + 1] for line in inside], depth + 1))
        elif opened == 0:
            begun = column + 1
    return items


def is_drawn_row(text: str) -> bool:
    """Return whether it is a matrix of one row as it is drawn: `[1  2]`, where a vector is `[1, 2]`."""
    return DRAWN_ROW.fullmatch(text) is not None


def spaced_list(text: str) -> Value | None:
    """Return the value of a list whose entries only blanks part, or whose rows semicolons; None for any other text."""
    if "[" not in text:
        return None
    reader = _Reader(text)
    nested = reader.nested()
    if nested is None or not (reader.is_spaced or reader.has_rows):
        return None
    _check_lines(text)
    try:
        return as_array(nested)
    except ValueError as problem:
        raise FormulaError(str(problem)) from problem


def _check_lines(text: str) -> None:
    """Refuse a list over several lines of as many numbers each: a wrapped vector for NumPy, rows for MATLAB."""
    inside = text.strip().strip("[]")
    lines = [line.split() for line in inside.splitlines() if line.strip()]
    counts = {len(line) for line in lines}
    if any(sign in inside for sign in "[];,") or len(lines) < 2 or len(counts) > 1:
        return
    if max(map(len, inside.splitlines())) <= LINE_OF_MATLAB:
        row, rows = f"[{', '.join(inside.split())}]", f"[{'; '.join(map(' '.join, lines))}]"
        raise FormulaError(f"these lines can be read as {row} or as {rows}: write one of these")


class _Reader:
    """Reads nothing but brackets, numbers and what parts them; anything else makes it give up."""

    def __init__(self, text: str):
        self.text = text
        self.place = 0
        self.is_spaced = self.has_commas = self.has_rows = False

    def nested(self) -> list[Any] | None:
        items = self._items(1) if self._take("[") else None
        return items if items is not None and not self.text[self.place :].strip() else None

    def _take(self, sign: str) -> bool:
        match = ITEM.match(self.text, self.place)
        while match is not None and match["blank"]:
            self.place = match.end()
            match = ITEM.match(self.text, self.place)
        if match is None or match["sign"] != sign:
            return False
        self.place = match.end()
        return True

    def _items(self, depth: int) -> list[Any] | None:
        rows: list[list[Any]] = [[]]
        parted, has_commas, is_spaced = True, False, False
        while not self._take("]"):
            if self._take(","):
                parted = has_commas = True
            elif self._take(";"):
                rows.append([])
                parted = self.has_rows = True
            else:
                entry = self._entry(depth)
                if entry is None:
                    return None
                is_spaced |= not parted
                rows[-1].append(entry)
                parted = False
        if is_spaced and (has_commas or self.has_commas):
            return None  # a blank beside commas parts nothing
        self.is_spaced |= is_spaced
        self.has_commas |= has_commas
        return rows[0] if len(rows) == 1 else rows

    def _entry(self, depth: int) -> Any:
        if self._take("["):
            return self._items(depth + 1) if depth < DEEPEST else None
        match = ITEM.match(self.text, self.place)
        if match is None or not match["number"]:
            return None
        self.place = match.end()
        written = match[0].replace("−", "-").replace("×10", "e")
        written = "".join(RAISED.get(letter, letter) for letter in written)
        exponent = re.search(r"[eE]([-+]?\d+)", written)
        if len(written) > 60 or (exponent and abs(int(exponent[1])) > 100):
            return None
        value = Fraction(written)
        return value.numerator if value.denominator == 1 else value
