"""The built-in references: complete, each used, each known by one key."""

from __future__ import annotations

import re
from pathlib import Path

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.bank.references import FILE_NAME, read_references, told_apart


def _named() -> set[str]:
    """Every key that a question, a page or a claim names."""
    folder = built_in().folder
    texts = [file.read_text(encoding="utf-8") for file in folder.glob("*/*") if file.suffix in (".yaml", ".md")]
    keys = re.findall(r"reference: ([\w:-]+)|\[@([\w:-]+)", "\n".join(texts))
    return {one or other for one, other in keys}


def test_each_reference_is_complete() -> None:
    references = read_references(built_in().folder)
    assert {key: one.missing for key, one in references.items() if one.missing} == {}


def test_each_reference_is_used_and_each_used_is_there() -> None:
    keys = set(read_references(built_in().folder))
    assert _named() - keys == set()
    assert keys - _named() == set()


def test_no_work_stands_twice() -> None:
    titles = [one.fields["title"].lower() for one in read_references(built_in().folder).values()]
    assert sorted(titles) == sorted(set(titles))


def test_a_title_does_not_say_where_it_appeared() -> None:
    assert {key: one.faults for key, one in read_references(built_in().folder).items() if one.faults} == {}


def test_no_two_works_are_cited_alike() -> None:
    works = Bank([built_in()]).references
    said = [one.short for one in works.values()]
    assert sorted(said) == sorted(set(said))
    assert {key: works[key].short for key in ("mikolov2013distributed", "mikolov2013", "he2016")} == {
        "mikolov2013distributed": "Mikolov et al. 2013a",
        "mikolov2013": "Mikolov et al. 2013b",
        "he2016": "He et al. 2016",
    }


def test_authors_that_are_the_same_are_written_the_same() -> None:
    said = {one.fields["author"] for one in read_references(built_in().folder).values()}
    assert sorted(one.lower() for one in said) == sorted({one.lower() for one in said})


BOOKS = "\n".join(
    f"@book{{b{number}, author = {{Li, Mu and Zhang, Aston and Lipton, Zachary}}, title = {{{title}}}, year = 2023,"
    " publisher = {Open press}}"
    for number, title in enumerate(["Why?", "Deep learning", "Open Press, a history"])
)


def test_works_cited_alike_get_letters_by_their_titles(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(BOOKS, encoding="utf-8")
    works = told_apart(read_references(tmp_path))
    assert [works[f"b{number}"].words for number in range(3)] == [
        "Li et al. 2023c, Why? Open press",
        "Li et al. 2023a, Deep learning. Open press",
        "Li et al. 2023b, Open Press, a history.",
    ]
    assert works["b2"].faults == ["says “Open press” in its title already; leave it out there"]


def test_more_works_than_letters_get_two(tmp_path: Path) -> None:
    book = "@book{{k{0}, author = {{Li, Mu}}, title = {{T{0:02}}}, year = 2023, publisher = {{Open press}}}}"
    (tmp_path / FILE_NAME).write_text("\n".join(map(book.format, range(28))), encoding="utf-8")
    works = told_apart(read_references(tmp_path))
    assert [works[f"k{number}"].short for number in (0, 25, 26, 27)] == [
        "Li 2023a",
        "Li 2023z",
        "Li 2023aa",
        "Li 2023ab",
    ]
