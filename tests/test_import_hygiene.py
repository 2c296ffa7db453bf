"""What a start imports, seen in a fresh interpreter: a linter cannot tell whether an import is deferred."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"torch", "numpy", "sympy", "sklearn", "scipy", "yaml"}


def _loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*(name for name in sys.modules if '.' not in name))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


@pytest.mark.parametrize(
    ("statement", "banned"),
    [
        ("import studyai.tui.shell.app", HEAVY),
        ("import studyai.cli", {*HEAVY, "textual", "sqlite3"}),
        ("import studyai.client.worker", {*HEAVY, "textual"}),
        ("import studyai.protocol", {*HEAVY, "textual"}),
        ("import studyai.bank.index; import studyai.bank.bank", {"torch", "sympy", "sklearn", "textual", "yaml"}),
        (
            "import studyai.study.items.live; import studyai.study.items.prediction",
            {"torch", "sympy", "sklearn", "textual"},
        ),
        ("import studyai.study.next_up; import studyai.study.record.store", {*HEAVY, "textual"}),
        ("import studyai.study.practice", {"torch", "sympy", "sklearn", "textual"}),
        ("import studyai.commands.solve", {"torch", "sympy", "sklearn", "textual"}),
        ("import studyai.commands.worksheet", {"torch", "sympy", "sklearn", "textual", "typst", "genanki", "rich"}),
    ],
)
def test_nothing_heavy_is_imported(statement: str, banned: set[str]) -> None:
    assert not _loaded_after(statement) & banned


def test_the_backend_imports_none_of_what_it_checks() -> None:
    code = (
        "import sys, studyai.backend.__main__, studyai.backend.oracles\n"
        "print(*(name for name in sys.modules if name.startswith('studyai.')))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    rooms = {name.split(".")[1] for name in run.stdout.split()}
    assert rooms <= {"backend", "protocol", "errors", "packages"}
