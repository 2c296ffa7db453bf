"""Whatever fails unforeseen is told and logged, and the app stays."""

from __future__ import annotations

from functools import partial

import pytest
from study_app import study_app
from textual.widgets._toast import Toast
from widget_host import until

from studyai.log import log_file
from studyai.tui.shell.app import StudyApp
from studyai.tui.today.screen import TodayScreen

SIZE = (80, 24)


class Unforeseen(Exception):
    """What no handler knows."""


def fail(*_: object) -> None:
    raise Unforeseen("a [bold]bug[/] and \x1b[31m its words")


async def fail_later(*_: object) -> None:
    fail()


def told(app: StudyApp) -> list[str]:
    return [str(toast.render()) for toast in app.screen.query(Toast)]


async def survives(app, pilot, bugs):
    """The bug was told once and logged, and the app still obeys."""
    await until(pilot, lambda: bool(bugs) and bool(told(app)))
    assert any("Unforeseen: a [bold]bug[/]" in words for words in told(app))
    assert all("\x1b" not in words for words in told(app))
    log = log_file().read_text()
    assert "Traceback (most recent call last)" in log
    assert "in fail" in log
    await pilot.press("f3")
    await until(pilot, lambda: app.current_mode == "practise")
    bugs.clear()


@pytest.mark.parametrize("action", ["work", "to"])
async def test_in_an_action(tmp_path, monkeypatch, told_bugs, action):
    monkeypatch.setattr(TodayScreen, f"action_{action}", fail)
    app = study_app(tmp_path)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: app.screen.query_one("#sections").option_count > 0)
        await pilot.press("p" if action == "work" else "right")
        await survives(app, pilot, told_bugs)


async def test_in_an_action_of_the_app(tmp_path, monkeypatch, told_bugs):
    monkeypatch.setattr(StudyApp, "action_next_theme", fail)
    app = study_app(tmp_path)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("f9")
        await survives(app, pilot, told_bugs)


async def test_in_a_handler_of_a_message(tmp_path, monkeypatch, told_bugs):
    app = study_app(tmp_path)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: app.screen.query_one("#sections").option_count > 0)
        monkeypatch.setattr(TodayScreen, "_row", fail)
        await pilot.press("down")
        await survives(app, pilot, told_bugs)


async def test_in_work_in_the_background(tmp_path, monkeypatch, told_bugs):
    app = study_app(tmp_path)
    monkeypatch.setattr("studyai.tui.today.screen.overview", fail)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await survives(app, pilot, told_bugs)


@pytest.mark.parametrize("begin", ["set_timer", "call_later", "call_after_refresh"])
async def test_in_a_callback(tmp_path, told_bugs, begin):
    app = study_app(tmp_path)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        start = partial(app.screen.set_timer, 0.01) if begin == "set_timer" else getattr(app.screen, begin)
        start(fail_later)
        await survives(app, pilot, told_bugs)


async def test_one_that_comes_again_and_again_is_told_once(tmp_path, told_bugs):
    app = study_app(tmp_path)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        app.screen.set_interval(0.01, fail)
        await until(pilot, lambda: len(told_bugs) > 5)
        assert len(told(app)) == 1
        await survives(app, pilot, told_bugs)
        app.screen.query_one("#places")  # the screen is whole
        await pilot.app.switch_mode("today")
        for timer in list(app.screen._timers):
            timer.stop()
        await pilot.pause()
        told_bugs.clear()
