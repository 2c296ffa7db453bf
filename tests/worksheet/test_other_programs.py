"""Decks and quizzes read back by readers of their own: zipfile and sqlite3, xml.etree."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from html import unescape
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.document.asked import value
from studyai.document.compose import points, result
from studyai.document.mathematics import latex
from studyai.exercise.choices import offered
from studyai.exercise.mark import Verdict, mark, mark_value
from studyai.exercise.sample import Variant, sample
from studyai.exercise.slips import slips_at
from studyai.formula.arrays import entries, shape_of
from studyai.worksheet.formats import form
from studyai.worksheet.forms import Piece
from studyai.worksheet.plan import Plan, Source

BANK = Bank([built_in()])
SOURCES = tuple(Source(name, max(BANK.exercise(name).levels)) for name in BANK.ids())
PLAN = Plan("Quiz & <test> / ]]>", 5, 1, SOURCES)
VARIANTS = {
    variant.id: variant
    for variant in (sample(BANK.exercise(slot.source.exercise), slot.source.level, slot.seed) for slot in PLAN.slots())
}


def _written(name: str, plan: Plan = PLAN) -> bytes:
    chosen = form(name)
    chunks: list[bytes] = []
    writer = chosen.writer(plan, "all", chunks.append)
    for slot in plan.slots():
        variant = sample(BANK.exercise(slot.source.exercise), slot.source.level, slot.seed)
        writer.add(Piece(slot, *chosen.piece(variant, slot), points(variant), variant.id))
    writer.finish()
    return b"".join(chunks)


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    return _read_deck(_written("anki"), tmp_path_factory.mktemp("deck") / "collection.anki2")


def _read_deck(package: bytes, file: Path) -> sqlite3.Connection:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("media")) == {}
        file.write_bytes(archive.read("collection.anki2"))
    database = sqlite3.connect(file)
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return database


@pytest.fixture(scope="module")
def quiz() -> list[Element]:
    return list(ElementTree.fromstring(_written("moodle")))


@pytest.mark.parametrize("name", ["anki", "moodle"])
def test_the_same_plan_gives_the_same_bytes(name: str) -> None:
    few = Plan("Few", 5, 2, SOURCES[:5])
    assert _written(name, few) == _written(name, few)


def test_every_variant_is_a_note_with_one_card(deck: sqlite3.Connection) -> None:
    rows = deck.execute("SELECT mid, flds, tags, did FROM notes JOIN cards ON cards.nid = notes.id").fetchall()
    assert len(rows) == len(VARIANTS)
    models, decks = (json.loads(text) for text in deck.execute("SELECT models, decks FROM col").fetchone())
    for model, fields, tags, deck_id in rows:
        names = [field["name"] for field in models[str(model)]["flds"]]
        note = dict(zip(names, fields.split("\x1f"), strict=True))
        variant = VARIANTS[note["Variant"]]
        assert variant.exercise.id in tags.split()
        assert decks[str(deck_id)]["name"] == "StudyAI::Quiz & <test> / ]]>"
        for key in variant.solution.answer:
            assert latex(result(variant.solution.line(key))) in unescape(note["Answer"]), (variant.id, key)
        for line in variant.solution.lines:
            for slipped in slips_at(line) if line.round <= 1 else ():
                assert slipped.slip.say in unescape(note["Solution"])


def test_the_same_variant_keeps_its_ids_in_another_deck(tmp_path: Path) -> None:
    wanted = "SELECT guid, notes.id, cards.id, mid, did FROM notes JOIN cards ON cards.nid = notes.id ORDER BY guid"
    plans = (Plan("Deck", 5, 1, SOURCES[:4]), Plan("Deck", 5, 1, SOURCES[:6]), Plan("Other", 5, 1, SOURCES[:4]))
    one, other, elsewhere = (
        _read_deck(_written("anki", plan), tmp_path / f"{number}.anki2").execute(wanted).fetchall()
        for number, plan in enumerate(plans)
    )
    assert set(one) < set(other)
    assert [row[:4] for row in one] == [row[:4] for row in elsewhere]
    assert {row[4] for row in one}.isdisjoint(row[4] for row in elsewhere)


def test_every_asked_value_is_a_question_in_its_category(quiz: list[Element]) -> None:
    category, *questions = quiz
    assert category.findtext("category/text") == "$course$/top/StudyAI/Quiz & <test> // ]]>"
    wanted = [f"{variant.id}:{key}" for variant in VARIANTS.values() for key in variant.solution.answer]
    assert [question.findtext("idnumber") for question in questions] == wanted
    kinds = {question.get("type") for question in questions}
    assert {"numerical", "multichoice"} <= kinds <= {"numerical", "multichoice", "cloze", "shortanswer"}


def test_a_choice_is_right_once_and_every_slip_is_answered_to(quiz: list[Element]) -> None:
    chosen = [question for question in quiz if question.get("type") == "multichoice"]
    assert chosen
    for question in chosen:
        variant, key = _asked(question)
        answers = question.findall("answer")
        assert sorted(answer.get("fraction") or "" for answer in answers) == ["0"] * (len(answers) - 1) + ["100"]
        texts = [unescape(answer.findtext("text") or "") for answer in answers]
        assert len(set(texts)) == len(texts)
        by_text = {rf"\({latex(value(choice))}\)": choice for choice in offered(variant, variant.solution.line(key))}
        for answer, text in zip(answers, texts, strict=True):
            choice, said = by_text[text], unescape(answer.findtext("feedback/text") or "")
            marked = mark_value(variant.solution, key, choice.value, {})
            assert (marked.verdict is Verdict.CORRECT) == (answer.get("fraction") == "100")
            assert choice.slip is None or choice.slip.say in said


def test_a_typed_number_is_marked_as_the_app_marks_it(quiz: list[Element]) -> None:
    typed = [question for question in quiz if question.get("type") == "numerical"]
    assert typed
    for question in typed:
        variant, key = _asked(question)
        right, *wrong = question.findall("answer")
        assert right.get("fraction") == "100"
        text, tolerance = right.findtext("text") or "", float(right.findtext("tolerance") or "")
        assert mark(variant.solution, key, text).verdict is Verdict.CORRECT
        for answer in wrong:
            assert answer.get("fraction") == "0"
            assert abs(float(answer.findtext("text") or "") - float(text)) > tolerance
        says = [slipped.slip.say for slipped in slips_at(variant.solution.line(key)) if not shape_of(slipped.value)]
        assert [unescape(answer.findtext("feedback/text") or "") for answer in wrong] == [
            f"<p>{say}</p>" for say in says
        ]


def test_a_list_without_slips_is_typed_entry_by_entry(quiz: list[Element]) -> None:
    lists = [question for question in quiz if question.get("type") == "cloze"]
    assert lists
    for question in lists:
        variant, key = _asked(question)
        numbers = re.findall(r"\{1:NUMERICAL:=([^:}]+):[^:}]+\}", question.findtext("questiontext/text") or "")
        assert [float(number) for number in numbers] == [
            float(one) for one in entries(variant.solution.line(key).value)
        ]


def _asked(question: Element) -> tuple[Variant, str]:
    identifier, _, key = (question.findtext("idnumber") or "").rpartition(":")
    return VARIANTS[identifier], key
