"""The aims on Today: asked for, kept beside the record, refused where they cannot be meant; what today comes to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from study_app import study_app
from textual.widgets import Input, Static
from widget_host import text_of, until

from studyai.study import clock
from studyai.study.aims import Aims, read_aims
from studyai.tui.today.aims_panel import AimsPanel
from studyai.tui.today.screen import TodayScreen


async def opened(pilot) -> AimsPanel:
    screen = pilot.app.screen
    assert isinstance(screen, TodayScreen)
    await until(pilot, lambda: screen.overview.outlook is not None)
    await pilot.press("X")
    await until(pilot, lambda: isinstance(pilot.app.screen, AimsPanel))
    return pilot.app.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18)])
async def test_an_exams_date_is_kept_and_planned_for(tmp_path: Path, size: tuple[int, int]) -> None:
    exam = clock.date_of(clock.today()) + timedelta(days=20)
    async with study_app(tmp_path).run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press(*str(exam), "tab", "4", "5", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        line = pilot.app.screen.query_one("#outlook", Static)
        await until(pilot, lambda: "Exam in 20 days: 0 % known" in str(line.content))
        assert "0 due · 15 new · " in text_of(pilot.app)
    assert read_aims(tmp_path / "aims.toml") == Aims(exam, 45)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("31.1.2027", "Exam on: 31.1.2027 is not accepted; such as 2027-01-31"),
        ("\t0", "Minutes a day: 0 is not accepted; from 1 to 1000"),
        ("\t\t-1", "New a day, at most: -1 is not accepted"),
        ("\t\t\t0.99", "Known when due: 0.99 is not accepted"),
        ("\t\t\t[b]", "Known when due: [b] is not accepted"),
    ],
)
async def test_what_cannot_be_meant_is_told_and_asked_again(tmp_path: Path, keys: str, words: str) -> None:
    names = {"\t": "tab", ".": "full_stop", "-": "minus", "[": "left_square_bracket", "]": "right_square_bracket"}
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        panel = await opened(pilot)
        await pilot.press(*(names.get(key, key) for key in keys), "enter")
        await pilot.pause()
        assert str(panel.query_one("#aims-problem", Static).content).startswith(f"? {words}")
        assert isinstance(pilot.app.focused, Input)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, AimsPanel))
    assert not (tmp_path / "aims.toml").exists()
