"""How a cell came about, number by number, as it is written by hand: no widgets, so it can be tested by itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from textwrap import wrap

from textual.content import Content

from studyai.protocol import Explained, Part, Stage
from studyai.tui.widgets.columns import MINUS
from studyai.tui.widgets.plain import printable

DIGITS = 4  # significant ones of every number
SAME = 2e-6  # how far two numbers that are the same may differ, relatively
LONGEST = 10  # columns of a number: −1.234e−05
HELD = "\u00a0"  # a space where no line is broken
LARGEST_EXPONENT = 700.0  # of e, that still is a float
FUNCTIONS = {"sigmoid": "σ", "relu": "max(0, ·)"}


def arithmetic_words(explained: Explained, where: str, width: int) -> Content:
    """Return the cell's number, what gave it, and below that how each number in it came about in turn."""
    page, when = _Page(max(width, 16)), f"   after {explained.step:,} updates"
    value = page.number(explained.value)
    fits = len(printable(where)) + len(value) + len(when) + 3 <= width
    head = Content.assemble((printable(where), "bold"), " = ", (value, "bold $accent"), (when if fits else "", "dim"))
    blocks = [head, *map(page.stage, reversed(explained.stages))]
    if explained.note:
        blocks.append(Content("\n".join(wrap(printable(explained.note), page.width))))
    return Content("\n").join(blocks)


class _Page:
    """Writes stages in so many columns; a value is rounded in one way wherever it stands, as a sum and as a term."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.number = Numbers().written

    def stage(self, stage: Stage) -> Content:
        """Return a stage: its formula, its parts, its result."""
        title = Content.assemble((stage.name, "bold"), (f" = {stage.formula}", "$accent"))
        lines = self._shares(stage) if stage.of == "softmax" else self._parts(stage)
        return Content("\n").join([title, *lines, *_wrapped(self._result(stage), self.width)])

    # Parts

    def _parts(self, stage: Stage) -> Iterator[Content]:
        """Yield a paragraph for each part that says more than the result does; its sum stands behind it."""
        for part in stage.parts:
            if len(part.terms) > 1 or len(part.terms[0]) > 1:
                total = f" ={HELD}{self.number(sum_of(part))}" if stage.of != "max" else ""
                joined = ", ".join(map(self._product, part.terms)) if stage.of == "max" else self._sum(part.terms)
                yield from _wrapped(joined + total, self.width, printable(part.label))

    def _shares(self, stage: Stage) -> Iterator[Content]:
        """Yield a line for each score: itself and e to it; the chosen one is marked."""
        largest = max(len(part.label) for part in stage.parts)
        yield Content.styled(f"  {'':<{largest}}  {'z':>{LONGEST}}  {'exp(z)':>{LONGEST}}", "dim")
        for index, part in enumerate(stage.parts):
            score = sum_of(part)
            numbers = f"{self.number(score):>{LONGEST}}  {self._exponential(score):>{LONGEST}}"
            line = f"  {printable(part.label):<{largest}}  {numbers}"
            yield Content.styled(f"{line} ◂", "bold") if index == stage.chosen else Content.styled(line, "dim")

    def _exponential(self, score: float) -> str:
        return self.number(math.exp(score)) if score < LARGEST_EXPONENT else f"e^{self.number(score)}"

    # Results

    def _result(self, stage: Stage) -> str:
        sums, value = [sum_of(part) for part in stage.parts], f"={HELD}{self.number(stage.value)}"
        together = self.number(math.fsum(sums))
        if stage.of == "sum":
            added = self._sum([[one] for one in sums])
            return f"{added} {value}" if len(sums) > 1 else value
        if stage.of == "quotient":
            return f"{self.number(sums[0])}{HELD}/{HELD}{self.number(sums[1])} {value}"
        if stage.of == "max":
            return f"largest {value}"
        if stage.of == "softmax":
            return f"{self._exponential(sums[stage.chosen])}{HELD}/{HELD}the{HELD}sum{HELD}of{HELD}all {value}"
        if stage.of == "root":
            return f"√{together} {value}"
        added = f"{self._sum([[one] for one in sums])} ={HELD}" if len(sums) > 1 else ""
        function = f"max(0, {together})" if stage.of == "relu" else f"{FUNCTIONS.get(stage.of, stage.of)}({together})"
        return f"{added}{together}; {function.replace(' ', HELD)} {value}" if added else f"{function} {value}"

    def _sum(self, terms: Sequence[Sequence[float]]) -> str:
        """Return terms with the signs between them: `0.5·2 − 3·(−1)`; lines are broken before a sign."""
        text = ""
        for term in terms:
            shown = self._product(term)
            negative = shown.startswith(MINUS)
            sign = f" {MINUS}{HELD}" if negative else f" +{HELD}"
            text += sign + shown.removeprefix(MINUS) if text else shown
        return text

    def _product(self, term: Sequence[float]) -> str:
        first, *others = term
        if others == [first]:
            return f"({self.number(first)})²" if first < 0 else f"{self.number(first)}²"
        return "·".join([self.number(first), *map(self._factor, others)])

    def _factor(self, value: float) -> str:
        return f"({self.number(value)})" if value < 0 else self.number(value)


def _wrapped(text: str, width: int, label: str = "") -> Iterator[Content]:
    """Yield lines of a paragraph with its label before the first; the others stand under what follows the label."""
    indent = min(len(label), width // 3) + 4 if label else 2
    first, *others = wrap(text, width - indent) or [""]
    yield Content.assemble(("  " + label).ljust(indent), "").stylize("dim") + Content(first.replace(HELD, " "))
    for line in others:
        yield Content(" " * indent + line.replace(HELD, " "))


def sum_of(part: Part) -> float:
    """Return the sum of a part's terms."""
    return math.fsum(map(math.prod, part.terms))


class Numbers:
    """Numbers as texts of a few digits, the same text for the same number.

    The worker computes in float32, the screen adds up in float64: what both have may differ in the seventh digit, and
    is the same number all the same.
    """

    def __init__(self) -> None:
        self._texts: dict[float, str] = {}

    def written(self, value: float) -> str:
        """Return a number's text."""
        if value not in self._texts:
            self._texts[value] = self._of_the_same(value) or _rounded(value)
        return self._texts[value]

    def _of_the_same(self, value: float) -> str:
        if _rounded(value * (1 - SAME)) == _rounded(value * (1 + SAME)):
            return ""  # it is far from where rounding changes
        return next((text for known, text in self._texts.items() if math.isclose(known, value, rel_tol=SAME)), "")


def _rounded(value: float) -> str:
    return f"{value:.{DIGITS}g}".replace("-", MINUS) if value else "0"
