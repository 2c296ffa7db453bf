"""Every concept question of the built-in bank in every format: asked without its answer, and all of it in the key."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import typst
from asked_questions import asked_by, file_of, pieces_of, plan_of
from balance import unbalanced
from png import ink_right_of
from some_questions import bank_of

from studyai.bank.bank import Bank
from studyai.bank.kinds.questions.numbers import line_of
from studyai.bank.kinds.questions.question import Gap, Match, Number, Options, Order
from studyai.bank.packs import built_in
from studyai.document.question import AskedQuestion, right_words
from studyai.exercise.mark import Verdict
from studyai.formula.draw.latex_text import escaped as latex_escaped
from studyai.formula.draw.typst import quoted
from studyai.study.items.question import QuestionItem
from studyai.worksheet.formats.pdf import source_of
from studyai.worksheet.paper import Sheet

BANK = Bank([built_in()])
PLAN = plan_of(BANK)
ASKED = asked_by(BANK, PLAN)
BY_ID = {asked.question.id: asked for asked in ASKED}
RIGHT_MARGIN = 1 - 1.9 / 21


def shown(asked: AskedQuestion) -> Iterator[str]:
    """The texts that the question itself shows."""
    yield asked.question.ask
    match asked.question.answer:
        case Options(options):
            yield from (one.text for one in options)
        case Order(parts):
            yield from (part.text for part in parts)
        case Match(pairs, decoys):
            yield from (pair.text for pair in pairs)
            yield from (pair.partner for pair in pairs)
            yield from decoys


def told(asked: AskedQuestion) -> Iterator[str]:
    """The texts that only who has answered may read."""
    yield asked.question.explanation
    yield asked.rests_on
    match asked.question.answer:
        case Options(options):
            yield from (one.feedback for one in options)
        case Order(parts):
            yield from (part.feedback for part in parts)
        case Match(pairs):
            yield from (pair.feedback for pair in pairs)
        case Gap(_, mistakes):
            yield from (mistake.feedback for mistake in mistakes)
        case Number() as number:
            yield from (slip.say for slip in line_of(number).step.slips)


def _as_written(text: str) -> str:
    return text


WRITTEN: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "markdown": (lambda file: re.sub(r"\\(.)", r"\1", file), _as_written),
    "latex": (_as_written, latex_escaped),
    "pdf": (_as_written, lambda text: quoted(text).strip('"')),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_paper_asks_and_the_key_tells(name: str) -> None:
    read, safe = WRITTEN[name]
    for piece, asked in zip(pieces_of(name, BANK, PLAN), ASKED, strict=True):
        question, key = read(piece.question), read(piece.key)
        for text in shown(asked):
            assert safe(text) in question, (asked.question.id, text)
        for text in filter(None, told(asked)):
            assert safe(text) in key, (asked.question.id, text)
            assert safe(text) not in question, (asked.question.id, text)
        assert safe(f" {right_words(asked)}") in key
        assert asked.question.id in key


def test_the_latex_questions_are_balanced() -> None:
    for piece in pieces_of("latex", BANK, PLAN):
        assert unbalanced(piece.question) == unbalanced(piece.key) == "", piece.content


def test_all_are_set_by_typst_within_the_margins() -> None:
    pieces = pieces_of("pdf", BANK, PLAN)
    sheets = [
        Sheet("Test", "7-A", "A", False, len(pieces), "".join(piece.question for piece in pieces)),
        Sheet("Test", "7-A", "A", True, 0, "".join(piece.key for piece in pieces)),
    ]
    pages, warnings = typst.compile_with_warnings(
        source_of(sheets).encode(), format="png", ppi=6, ignore_system_fonts=True
    )
    assert warnings == []
    assert [number for number, page in enumerate(pages) if ink_right_of(page, RIGHT_MARGIN)] == []


def test_json_has_all_with_ids() -> None:
    (paper,) = json.loads(file_of("json", BANK, PLAN))["papers"]
    for entry, asked in zip(paper["questions"], ASKED, strict=True):
        question, key = entry["question"], entry["key"]
        assert question["question"] == key["question"] == asked.question.id
        assert key["explanation"] == asked.question.explanation
        said = json.dumps(question, ensure_ascii=False)
        assert not {"right", "explanation", "feedback", "evidence"} & question.keys()
        match asked.question.answer:
            case Options(options):
                rights = {one.id for one in options if one.is_right}
                assert set(key["right"]) == rights
                assert [one["id"] for one in question["options"]] == list(asked.arranged.ids)
                assert key["feedback"] == {one.id: one.feedback for one in options if one.feedback}
            case Order(parts):
                assert key["right"] == [part.id for part in parts]
                assert [one["id"] for one in question["order"]] != key["right"]
            case Match(pairs):
                assert key["right"] == {pair.id: pair.partner for pair in pairs}
                assert set(key["right"].values()) <= set(question["partners"])
            case Gap(accepted):
                assert key["right"] == list(accepted)
            case Number():
                assert QuestionItem(asked.question).mark(str(key["right"])).verdict is Verdict.CORRECT
        assert asked.question.ask in json.loads(said)["ask"]


@pytest.fixture(scope="module")
def quiz() -> dict[str, Element]:
    _, *questions = ElementTree.fromstring(file_of("moodle", BANK, PLAN))
    return {question.findtext("idnumber") or "": question for question in questions}


def _plain(html: str | None) -> str:
    return unescape(re.sub(r"<span></span>", "", html or ""))


def test_every_question_is_one_of_moodles_own_kinds(quiz: dict[str, Element]) -> None:
    kinds = {Options: "multichoice", Number: "numerical", Gap: "shortanswer", Order: "matching", Match: "matching"}
    assert list(quiz) == list(BY_ID)
    for name, question in quiz.items():
        assert question.get("type") == kinds[type(BY_ID[name].question.answer)]
        assert BY_ID[name].question.explanation in _plain(question.findtext("generalfeedback/text"))
        said = _plain("".join(question.itertext()))
        assert all(text in said for text in told(BY_ID[name])), name


def test_moodle_marks_as_the_quiz_does(quiz: dict[str, Element]) -> None:
    for name, question in quiz.items():
        asked, item = BY_ID[name], QuestionItem(BY_ID[name].question)
        answers = [
            (float(one.get("fraction") or ""), _plain(one.findtext("text")), _plain(one.findtext("feedback/text")))
            for one in question.findall("answer")
        ]
        match asked.question.answer:
            case Options(options, several):
                by_text = {one.text: one for one in options}
                assert len(answers) == len(options)
                for fraction, text, said in answers:
                    assert by_text[text].is_right == (fraction > 0)
                    assert by_text[text].feedback in said
                assert sum(fraction for fraction, *_ in answers if fraction > 0) == pytest.approx(100, abs=1e-3)
                assert sum(fraction for fraction, *_ in answers) == pytest.approx(0 if several else 100, abs=1e-3)
            case Number() | Gap():
                for fraction, text, said in answers:
                    mark = item.mark(text)
                    assert (mark.verdict is Verdict.CORRECT) == (fraction > 0), (name, text)
                    assert fraction > 0 or mark.feedback in said
            case Order(parts):
                assert _pairs(question) == [(part.text, str(place)) for place, part in enumerate(parts, 1)]
            case Match(matched, decoys):
                assert _pairs(question) == [
                    *((one.text, one.partner) for one in matched),
                    *(("", decoy) for decoy in decoys),
                ]


def _pairs(question: Element) -> list[tuple[str, str]]:
    return [(_plain(one.findtext("text")), _plain(one.findtext("answer/text"))) for one in question.iter("subquestion")]


def _notes(package: bytes, file: Path) -> dict[str, dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        file.write_bytes(archive.read("collection.anki2"))
    rows = sqlite3.connect(file).execute("SELECT guid, flds, tags FROM notes ORDER BY id").fetchall()
    names = ("Variant", "Question", "Choices", "Answer", "Feedback", "Solution")
    notes = [
        {"guid": guid, "tags": tags, **dict(zip(names, fields.split("\x1f"), strict=True))}
        for guid, fields, tags in rows
    ]
    return {note["Variant"]: note for note in notes}


def test_every_question_is_a_card_with_the_answer_behind(tmp_path: Path) -> None:
    notes = _notes(file_of("anki", BANK, PLAN), tmp_path / "all.anki2")
    assert set(notes) == set(BY_ID)
    for name, note in notes.items():
        asked = BY_ID[name]
        front, back = _plain(note["Question"] + note["Choices"]), _plain(note["Feedback"] + note["Solution"])
        assert all(text in front for text in shown(asked)), name
        assert all(text in back for text in told(asked)), name
        assert asked.question.explanation not in front
        assert right_words(asked) in _plain(note["Answer"])
        assert str(asked.question.theme) in note["tags"].split()


def test_a_card_keeps_its_guid_whatever_the_seed_and_is_there_once(tmp_path: Path) -> None:
    bank = bank_of(tmp_path)
    one = _notes(file_of("anki", bank, plan_of(bank)), tmp_path / "one.anki2")
    other = _notes(file_of("anki", bank, plan_of(bank, seed=6, papers=3)), tmp_path / "other.anki2")
    assert {name: note["guid"] for name, note in one.items()} == {name: note["guid"] for name, note in other.items()}
    assert any(one[name]["Choices"] != other[name]["Choices"] for name in one)
    elements = list(ElementTree.fromstring(file_of("moodle", bank, plan_of(bank, papers=3))))
    assert len(elements) == 1 + len(one)


@pytest.mark.parametrize("name", ["pdf", "markdown", "latex", "notebook", "json", "anki", "moodle"])
def test_the_same_seed_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    bank = bank_of(tmp_path)
    assert file_of(name, bank, plan_of(bank, papers=2)) == file_of(name, bank, plan_of(bank, papers=2))


def test_papers_ask_the_same_in_another_order_of_options(tmp_path: Path) -> None:
    bank = bank_of(tmp_path)
    papers = json.loads(file_of("json", bank, plan_of(bank, papers=2)))["papers"]
    one, other = ([entry["question"] for entry in paper["questions"]] for paper in papers)
    assert [question["question"] for question in one] == [question["question"] for question in other]
    assert one != other
