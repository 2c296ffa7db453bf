"""The built-in references: complete, each used, each known by one key."""

from __future__ import annotations

import re

from studyai.bank.packs import built_in
from studyai.bank.references import read_references


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
