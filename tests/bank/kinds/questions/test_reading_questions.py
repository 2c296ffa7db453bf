"""Questions as they are read: every form, and each mistake with its line and what is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from some_questions import FILE, bank_of

from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.bank.kinds.questions.question import Gap, Match, Number, Options, Order, Sort


def test_every_form_is_read(tmp_path: Path) -> None:
    bank = bank_of(tmp_path)
    assert bank.problems == []
    questions = [bank.entry(QUESTIONS, name) for name in bank.ids(QUESTIONS)]
    kinds = [type(question.answer) for question in questions]
    assert kinds == [Options, Options, Number, Order, Match, Gap, Options, Options]
    assert [question.sort for question in questions][-2:] == [Sort.SPOT_THE_MISTAKE, Sort.READ_THE_CURVE]
    code, curve = questions[-2].code, questions[-1].curve
    assert code.splitlines()[1] == "    loss = criterion(model(x), y)"
    assert curve is not None
    assert curve.series["training loss"][1] == (10.0, 0.9)
    tags = [entry.tags for section in bank.sections(QUESTIONS) for entry in section.of_kind(QUESTIONS)]
    assert tags[0] == ("activations", "one-choice")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "right: true}\n      zero-upwards",
            "right: false, feedback: x}\n      zero-upwards",
            "10: 0 options are right",
        ),
        ('feedback: "That is ReLU\'s range."', "right: true", "10: 2 options are right"),
        ('text: "(0, 1)", feedback', 'text: "(−1, 1)", feedback', "10: '(−1, 1)' stands here twice"),
        (', feedback: "That is ReLU\'s range."', "", "12: zero-upwards has no feedback"),
        ("kind: one-choice", "kind: one-choise", "5: one-choise is not known here; accepted: one-choice, several"),
        ("kind: one-choice", "kind: true-false", '10: each option of true-false begins with "True" or "False"'),
        ("kind: one-choice", "kind: number", "10: number is answered by number: alone"),
        (
            "theme: activations\n    difficulty: 1\n    ask: In",
            "theme: tanh\n    difficulty: 1\n    ask: In",
            "6: tanh is",
        ),
        ("difficulty: 1\n    ask: In", "difficulty: 4\n    ask: In", "7: 4 is not from 1 to 3"),
        ("ask: In which", "ask: In ___ which", "8: ___ stands once in the ask of a gap"),
        ("evidence: {claim: sigmoid-slope-is-at-most-a-quarter, exercise: activation-value}", "evidence: {}", "14:"),
        (
            'evidence: {reference: lecun1998, at: "section 4.4"}',
            "evidence: {reference: lecun1998}",
            "a reference stands",
        ),
        ("value: 3*64 + 64", "value: 3*n + 64", "formula: n is not known here"),
        ("value: 3*64 + 64", "value: 1/0", "cannot be computed"),
        ("    code: |\n", "    code: |\n      for\\tx:\n", ""),
        ("order:\n      multiply", "order:\n      Multiply", "Multiply is not an id"),
        ('decoys: ["(0, 2)"]', 'decoys: ["(0, 1)"]', "stands here twice"),
        ("accepted: [patience, ", "accepted: [", ""),
        ("      run: mlp", "      set: {a: 1}\n      run: mlp", "set stands beside claim only"),
        ("[[0, 0.7], [10, 0.9]", "[[0, 0.7], [0, 0.9]", "x must grow from point to point"),
        ("question: range-of-tanh", "question: bounded-activations", "bounded-activations stands in this file twice"),
        ("links: {exercises: [activation-value]}", "links: {exercise: [a]}", "exercise is not known here"),
        ("ask: In which", "ask: &a In which", ""),
        ("ask: In which", "ask: *a In which", "an alias"),
        ("ask: In which", "ask: " + "In which " * 200, "characters; 1200 at most"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in FILE
    problems = bank_of(tmp_path, FILE.replace(old, new, 1)).problems
    assert said in problems[0] if said else problems == [], problems
    assert all(problem.startswith(str(tmp_path / "pack" / "04-mine" / "questions.yaml:")) for problem in problems)


def test_a_broken_question_leaves_the_others(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, FILE.replace("kind: order", "kind: ordre", 1))
    assert len(bank.problems) == 1
    assert len(bank.ids(QUESTIONS)) == 7


def test_ten_megabytes_are_refused(tmp_path: Path) -> None:
    (problem,) = bank_of(tmp_path, FILE + "#" * 10_000_000).problems
    assert "cannot be read" in problem
