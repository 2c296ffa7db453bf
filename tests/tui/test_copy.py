"""Copying givens and values: from Practise and Calculate, in each form, onto the terminal's clipboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_app import study_app, to_calculate, to_practise
from widget_host import until

from studyai.study.next_up import Chosen
from studyai.tui.exercise.copy_panel import CopyPanel

SOFTMAX = Chosen("softmax", 1, 3)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("1", "z = [1, 2]"),
        ("2", "z = np.array([1, 2])"),
        ("3", "z = torch.tensor([1, 2])"),
        ("4", r"z = \left[1,\ 2\right]"),
    ],
)
async def test_a_given_is_copied_in_each_form(tmp_path: Path, key: str, text: str) -> None:
    app = study_app(tmp_path, SOFTMAX)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_practise(pilot)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: isinstance(app.screen, CopyPanel))
        await pilot.press(key, "enter")
        await until(pilot, lambda: not isinstance(app.screen, CopyPanel))
        assert app.clipboard == text


async def test_nothing_that_is_still_asked_can_be_copied(tmp_path: Path) -> None:
    app = study_app(tmp_path, SOFTMAX)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_practise(pilot)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: isinstance(app.screen, CopyPanel))
        await pilot.press("end", "enter")
        assert [line.partition(" = ")[0] for line in app.clipboard.splitlines()] == ["z"]


async def test_calculate_copies_every_value(tmp_path: Path) -> None:
    app = study_app(tmp_path, SOFTMAX)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_calculate(pilot)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: isinstance(app.screen, CopyPanel))
        await pilot.press("end", "enter")
        assert [line.partition(" = ")[0] for line in app.clipboard.splitlines()] == ["z", "e_z", "total", "p"]
