"""The course sheet: each of its statements is covered by a question, each of its mistakes proven to be one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from studyai.bank.kinds.questions.load import load_file
from studyai.bank.kinds.questions.question import Question
from studyai.bank.packs import built_in

STATEMENTS = sorted((Path(__file__).parent / "course_sheet").glob("*.yaml"))
FEWEST_QUESTIONS = 16


def _questions(number: str) -> dict[str, Question]:
    (file,) = built_in().folder.glob(f"{number}-*/questions.yaml")
    section = load_file(file)
    assert section.problems == ()
    return section.entries


def test_every_section_has_its_statements() -> None:
    assert [file.stem for file in STATEMENTS] == [f"{number:02}" for number in range(1, 24)]


@pytest.mark.parametrize("file", STATEMENTS, ids=lambda file: file.stem)
def test_each_statement_is_covered_and_each_mistake_proven(file: Path) -> None:
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    statements, questions = written["statements"], _questions(file.stem)
    assert len(questions) >= FEWEST_QUESTIONS
    covering: dict[str, list[Question]] = {name: [] for name in statements}
    for question in questions.values():
        for name in question.sheet:
            covering[name].append(question)  # KeyError: the sheet says no such thing
    assert all(covering.values()), [name for name, by in covering.items() if not by]
    for name, statement in statements.items():
        if statement.get("mistake"):
            own = [question for question in covering[name] if question.sheet[0] == name]
            assert any(question.proof.claim for question in own), f"{name} has no question of its own that proves it"


def test_there_are_four_hundred_questions_of_each_way_to_answer() -> None:
    every = [question for file in STATEMENTS for question in _questions(file.stem).values()]
    assert len(every) >= 400
    sorts = {question.sort for question in every}
    assert len(sorts) == 10
