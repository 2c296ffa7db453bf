"""`studyai solve --format`: every format says the same, and each is sound in its own language."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from balance import unbalanced
from hypothesis import given
from hypothesis import strategies as st

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.cli import main
from studyai.document.markdown import MarkdownRenderer
from studyai.document.solutions import latex, markdown
from studyai.exercise.sample import sample
from studyai.exercise.stack import stack_lines
from studyai.formula.arrays import entries
from studyai.formula.draw import latex_text
from studyai.formula.draw.latex import draw_latex
from studyai.formula.tree import Put

BANK = Bank([built_in()])
ENGINES = [engine for engine in ("lualatex", "pdflatex", "xelatex") if shutil.which(engine)]


def _printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["solve", *arguments]) == 0
    return capsys.readouterr().out


def test_json_by_either_name_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert _printed(capsys, "adam:3:7", "--json") == _printed(capsys, "adam:3:7", "--format", "json")


def test_slips_stand_in_the_solution(capsys: pytest.CaptureFixture[str]) -> None:
    own = [f"--given={one}" for one in ("H=28", "W=28", "F=5", "S=2", "P=1", "D=1")]
    solved = json.loads(_printed(capsys, "conv-output-size", *own, "--format", "json"))
    slips = {slip["tag"]: slip for step in solved["steps"] if step["symbol"] == "O_h" for slip in step["slips"]}
    slip = slips["no-floor"]
    assert slip["value"] == 13.5
    assert "✗ 13.5: " + slip["say"] in _printed(capsys, "conv-output-size", *own)


@pytest.mark.parametrize("identifier", BANK.ids())
def test_every_value_stands_in_every_format(identifier: str) -> None:
    for level in BANK.exercise(identifier).levels:
        variant = sample(BANK.exercise(identifier), level, 4)
        marked, typeset = markdown.worked(variant, 80), latex.worked(variant, 80)
        for line in variant.solution.lines:
            value = draw_latex(Put(line.value))
            assert re.search(rf"= {re.escape(value)}( \\approx .*)?\n\$\$", marked), (variant.id, line.key)
            assert re.search(rf"= {re.escape(value)}( \\approx .*)?}}\n", typeset), (variant.id, line.key)
        assert unbalanced(typeset) == "", variant.id
        assert marked.count("$$") % 2 == 0


def test_a_stack_of_layers_is_drawn_before_the_steps(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = stack_lines(sample(BANK.exercise("cnn-shape-trace"), 3, 4))
    said = _printed(capsys, "cnn-shape-trace:3:4")
    assert "\n".join(f"  {line}" for line in drawn) in said
    assert said.index("kernels 3×3") < said.index("1. shape after the convolution")
    assert "\n\n```text\n" + "\n".join(drawn) + "\n```\n\n### 1." in _printed(
        capsys, "cnn-shape-trace:3:4", "--format", "markdown"
    )
    assert "```" not in _printed(capsys, "adam:3:7", "--format", "markdown")


@pytest.mark.skipif(not ENGINES, reason="no TeX here")
@pytest.mark.parametrize("identifier", ["adam", "lstm-step", "conv-forward", "same-padding"])
def test_the_latex_document_compiles(identifier: str, tmp_path: Path) -> None:
    (tmp_path / "solved.tex").write_text(latex.worked(sample(BANK.exercise(identifier), 3, 4), 80))
    command = [ENGINES[0], "-interaction=nonstopmode", "-halt-on-error", "solved.tex"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_ascii_text_is_data_in_latex(text: str) -> None:
    written = latex_text.escaped(text)
    assert unbalanced(written) == ""
    for command, letter in (("textbackslash", "\\"), ("textasciicircum", "^"), ("textasciitilde", "~")):
        assert written.count(rf"\{command}{{}}") == text.count(letter)
    bare = re.sub(r"\\[A-Za-z]+(\{\})?|\\.", "", written)
    assert not set(bare) & set("\\{}$&#%_^~<>|")


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_ascii_text_is_data_in_markdown(text: str) -> None:
    written = MarkdownRenderer().escaped(text)
    assert re.sub(r"\\(.)", r"\1", written) == text
    assert not set(re.sub(r"\\.", "", written)) & set("\\`*_[]<>#|~$&!")


def test_letters_of_the_field_become_mathematics() -> None:
    assert latex_text.escaped("x̂ₜ − θ²") == (
        r"\ensuremath{\hat{x}}\ensuremath{_{t}} \ensuremath{-} \ensuremath{\theta}\ensuremath{^{2}}"
    )


def test_every_character_of_the_bank_is_known_to_latex() -> None:
    for folder in built_in().files():
        kept = latex_text.escaped(folder.read_text(encoding="utf-8").replace("\n", " "))
        assert {letter for letter in kept if not letter.isascii()} <= set("–“”…’"), folder


def test_wide_matrices_are_not_cut(capsys: pytest.CaptureFixture[str]) -> None:
    variant = sample(BANK.exercise("one-hot"), 3, 2)
    widest = max(len(entries(line.value)) for line in variant.solution.lines)
    assert widest > 10  # LaTeX draws 10 columns unless told otherwise
    assert r"\setcounter{MaxMatrixCols}{100}" in latex.worked(variant, 80)


def test_an_unknown_format_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "adam", "--format", "word"]) == 2
    said = capsys.readouterr().err
    assert "--format" in said
    assert "markdown" in said
