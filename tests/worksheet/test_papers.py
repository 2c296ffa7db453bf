"""Papers in every markup language, without torch: order, values, escapes, and pages that Typst really sets."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typst
from balance import unbalanced
from hypothesis import given
from hypothesis import strategies as st
from png import ink_right_of

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.document.blocks import Heading, Paragraph, Strong, WorkingLines
from studyai.document.compose import points, result
from studyai.document.mathematics import latex as latex_formula
from studyai.document.mathematics import typst as typst_formula
from studyai.document.solutions import json as json_document
from studyai.document.typst import TypstRenderer, preamble
from studyai.exercise.sample import Variant, sample
from studyai.formula.draw.latex import draw_latex
from studyai.formula.draw.typst import draw_typst, quoted
from studyai.formula.tree import Name
from studyai.worksheet.formats import form
from studyai.worksheet.formats.pdf import assemble, source_of
from studyai.worksheet.forms import Form, Part, Piece
from studyai.worksheet.paper import Sheet
from studyai.worksheet.plan import Plan, Slot, Source, choose, letters

BANK = Bank([built_in()])
ONE_OF_EACH_SECTION = [section.exercises[-1].id for section in BANK.sections()]
LONG = ("lstm-step", "backprop-two-layer", "multi-head-attention", "perceptron-epoch")
RIGHT_MARGIN = 1 - 1.9 / 21  # of the page: nothing stands beyond


def _variants(plan: Plan) -> list[tuple[Slot, Variant]]:
    return [(slot, sample(BANK.exercise(slot.source.exercise), slot.source.level, slot.seed)) for slot in plan.slots()]


def _written(name: str, plan: Plan, part: Part = "all") -> bytes:
    chosen: Form = form(name)
    chunks: list[bytes] = []
    writer = chosen.writer(plan, part, chunks.append)
    for slot, variant in _variants(plan):
        writer.add(Piece(slot, *chosen.piece(variant, slot), points(variant), variant.id))
    writer.finish()
    return b"".join(chunks)


def _plan(*identifiers: str, papers: int = 2, level: int = 3) -> Plan:
    return Plan("Tests & <quizzes>", 7, papers, tuple(Source(identifier, level) for identifier in identifiers))


PLAN = _plan("conv-output-size", "adam", "lstm-step")


@pytest.mark.parametrize("name", ["pdf", "markdown", "latex", "notebook", "json"])
def test_the_same_plan_gives_the_same_bytes(name: str) -> None:
    assert _written(name, PLAN) == _written(name, PLAN)


@pytest.mark.parametrize("name", ["markdown", "latex"])
def test_all_questions_stand_before_the_first_key(name: str) -> None:
    text = _written(name, PLAN).decode()
    questions = [text.index(f"Paper {letters(paper)}") for paper in range(2)]
    keys = [text.index(f"Key to paper {letters(paper)}") for paper in range(2)]
    assert sorted(questions + keys) == questions + keys
    for slot, variant in _variants(PLAN):
        shown = latex_formula(result(variant.solution.lines[-1]))
        assert shown not in text[: keys[0]]
        assert shown in text[keys[slot.paper] :]
        assert variant.id in text[keys[slot.paper] :]


@pytest.mark.parametrize("name", ["markdown", "latex", "notebook", "json"])
def test_a_separate_key_and_its_questions_are_the_whole(name: str) -> None:
    whole, questions, key = (_written(name, PLAN, part).decode() for part in ("all", "questions", "key"))
    for _, variant in _variants(PLAN):
        assert variant.id in key
    if name != "json":
        assert whole.count("Key to paper") == key.count("Key to paper") == 2
        assert "Key to paper" not in questions
    else:
        assert "steps" not in questions


def test_json_holds_what_solve_says() -> None:
    document = json.loads(_written("json", PLAN))
    assert [paper["code"] for paper in document["papers"]] == ["7-A", "7-B"]
    entries = [entry for paper in document["papers"] for entry in paper["questions"]]
    for (_, variant), entry in zip(_variants(PLAN), entries, strict=True):
        solved = json.loads(json.dumps(json_document.document(variant)))
        assert entry["key"]["steps"] == solved["steps"]
        assert entry["key"]["answer"] == solved["answer"]
        assert entry["question"]["givens"] == solved["givens"]
        assert not {"steps", "answer"} & set(entry["question"])


def test_the_latex_papers_are_balanced() -> None:
    text = _written("latex", PLAN).decode()
    assert unbalanced(text) == ""
    assert r"Tests \& \textless{}quizzes\textgreater{}" in text


@pytest.mark.parametrize("identifier", [*ONE_OF_EACH_SECTION, *LONG])
def test_every_section_is_set_by_typst_within_its_margins(identifier: str) -> None:
    exercise = BANK.exercise(identifier)
    chosen = form("pdf")
    plan = _plan(identifier, papers=1, level=max(exercise.levels))
    ((slot, variant),) = _variants(plan)
    question, key = chosen.piece(variant, slot)
    for line in variant.solution.lines:
        assert typst_formula(result(line)) in key
    source = source_of(
        [
            Sheet("Test", "7-A", "A", False, points(variant), question),
            Sheet("Test", "7-A", "A", True, points(variant), key),
        ]
    ).encode()
    pages, warnings = typst.compile_with_warnings(source, format="png", ppi=20, ignore_system_fonts=True)
    assert warnings == []
    assert isinstance(pages, list)
    assert len(pages) >= 2  # the key begins on a page of its own
    assert [number for number, page in enumerate(pages) if ink_right_of(page, RIGHT_MARGIN)] == []


def test_lines_for_the_work_never_fill_a_page_of_their_own_at_the_end() -> None:
    body = TypstRenderer().render([Heading("1. First", 2), WorkingLines(8), Heading("2. Last", 2), WorkingLines(200)])
    source = source_of([Sheet("Test", "7-A", "A", False, 1, body)]).encode()
    pages = typst.compile(source, format="png", ppi=20, ignore_system_fonts=True)
    assert isinstance(pages, bytes)  # one page


def test_pages_too_wide_are_noticed() -> None:
    source = b"#set page(width: 21cm, height: 5cm)\n#place(dx: 17.5cm, rect(width: 3cm, fill: black))"
    (page,) = [typst.compile(source, format="png", ppi=20, ignore_system_fonts=True)]
    assert ink_right_of(page, RIGHT_MARGIN)


@given(st.text(max_size=40))
def test_text_is_data_in_typst(text: str) -> None:
    assert re.fullmatch(r'"(?:[^"\\]|\\.)*"', _only_string(text), re.DOTALL) is not None


def _only_string(text: str) -> str:
    return TypstRenderer().render([Paragraph((text,))]).strip().removeprefix("#").removesuffix(";")


@pytest.mark.parametrize(
    "text", ['"); #panic("x', "#panic()", "\\", "$x$ [a] {b} // c /* d", "*a* _b_ = c", "\n\t@x <y>"]
)
def test_hostile_text_is_set_as_it_stands(text: str) -> None:
    body = TypstRenderer().render([Heading(text, 2, aside=text), Paragraph((text, Strong(text)))])
    typst.compile(f"{preamble()}\n{body}".encode(), format="pdf", ignore_system_fonts=True)


def test_no_file_can_be_read_from_a_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a text ever become code, there is nothing for it to read."""
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.chdir(tmp_path)
    for path in ("secret.txt", "/secret.txt", str(tmp_path / "secret.txt"), "../secret.txt"):
        body = f"#read({quoted(path)})"
        with pytest.raises(typst.TypstError):
            assemble([Sheet("Test", "7-A", "A", False, 1, body)])


