"""A practice session: marks recorded before they are shown, follow-through, hints, resuming."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.mark import Verdict
from studyai.exercise.sample import Variant, sample, with_own_givens
from studyai.formula.arrays import as_array
from studyai.formula.evaluate import evaluate
from studyai.study.practice import Practice
from studyai.study.record.store import Record


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return Bank([built_in()], tmp_path / "index.json")


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "record.sqlite")


@pytest.fixture
def variant(bank: Bank) -> Variant:
    """Level 2: D = 1, so the effective kernel is the kernel itself."""
    return next(
        variant
        for seed in range(1, 200)
        for variant in [sample(bank.exercise("conv-output-size"), 2, seed)]
        if variant.solution.line("O_h").value != variant.solution.line("O_w").value
    )


def _true(practice: Practice) -> str:
    assert practice.current is not None
    return str(practice.current.value)


def test_a_slip_kept_carries_on_and_a_hint_costs_a_quarter(variant: Variant, record: Record) -> None:
    practice = Practice(variant, record)
    kernel = int(practice.current.value)
    assert practice.answer(str(kernel + 1)).verdict is Verdict.WRONG
    practice.keep()
    givens = practice.variant.solution.lines[1].values
    reach = givens["H"] + 2 * givens["P_h"] - (kernel + 1)
    given = practice.answer(str(reach // givens["S_h"] + 1))
    expected = Verdict.CORRECT if given.value == variant.solution.line("O_h").value else Verdict.CARRIED
    assert given.verdict is expected
    practice.hint()
    assert practice.answer(_true(practice)).verdict is Verdict.CORRECT
    practice.work()
    assert practice.finished
    assert [entry.credit for entry in practice.entries] == [0.0, 1.0, 0.75, 0.0]
    assert practice.score == pytest.approx(1.75 / 4)


def test_hints_speak_of_the_value_one_went_on_with(bank: Bank) -> None:
    practice = Practice(sample(bank.exercise("mlp-parameters"), 1, 1))
    practice.answer(str(practice.current.value + 1))
    practice.keep()
    numbers, operation, value = [practice.hint() for _ in range(4)][1:]
    assert value.value == practice.current.value + 1
    assert evaluate(numbers.node) == value.value
    assert evaluate(operation.node) == operation.value
    assert practice.answer(f"{value.value}").verdict is Verdict.CARRIED


def test_what_follows_counts_up_to_the_step_that_has_no_value(bank: Bank) -> None:
    practice = Practice(sample(bank.exercise("nadam"), 2, 1))
    while practice.current.key != "v_1":
        practice.work()
    practice.answer("-1")  # its root, some steps later, does not exist
    practice.keep()
    while practice.current.key != "v_hat_1":
        practice.work()
    share = 1 - float(practice.variant.givens["beta_2"])
    assert practice.answer(f"{-1 / share:.4f}").verdict is Verdict.CARRIED


def test_every_mark_is_on_disk_before_it_is_returned(variant: Variant, record: Record) -> None:
    practice = Practice(variant, record)
    practice.answer(_true(practice))
    rows = sqlite3.connect(record.file).execute("SELECT step, verdict, settled FROM review").fetchall()
    assert rows == [("F_e_h", "correct", 1)]


def test_unreadable_answers_use_no_attempt_and_are_not_recorded(variant: Variant, record: Record) -> None:
    practice = Practice(variant, record)
    assert practice.answer("3 +").verdict is Verdict.UNREADABLE
    assert practice.tries == 0
    assert record.reviews(variant.id) == []


def test_a_sitting_resumes_where_it_was_left(variant: Variant, record: Record, bank: Bank) -> None:
    practice = Practice(variant, record)
    practice.answer(_true(practice))
    practice.hint()
    practice.answer("-1")
    again = Practice(variant, Record(record.file))
    assert again.current.key == practice.current.key == "O_h"
    assert (again.hints_used, again.tries) == (1, 1)
    left = record.unfinished()
    assert (left.exercise, left.level, left.seed) == (variant.exercise.id, variant.level, variant.seed)


def test_a_finished_variant_starts_anew(variant: Variant, record: Record) -> None:
    practice = Practice(variant, record)
    while not practice.finished:
        practice.answer(_true(practice))
    assert record.unfinished() is None
    assert record.progress()[12].finished == 1
    assert Practice(variant, record).entries == []
    assert record.next_seed(variant.exercise.id, variant.level) == variant.seed + 1


def test_own_givens_are_practised_but_not_recorded(bank: Bank, record: Record) -> None:
    own = {"X": as_array([[3, 0, 1], [0, 2, 0], [1, 0, 3]]), "F": 2, "S": 1}
    practice = Practice(with_own_givens(bank.exercise("max-pool"), 1, 0, own), record)
    assert practice.answer("[[3, 2], [2, 3]]").verdict is Verdict.CORRECT
    assert record.progress() == {}


def test_going_on_needs_a_wrong_value(variant: Variant, record: Record) -> None:
    with pytest.raises(ValueError, match="no wrong value"):
        Practice(variant, record).keep()


def test_a_choice_is_recorded_as_an_attempt_and_found_again(variant: Variant, record: Record) -> None:
    practice = Practice(variant, record)
    practice.answer(_true(practice))
    line = practice.current
    wrong = next(choice for choice in practice.choices() if choice.slip is not None)
    given = practice.answer((practice.choices().index(wrong),))
    assert wrong.slip is not None
    assert (given.verdict, given.slip) == (Verdict.SLIP, wrong.slip.tag)
    practice.keep()
    reviews = record.reviews(variant.id)
    assert [(review.verdict, review.slip, review.settled) for review in reviews[1:]] == [
        ("slip", wrong.slip.tag, False),
        ("slip", wrong.slip.tag, True),
    ]
    again = Practice(variant, record).entries[1]
    assert again.item.line.key == (line.key if line else "")
    assert again.mark is not None
    assert (again.mark.verdict, again.mark.slip, again.mark.value) == (Verdict.SLIP, wrong.slip.tag, wrong.value)


def test_the_right_choice_settles_the_step(variant: Variant, record: Record) -> None:
    practice = Practice(variant, record)
    while not practice.finished:
        right = [choice.slip is None for choice in practice.choices()].index(True)
        assert practice.answer((right,)).verdict is Verdict.CORRECT
    assert practice.score == 1.0
