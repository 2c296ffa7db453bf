"""What the documents show is what the program reads."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import Pack
from studyai.formula.functions import FUNCTIONS

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def exercises_of(text: str, folder: Path) -> Bank:
    (folder / "exercises.yaml").write_text(text, encoding="utf-8")
    return Bank([Pack("documents", folder)], folder / "index.json")


def first_yaml(name: str) -> str:
    found = re.search(r"```yaml\n(.*?)```", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_the_file_of_the_format_is_read(tmp_path: Path) -> None:
    bank = exercises_of(first_yaml("exercise-format.md"), tmp_path)
    assert (bank.problems, len(bank.ids())) == ([], 3)


def test_the_entry_of_the_tutorial_is_read(tmp_path: Path) -> None:
    head = "section: 5\ntitle: Loss\nexercises:\n"
    bank = exercises_of(head + first_yaml("new-exercise.md"), tmp_path)
    assert (bank.problems, bank.ids()) == ([], ["huber-loss"])


def test_every_function_is_described() -> None:
    text = (ROOT / "docs" / "exercise-format.md").read_text(encoding="utf-8")
    assert [name for name in FUNCTIONS if f"`{name}`" not in text] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / unquote(link)).exists()] == []
