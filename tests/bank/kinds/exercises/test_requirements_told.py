"""`drawn` and `rows_add_up_to` in a pack: what they do, and how a mistake in them is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from a_pack import loaded

from studyai.bank.kinds.exercises.lint import lint_exercise
from studyai.bank.report import Trial
from studyai.exercise.givens import GivenError, read_own
from studyai.exercise.sample import with_own_givens

PACK = """\
section: 5
title: Mine
exercises:
  - exercise: surprise
    title: Surprise
    ask: How surprising is the likeliest of {P}?
    given:
      P: {one_of: [[0.1, 0.9], [0.3, 0.7]], shape: [n, k], name: probabilities, rows_add_up_to: 1}
      b: {int: [0, 9], name: bias}
    sizes: {n: {int: [1, 2]}, k: {int: [2, 2]}}
    levels: {1: {}}
    require:
      - {rule: b > 2, say: a small bias shows little, drawn: true}
      - {rule: b < 9, say: the bias is below nine}
    steps:
      - s: {name: surprise, formula: b - log(max(P)), hint: The logarithm.}
    source: none
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("drawn: true", "drawn: perhaps", 13, "must be true or false"),
        ("drawn: true", "drawn: 1", 13, "must be true or false"),
        ("drawn: true", "drawn: [true]", 13, "must be true or false"),
        ("drawn: true", "drawing: true", 13, "drawing is not known here; accepted: rule, say, drawn"),
        ("rows_add_up_to: 1}", "rows_add_up_to: one}", 8, "one is not a number"),
        ("rows_add_up_to: 1}", "rows_add_up_to: 1/0}", 8, "1/0 is not a number"),
        ("rows_add_up_to: 1}", "rows_add_up_to: [1]}", 8, "must be a number"),
        ("rows_add_up_to: 1}", "rows_add_up_to: 2}", 8, "each row of P must add up to 2, and 1 is not that"),
        ("[0.3, 0.7]]", "[0.3, 0.6]]", 8, "each row of P must add up to 1, and 9/10 is not that"),
        ("bias}", "bias, rows_add_up_to: 1}", 9, "rows_add_up_to needs a shape, and whole rows in one_of"),
        ("one_of: [[0.1, 0.9], [0.3, 0.7]]", "decimal: [0, 1, 0.1]", 8, "whole rows"),
        ("levels: {1: {}}", "levels: {1: {P: {one_of: [[0.1, 0.2]]}}}", 11, "must add up to 1, and 3/10 is not that"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in PACK
    (problem,) = loaded(tmp_path, PACK.replace(old, new, 1)).problems
    assert str(problem).startswith(f"{tmp_path / 'exercises.yaml'}:{line}: ")
    assert said in str(problem)


def test_what_only_drawn_numbers_must_fulfil_binds_no_one_who_types(tmp_path: Path) -> None:
    exercise = loaded(tmp_path, PACK).entries["surprise"]
    own = {"P": read_own(exercise, "P", "[[0.5, 0.5]]"), "b": 0}
    assert with_own_givens(exercise, 1, 0, own).givens["b"] == 0
    with pytest.raises(GivenError, match="b: the bias is below nine"):
        with_own_givens(exercise, 1, 0, {**own, "b": 9})
    with pytest.raises(GivenError, match=r"P: each row must add up to 1, and it adds up to 1\.2"):
        with_own_givens(exercise, 1, 0, {**own, "P": read_own(exercise, "P", "[[0.5, 0.7]]")})


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("b > 2", "b > 20", "the rule `b > 20` refuses in"),
        ("b > 2", "'[b, b] > 2'", "a condition is a single number"),
        ("b < 9", "P", "a condition is a single number"),
    ],
)
def test_a_rule_that_no_draw_fulfils_is_a_finding_at_the_rule(tmp_path: Path, old: str, new: str, said: str) -> None:
    (placed,) = loaded(tmp_path, PACK.replace(old, new, 1)).placed.values()
    report = lint_exercise(placed, Trial(2, lambda variants: [None] * len(variants), ["surprise"]))
    findings = [str(one) for one in report.findings if one.kind == "sampling"]
    assert len(findings) == 1
    assert said in findings[0]
    assert f":{13 if 'b > 2' in old else 14}: " in findings[0]
