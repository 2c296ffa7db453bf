"""The app where no torch is installed, with the real worker: it says so once, and all that needs none works."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from study_app import built_in_bank, feedback_of, to_calculate, to_practise, type_text
from textual.pilot import Pilot
from textual.widgets import Static
from widget_host import text_of, until

from studyai.packages import OPTIONAL
from studyai.study.next_up import Chosen
from studyai.tui.exercise.torch_panel import TorchPanel
from studyai.tui.lab.notice import Notice
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk

INSTALL = f"{sys.executable} -m pip install"


def app_without_torch(folder: Path, take_away: Callable[..., None]) -> StudyApp:
    take_away(*(package.module for package in OPTIONAL))
    desk = Desk(built_in_bank(), folder / "record.sqlite")
    desk.chosen = Chosen("conv-output-size", 1, 0)
    return StudyApp(None, folder / "settings.json", desk)


async def until_it_is_missed(pilot: Pilot[None], app: StudyApp) -> None:
    await until(pilot, lambda: app.torch.state != "off")
    assert app.torch._starting is not None
    await app.torch._starting
    await pilot.pause()


def said_by_panel(app: StudyApp) -> str:
    if not isinstance(app.screen, TorchPanel):
        return ""
    return str(app.screen.query_one("#answer-table", Static).content)


async def test_it_is_said_once_and_exercises_work(
    tmp_path: Path, take_away: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    app, told = app_without_torch(tmp_path, take_away), []
    monkeypatch.setattr(app, "tell", lambda message, **how: told.append((message, how)))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until_it_is_missed(pilot, app)
        assert app.torch.missing
        assert "no torch" in text_of(app).splitlines()[0]
        screen = await to_practise(pilot)
        assert screen.practice is not None
        assert screen.practice.current is not None
        await type_text(pilot, str(screen.practice.current.value))
        await pilot.press("enter")
        await until(pilot, lambda: len(screen.practice.entries) == 1)
        assert "✓" in feedback_of(screen)
        calculate = await to_calculate(pilot)
        assert calculate.variant is not None
        await pilot.press("f3")
        await pilot.press("f8")
        await until(pilot, lambda: INSTALL in said_by_panel(app))
        ((message, how),) = told
        assert INSTALL in message
        assert how == {"severity": "warning"}


async def test_torch_panel_and_lab_say_what_is_missing(tmp_path: Path, take_away: Callable[..., None]) -> None:
    app = app_without_torch(tmp_path, take_away)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_practise(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: INSTALL in said_by_panel(app))
        assert "starts torch again" not in text_of(app)
        await pilot.press("escape", "f5")
        await until(pilot, lambda: type(app.screen).__name__ == "LabScreen")
        await until(pilot, lambda: INSTALL in str(app.screen.query_one(Notice).content))
        assert "begins anew" not in text_of(app)


async def test_torch_that_was_installed_meanwhile_is_found(
    tmp_path: Path, take_away: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_without_torch(tmp_path, take_away)
    async with app.run_test(size=(120, 40)) as pilot:
        await until_it_is_missed(pilot, app)
        monkeypatch.undo()
        await pilot.press("R")
        await until_it_is_missed(pilot, app)
        assert app.torch.state == "ready"
        assert not app.torch.missing
