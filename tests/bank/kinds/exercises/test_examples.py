"""Examples of slips: the bank's own, what a changed formula or swapped words bring to light, an author's mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyai.bank.bank import Bank
from studyai.bank.kinds.exercises.kind import EXERCISES
from studyai.bank.kinds.exercises.lint_slips import rare_slips, wrong_examples
from studyai.bank.kinds.exercises.load import load_file
from studyai.bank.packs import built_in
from studyai.exercise.definition import Exercise

BANK = Bank([built_in()])
FILES = [file for file in built_in().files() if file.name == EXERCISES.file_name]
WIDEST_LINE = 120
COMPLETE = ("05", "08", "12")  # sections in which every slip has an example

PACK = """\
section: 12
title: Mine
exercises:
  - exercise: twice
    title: Twice
    ask: What is twice {a}, and then four times?
    given:
      a: {int: [1, 9], name: number}
      b: {int: [1, 9], name: another, default: 2}
    levels: {1: {}}
    steps:
      - repeat: t
        times: 2
        carry: {d: a}
        steps:
          - d:
              name: double
              formula: 2*d_prev
              decimals: 0
              slips:
                - tag: squared
                  formula: d_prev**2
                  say: "That is the square."
                  example: {given: {a: 5}, typed: 25, says: the square}
    source: none
"""


def _twice(folder: Path, old: str = "", new: str = "") -> Exercise:
    assert old in PACK
    return _load(folder, PACK.replace(old, new, 1) if old else PACK)["twice"]


def _load(folder: Path, text: str) -> dict[str, Exercise]:
    file = folder / "exercises.yaml"
    file.write_text(text)
    section = load_file(file)
    assert section.problems == ()
    return section.entries


@pytest.mark.parametrize("identifier", BANK.ids())
def test_every_example_of_the_bank_is_marked_as_it_says(identifier: str) -> None:
    exercise = BANK.exercise(identifier)
    assert list(wrong_examples(exercise)) == []
    if f"{exercise.section:02}" in COMPLETE:
        assert all(slip.example is not None for step in exercise.steps() for slip in step.slips)


@pytest.mark.parametrize(
    ("exercise", "old", "new", "finding"),
    [
        ("adam", "formula: m/(1 - beta_1*t)", "formula: m/(1 - beta_1*t*t)", "slip correction-times-t of step m_hat"),
        ("adam", "β₁ is raised to the power t, not", "β₂ is raised to the power t, not", "do not say what its example"),
        ("sgd", "formula: theta_prev - g_t", "formula: theta_prev + g_t", "slip rate-left-out of step theta"),
    ],
)
def test_a_changed_slip_is_found(tmp_path: Path, exercise: str, old: str, new: str, finding: str) -> None:
    (file,) = (file for file in FILES if file.parent.name.startswith("08"))
    text = file.read_text()
    assert old in text
    problems = "\n".join(said for _, _, said in wrong_examples(_load(tmp_path, text.replace(old, new, 1))[exercise]))
    assert finding in problems
    assert problems.count("\n") == 0


def test_swapped_words_are_found(tmp_path: Path) -> None:
    (file,) = (file for file in FILES if file.parent.name.startswith("08"))
    one, other = "The learning rate is missing.", "Each step starts where the last one ended, not at the beginning."
    text = file.read_text().replace(one, "@", 1).replace(other, one, 1).replace("@", other, 1)
    problems = [said for _, _, said in wrong_examples(_load(tmp_path, text)["sgd"])]
    assert [problem.split(":")[0] for problem in problems] == [
        "slip rate-left-out of step theta", "slip state-not-carried of step theta",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("typed: 25", "typed: 10", "not marked as this slip but as correct"),
        ("typed: 25", "typed: 11", "not marked as this slip but as wrong"),
        ("says: the square", "says: the cube", "'the cube' is not in 'That is the square.'"),
        ("given: {a: 5}", "given: {b: 5}", "a: is missing; only givens that have a default may be left out"),
        ("given: {a: 5}", "given: {a: 5, c: 1}", "twice has no such given"),
        ("given: {a: 5}", "given: {a: five}", "a: cannot be read"),
        ("typed: 25", "line: d_3, typed: 25", "answers d_3, which is no line of this step: d_1, d_2"),
        ("typed: 25", "line: d_2, typed: 25", "not marked as this slip but as wrong"),
    ],
)
def test_an_authors_mistake_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    ((_, _, problem),) = wrong_examples(_twice(tmp_path, old, new))
    assert said in problem


def test_the_line_of_a_repeated_step_is_chosen(tmp_path: Path) -> None:
    assert list(wrong_examples(_twice(tmp_path))) == []
    assert list(wrong_examples(_twice(tmp_path, "typed: 25", "line: d_2, typed: 100"))) == []


def test_a_slip_that_hardly_turns_up_is_named_with_its_share(tmp_path: Path) -> None:
    exercise = _twice(tmp_path)
    assert list(rare_slips(exercise, {1: {"d.squared": 0.01}, 2: {"d.squared": 0.05}})) == []
    ((_, _, finding),) = rare_slips(exercise, {1: {"d.squared": 0.01}, 2: {"d.squared": 0.04}})
    assert "slip squared of step d turns up in 4.0% of the seeds at most (level 2)" in finding
    ((_, _, finding),) = rare_slips(exercise, {1: {}})
    assert "0.0%" in finding


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.parent.name))
def test_a_person_can_read_the_lines(file: Path) -> None:
    assert max(map(len, file.read_text().splitlines())) <= WIDEST_LINE
