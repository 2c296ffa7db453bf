"""What every test of a screen has: a bug told fails it, and no cursor blinks in its picture."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from studyai.tui.shell.app import StudyApp


@pytest.fixture(autouse=True)
def told_bugs(monkeypatch, tmp_path):
    """The bugs told; a test that wants some clears the list in the end."""
    bugs: list[Exception] = []
    survive = StudyApp._handle_exception

    def note(app: StudyApp, error: Exception) -> None:
        bugs.append(error)
        survive(app, error)

    monkeypatch.setenv("STUDYAI_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(StudyApp, "_handle_exception", note)
    yield bugs
    if bugs:
        raise bugs[0]


@pytest.fixture(autouse=True)
def steady_cursor(monkeypatch):
    """A cursor that blinks is in a picture or not, as the clock has it."""
    monkeypatch.setattr(Input, "cursor_blink", False)
