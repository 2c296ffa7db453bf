"""Multiple choice and cell by cell in Practise: digits, cursor, mouse; the record; what is offered and what is not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from study_app import feedback_of, study_app, to_practise
from textual.pilot import Pilot
from textual.widgets import Static
from widget_host import text_of, until

from studyai.exercise.choices import Choice
from studyai.formula.text import to_text
from studyai.formula.tree import Put
from studyai.study.next_up import Chosen
from studyai.tui.exercise.solution_view import SolutionView
from studyai.tui.practise.cells_panel import CellsPanel
from studyai.tui.practise.screen import PractiseScreen
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.choice_list import DIGITS, ChoiceList
from studyai.tui.widgets.matrix_grid import MatrixGrid

OUTPUT_SIZE = Chosen("conv-output-size", 3, 3)


def offered(screen: PractiseScreen) -> list[Choice]:
    assert screen.practice is not None
    return screen.practice.choices()


def letter(screen: PractiseScreen, right: bool) -> str:
    place = next(place for place, choice in enumerate(offered(screen)) if (choice.slip is None) == right)
    return DIGITS[place]


async def choosing(pilot: Pilot[None]) -> PractiseScreen:
    screen = await to_practise(pilot)
    await pilot.press("escape", "o")
    await until(pilot, lambda: bool(screen.query(ChoiceList)))
    return screen


def rows(folder: Path) -> list[tuple[str, str, str, str]]:
    query = "SELECT step, typed, verdict, slip FROM review ORDER BY id"
    return sqlite3.connect(folder / "record.sqlite").execute(query).fetchall()


async def test_a_wrong_choice_gives_the_slips_words_and_cannot_be_chosen_again(tmp_path: Path) -> None:
    app = study_app(tmp_path, OUTPUT_SIZE)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choosing(pilot)
        wrong, choices = letter(screen, False), offered(screen)
        slip = choices[DIGITS.index(wrong)].slip
        assert slip is not None
        await pilot.press(wrong)
        await until(pilot, lambda: feedback_of(screen).startswith("✗"))
        assert slip.say.split()[0] in feedback_of(screen)
        assert f"✗ {wrong}" in text_of(app)
        await pilot.press(wrong)
        await until(pilot, lambda: True)
        assert screen.practice is not None
        assert screen.practice.tries == 1
        await pilot.press(letter(screen, True))
        await until(pilot, lambda: screen.practice is not None and len(screen.practice.entries) == 1)
        assert screen.practice.entries[0].credit == 0.5
        assert bool(screen.query(ChoiceList))  # the next step is asked the same way
    first, second = rows(tmp_path)
    assert first == ("F_e_h", to_text(Put(choices[DIGITS.index(wrong)].value)), "slip", slip.tag)
    assert second[2:] == ("correct", "")


async def test_going_on_with_a_wrong_choice_carries_it(tmp_path: Path) -> None:
    app = study_app(tmp_path, OUTPUT_SIZE)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choosing(pilot)
        await pilot.press(letter(screen, False))
        await until(pilot, lambda: feedback_of(screen).startswith("✗"))
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "✗ ①" in str(screen.query_one("#settled", Static).content))
        assert screen.practice is not None
        truth = screen.practice.variant.solution.line("F_e_h").value
        assert screen.practice.values["F_e_h"] != truth


async def test_the_cursor_and_the_mouse_choose_too(tmp_path: Path) -> None:
    app = study_app(tmp_path, OUTPUT_SIZE)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choosing(pilot)
        for _ in range(DIGITS.index(letter(screen, True))):
            await pilot.press("down")
        await pilot.press("enter")
        await until(pilot, lambda: screen.practice is not None and len(screen.practice.entries) == 1)
        await pilot.click(ChoiceList, offset=(6, DIGITS.index(letter(screen, True))))
        await until(pilot, lambda: screen.practice is not None and len(screen.practice.entries) == 2)


async def test_matrices_are_offered_as_matrices_and_typing_comes_back(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("self-attention", 2, 3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await choosing(pilot)
        assert "1  ⎡" in text_of(app)
        assert f"one of {len(offered(screen))}" in text_of(app)
        await pilot.press("escape", "o")
        await until(pilot, lambda: bool(screen.query(MatrixGrid)))
        assert "one of" not in text_of(app)


async def test_where_no_slip_leads_elsewhere_the_value_is_typed(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("conv-output-size", 1, 5))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        assert len(offered(screen)) == 1
        await pilot.press("escape", "o")
        await until(pilot, lambda: "no known slip" in text_of(app))
        assert bool(screen.query(AnswerLine))


async def test_settled_steps_cell_by_cell_follow_from_the_learners_values(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("self-attention", 2, 3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        assert screen.practice is not None
        await pilot.press("f10")  # nothing is settled yet: nothing opens
        assert app.screen is screen
        grid = screen.query_one(MatrixGrid)
        rows, columns = grid.shape
        grid.set_cells([["7"] * columns] * rows)
        await pilot.press("enter")
        await until(pilot, lambda: feedback_of(screen).startswith("✗"))
        await pilot.press("ctrl+g")
        for count in range(2, 5):
            await until(pilot, lambda count=count: len(screen.practice.entries) == count - 1)  # type: ignore[misc]
            await pilot.press("f7")
        await until(pilot, lambda: screen.practice is not None and len(screen.practice.entries) == 4)
        await pilot.press("f10")
        await until(pilot, lambda: isinstance(app.screen, CellsPanel) and "7 · " in text_of(app))
        view = app.screen.query_one(SolutionView)
        assert [block.line.key for block in view.blocks] == [entry.item.line.key for entry in screen.practice.entries]
        scores = view.blocks[3].line
        assert (scores.value != screen.practice.variant.solution.line(scores.key).value).any()  # type: ignore[union-attr]
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("name", ["softmax", "self-attention"])
def test_choosing_looks_as_it_did(tmp_path: Path, snap_compare: object, size: tuple[int, int], name: str) -> None:
    async def before(pilot: Pilot[None]) -> None:
        screen = await choosing(pilot)
        await pilot.press(letter(screen, False))
        await until(pilot, lambda: feedback_of(screen).startswith("✗"))

    app = study_app(tmp_path, Chosen(name, 2, 3))
    assert snap_compare(app, terminal_size=size, run_before=before)  # type: ignore[operator]
