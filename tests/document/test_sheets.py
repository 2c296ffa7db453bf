"""Pages of the sheet as documents: references by author and year, a worked example, one page of formulas, search."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from some_pages import pages_bank

from studyai.bank.bank import Bank
from studyai.bank.kinds.sheets.kind import SHEETS
from studyai.bank.kinds.sheets.page import Example, Page
from studyai.document.blocks import Citation, Claim, Correction, Display, Equations, Mistakes, Paragraph
from studyai.document.sheet import Composer
from studyai.document.sheet_files import ENDINGS, TooManyFormulas, formula_file, sheet_file
from studyai.document.sheet_search import all_lines, found
from studyai.document.text import TextRenderer
from studyai.document.typst import compile_pdf, count_pages
from studyai.formula.draw.terminal import width_of

CLAIM = "sigmoid-slope-is-at-most-a-quarter"


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    return pages_bank(tmp_path_factory.mktemp("bank"))


@pytest.fixture(scope="module")
def pages(bank: Bank) -> list[Page]:
    return [bank.entry(SHEETS, name) for name in bank.ids(SHEETS)]


def test_references_claims_and_examples_are_put_in(bank: Bank, pages: list[Page]) -> None:
    composer = Composer(bank, {CLAIM: "The slope of a sigmoid is nowhere steeper than 1/4."})
    blocks = composer.page(pages[0])
    (first,) = [block for block in blocks[:2] if isinstance(block, Paragraph)]
    assert Citation("Goodfellow et al. 2016, section 6.1") in first.parts
    assert Claim("The slope of a sigmoid is nowhere steeper than 1/4.", f"studyai prove {CLAIM}") in blocks
    assert any(isinstance(block, Display) for block in blocks)
    assert not any(isinstance(block, Mistakes) for block in blocks)
    corrections = [block for block in blocks if isinstance(block, Correction)]
    assert corrections[1].shown_by == (Citation("Goodfellow et al. 2016, section 6.3.1"),)


def test_a_claim_that_torch_was_not_asked_about_is_said_by_its_name(bank: Bank) -> None:
    assert Composer(bank).statement(CLAIM) == "Sigmoid slope is at most a quarter."


def test_in_a_hurry_neither_works_nor_exercises_are_read(tmp_path: Path) -> None:
    bank = pages_bank(tmp_path)
    page = bank.entry(SHEETS, "sheet-04")
    blocks = Composer(bank, hurries=True).page(page)
    assert Paragraph(("Example: softmax",)) in blocks
    assert "references" not in vars(bank)


def test_an_example_that_is_not_there_leaves_the_page(bank: Bank, tmp_path: Path) -> None:
    from some_pages import ACTIVATIONS

    other = pages_bank(tmp_path, ACTIVATIONS.replace("exercise: softmax", "exercise: soft"))
    (said,) = [
        block.parts[0]
        for block in Composer(other).page(other.entry(SHEETS, "sheet-04"))
        if isinstance(block, Paragraph) and str(block.parts[0]).startswith("No example")
    ]
    assert "there is no exercise 'soft'" in str(said)


@pytest.mark.parametrize("suffix", [one for one in ENDINGS if one != ".pdf"])
def test_every_format_has_every_page(bank: Bank, pages: list[Page], suffix: str) -> None:
    written = sheet_file(suffix, Composer(bank), pages).decode()
    for words in ("Activation functions", "Convolutional networks", "In fact:", "Goodfellow et al. 2016", "MIT Press"):
        assert words in written


def test_the_printed_sheet_is_the_same_bytes_again(bank: Bank, pages: list[Page]) -> None:
    first = sheet_file(".pdf", Composer(bank), pages)
    assert first.startswith(b"%PDF")
    assert first == sheet_file(".pdf", Composer(bank), pages)


def test_formulas_are_one_page_as_large_as_fits(bank: Bank, pages: list[Page], monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def keep(source: str) -> bytes:
        compiled.append(source)
        return compile_pdf(source)

    monkeypatch.setattr("studyai.document.sheet_files.compile_pdf", keep)
    sizes = []
    for times in (1, 16):
        formula_file(".pdf", Composer(bank), pages * times)
        assert count_pages(compiled[-1]) == 1
        sizes.append(float(compiled[-1].partition("#sheet-page(")[2].partition("pt")[0]))
    assert sizes[0] > sizes[1] >= 5.5


def test_more_formulas_than_can_be_read_are_refused(bank: Bank, pages: list[Page]) -> None:
    with pytest.raises(TooManyFormulas, match=r"5\.5 pt"):
        formula_file(".pdf", Composer(bank), pages * 120)


def test_the_formula_page_holds_formulas_alone(bank: Bank, pages: list[Page]) -> None:
    composer = Composer(bank)
    _, equations = composer.formulas(pages[0])
    assert isinstance(equations, Equations)
    assert len(equations.rows) == 5


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("dying unit", ""),
        ("dead unit", "A dead ReLU unit never recovers."),
        ("crossentropyloss", "A softmax before CrossEntropyLoss is applied twice: the loss cannot go below 1.46"),
        ("dilation", "F_e"),
        ("sigmoid", "Sigmoid"),
        ("range (0,1)", "In fact: tanh has the range"),
    ],
)
def test_words_are_found_on_all_pages(bank: Bank, pages: list[Page], typed: str, text: str) -> None:
    hits = found(all_lines(pages, Composer(bank)), typed)
    assert any(text in hit.text or text in hit.written for hit in hits) is bool(text)


def test_headings_come_first_and_name_their_place(bank: Bank, pages: list[Page]) -> None:
    lines = all_lines(pages, Composer(bank))
    first = found(lines, "softmax")[0]
    assert (first.section, first.heading, first.is_heading) == (4, "Softmax", True)
    assert pages[0].blocks[first.place].line > 1
    assert found(lines, "  ") == []


def test_the_page_for_browsers_is_well_formed(bank: Bank, pages: list[Page]) -> None:
    written = sheet_file(".html", Composer(bank), pages).decode()
    main = written[written.index("<main>") :].replace("&nbsp;", " ").replace("<br>", "<br/>")
    formulas = list(ElementTree.fromstring(main).iter("math"))
    assert len(formulas) > 10
    assert r"\frac" not in written


@pytest.mark.parametrize("width", [48, 65, 76, 96])
def test_worked_examples_of_the_course_fit_their_width(width: int) -> None:
    course = Bank()
    composer = Composer(course)
    for name in course.ids(SHEETS):
        for block in course.entry(SHEETS, name).blocks:
            if isinstance(block, Example):
                lines = TextRenderer(width, is_page=True).render(list(composer.block(block))[1:]).split("\n")
                wide = [line for line in lines if width_of(line) > width]
                assert not wide, (name, wide)


def test_a_worked_example_draws_names_as_practise_does() -> None:
    course = Bank()
    (page,) = [course.entry(SHEETS, name) for name in course.ids(SHEETS) if name.endswith("03")]
    written = TextRenderer(76, is_page=True).render(Composer(course).page(page))
    for drawn in ("α = 0.2    learning rate", "a₂ = [4]", "∂J/∂b₂ = [7]", "δ₁ = [7, 14] ⊙ ⎛⎧ 1  if [−3, 3] > 0⎞"):
        assert drawn in written
    assert not re.search(r"\b(alpha|dJ_db|[Wba]_\d)", written)
