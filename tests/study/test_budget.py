"""The time that each item of the bank may take: some for every step, question and level, and no more than a lesson."""

from __future__ import annotations

import pytest

from studyai.bank.bank import Bank
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.bank.packs import built_in
from studyai.study.items.question import QuestionItem
from studyai.study.next_up import Chosen
from studyai.study.practice import sit_down
from studyai.study.record.store import Record

BANK = Bank([built_in()])
LESSON = 45 * 60  # seconds


@pytest.mark.parametrize("exercise", BANK.ids())
def test_every_step_of_an_exercise_has_its_time(exercise: str) -> None:
    record = Record(":memory:")
    for level in next(entry.levels for one in BANK.sections() for entry in one.exercises if entry.id == exercise):
        practice = sit_down(BANK, record, Chosen(exercise, level, 1))
        budgets = [item.budget for item in practice.items]
        assert min(budgets) >= 40
        assert sum(budgets) <= LESSON


def test_every_question_has_its_time() -> None:
    budgets = [QuestionItem(BANK.entry(QUESTIONS, name), 0).budget for name in BANK.ids(QUESTIONS)]
    assert min(budgets) > 10
    assert max(budgets) <= 300