@pytest.mark.parametrize("name", ['t" #read("x") "t', "#panic()", "#", "$", '"', "\\", "a b", "]"])
def test_a_hostile_name_in_a_formula_is_set_as_it_stands(name: str) -> None:
    assert quoted(name) in draw_typst(Name(name))
    typst.compile(f"${draw_typst(Name(name))}$".encode(), format="pdf", ignore_system_fonts=True)


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        (r"\input{x}", r"\text{\textbackslash{}input\{x\}}"),
        ("#", r"\text{\#}"),
        ("$x$", r"\text{\$x\$}"),
        ("^^5c", r"\text{\textasciicircum{}\textasciicircum{}5c}"),
        ("max pool", r"\mathrm{max~pool}"),
        ("x", "x"),
    ],
)
def test_a_hostile_name_in_a_formula_is_no_command_of_tex(name: str, drawn: str) -> None:
    assert draw_latex(Name(name)) == drawn


def test_papers_differ_and_the_choice_keeps_the_order() -> None:
    seeds = {slot.seed for slot in PLAN.slots()}
    assert len(seeds) == PLAN.total
    sources = [Source(identifier, 1) for identifier in ("a", "b", "c")]
    assert choose(sources, None, 1) == tuple(sources)
    assert choose(sources, 5, 1) == (*sources, *sources[:2])
    for seed in range(10):
        two = choose(sources, 2, seed)
        assert list(two) == [source for source in sources if source in two]
        assert len(set(two)) == 2
    assert [letters(paper) for paper in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
