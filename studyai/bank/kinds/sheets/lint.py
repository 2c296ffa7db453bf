"""Proves a page: what it names exists, its claims hold, its example has a solution, its formulas can be drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from studyai.bank.kinds.sheets.page import (
    Block,
    Citation,
    Claimed,
    Correction,
    Example,
    Formula,
    Formulas,
    Page,
    all_words,
    citations,
    plain,
)
from studyai.bank.report import Report, Trial
from studyai.bank.section import Placed
from studyai.errors import ToldError
from studyai.exercise.sample import sample
from studyai.formula.draw.latex import draw_latex
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.draw.typst import draw_typst

MOST_LINES = 100
MOST_WORDS = 60  # of a paragraph, an item, a cell
WIDEST = 72  # columns of a formula on a small terminal


def lint_page(placed: Placed[Page], trial: Trial) -> Report:
    """Check one page."""
    page, report = placed.value, Report(placed)
    if page.length > MOST_LINES:
        report.blame("length", f"{page.length} lines; a page has at most {MOST_LINES}")
    for place, block in enumerate(page.blocks):
        for kind, message in _faults(block, trial):
            report.blame(kind, message, str(place))
    report.close()
    counts = {
        "formulas": sum(len(block.formulas) for block in page.blocks if isinstance(block, Formulas)),
        "examples": _count(page, Example),
        "claims": _count(page, Claimed),
        "corrections": _count(page, Correction),
    }
    report.summary = f"{page.length} lines, " + ", ".join(f"{count} {name}" for name, count in counts.items())
    report.counted = {"lines": page.length, **counts}
    return report


def _count(page: Page, kind: type[Block]) -> int:
    return sum(isinstance(block, kind) for block in page.blocks)


def _faults(block: Block, trial: Trial) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a block: the kind of finding, and the finding."""
    match block:
        case Example():
            yield from _example_faults(block, trial)
        case Claimed(claim):
            yield from _claim_faults(claim, trial)
        case Correction(claim=claim) if claim:
            yield from _claim_faults(claim, trial)
        case Formulas(formulas):
            for formula in formulas:
                yield from _formula_faults(formula)
    for citation in citations(block):
        yield from _reference_faults(citation, trial)
    for words in all_words(block):
        count = len(plain(words).split())
        if count > MOST_WORDS:
            yield "length", f"{count} words in one piece; {MOST_WORDS} at most: make two of it"


def _example_faults(block: Example, trial: Trial) -> Iterator[tuple[str, str]]:
    exercise = trial.exercise(block.exercise)
    if exercise is None:
        yield "example", f"no exercise {block.exercise}{_near(block.exercise, trial.known.exercises)}"
        return
    if block.level not in exercise.levels:
        yield "example", f"{block.exercise} has no level {block.level}; it has {', '.join(map(str, exercise.levels))}"
        return
    try:
        sample(exercise, block.level, block.seed)
    except ToldError as problem:
        yield "example", f"{block.exercise}:{block.level}:{block.seed} has no solution: {problem}"


def _claim_faults(claim: str, trial: Trial) -> Iterator[tuple[str, str]]:
    if claim not in trial.known.claims:
        yield "claim", f"no claim {claim}{_near(claim, trial.known.claims)}"
    elif against := trial.against(claim):
        yield "claim", f"the claim {claim} does not hold: {against}"


def _reference_faults(citation: Citation, trial: Trial) -> Iterator[tuple[str, str]]:
    if citation.key not in trial.known.references:
        yield "reference", f"no reference {citation.key}{_near(citation.key, trial.known.references)}"


def _formula_faults(formula: Formula) -> Iterator[tuple[str, str]]:
    """Draw it in each language; one that no line of a small terminal holds is told."""
    draw_latex(formula.node, subscripts=formula.subscripts)
    draw_typst(formula.node, subscripts=formula.subscripts)
    drawn = draw_terminal(formula.node, subscripts=formula.subscripts, max_width=WIDEST)
    if drawn.width > WIDEST:
        yield "formula", f"line {formula.line}: {drawn.width} columns wide when drawn; {WIDEST} at most"


def _near(name: str, names: Collection[str]) -> str:
    near = get_close_matches(name, sorted(names))
    return f"; near: {', '.join(near)}" if near else ""
