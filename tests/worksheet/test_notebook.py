"""Notebooks, read by Jupyter's own reader, and their cells of givens run as a student would run them."""

from __future__ import annotations

import keyword
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from asked_questions import file_of, plan_of

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.cli import main
from studyai.document.compose import points
from studyai.exercise.sample import Variant, sample
from studyai.exercise.used_givens import used_givens
from studyai.formula.arrays import nested, plain_number
from studyai.formula.expression import Expression
from studyai.worksheet.formats import form
from studyai.worksheet.forms import Part, Piece
from studyai.worksheet.plan import Plan, Slot, Source

BANK = Bank([built_in()])
EVERY_EXERCISE = tuple(Source(name, max(BANK.exercise(name).levels)) for name in BANK.ids())


def variants(plan: Plan) -> list[tuple[Slot, Variant]]:
    return [(slot, sample(BANK.exercise(slot.source.exercise), slot.source.level, slot.seed)) for slot in plan.slots()]


def cells(plan: Plan, part: Part = "all") -> list[Any]:
    notebook, chunks = form("notebook"), []
    writer = notebook.writer(plan, part, chunks.append)
    for slot, variant in variants(plan):
        writer.add(Piece(slot, *notebook.piece(variant, slot), points(variant), variant.id))
    writer.finish()
    return read(b"".join(chunks))


def read(file: bytes) -> list[Any]:
    notebook = nbformat.reads(file.decode(), as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook, relax_add_props=False)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    return list(notebook.cells)


def test_the_code_of_every_exercise_gives_the_givens_their_values() -> None:
    plan = Plan("Tests & <quizzes>", 7, 1, EVERY_EXERCISE)
    code = [cell.source for cell in cells(plan) if cell.cell_type == "code"]
    for source, (_, variant) in zip(code, variants(plan), strict=True):
        names: dict[str, Any] = {}
        exec(source, names)  # noqa: S102 (our own code, as Jupyter would run it)
        for symbol, value in used_givens(variant).items():
            if not isinstance(value, Expression):
                array = np.asarray(names[f"{symbol}_" if keyword.iskeyword(symbol) else symbol], dtype=float)
                np.testing.assert_array_equal(array, nested(value, plain_number), variant.id)


def test_what_is_a_keyword_of_python_becomes_a_name() -> None:
    plan = Plan("Test", 1, 1, (Source("learning-rate-stability", 1),))
    (code,) = (cell.source for cell in cells(plan) if cell.cell_type == "code")
    assert "lambda_ = " in code


def test_papers_come_before_keys_and_each_part_stands_alone() -> None:
    plan = Plan("Test", 7, 2, (Source("adam", 1), Source("softmax", 1)))
    names = [cell.id for cell in cells(plan)]
    assert names == [
        *("paper-A", "question-1-1", "givens-1-1", "question-1-2", "givens-1-2"),
        *("paper-B", "question-2-1", "givens-2-1", "question-2-2", "givens-2-2"),
        *("key-A", "key-1-1", "key-1-2", "key-B", "key-2-1", "key-2-2"),
    ]
    assert [cell.id for cell in cells(plan, "key")] == names[10:]
    assert [cell.id for cell in cells(plan, "questions")] == names[:10]
    assert not any("---" in cell.source for cell in cells(plan))  # lines to write on are for paper


def test_a_concept_question_has_a_cell_to_answer_in() -> None:
    written = read(file_of("notebook", BANK, plan_of(BANK)))
    asked = [cell for cell in written if cell.id.startswith("question-")]
    assert len(asked) == len([cell for cell in written if cell.id.startswith("answer-")]) > 400
    assert [cell.cell_type for cell in written if cell.cell_type != "markdown"] == []


def test_the_command_writes_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    order = ["worksheet", "--exercise", "softmax", "--unchecked", "-o", "exam.ipynb", "--key", "separate"]
    assert main(order) == 0
    assert [cell.id for cell in read(Path("exam.ipynb").read_bytes())] == ["paper-A", "question-1-1", "givens-1-1"]
    assert [cell.id for cell in read(Path("exam-key.ipynb").read_bytes())] == ["key-A", "key-1-1"]
