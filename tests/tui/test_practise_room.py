"""Practise's panes take what they need: nothing of a question is hidden while rows stand blank; the footer fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from study_app import built_in_bank, feedback_of, study_app, to_practise
from textual.pilot import Pilot
from textual.widgets import Static
from widget_host import lines_of, text_of, until

from studyai.bank.bank import Bank
from studyai.study.next_up import Chosen
from studyai.tui.exercise.answer_box import AnswerBox
from studyai.tui.practise.page import PractisePage
from studyai.tui.practise.screen import PractiseScreen
from studyai.tui.widgets.matrix_grid import MatrixGrid

SIZES = [(80, 24), (120, 40)]
TIGHT = {"lstm-step": 2, "multi-head-attention": 3, "max-pool": 1}


def sampled(bank: Bank) -> Iterator[Chosen]:
    """Those that were cut, and every twentieth exercise at each of its levels."""
    yield from (Chosen(name, level, 1) for name, level in TIGHT.items())
    for name in list(bank.ids())[::20]:
        yield from (Chosen(name, level, 1) for level in bank.exercise(name).levels)


async def shown(pilot: Pilot[None], screen: PractiseScreen, chosen: Chosen) -> None:
    screen.study.desk.chosen = chosen
    screen.take_up()
    await until(pilot, lambda: screen.practice is not None and screen.practice.variant.exercise.id == chosen.exercise)
    await until(pilot, lambda: screen.practice is not None and screen.practice.variant.level == chosen.level)
    for _ in range(40):  # the screen is shared out once all has its place
        await pilot.pause()
        if not (screen.query_one(PractisePage).max_scroll_y and blank_rows(screen)):
            break


def blank_rows(screen: PractiseScreen) -> int:
    """Rows between page and footer with nothing in them."""
    region = screen.query_one(AnswerBox).region
    return sum(not line.strip() for line in lines_of(screen.app)[region.y : screen.size.height - 1])


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_hidden_while_rows_stand_blank(tmp_path: Path, size: tuple[int, int]) -> None:
    bank = built_in_bank()
    cut = []
    async with study_app(tmp_path, Chosen("adam", 1, 1)).run_test(size=size) as pilot:
        screen = await to_practise(pilot)
        for chosen in sampled(bank):
            await shown(pilot, screen, chosen)
            hidden, blank = screen.query_one(PractisePage).max_scroll_y, blank_rows(screen)
            if hidden and blank:
                cut.append(f"{chosen.exercise}, level {chosen.level}: {hidden} rows hidden, {blank} blank")
            if hidden:
                assert f"{hidden} row" in text_of(pilot.app)
    assert not cut, "\n".join(cut)


async def test_a_mark_takes_its_rows_from_a_page_that_has_some_to_spare(tmp_path: Path) -> None:
    async with study_app(tmp_path, Chosen("softmax", 2, 2)).run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        grid = screen.query_one(MatrixGrid)
        grid.set_cells([["1"] * grid.shape[1]])
        await pilot.press("enter")
        await until(pilot, lambda: feedback_of(screen).startswith("✗"))
        await pilot.pause()
        assert screen.query_one(PractisePage).max_scroll_y == 0
        *_, footer = lines_of(pilot.app)
        for word in ("Go on", "Help", "Quit"):
            assert word in footer


@pytest.mark.parametrize("width", [80, 90, 120])
async def test_the_footer_is_never_cut(tmp_path: Path, width: int) -> None:
    async with study_app(tmp_path, Chosen("softmax", 2, 2)).run_test(size=(width, 24)) as pilot:
        screen = await to_practise(pilot)
        grid = screen.query_one(MatrixGrid)
        grid.set_cells([["1"] * grid.shape[1]])
        await pilot.press("enter")
        await until(pilot, lambda: "Go on" in lines_of(pilot.app)[-1])
        footer = lines_of(pilot.app)[-1]
        assert "f1 Help" in footer
        assert "^q Quit" in footer
        assert isinstance(screen.query_one("#feedback"), Static)
