"""Questions as items: shuffled, marked and recorded by ids, with the words of what was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from some_questions import bank_of, item

from studyai.bank.bank import Bank
from studyai.bank.choosing import NoQuestionError, chosen_entries, themes
from studyai.exercise.mark import Verdict
from studyai.study.items.item import Form
from studyai.study.items.question import QuestionItem
from studyai.study.quiz import draw
from studyai.study.record.store import Record
from studyai.study.sitting import Sitting

FORMS = {
    "range-of-tanh": Form.CHOICE, "bounded-activations": Form.CHOICES, "parameters-of-a-layer": Form.TYPED,
    "order-of-a-layer": Form.ORDER, "activation-and-range": Form.MATCH, "name-of-the-stop": Form.TYPED,
}  # fmt: skip


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return bank_of(tmp_path)


@pytest.mark.parametrize(("name", "form"), FORMS.items())
@pytest.mark.parametrize("seed", range(6))
def test_the_right_answer_is_correct_however_it_is_shuffled_and_so_is_its_record(
    bank: Bank, name: str, form: Form, seed: int
) -> None:
    one = item(bank, name, seed)
    assert one.form is form
    mark = one.mark(one.right)
    assert mark.verdict is Verdict.CORRECT
    recorded = one.in_words(one.right)
    assert item(bank, name, seed + 100).mark(recorded).verdict is Verdict.CORRECT  # in another order


def test_choices_stand_in_another_order_for_another_seed(bank: Bank) -> None:
    assert len({item(bank, "range-of-tanh", seed).ids for seed in range(20)}) == 6
    assert item(bank, "range-of-tanh", 3).ids == item(bank, "range-of-tanh", 3).ids
    for seed in range(30):
        assert item(bank, "order-of-a-layer", seed).ids != ("multiply", "add", "activate")


def test_a_wrong_choice_says_its_own_words_and_is_recorded_by_its_id(bank: Bank) -> None:
    one = item(bank, "range-of-tanh", 5)
    place = one.ids.index("zero-to-one")
    mark = one.mark((place,))
    assert (mark.verdict, mark.slip, mark.feedback) == (Verdict.SLIP, "zero-to-one", "That is the sigmoid's range.")
    assert one.in_words((place,)) == "zero-to-one"


def _mark(one: QuestionItem, *ids: str) -> tuple[Verdict, str]:
    mark = one.mark(tuple(one.ids.index(name) for name in ids))
    return mark.verdict, mark.feedback


def test_of_several_each_right_one_must_be_chosen_and_no_other(bank: Bank) -> None:
    one = item(bank, "bounded-activations")
    assert _mark(one, "tanh", "sigmoid")[0] is Verdict.CORRECT
    assert _mark(one, "tanh") == (Verdict.WRONG, "One more is right. A sigmoid stays below 1.")
    assert _mark(one, "tanh", "sigmoid", "relu") == (Verdict.SLIP, "ReLU of 1000 is 1000.")
    assert _mark(one)[0] is Verdict.UNREADABLE
    assert one.mark((0, 0)).verdict is Verdict.UNREADABLE
    assert one.mark((7,)).verdict is Verdict.UNREADABLE


def test_the_first_out_of_place_is_named(bank: Bank) -> None:
    one = item(bank, "order-of-a-layer")
    said = "“activate” comes too early. The activation takes the sum."
    assert _mark(one, "multiply", "activate", "add") == (Verdict.SLIP, said)
    assert _mark(one, "multiply", "add")[0] is Verdict.UNREADABLE


def test_of_a_match_each_wrong_pair_counts(bank: Bank) -> None:
    one = item(bank, "activation-and-range", 2)
    right = list(one.right)
    relu, decoy = one.ids.index("relu"), one.partners.index("(0, 2)")
    wrong = tuple(decoy if place == relu else partner for place, partner in enumerate(right))
    mark = one.mark(wrong)
    assert (mark.verdict, mark.slip) == (Verdict.SLIP, "relu")
    assert mark.feedback == "2 of 3 are right. ReLU is never negative."
    assert "relu=decoy-1" in one.in_words(wrong)
    assert one.mark(one.in_words(wrong)) == mark
    assert one.mark(tuple(right[:2])).verdict is Verdict.UNREADABLE


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("Patience", Verdict.CORRECT),
        ("the patience-parameter", Verdict.CORRECT),
        ("patiance", Verdict.COARSE),
        ("min delta", Verdict.SLIP),
        ("epochs", Verdict.WRONG),
        ("  ", Verdict.UNREADABLE),
    ],
)
def test_a_gap_is_read_as_people_write(bank: Bank, typed: str, verdict: Verdict) -> None:
    assert item(bank, "name-of-the-stop").mark(typed).verdict is verdict


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [("256", Verdict.CORRECT), ("64*4", Verdict.CORRECT), ("192", Verdict.SLIP), ("7", Verdict.WRONG),
     ("many", Verdict.UNREADABLE)],
)  # fmt: skip
def test_a_number_is_marked_like_a_step(bank: Bank, typed: str, verdict: Verdict) -> None:
    assert item(bank, "parameters-of-a-layer").mark(typed).verdict is verdict


def test_one_answer_settles_a_question_and_stands_in_the_record(bank: Bank, tmp_path: Path) -> None:
    record = Record(tmp_path / "record.sqlite")
    one = item(bank, "range-of-tanh")
    sitting = Sitting([one], record)
    sitting.answer((one.ids.index("zero-upwards"),))
    assert sitting.finished
    assert sitting.score == 0
    review = record.latest("question")["range-of-tanh"]
    assert (review.typed, review.verdict, review.slip, review.section) == ("zero-upwards", "slip", "zero-upwards", 4)
    assert record.progress() == {}  # steps alone count there
    record.close()


def test_what_was_never_asked_comes_first_then_what_went_wrong(bank: Bank, tmp_path: Path) -> None:
    record, entries = Record(tmp_path / "record.sqlite"), chosen_entries(bank)
    for name in FORMS:
        one = item(bank, name)
        Sitting([one], record).answer(one.right if name != "order-of-a-layer" else one.right[::-1])
    new = {one.id for one in draw(bank, record, entries, 2)}
    assert new == {"a-loop", "a-curve"}
    assert "order-of-a-layer" in {one.id for one in draw(bank, record, entries, 3)}
    record.close()


def test_a_seed_gives_the_same_questions_whatever_was_asked(bank: Bank) -> None:
    entries = chosen_entries(bank)
    first = [(one.id, one.ids) for one in draw(bank, None, entries, 5, seed=7)]
    assert first == [(one.id, one.ids) for one in draw(bank, None, entries, 5, seed=7)]
    assert first != [(one.id, one.ids) for one in draw(bank, None, entries, 5, seed=8)]


def test_themes_and_sections_choose(bank: Bank) -> None:
    assert themes(bank)["activations"] == 4
    assert [entry.id for entry in chosen_entries(bank, theme="gradients")] == ["a-loop"]
    with pytest.raises(NoQuestionError, match="no question in section 5; themes: activations"):
        chosen_entries(bank, {5})


LINES = """\
section: 4
title: Activation functions
questions:
  - question: the-line
    kind: spot-the-mistake
    theme: gradients
    difficulty: 1
    ask: Which line is wrong?
    code: |
      one
      two
      three
    options:
      third: {text: "Before line 3: it is late", right: true}
      second: {text: "Lines 2 and 3 are exchanged", feedback: "They are not."}
      first: {text: "Line 1: it is early", feedback: "It is not."}
    explanation: It is so.
    evidence: {exercise: activation-value}
  - question: the-letter
    kind: spot-the-mistake
    theme: gradients
    difficulty: 1
    ask: Which line is wrong?
    working: |
      (A) one
      (B) two
      (C) three
    options:
      c: {text: "(C): three", right: true}
      a: {text: "(A): one", feedback: "It is not."}
      b: {text: "(B): two", feedback: "It is not."}
    explanation: It is so.
    evidence: {exercise: activation-value}
  - question: the-count
    kind: one-choice
    theme: gradients
    difficulty: 1
    ask: How many?
    options:
      many: {text: "50,000", right: true}
      none: {text: "0", feedback: "No."}
      less: {text: "−0.5", feedback: "No."}
    explanation: It is so.
    evidence: {exercise: activation-value}
"""


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("the-line", ("first", "second", "third")),
        ("the-letter", ("a", "b", "c")),
        ("the-count", ("less", "none", "many")),
    ],
)
def test_options_that_name_lines_or_are_numbers_stand_in_their_order(
    tmp_path: Path, name: str, ids: tuple[str, ...]
) -> None:
    lined = bank_of(tmp_path, LINES)
    assert {item(lined, name, seed).ids for seed in range(10)} == {ids}


@pytest.mark.parametrize("seed", range(4))
def test_of_a_match_the_first_wrong_row_on_the_screen_is_spoken_of(bank: Bank, seed: int) -> None:
    one = item(bank, "activation-and-range", seed)
    right = one.right
    assert isinstance(right, tuple)
    given = tuple((place + 1) % len(one.partners) for place in right)
    said = {"sigmoid": "A sigmoid is a probability.", "tanh": "tanh is centred.", "relu": "ReLU is never negative."}
    assert one.mark(given).feedback == f"0 of 3 are right. {said[one.ids[0]]} {said[one.ids[1]]}"
