"""The built-in bank is indexed without building its entries: the same index, and a mistake is told where it is met."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyai.bank import index
from studyai.bank.bank import Bank
from studyai.bank.index import Entry, read_index
from studyai.bank.kinds.registry import kind_of
from studyai.bank.located import BankError
from studyai.bank.packs import Pack, built_in
from studyai.bank.section import Section
from studyai.bank.yaml_text import read_outline

FILES = built_in().files()


def _entries(section: Section[object]) -> tuple[object, ...]:
    placed = section.placed.values()
    return section.number, section.title, [(one.id, one.title, one.levels, one.span, one.tags) for one in placed]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_an_outline_says_what_reading_says(file: Path) -> None:
    kind = kind_of(file)
    assert kind is not None
    outline = kind.outline(file)
    assert not outline.broken
    assert _entries(outline) == _entries(kind.read(file))


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pack:
    """A pack that is taken for the built-in one."""
    own = Pack("built-in", tmp_path / "bank")
    (own.folder / "04-mine").mkdir(parents=True)
    source = built_in().folder / "04-activation-functions" / "exercises.yaml"
    (own.folder / "04-mine" / "exercises.yaml").write_bytes(source.read_bytes())
    monkeypatch.setattr(index, "built_in", lambda: own)
    return own


def _change(pack: Pack, old: str, new: str) -> None:
    file = pack.folder / "04-mine" / "exercises.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_mistake_in_the_built_in_bank_is_told_when_its_exercise_is_opened(pack: Pack, tmp_path: Path) -> None:
    _change(pack, "    steps:\n", "    steps_:\n")
    bank = Bank([pack], tmp_path / "index.json")
    first, second = bank.ids()[:2]
    with pytest.raises(BankError, match="steps_ is not known here"):
        bank.exercise(first)
    assert bank.exercise(second).id == second


@pytest.mark.parametrize(("old", "new"), [("    title:", "    tittle:"), ("    title: ", "    title: *")])
def test_what_no_outline_can_be_made_of_is_told_at_once(pack: Pack, tmp_path: Path, old: str, new: str) -> None:
    _change(pack, old, new)
    assert len(Bank([pack], tmp_path / "index.json").problems) == 1


def test_no_entry_of_the_built_in_bank_is_built_for_its_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in {kind_of(file) for file in FILES}:
        monkeypatch.delattr(type(kind), "read")
    indexed = read_index([built_in()], tmp_path / "index.json")
    assert all(one.index is not None and isinstance(one.index.entries[0], Entry) for one in indexed)


def test_an_outline_leaves_out_what_is_deep(tmp_path: Path) -> None:
    file = tmp_path / "some.yaml"
    file.write_text("a: {b: {c: [d, [e]]}, f: g}\nh: i\n")
    root = read_outline(file, 2).mapping()
    assert list(root) == ["a", "h"]
    inner = root["a"].mapping()
    assert (inner["b"].mapping(), inner["f"].text()) == ({}, "g")


def test_an_outline_refuses_what_reading_refuses(tmp_path: Path) -> None:
    file = tmp_path / "some.yaml"
    for text, said in (("a: [&x b, *x]", "an alias"), ("[" * 60 + "]" * 60, "nested deeper"), ("", "is empty")):
        file.write_text(text)
        with pytest.raises(BankError, match=said):
            read_outline(file, 1)
