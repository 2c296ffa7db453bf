"""Proves an exercise: every level, hundreds of seeds.

What is checked: a variant can be drawn; every formula with its numbers put in, drawn as text and read
again, has the step's value; numbers are hand-friendly; each slip turns up in a fair share of the seeds (where
it can be told from the truth and from the slips before it), as its example says; variants are many; every
step has a hint; the oracle agrees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction

from studyai.bank.kinds.exercises.lint_slips import FEWEST_SEEDS, rare_slips, turned_up, wrong_examples
from studyai.bank.kinds.exercises.parts import given_part, level_part, slip_part
from studyai.bank.kinds.exercises.why import why_rare, why_unusable
from studyai.bank.report import Report, Trial
from studyai.bank.section import Placed
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


def lint_exercise(placed: Placed[Exercise], trial: Trial) -> Report:
    """Prove one exercise over this many seeds per level."""
    exercise, report = placed.value, Report(placed)
    variants = {level: _variants(exercise, level, trial.seeds, report) for level in exercise.levels}
    drawn = {level: len({content(variant) for variant in of_level}) for level, of_level in variants.items()}
    for level, of_level in variants.items():
        if drawn[level] < min(LEAST_VARIANTS, trial.seeds // 2):
            said = f"level {level}: only {drawn[level]} distinct variants in {trial.seeds} seeds; let more numbers vary"
            report.blame("variety", said, level_part(level))
        for variant in of_level:
            _check_variant(variant, report)
    _ask_torch(exercise, [variant for of_level in variants.values() for variant in of_level], trial, report)
    slips = _check_slips(exercise, variants, trial.seeds, report)
    _check_hints(exercise, report)
    report.close()
    _sum_up(exercise, variants, drawn, slips, report)
    return report


def _sum_up(
    exercise: Exercise,
    variants: Mapping[int, list[Variant]],
    drawn: Mapping[int, int],
    slips: Counter[str],
    report: Report,
) -> None:
    """Say how much was tried."""
    every = [slip for step in exercise.steps() for slip in step.slips]
    report.variants = sum(map(len, variants.values()))
    report.tallies = {"slips": len(every), "examples": sum(slip.example is not None for slip in every)}
    in_levels = {str(level): count for level, count in drawn.items()}
    report.counted = {"variants": report.variants, "distinct": in_levels, "slips": dict(slips)}
    per_level = ", ".join(map(str, drawn.values()))
    report.summary = (
        f"{report.variants:6} variants, torch asked for each; distinct per level {per_level}; {len(slips)} slips"
    )


def _variants(exercise: Exercise, level: int, seeds: int, report: Report) -> list[Variant]:
    """Return a variant for each seed that has one; why others have none is found out for the first of them."""
    variants, failed = [], []
    for seed in range(1, seeds + 1):
        try:
            variants.append(sample(exercise, level, seed))
        except SamplingError:
            failed.append(seed)
        except (EvaluationError, GivenError) as problem:
            report.blame("sampling", f"level {level}, seed {seed}: {problem}", level_part(level))
    if failed:
        why, part = why_unusable(exercise, level, failed[0])
        said = f"level {level}: no usable draw for {len(failed)} of {seeds} seeds; with seed {failed[0]} {why}"
        report.blame("sampling", said, part)
    return variants


def _ask_torch(exercise: Exercise, variants: Sequence[Variant], trial: Trial, report: Report) -> None:
    if exercise.oracle not in trial.oracles:
        near = get_close_matches(exercise.oracle, trial.oracles)
        told = f"near: {', '.join(near)}" if near else "they are called as their exercises are, see `studyai list`"
        report.blame("oracle", f"no oracle {exercise.oracle}; `oracle:` names one that there is; {told}", "oracle")
        return
    for variant, disagreement in zip(variants, trial.oracle(variants), strict=True):
        if disagreement:
            report.blame("oracle", f"{variant.id}: {disagreement.text}", disagreement.step)


def _check_slips(exercise: Exercise, variants: Mapping[int, list[Variant]], seeds: int, report: Report) -> Counter[str]:
    """Report what is wrong with the slips; return how many variants each can be given away in."""
    counts = {level: turned_up(of_level) for level, of_level in variants.items() if of_level}
    shares = {
        level: {part: count / len(variants[level]) for part, count in of_level.items()}
        for level, of_level in counts.items()
    }
    every = [variant for of_level in variants.values() for variant in of_level]
    for step, slip, finding in rare_slips(exercise, shares) if shares and seeds >= FEWEST_SEEDS else ():
        report.blame("slips", f"{finding}. {why_rare(step, slip, every)}", slip_part(step.symbol, slip.tag))
    for step, slip, finding in wrong_examples(exercise):
        report.blame("examples", finding, slip_part(step.symbol, slip.tag))
    return sum(counts.values(), Counter())


def _check_hints(exercise: Exercise, report: Report) -> None:
    for step in exercise.steps():
        if not step.hint:
            report.blame("hints", f"step {step.symbol} has no hint; `hint:` says how to begin", step.symbol)


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
            report.blame("numbers", f"{variant.id}: {symbol} = {value} is not hand-friendly", given_part(symbol))
    for line in variant.solution.lines:
        problem = _read_back(line)
        if problem:
            report.blame("drawing", f"{variant.id}: step {line.key}: {problem}", line.step.symbol)


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
