"""A question that is full of the markup of every format stays text in each of them."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from asked_questions import file_of, pieces_of, plan_of
from balance import unbalanced
from some_questions import FILE, bank_of

from studyai.bank.bank import Bank
from studyai.document.markdown import MarkdownRenderer
from studyai.formula.draw.latex_text import escaped as latex_escaped
from studyai.formula.draw.typst import quoted

HOSTILE = r'<script>&amp; \(a\) $$b$$ *_`# {1:SHORTANSWER:=x} #read("x") \input{x} [l](u) ]]> | "); #panic()'
FENCE = "``````` <script>"
ASKED_BY = ("options", "order", "match")


def _hostile_question(question: dict[str, Any]) -> dict[str, Any]:
    """The question with hostile text behind every text of it."""
    for key in ("ask", "explanation"):
        question[key] += f" {HOSTILE}"
    for parts in (question[key] for key in ASKED_BY if key in question):
        for part in parts.values():
            part.update({key: f"{text} {HOSTILE}" for key, text in part.items() if isinstance(text, str)})
    for mistake in question.get("gap", question.get("number", {})).get("mistakes", {}).values():
        mistake["feedback"] += f" {HOSTILE}"
    if "decoys" in question:
        question["decoys"] = [f"{decoy} {HOSTILE}" for decoy in question["decoys"]]
    if "code" in question:
        question["code"] = f"{FENCE}\n{HOSTILE[:90]}\n"
    if "curve" in question:
        curve = question["curve"]
        curve["series"] = {f"{name} {HOSTILE}": points for name, points in curve["series"].items()}
        curve["x"], curve["y"] = f"{curve['x']} {HOSTILE}", f"{curve['y']} {HOSTILE}"
    return question


class _Dumper(yaml.SafeDumper):
    """Writes lines below `|`, as packs do."""


_Dumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, "|" if "\n" in text else None)
)


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    data = yaml.safe_load(FILE)
    data["questions"] = [_hostile_question(question) for question in data["questions"]]
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    bank = bank_of(tmp_path, text)
    assert bank.problems == []
    return bank


def test_the_pack_is_hostile_in_every_kind(bank: Bank) -> None:
    whole = json.dumps([piece.question + piece.key for piece in pieces_of("json", bank, plan_of(bank))])
    assert whole.count("SHORTANSWER") > 60


def test_in_latex(bank: Bank) -> None:
    for piece in pieces_of("latex", bank, plan_of(bank)):
        whole = piece.question + piece.key
        assert unbalanced(whole) == ""
        assert r"\input" not in whole
        assert latex_escaped(HOSTILE) in whole


def test_in_markdown_the_fence_is_longer_than_what_it_holds(bank: Bank) -> None:
    pieces = pieces_of("markdown", bank, plan_of(bank))
    whole = "".join(piece.question + piece.key for piece in pieces)
    fences = re.findall(r"^(`{3,})text\n(.*?)\n\1$", whole, re.DOTALL | re.MULTILINE)
    assert [len(fence) for fence, _ in fences] == [8]
    assert FENCE in fences[0][1]
    outside = whole.replace(fences[0][1], "")
    assert MarkdownRenderer().escaped(HOSTILE) in outside
    assert "<script" not in re.sub(r"\\.", "", outside)


@pytest.mark.parametrize("name", ["anki", "moodle"])
def test_in_html(name: str, bank: Bank) -> None:
    for piece in pieces_of(name, bank, plan_of(bank)):
        texts = _texts_of(name, piece.question, piece.key)
        for text in texts:
            assert "<script" not in text
            assert not re.search(r"\\[(\[]|\$\$|\{1:", text)
        assert any(HOSTILE in unescape(text.replace("<span></span>", "")) for text in texts)


def _texts_of(name: str, question: str, key: str) -> list[str]:
    """The HTML of a card or of a question, without what is typed, which Moodle shows as it stands."""
    if name == "anki":
        return [text for part in (question, key) for text in json.loads(part).values() if isinstance(text, str)]
    element = ElementTree.fromstring(question)
    typed = {id(one.find("text")) for one in element.findall("answer") if one.get("format") != "html"}
    return [one.text or "" for one in element.iter("text") if id(one) not in typed]


def test_in_typst(bank: Bank) -> None:
    pieces = pieces_of("pdf", bank, plan_of(bank))
    assert all(quoted(HOSTILE).strip('"') in piece.question + piece.key for piece in pieces)
    assert file_of("pdf", bank, plan_of(bank)).startswith(b"%PDF")


def test_json_holds_it_as_it_is(bank: Bank) -> None:
    (paper,) = json.loads(file_of("json", bank, plan_of(bank)))["papers"]
    assert all(HOSTILE in entry["key"]["explanation"] for entry in paper["questions"])
