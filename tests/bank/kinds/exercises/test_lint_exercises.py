"""What lint says of an exercise: each finding with its line, and why there is no usable draw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from studyai.bank.kinds.exercises.lint import lint_exercise
from studyai.bank.kinds.exercises.load import load_file
from studyai.bank.report import Disagreement, Report, Trial
from studyai.bank.section import Placed
from studyai.exercise.definition import Exercise
from studyai.exercise.sample import Variant

HALVED = "{given: {a: 3, b: 2}, typed: 11/6, says: H}"
GOOD = """\
section: 12
title: Mine
exercises:
  - exercise: twice
    title: Twice
    ask: What is twice {a}, and {b} more?
    oracle: doubling
    given:
      a: {int: [1, 40], name: number}
      b: {int: [2, 9], name: other}
    levels:
      1: {}
    require:
      - {rule: a > 0, say: positive}
      - {rule: b > 1, say: more than one}
    steps:
      - d:
          name: double
          hint: Add it to itself.
          formula: 2*a
          decimals: 0
          slips:
            - {tag: squared, formula: a**2 + 7/3, say: Squared, example: {given: {a: 3, b: 2}, typed: 34/3, says: Sq}}
            - {tag: halved, formula: a/2 + 1/3, when: a != 0, say: Half, example: HALVED}
      - s:
          name: sum
          hint: Add.
          formula: d + b
          decimals: 0
    source: none
""".replace("HALVED", HALVED)
SEEDS = 100


def _agreeing(variants: Sequence[Variant]) -> list[Disagreement | None]:
    return [None] * len(variants)


def _lint(folder: Path, text: str, trial: Trial | None = None) -> Report:
    file = folder / "exercises.yaml"
    file.write_text(text)
    placed: Placed[Exercise] = load_file(file).placed["twice"]
    return lint_exercise(placed, trial or Trial(SEEDS, _agreeing, ("doubling",)))


def test_nothing_is_said_of_a_good_exercise(tmp_path: Path) -> None:
    report = _lint(tmp_path, GOOD)
    assert report.findings == []
    assert report.variants == SEEDS
    assert report.counted["slips"] == {"d.squared": SEEDS, "d.halved": SEEDS}


@pytest.mark.parametrize(
    ("old", "new", "line", "kind", "said"),
    [
        ("rule: b > 1", "rule: b > 9", 15, "sampling", "the rule `b > 9` refuses in 300 of 300 draws"),
        ("formula: d + b", "formula: log(-d*b)", 26, "sampling", "step s has no value"),
        ("          hint: Add.\n", "", 26, "hints", "step s has no hint"),
        (
            "when: a != 0",
            "when: a > 40",
            24,
            "slips",
            "has the `when: a > 40`, which is 0, in 100 of 100 draws",
        ),
        ("a/2 + 1/3", "log(-a)", 24, "slips", "Slip halved has no value"),
        ("int: [1, 40]", "int: [1, 1]", 12, "variety", "level 1: only"),
        ("a: {int: [1, 40]", "a: {one_of: [1234567]", 9, "numbers", "a = 1234567 is not hand-friendly"),
        (
            f", example: {HALVED}",
            "",
            24,
            "examples",
            "halved of step d: it has no example",
        ),
        ("typed: 34/3", "typed: 12", 23, "examples", "is not marked as this slip"),
        ("oracle: doubling", "oracle: dubbling", 7, "oracle", "no oracle dubbling; `oracle:` names one"),
        ("oracle: doubling", "oracle: dubbling", 7, "oracle", "near: doubling"),
        ("oracle: doubling", "oracle: mine", 7, "oracle", "called as their exercises are, see `studyai list`"),
    ],
)
def test_each_finding_stands_at_its_line(tmp_path: Path, old: str, new: str, line: int, kind: str, said: str) -> None:
    assert old in GOOD
    report = _lint(tmp_path, GOOD.replace(old, new, 1))
    finding = next(one for one in report.findings if said in one.message)
    assert (finding.line, finding.kind) == (line, kind)
    assert str(finding).startswith(f"{tmp_path / 'exercises.yaml'}:{line}: ")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("a**2 + 7/3", "a + a", 23, "Slip squared equals step d's value in 100 of 100 draws"),
        ("a/2 + 1/3", "a**2 + 7/3", 24, "Slip halved equals slip squared in 100 of 100 draws"),
    ],
)
def test_a_slip_that_cannot_be_told_is_named_with_how_often(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in GOOD
    (finding,) = (one for one in _lint(tmp_path, GOOD.replace(old, new)).findings if one.kind == "slips")
    assert finding.line == line
    assert said in finding.message


def test_few_seeds_say_nothing_of_a_rare_slip(tmp_path: Path) -> None:
    trial = Trial(20, _agreeing, ("doubling",))
    findings = _lint(tmp_path, GOOD.replace("a**2 + 7/3", "a + a"), trial).findings
    assert {one.kind for one in findings} == {"examples"}


def test_a_disagreement_stands_at_the_step_that_it_is_about(tmp_path: Path) -> None:
    def disagreeing(variants: Sequence[Variant]) -> list[Disagreement | None]:
        return [Disagreement("torch disagrees", "s") for _ in variants]

    report = _lint(tmp_path, GOOD, Trial(SEEDS, disagreeing, ("doubling",)))
    assert [(one.line, one.kind) for one in report.findings] == [(26, "oracle")] * 4
    assert report.findings[-1].message == f"… oracle: {SEEDS - 3} more"
