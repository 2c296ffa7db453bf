"""One sitting of items of any kind: credit, tries, hints, what is recorded, and what is not."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from a_question import Question

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.mark import Verdict
from studyai.exercise.sample import sample
from studyai.formula.arrays import as_array
from studyai.formula.text import to_text
from studyai.formula.tree import Put
from studyai.protocol import Prediction, Seen
from studyai.study.items.item import Item
from studyai.study.items.live import LiveItem, pose
from studyai.study.items.prediction import PredictionItem
from studyai.study.items.step import StepItem
from studyai.study.record.review import Review
from studyai.study.record.store import Record
from studyai.study.sitting import Sitting

PREDICTION = Prediction("update-turned", "What does the loss do?", ["it falls", "it rises"])


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    return Bank([built_in()], tmp_path / "index.json")


@pytest.fixture
def record() -> Record:
    return Record(":memory:")


@pytest.fixture
def live(bank: Bank) -> LiveItem:
    givens = {"theta_0": 1, "g": as_array([2]), "alpha": Fraction(1, 10), "t_0": 7}
    return pose(bank, "adam", givens, "theta_8", "the eighth update")


def right(live: LiveItem) -> str:
    return to_text(Put(live.line.value))


def prediction(truth: int = 1) -> PredictionItem:
    async def see() -> Seen:
        return Seen(id=1, right=truth, measured="0.4, then 0.5.")

    return PredictionItem(PREDICTION, see)


def rows(record: Record, fields: str) -> list[Any]:
    query = f"SELECT {fields} FROM review ORDER BY id"
    return record._file.do(lambda connection: connection.execute(query).fetchall())


async def run(item: Item) -> None:
    assert item.evidence.run is not None
    await item.evidence.run()


async def test_items_of_every_kind_are_answered_one_after_the_other(bank: Bank, record: Record, live: LiveItem) -> None:
    variant = sample(bank.exercise("softmax"), 1, 1)
    foretold = prediction()
    items: list[Item] = [StepItem(variant, variant.solution.lines[0]), live, foretold, Question()]
    sitting = Sitting(items, record)
    sitting.work()
    assert sitting.answer(right(live)).verdict is Verdict.CORRECT
    await run(foretold)
    assert sitting.answer((1,)).verdict is Verdict.CORRECT
    assert sitting.answer((1,)).verdict is Verdict.WRONG
    assert sitting.answer((0,)).feedback == "Correct."
    assert sitting.finished
    assert sitting.item is None
    assert sitting.score == (0 + 1 + 1 + 0.5) / 4
    assert rows(record, "kind, item, section, typed, verdict, credit, settled, variant, seed") == [
        ("step", "softmax/e_z", 4, "", "worked", 0.0, 1, "softmax:1:1", 1),
        ("live", "adam/theta", 8, right(live), "correct", 1.0, 1, None, None),
        ("prediction", "update-turned", None, "it rises", "correct", 1.0, 1, None, None),
        ("question", "relu-at-zero", 4, "[tanh]", "wrong", 0.0, 0, None, None),
        ("question", "relu-at-zero", 4, "ReLU", "correct", 0.5, 1, None, None),
    ]


def test_a_sitting_of_any_items_is_taken_up_where_it_was_left(record: Record) -> None:
    first = Sitting([Question("one"), Question("two")], record)
    first.answer("[tanh]")
    first.work()
    first.answer((2,))
    fields = ("kind", "item", "section", "typed", "verdict", "slip", "hints", "credit", "settled")
    reviews = [Review(**dict(zip(fields, row, strict=True))) for row in rows(record, ", ".join(fields))]
    again = Sitting([Question("one"), Question("two")])
    again.take_up(reviews)
    assert [entry.item.id for entry in again.entries] == ["one"]
    assert again.item is not None
    assert (again.item.id, again.tries) == ("two", 1)


def test_hints_and_a_second_try_cost_whatever_is_asked(record: Record, live: LiveItem) -> None:
    sitting = Sitting([live], record)
    assert sitting.hint().rung == "formula"
    sitting.answer("77")
    sitting.answer(right(live))
    assert [entry.credit for entry in sitting.entries] == [0.75 / 2]
    assert rows(record, "verdict, hints, credit, settled") == [("wrong", 1, 0.0, 0), ("correct", 1, 0.375, 1)]


def test_where_one_stays_only_the_first_settling_counts(record: Record, live: LiveItem) -> None:
    sitting = Sitting([live, Question()], record, stays=True)
    sitting.answer(right(live))
    assert sitting.item is live
    assert sitting.answer("77").verdict is Verdict.WRONG
    assert sitting.answer(right(live)).verdict is Verdict.CORRECT
    assert len(sitting.entries) == len(rows(record, "id")) == 1
    sitting.hint()
    sitting.turn()
    assert sitting.item is not live
    sitting.turn()
    assert sitting.item is live
    assert (sitting.hints_used, sitting.tries, sitting.last) == (0, 0, None)


async def test_what_was_run_has_shown_the_answer(record: Record) -> None:
    foretold = prediction(truth=0)
    sitting = Sitting([foretold], record, stays=True)
    await run(foretold)
    mark = sitting.answer((1,))
    assert (mark.verdict, mark.feedback) == (Verdict.WRONG, "It was: it falls.")
    assert foretold.explanation == "0.4, then 0.5."
    assert sitting.answer("it falls").verdict is Verdict.CORRECT
    assert rows(record, "typed, verdict, credit, settled") == [("it rises", "wrong", 0.0, 1)]
    assert sitting.score == 0.0


def test_a_prediction_is_marked_by_what_was_run_alone(record: Record) -> None:
    with pytest.raises(ValueError, match="update-turned has not been run"):
        Sitting([prediction()], record).answer((1,))
    assert rows(record, "id") == []


async def test_words_that_are_no_choice_use_no_attempt(record: Record) -> None:
    foretold = prediction()
    sitting = Sitting([foretold], record)
    await run(foretold)
    mark = sitting.answer("it explodes")
    assert (mark.verdict, mark.feedback) == (Verdict.UNREADABLE, "This is not one of: it falls, it rises.")
    assert not sitting.finished
    assert rows(record, "id") == []


def test_what_stands_behind_an_item_is_told(live: LiveItem) -> None:
    assert live.evidence.check is live.variant
    assert live.evidence.source == live.variant.exercise.source
    assert live.about == "the eighth update"
    assert prediction().evidence.run is not None
    with pytest.raises(IndexError):
        prediction().hint(0)


def test_when_all_is_settled_nothing_can_be_answered() -> None:
    sitting = Sitting([Question()])
    sitting.work()
    with pytest.raises(ValueError, match="every item is settled"):
        sitting.answer((0,))
