"""The stack of layers beside the steps of Practise: what is settled, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_app import study_app, to_practise, work_step
from textual.widgets import Static
from widget_host import text_of, until

from studyai.exercise.stack import stack_lines
from studyai.study.next_up import Chosen
from studyai.tui.practise.screen import PractiseScreen


def drawn_of(screen: PractiseScreen) -> list[str]:
    stack = screen.query_one("#page #stack", Static)
    return str(stack.content).splitlines() if stack.display else []


@pytest.mark.parametrize("size", [(80, 40), (120, 30)])
async def test_a_layer_appears_when_its_shape_is_settled(tmp_path: Path, size: tuple[int, int]) -> None:
    app = study_app(tmp_path, Chosen("cnn-shape-trace", 3, 4))
    async with app.run_test(size=size) as pilot:
        screen = await to_practise(pilot)
        assert drawn_of(screen) == []
        await pilot.press("f7")
        await until(pilot, lambda: drawn_of(screen) != [])
        assert drawn_of(screen)[-1].split() == ["A₁", "8", "×", "26", "×", "24"]
        assert "convolution: 8 kernels 3×3, padding 1" in text_of(app)
        await pilot.press("f7")
        await until(pilot, lambda: drawn_of(screen)[-1].endswith("224"))
        assert "max pooling" not in "\n".join(drawn_of(screen))


async def test_on_a_small_screen_the_givens_stay_and_the_stack_comes_in_the_end(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("receptive-field", 1, 1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        practice = screen.practice
        assert practice is not None
        for _ in practice.variant.solution.lines:
            assert drawn_of(screen) == []
            await work_step(pilot, practice)
        await until(pilot, lambda: drawn_of(screen) != [])
        assert drawn_of(screen) == stack_lines(practice.variant)
