"""How a cell came about, number by number, as it is written by hand: no widgets, so it can be tested by itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from textwrap import wrap

from textual.content import Content

from studyai.protocol import Explained, Part, Stage
from studyai.tui.widgets.columns import MINUS
from studyai.tui.widgets.heat.map import exact_number
from studyai.tui.widgets.plain import printable

DIGITS = 3  # significant ones of a number in a sum; its result has one more
HELD = "\u00a0"  # a space where no line is broken
LARGEST_EXPONENT = 700.0  # of e, that still is a float
FUNCTIONS = {"sigmoid": "σ", "relu": "max(0, ·)"}


def arithmetic_words(explained: Explained, where: str, width: int) -> Content:
    """Return the cell's number, what gave it, and below that how each number in it came about in turn."""
    value, when = exact_number(explained.value), f"   after {explained.step:,} updates"
    fits = len(printable(where)) + len(value) + len(when) + 3 <= width
    head = Content.assemble((printable(where), "bold"), " = ", (value, "bold $accent"), (when if fits else "", "dim"))
    blocks = [head, *(_stage(stage, max(width, 16)) for stage in reversed(explained.stages))]
    if explained.note:
        blocks.append(Content("\n".join(wrap(printable(explained.note), max(width, 16)))))
    return Content("\n").join(blocks)


def _stage(stage: Stage, width: int) -> Content:
    title = Content.assemble((stage.name, "bold"), (f" = {stage.formula}", "$accent"))
    lines = _shares(stage) if stage.of == "softmax" else _parts(stage, width)
    return Content("\n").join([title, *lines, *_wrapped(_result(stage), width)])


# Parts


def _parts(stage: Stage, width: int) -> Iterator[Content]:
    """Yield a paragraph for each part that says more than the result does; its sum stands behind it."""
    for part in stage.parts:
        if len(part.terms) > 1 or len(part.terms[0]) > 1:
            total = f" ={HELD}{number(sum_of(part), DIGITS + 1)}" if stage.of != "max" else ""
            joined = ", ".join(map(_product, part.terms)) if stage.of == "max" else _sum(part.terms)
            yield from _wrapped(joined + total, width, printable(part.label))


def _wrapped(text: str, width: int, label: str = "") -> Iterator[Content]:
    """Yield lines of a paragraph with its label before the first; the others stand under what follows the label."""
    indent = min(len(label), width // 3) + 4 if label else 2
    first, *others = wrap(text, width - indent) or [""]
    yield Content.assemble(("  " + label).ljust(indent), "").stylize("dim") + Content(first.replace(HELD, " "))
    for line in others:
        yield Content(" " * indent + line.replace(HELD, " "))


def _shares(stage: Stage) -> Iterator[Content]:
    """Yield a line for each score: itself and e to it; the chosen one is marked."""
    largest = max(len(part.label) for part in stage.parts)
    yield Content.styled(f"  {'':<{largest}}  {'z':>8}  {'exp(z)':>9}", "dim")
    for index, part in enumerate(stage.parts):
        score = sum_of(part)
        line = f"  {printable(part.label):<{largest}}  {number(score):>8}  {_exponential(score):>9}"
        yield Content.styled(f"{line} ◂", "bold") if index == stage.chosen else Content.styled(line, "dim")


def _exponential(score: float) -> str:
    return number(math.exp(score)) if score < LARGEST_EXPONENT else f"e^{number(score)}"


# Results


def _result(stage: Stage) -> str:
    sums, value = [sum_of(part) for part in stage.parts], f"={HELD}{number(stage.value, DIGITS + 1)}"
    together = number(math.fsum(sums), DIGITS + 1)
    if stage.of == "sum":
        added = _sum([[one] for one in sums])
        return f"{added} {value}" if len(sums) > 1 else value
    if stage.of == "quotient":
        return f"{number(sums[0])}{HELD}/{HELD}{number(sums[1])} {value}"
    if stage.of == "max":
        return f"largest {value}"
    if stage.of == "softmax":
        return f"{_exponential(sums[stage.chosen])}{HELD}/{HELD}the{HELD}sum{HELD}of{HELD}all {value}"
    if stage.of == "root":
        return f"√{together} {value}"
    added = f"{_sum([[one] for one in sums])} ={HELD}" if len(sums) > 1 else ""
    function = f"max(0, {together})" if stage.of == "relu" else f"{FUNCTIONS.get(stage.of, stage.of)}({together})"
    return f"{added}{together}; {function.replace(' ', HELD)} {value}" if added else f"{function} {value}"


def sum_of(part: Part) -> float:
    """Return the sum of a part's terms."""
    return math.fsum(map(math.prod, part.terms))


# Numbers


def number(value: float, digits: int = DIGITS) -> str:
    """Return a number in a sum."""
    return f"{value:.{digits}g}".replace("-", MINUS) if value else "0"


def _sum(terms: Sequence[Sequence[float]]) -> str:
    """Return terms with the signs between them: `0.5·2 − 3·(−1)`; lines are broken before a sign."""
    text = ""
    for term in terms:
        shown = _product(term)
        negative = shown.startswith(MINUS)
        sign = f" {MINUS}{HELD}" if negative else f" +{HELD}"
        text += sign + shown.removeprefix(MINUS) if text else shown
    return text


def _product(term: Sequence[float]) -> str:
    first, *others = term
    if others == [first]:
        return f"({number(first)})²" if first < 0 else f"{number(first)}²"
    return "·".join([number(first), *(f"({number(one)})" if one < 0 else number(one) for one in others)])
