"""A bug in a screen is told and survived: so that tests notice, each fails where one was told."""

from __future__ import annotations

import pytest

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
