"""A page is read block by block, each with its line; what it may not have is refused where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from some_pages import ACTIVATIONS, pages_bank, pages_pack

from studyai.bank.kinds.registry import kind_of
from studyai.bank.kinds.sheets.kind import SHEETS
from studyai.bank.kinds.sheets.load import place_page
from studyai.bank.kinds.sheets.page import (
    Bullets,
    Citation,
    Claimed,
    Code,
    Correction,
    Example,
    Formulas,
    Heading,
    Page,
    Paragraph,
    Strong,
    Table,
    plain,
)
from studyai.bank.located import BankError

FILE = Path("sheet.md")
HEAD = "---\nsection: 4\ntitle: Mine\n---\n"


def read(body: str) -> Page:
    return place_page(FILE, HEAD + body).value


def refused(body: str, head: str = HEAD) -> str:
    with pytest.raises(BankError) as told:
        place_page(FILE, head + body)
    return str(told.value)


def test_a_page_has_every_block_with_its_line(tmp_path: Path) -> None:
    page = pages_bank(tmp_path).entry(SHEETS, "sheet-04")
    assert (page.section, page.title) == (4, "Activation functions")
    sorts = {type(block) for block in page.blocks}
    assert sorts == {Heading, Paragraph, Bullets, Table, Formulas, Example, Claimed, Correction}
    lines = ACTIVATIONS.split("\n")
    for block in page.blocks:
        if isinstance(block, Heading):
            assert lines[block.line - 1] == f"## {block.text}"
        if isinstance(block, Formulas):
            for formula in block.formulas:
                assert "=" in lines[formula.line - 1]


def test_it_is_a_kind_of_file(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "sheet.md") is SHEETS
    section = SHEETS.read(pages_pack(tmp_path).folder / "04-activations" / "sheet.md")
    (placed,) = section.placed.values()
    assert (placed.id, placed.title, section.number) == ("sheet-04", "Activation functions", 4)
    assert SHEETS.schema() is None


def test_running_text_keeps_its_marks() -> None:
    (paragraph,) = read("A `name`, **two words** and a\nwork [@key2016, section 3]; a < b, {x}, 1 * 2, *.\n").blocks
    assert isinstance(paragraph, Paragraph)
    assert Code("name") in paragraph.words
    assert Strong("two words") in paragraph.words
    assert Citation("key2016", "section 3") in paragraph.words
    assert plain(paragraph.words) == "A name, two words and a work ; a < b, {x}, 1 * 2, *."


def test_symbols_have_small_letters_below_but_for_code() -> None:
    page = read("```formula\nC = A/sqrt(d_k)   # d_k: width\n```\n\nBy √d_k, **h_(t-1)** and `h_n`.\n")
    formulas, paragraph = page.blocks
    assert isinstance(formulas, Formulas)
    assert formulas.formulas[0].comment == "dₖ: width"
    assert isinstance(paragraph, Paragraph)
    assert paragraph.words == ("By √dₖ, ", Strong("hₜ₋₁"), " and ", Code("h_n"), ".")


def test_between_two_works_is_a_space() -> None:
    (paragraph,) = read("A work [@one2016, section 3; @two2017, page 1].\n").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.words == ("A work ", Citation("one2016", "section 3"), " ", Citation("two2017", "page 1"), ".")


def test_a_table_has_a_head_and_rows() -> None:
    (table,) = read("| a | b |\n|---|---|\n| 1 | `x` |\n| 2 |  |\n").blocks
    assert isinstance(table, Table)
    assert [plain(cell) for cell in table.head] == ["a", "b"]
    assert [[plain(cell) for cell in row] for row in table.rows] == [["1", "x"], ["2", ""]]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("# Title\n", "5: a heading of a page is written ##"),
        ("### Deep\n", "5: a heading of a page is written ##"),
        ("## A `b`\n", "5: a heading is plain words"),
        ("\n> quoted\n", "6: not accepted on a page: a quotation"),
        ("1. one\n", "5: not accepted on a page: a numbered list"),
        ("- one\n  - two\n", "5: an item of a list is one paragraph"),
        ("text\n\n***\n", "7: not accepted on a page: a rule"),
        ("    code\n", "5: not accepted on a page: lines indented"),
        ("<b>bold</b>\n", "5: not accepted in running text: HTML"),
        ("<script>\nx\n</script>\n", "5: not accepted on a page: HTML"),
        ("word\nword <b>bold</b>\n", "6: not accepted in running text: HTML"),
        ("![x](y.png)\n", "5: not accepted in running text: an image"),
        ("[x](y)\n", "5: not accepted in running text: a link"),
        ("<https://a.example>\n", "5: not accepted in running text: a link"),
        ("see https://a.example\n", "5: not accepted in running text: an address"),
        ("[x]: https://a.example\n", "5: not accepted in running text: an address"),
        ("an *emphasis*\n", "5: not accepted in running text: emphasis"),
        ("one  \ntwo\n", "5: not accepted in running text: a line break"),
        ("[@key]\n", "5: [@key] is no reference"),
        ("```python\nx\n```\n", "5: python is no block; known: formula, example, claim, correction"),
        ("```formula\nx = 1\n", "5: ``` is never closed"),
        ("```formula\n```\n", "5: a block has 1 to 30 formulas"),
        ("```formula\nx = 1\n\ny = (2\n```\n", "8: formula: ( is never closed\ny = (2\n    ^"),
        ("```formula\ny = sigmod(z)\n```\n", "6: formula: sigmod is not a function here; near: sigmoid"),
        ("```formula\na = b = c\n```\n", "6: formula: one = in a formula"),
        ("```formula\na + b\n```\n", "6: formula: a formula is written name = expression"),
        ("```example\nexercise: softmax\nlevel: 1\n```\n", "6: seed is missing"),
        ("```example\nexercise: softmax\nlevel: 1\nseed: -1\n```\n", "8: -1 is not from 0"),
        ("```claim\nNo Id\n```\n", "6: No Id is not an id"),
        ("```correction\nstatement: a\nsays: b\nfact: c\n```\n", "6: a correction names the claim or the reference"),
        ("```correction\nstatement: a\nsays: b\nfact: c\nreference: d\n```\n", "6: a reference stands with `at:`"),
        ("```correction\nstatement: a\nsays: <b>\nfact: c\nclaim: d\n```\n", "7: not accepted in running text: HTML"),
        ("a\tb\n", "5: holds a control character"),
        ("a \x1b[31m\n", "5: holds a control character"),
        ("word " * 400 + "\n", "5: 1999 characters; 1200 at most"),
        ("\n" * 500, "1: a page has at most 400 lines"),
    ],
    ids=lambda text: repr(text)[:30],
)
def test_all_else_is_refused_where_it_stands(body: str, said: str) -> None:
    assert f"sheet.md:{said}" in refused(body)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("", "1: a page begins with its head"),
        ("---\nsection: 4\n---\n", "2: title is missing"),
        ("---\nsection: four\ntitle: x\n---\n", "2: four is not a number"),
        ("---\nsection: 0\ntitle: x\n---\n", "2: 0 is no section"),
        ("---\nsection: 4\ntitle: x\nauthor: me\n---\n", "4: author is not known here; accepted: section, title"),
    ],
)
def test_the_head_names_the_section(head: str, said: str) -> None:
    assert f"sheet.md:{said}" in refused("text\n", head)


def test_a_page_of_windows_is_read_with_the_same_lines() -> None:
    page = place_page(FILE, (HEAD + "text\n\n## One\n").replace("\n", "\r\n")).value
    assert [block.line for block in page.blocks] == [5, 7]


def test_a_broken_page_is_told_and_leaves_the_others(tmp_path: Path) -> None:
    bank = pages_bank(tmp_path, HEAD + "an *emphasis*\n")
    assert bank.ids(SHEETS) == ["sheet-12"]
    assert any("sheet.md:5: not accepted in running text: emphasis" in problem for problem in bank.problems)
    with pytest.raises(BankError, match="emphasis"):
        bank.entry(SHEETS, "sheet-04")
