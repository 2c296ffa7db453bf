"""Every exercise: the same id gives the same numbers in any process; a coarse answer is told so; nothing crashes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.mark import Verdict, mark, mark_value
from studyai.exercise.precision import agrees, asked_decimals
from studyai.exercise.sample import sample, with_own_givens
from studyai.exercise.slips import slips_at
from studyai.exercise.solve import Override, solve
from studyai.formula.arrays import as_array, nested, same, shape_of
from studyai.formula.expression import Expression
from studyai.formula.values import Value

BANK = Bank([built_in()])
ATTACKS = ("1e100", "-1e100", "1e-99", "0", "1/3", "exp(230)", "[1]", "[[1, 2], [3, 4]]")
ATTACKS_ON_EXPRESSIONS = ("1e20", "0", "1/3", "exp(230)", "9**9**9", "log(0)")

DESCRIBE = """
from pathlib import Path
from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.sample import sample
bank = Bank([built_in()])
for name in bank.ids():
    for level in bank.exercise(name).levels:
        variant = sample(bank.exercise(name), level, 7)
        print(variant.id, dict(variant.givens), [(line.key, line.value) for line in variant.solution.lines])
"""


def _described(hash_seed: str) -> str:
    surroundings = {**os.environ, "PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", DESCRIBE]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True).stdout


def test_a_variant_does_not_depend_on_the_process() -> None:
    described = _described("1")
    assert described == _described("2")
    assert all(f"{name}:" in described for name in BANK.ids())


def _like(value: Value, entry: Value) -> Value:
    if isinstance(value, Expression):
        return entry
    filled = nested(value, lambda _: entry)
    return as_array(filled) if isinstance(filled, list) else filled


@pytest.mark.parametrize("identifier", BANK.ids())
def test_an_answer_with_one_decimal_fewer_is_coarse(identifier: str) -> None:
    for level in BANK.exercise(identifier).levels:
        solution = sample(BANK.exercise(identifier), level, 5).solution
        for line in solution.lines:
            decimals = asked_decimals(line.value, line.step.decimals)
            if decimals < 2:
                continue
            fewer = nested(line.value, lambda entry, places=decimals - 1: round(float(entry), places))
            typed: Value = as_array(fewer) if isinstance(fewer, list) else fewer
            slips = [slipped.value for slipped in slips_at(line)]
            if any(agrees(typed, value, decimals) for value in (line.value, *slips)):
                continue
            marked = mark_value(solution, line.key, typed, {})
            assert marked.verdict in (Verdict.COARSE, Verdict.SLIP), (identifier, level, line.key)
            assert (marked.verdict is Verdict.SLIP) == bool(marked.slip)


@pytest.mark.parametrize("coarse", ["0.12", "0.13", "0.1"])
def test_a_half_may_be_rounded_up_or_down(coarse: str) -> None:
    variant = with_own_givens(BANK.exercise("softmax"), 1, 0, {"z": as_array([0] * 8)})
    typed = f"[{', '.join([coarse] * 8)}]"
    assert mark(variant.solution, "p", typed).verdict is Verdict.COARSE


@pytest.mark.parametrize("identifier", BANK.ids())
def test_monstrous_answers_are_marked_and_what_follows_from_them_too(identifier: str) -> None:
    exercise = BANK.exercise(identifier)
    solution = sample(exercise, max(exercise.levels), 3).solution
    first, last = solution.lines[0], solution.lines[-1]
    for text in ATTACKS_ON_EXPRESSIONS if isinstance(first.value, Expression) else ATTACKS:
        given = mark(solution, first.key, text)
        assert given.verdict is not Verdict.UNREADABLE
        assert given.value is not None
        for earlier in (given.value, _like(first.value, given.value) if not shape_of(given.value) else first.value):
            if first is not last:
                assert mark_value(solution, last.key, last.value, {first.key: earlier}).verdict is Verdict.CORRECT


@pytest.mark.parametrize("identifier", BANK.ids())
def test_what_a_learner_writes_replaces_one_step_and_what_depends_on_it(identifier: str) -> None:
    variant = sample(BANK.exercise(identifier), 1, 9)
    for place, line in enumerate(variant.solution.lines):
        kept = solve(variant.exercise, variant.givens, Override({}, {line.key: line.value}))
        assert all(same(a.value, b.value) for a, b in zip(kept.lines, variant.solution.lines, strict=True))
        before = variant.solution.lines[:place]
        assert all(same(kept.line(other.key).value, other.value) for other in before)


def test_the_sheets_pooling_example() -> None:
    own: dict[str, Value] = {"X": as_array([[3, 0, 1], [0, 2, 0], [1, 0, 3]]), "F": 2, "S": 1}
    solution = with_own_givens(BANK.exercise("max-pool"), 1, 0, own).solution
    assert same(solution.line("A").value, as_array([[3, 2], [2, 3]]))


def test_a_whole_number_reached_through_floating_point_is_right() -> None:
    own: dict[str, Value] = {"X": as_array([[2]]), "F": 1, "S": 1}
    solution = with_own_givens(BANK.exercise("max-pool"), 1, 0, own).solution
    assert mark(solution, "A", "[[sqrt(2)**2]]").verdict is Verdict.CORRECT
