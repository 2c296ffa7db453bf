"""What every test of a screen has: a bug told fails it, and no cursor blinks in its picture."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot
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


@pytest.fixture
def snap_compare(snap_compare):
    """A picture is compared when the screen has come to rest: a busy machine draws it later, not otherwise."""

    def compare(app, *, run_before=None, **given) -> bool:
        async def at_rest(pilot: Pilot) -> None:
            if run_before is not None:
                await run_before(pilot)
            await rest(pilot)

        return snap_compare(app, run_before=at_rest, **given)

    return compare


async def rest(pilot: Pilot) -> None:
    """Wait until the screen has stayed the same for five looks, or for three seconds at most."""
    same, picture = 0, ""
    for _ in range(100):
        await pilot.pause()
        await pilot.wait_for_scheduled_animations()
        picture, before = pilot.app.export_screenshot(), picture
        same = same + 1 if picture == before else 0
        if same == 5:
            return
        await asyncio.sleep(0.03)
