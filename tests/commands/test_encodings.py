"""A standard output that lacks letters: every command says all it has to say, and ends as it would elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from as_a_process import shell

from studyai.commands.plain_letters import in_ascii

OWN = "--given 'X=[[3,0,1],[0,2,0],[1,0,3]]' --given F=2 --given S=1"
COMMANDS = [
    ("doctor", 0, "ok python "),
    ("list", 0, "Architectures that train: "),
    (f"solve max-pool {OWN} --check", 0, "ok torch agrees (largest difference 0.0e+00)"),
    ("solve adam", 0, "m_t = beta_1 m_(t-1) + (1 - beta_1) g_t"),
    ("solve softmax --format latex", 0, "softmax"),
    (f"mark max-pool {OWN} --answer 'A=[[3,2],[2,3]]'", 0, "ok A: Correct."),
    (f"mark max-pool {OWN} --answer 'A=[[3,2],[2,4]]'", 1, "no A: "),
    ("quiz softmax <<< '!'", 0, "(shown, no credit)"),
    ("train mlp --steps 2 --plot", 1, "(target 99%) after 2 updates"),
    ("train --compare mlp 'mlp?activation=sigmoid' --steps 2", 1, "activation: relu -> sigmoid"),
    ("lint --exercise softmax --seeds 2", 0, "ok softmax "),
    ("worksheet -o a.md --exercise softmax --title 'Übung ×'", 0, "a.md: 1 questions, each checked by torch"),
    ("completion bash", 0, "complete -o bashdefault"),
    ("help train", 0, "usage: studyai train"),
    ("solve 'α'", 2, ""),
]


@pytest.mark.parametrize(("command", "code", "said"), COMMANDS)
def test_every_command_speaks_ascii_to_a_pipe_that_knows_no_more(
    command: str, code: int, said: str, tmp_path: Path
) -> None:
    done = shell(tmp_path, f"studyai {command} | cat", PYTHONIOENCODING="ascii")
    assert said in done.stdout.decode("ascii")
    assert b"Traceback" not in done.stderr
    assert done.returncode == code
    done.stderr.decode("ascii")


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
