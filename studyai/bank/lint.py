"""Proves a pack: every exercise, every level, hundreds of seeds.

What is checked: a variant can be drawn; every formula with its numbers put in, drawn as text and read
again, has the step's value; numbers are hand-friendly; each slip turns up in a fair share of the seeds (where
it can be told from the truth and from the slips before it); variants are many; the oracle agrees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from studyai.bank.lint_slips import rare_slips, turned_up, wrong_examples
from studyai.exercise.definition import Exercise
from studyai.exercise.givens import GivenError
from studyai.exercise.precision import agrees
from studyai.exercise.present import numbers_text
from studyai.exercise.sample import SamplingError, Variant, sample
from studyai.exercise.solve import Line
from studyai.exercise.symbolic import variables
from studyai.formula.arrays import entries, shape_of
from studyai.formula.errors import EvaluationError, FormulaError
from studyai.formula.evaluate import evaluate
from studyai.formula.expression import Expression, variable
from studyai.formula.parse import Bounds, parse_formula
from studyai.formula.probing import CONSTANTS

LEAST_VARIANTS = 100
MOST_DIGITS = 4  # significant ones of a sampled number
LARGEST_GIVEN = 1000
READ_BACK = 1e-9
DRAWN_BOUNDS = Bounds(length=1_000_000, depth=400, digits=400, exponent=320)
EXAMPLES = 3  # of each kind of problem, named

Oracle = Callable[[Sequence[Variant]], Sequence[str]]
"""Asks the oracle about variants of one exercise; for each, what is wrong, or an empty text."""


@dataclass
class Report:
    """What linting one exercise found."""

    exercise: str
    variants: int = 0
    distinct: dict[int, int] = field(default_factory=dict)
    slips: Counter[str] = field(default_factory=Counter)
    slip_count: int = 0
    examples: int = 0
    problems: list[str] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    def blame(self, kind: str, message: str) -> None:
        """Note a problem; the first few of a kind are named, the others counted."""
        self._counts[kind] += 1
        if self._counts[kind] <= EXAMPLES:
            self.problems.append(message)

    def close(self) -> None:
        """Add how many more there were of each kind."""
        for kind, count in self._counts.items():
            if count > EXAMPLES:
                self.problems.append(f"… {kind}: {count - EXAMPLES} more")


def lint(exercises: Iterable[Exercise], seeds: int, oracle: Oracle) -> Iterator[Report]:
    """Yield a report for each exercise."""
    for exercise in exercises:
        yield lint_exercise(exercise, seeds, oracle)


def lint_exercise(exercise: Exercise, seeds: int, oracle: Oracle) -> Report:
    """Prove one exercise over this many seeds per level."""
    report = Report(exercise.id)
    slips = [slip for step in exercise.steps() for slip in step.slips]
    report.slip_count, report.examples = len(slips), sum(slip.example is not None for slip in slips)
    shares: dict[int, dict[str, float]] = {}
    for level in exercise.levels:
        variants = _variants(exercise, level, seeds, report)
        report.variants += len(variants)
        report.distinct[level] = len({content(variant) for variant in variants})
        if report.distinct[level] < min(LEAST_VARIANTS, seeds // 2):
            report.blame("variety", f"level {level}: only {report.distinct[level]} distinct variants in {seeds} seeds")
        for variant in variants:
            _check_variant(variant, report)
        counts = turned_up(variants)
        report.slips.update(counts)
        shares[level] = {name: count / len(variants) for name, count in counts.items()}
        for variant, problem in zip(variants, oracle(variants), strict=True):
            if problem:
                report.blame("oracle", f"{variant.id}: {problem}")
    for finding in rare_slips(exercise, shares):
        report.blame("slips", finding)
    for finding in wrong_examples(exercise):
        report.blame("examples", finding)
    report.close()
    return report


def _variants(exercise: Exercise, level: int, seeds: int, report: Report) -> list[Variant]:
    variants = []
    for seed in range(1, seeds + 1):
        try:
            variants.append(sample(exercise, level, seed))
        except (SamplingError, EvaluationError, GivenError) as problem:
            report.blame("sampling", str(problem))
    return variants


def content(variant: Variant) -> str:
    """Return what makes two variants the same: their givens."""
    return repr(
        {
            symbol: str(value) if isinstance(value, (str, Expression)) else entries(value)
            for symbol, value in variant.givens.items()
        }
    )


def _check_variant(variant: Variant, report: Report) -> None:
    for symbol, value in variant.givens.items():
        if not isinstance(value, (str, Expression)) and not all(_is_friendly(entry) for entry in entries(value)):
            report.blame("numbers", f"{variant.id}: {symbol} = {value} is not hand-friendly")
    for line in variant.solution.lines:
        problem = _read_back(line)
        if problem:
            report.blame("drawing", f"{variant.id}: step {line.key}: {problem}")


def _is_friendly(entry: int | Fraction | float) -> bool:
    if isinstance(entry, float) or abs(float(entry)) > LARGEST_GIVEN:
        return False
    digits = f"{float(entry):.12g}".lstrip("-").replace(".", "").partition("e")[0].strip("0")
    return len(digits) <= MOST_DIGITS


def _read_back(line: Line) -> str:
    """Return what is wrong with the drawn formula, read again; nothing if its value is the step's."""
    text = numbers_text(line)
    try:
        named = {name: variable(name) for name in (*variables(line), *CONSTANTS)}
        value = evaluate(parse_formula(text, bounds=DRAWN_BOUNDS), named)
    except (FormulaError, EvaluationError) as problem:
        return f"{text} cannot be read again: {problem}"
    if isinstance(line.value, Expression):
        return "" if agrees(value, line.value, 0) else f"{text} is another expression"
    if shape_of(value) != shape_of(line.value):
        return f"{text} has another shape"
    pairs = zip(entries(value), entries(line.value), strict=True)
    if any(abs(float(one) - float(two)) > READ_BACK * max(1.0, abs(float(two))) for one, two in pairs):
        return f"{text} has another value"
    return ""
