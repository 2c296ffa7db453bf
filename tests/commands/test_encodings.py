"""A standard output that lacks letters: every command says all it has to say, and ends as it would elsewhere."""

from __future__ import annotations

import io
import json
import shlex
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from as_a_process import shell

from studyai.cli import main
from studyai.commands.plain_letters import in_ascii

OWN = "--given 'X=[[3,0,1],[0,2,0],[1,0,3]]' --given F=2 --given S=1"
WITH_TORCH = [
    (f"solve max-pool {OWN} --check", 0, "ok torch agrees (largest difference 0.0e+00)"),
    ("train --compare mlp 'mlp?activation=sigmoid' --steps 2 --plot", 1, "activation: relu -> sigmoid"),
    ("lint --exercise softmax --seeds 2", 0, "ok softmax "),
]
WITHOUT_TORCH = [
    ("doctor", 1, "ok python "),
    ("list", 0, "max-pool                 Max pooling"),
    ("solve adam", 0, "m_t = beta_1 m_(t-1) + (1 - beta_1) g_t"),
    ("solve softmax --format latex", 0, "softmax"),
    (f"mark max-pool {OWN} --answer 'A=[[3,2],[2,3]]'", 0, "ok A: Correct."),
    (f"mark max-pool {OWN} --answer 'A=[[3,2],[2,4]]'", 1, "no A: "),
    ("quiz softmax", 0, "(shown, no credit)"),
    ("worksheet -o 'Ü.md' --exercise softmax --title 'Übung ×' --unchecked", 0, "U.md: 1 questions, none checked"),
    ("completion bash", 0, "complete -o bashdefault"),
    ("help train", 0, "usage: studyai train"),
    ("solve 'α'", 2, ""),
]


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO("!\n"))


def said_in_ascii(command: str) -> tuple[int, str]:
    """The exit code of a command, and what it writes to streams that know no letter but those of ASCII."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(shlex.split(command))
        except SystemExit as end:  # of `help`
            code = end.code if isinstance(end.code, int) else 1
    for stream in (out, err):
        stream.seek(0)
    assert "Traceback" not in err.read()
    return code, out.read()


@pytest.mark.parametrize(("command", "code", "said"), WITH_TORCH)
def test_what_torch_says_is_written_in_ascii(command: str, code: int, said: str) -> None:
    ended, out = said_in_ascii(command)
    assert said in out
    assert ended == code


@pytest.mark.parametrize(("command", "code", "said"), WITHOUT_TORCH)
def test_every_command_speaks_ascii_to_a_pipe_that_knows_no_more(
    command: str, code: int, said: str, take_away: Callable[..., None]
) -> None:
    take_away("torch")  # whose start takes longer than all the rest
    ended, out = said_in_ascii(command)
    assert said in out
    assert ended == code


@pytest.mark.parametrize(
    ("settings", "encoding", "said"),
    [
        ({"PYTHONIOENCODING": "cp1252"}, "cp1252", "epsilon = 1×10^-8"),
        ({"PYTHONIOENCODING": "latin-1"}, "latin-1", "epsilon = 1×10^-8"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0"}, "ascii", "epsilon = 1x10^-8"),
        ({"LC_ALL": "C"}, "utf-8", "ε = 1×10⁻⁸"),
        ({"PYTHONIOENCODING": "utf-8"}, "utf-8", "ε = 1×10⁻⁸"),
    ],
)
def test_letters_that_an_encoding_has_stay(settings: dict[str, str], encoding: str, said: str, tmp_path: Path) -> None:
    done = shell(tmp_path, "studyai solve adam | cat", **settings)
    assert done.returncode == 0
    assert said in done.stdout.decode(encoding)


def test_json_stays_the_same_document(tmp_path: Path) -> None:
    whole = shell(tmp_path, "studyai solve adam --json").stdout
    plain = shell(tmp_path, "studyai solve adam --json", PYTHONIOENCODING="ascii").stdout
    assert "β₁" in whole.decode("utf-8")
    assert plain.isascii()
    assert json.loads(plain) == json.loads(whole)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("3 × 4 − ½ ≥ 0 → ✓", "3 x 4 - (1/2) >= 0 -> ok"),
        ("β₁·mₜ₋₁ + λσ²", "beta_1*m_(t-1) + lambdasigma^2"),
        ("10⁻⁸ and 10¹², wᵀ", "10^-8 and 10^12, w^T"),
        ("ŷ, y\u0302, x\u0304", "y_hat, y_hat, x_bar"),
        ("“Übung”… é", '"Ubung"... e'),
        ("⎡1⎤⎣2⎦ ─│ █░ ⣀", "[1][2] -| #. *"),
        ("Σ√(x) ∞ Δ", "Sigmasqrt (x) inf Delta"),
        ("漢 \U0001f600 \ud800", "? ? ?"),
    ],
)
def test_letters_are_written_out_readably(text: str, plain: str) -> None:
    assert in_ascii(text) == plain
