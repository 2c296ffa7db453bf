"""`studyai sheet` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from some_pages import ExercisesAlone, pages_pack

from studyai.bank.packs import built_in
from studyai.cli import main
from studyai.client.errors import TorchMissing


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bank has two pages."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    pack = pages_pack(tmp_path / "pages")
    packs = [pack, ExercisesAlone("built-in", built_in().folder)]
    monkeypatch.setattr("studyai.bank.index.all_packs", lambda: packs)
    monkeypatch.setattr("studyai.bank.bank.all_packs", lambda: packs)


def test_a_page_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheet", "12"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("12 Convolutional networks\n")
    assert "⎣      S      ⎦" in printed
    assert "✓ In fact: It makes the map equivariant" in printed


def test_without_a_section_the_pages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheet"]) == 0
    printed = capsys.readouterr().out
    assert " 4 Activation functions\n" in printed
    assert "12 Convolutional networks\n" in printed


def test_formulas_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheet", "12", "--formulas"]) == 0
    printed = capsys.readouterr().out
    assert "n = F² Cᵢₙ Cₒᵤₜ + Cₒᵤₜ" in printed
    assert "In fact" not in printed


def test_search_says_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheet", "4", "--search", "never recovers"]) == 0
    assert capsys.readouterr().out == " 4 Activation functions · Pitfalls: A dead ReLU unit never recovers.\n"
    assert main(["sheet", "--search", "xyzzy"]) == 1
    assert "nothing on the sheet has xyzzy" in capsys.readouterr().err


def test_files_by_their_ending(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "sheet.md"
    assert main(["sheet", "-o", str(file)]) == 0
    assert capsys.readouterr().out == f"{file}: 2 pages of the sheet\n"
    assert "The slope of a sigmoid is nowhere steeper than 1/4." in file.read_text(encoding="utf-8")


def test_without_torch_a_claims_name_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(self: object) -> None:
        raise TorchMissing("no torch")

    monkeypatch.setattr("studyai.client.worker.Worker.__aenter__", gone)
    file = tmp_path / "sheet.txt"
    assert main(["sheet", "4", "-o", str(file)]) == 0
    assert "Sigmoid slope is at most a quarter." in file.read_text(encoding="utf-8")


def test_the_formula_sheet_is_one_page(tmp_path: Path) -> None:
    file = tmp_path / "formulas.pdf"
    assert main(["sheet", "--formulas", "-o", str(file)]) == 0
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["99"], "99 has no page of the sheet; accepted: "),
        (["four"], "four has no page of the sheet"),
        (["-o", "sheet.docx"], "its ending names no format; accepted: .pdf, .md, .html, .tex, .txt"),
        (["--search", " "], "nothing to find"),
        (["--search", "x", "-o", "a.pdf"], "--search stands alone"),
        (["4", "-o", "/no/such/folder/sheet.txt"], "No such file or directory; nothing was written"),
    ],
)
def test_bad_input_is_told(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheet", *arguments]) == 2
    assert said in capsys.readouterr().err
