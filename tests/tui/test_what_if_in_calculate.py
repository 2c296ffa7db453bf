"""What-if in Calculate: a number replaced, what follows worked out anew and said to have changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_app import study_app, to_calculate
from textual.pilot import Pilot
from textual.widgets import Static
from widget_host import text_of, until

from studyai.study.next_up import Chosen
from studyai.tui.calculate.screen import CalculateScreen
from studyai.tui.calculate.what_if_line import WhatIfLine
from studyai.tui.exercise.solution_view import SolutionView
from studyai.tui.widgets.answer_line import AnswerLine


async def to_steps(pilot: Pilot[None]) -> CalculateScreen:
    screen = await to_calculate(pilot)
    await pilot.press("f10")
    await until(pilot, lambda: screen.query_one(SolutionView).has_focus)
    return screen


async def suppose(pilot: Pilot[None], screen: CalculateScreen, text: str) -> None:
    await pilot.press("enter")
    field = screen.query_one(WhatIfLine).query_one(AnswerLine)
    await until(pilot, lambda: field.has_focus)
    field.value = text
    await pilot.press("enter")


def note(screen: CalculateScreen, key: str) -> str:
    notes = screen.query_one(SolutionView).notes
    return notes[key].plain if key in notes else ""


async def test_a_number_is_supposed_and_taken_back(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("adam", 2, 3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_steps(pilot)
        view = screen.query_one(SolutionView)
        before = {block.line.key: block.line.value for block in view.blocks}
        await suppose(pilot, screen, "5/2")
        await until(pilot, lambda: "what if · was" in note(screen, "m_1") and view.has_focus)
        values = {block.line.key: block.line.value for block in view.blocks}
        assert float(values["m_1"]) == 2.5
        assert values["v_1"] == before["v_1"]
        assert "↳ was" in note(screen, "theta_1")
        assert not note(screen, "v_1")
        assert "◆ what if · was" in text_of(app)
        await pilot.press("backspace")
        await until(pilot, lambda: not note(screen, "m_1"))
        assert {block.line.key: block.line.value for block in view.blocks} == before


async def test_one_cell_of_a_map_is_supposed(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("self-attention", 2, 3))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_steps(pilot)
        key = screen.query_one(SolutionView).blocks[0].line.key
        await pilot.press("down")
        await suppose(pilot, screen, "7")
        await until(pilot, lambda: "what if · row 2, column 1 was" in note(screen, key))
        last = screen.query_one(SolutionView).blocks[-1].line.key
        assert "↳ changed" in note(screen, last)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("5 +", "something is missing at the end"),
        ("[1, 2]", "One number stands here, not 2 entries"),
        ("__import__", "✗"),
    ],
)
async def test_what_is_no_number_is_said_and_stays(tmp_path: Path, typed: str, said: str) -> None:
    app = study_app(tmp_path, Chosen("adam", 1, 3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_steps(pilot)
        await suppose(pilot, screen, typed)
        await until(pilot, lambda: said in text_of(app))
        assert screen.query_one(WhatIfLine).query_one(AnswerLine).value == typed
        assert not screen.supposed
        await pilot.press("escape")
        await until(pilot, lambda: screen.query_one(SolutionView).has_focus)
        assert not screen.query_one(WhatIfLine).display


async def test_a_number_without_a_solution_is_taken_back(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("adam", 1, 3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_steps(pilot)
        view = screen.query_one(SolutionView)
        await suppose(pilot, screen, "2")
        await until(pilot, lambda: bool(note(screen, "m_1")))
        view.step = next(place for place, block in enumerate(view.blocks) if block.line.key == "v_hat_1")
        await suppose(pilot, screen, "-4")
        await until(pilot, lambda: "no solution" in text_of(app))
        assert screen.supposed == {"m_1": {(): 2}}
        assert "what if" in note(screen, "m_1")
        assert "what if" not in note(screen, "v_hat_1")


async def test_other_givens_keep_what_is_supposed_and_other_numbers_do_not(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("conv-output-size", 1, 3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_steps(pilot)
        key = screen.query_one(SolutionView).blocks[0].line.key
        await suppose(pilot, screen, "2")
        await until(pilot, lambda: "what if" in note(screen, key))
        await pilot.press("n")
        await until(pilot, lambda: not note(screen, key))
        assert not screen.supposed


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_what_if_looks_as_it_did(tmp_path: Path, snap_compare: object, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        screen = await to_steps(pilot)
        await suppose(pilot, screen, "5/2")
        await until(pilot, lambda: "what if" in note(screen, "m_1"))
        await pilot.press("down")
        await pilot.press("enter")
        field = screen.query_one(WhatIfLine).query_one(AnswerLine)
        await until(pilot, lambda: field.has_focus and field.selected_text == field.value != "")

    app = study_app(tmp_path, Chosen("adam", 2, 3))
    assert snap_compare(app, terminal_size=size, run_before=before)  # type: ignore[operator]


async def test_a_stack_is_drawn_and_follows_what_is_supposed(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("cnn-shape-trace", 2, 3))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_steps(pilot)
        said = screen.query_one("#stack", Static)
        before = str(said.content)
        assert "│ convolution" in before
        await suppose(pilot, screen, "99")
        await until(pilot, lambda: "99" in str(said.content))
        assert str(said.content) != before
