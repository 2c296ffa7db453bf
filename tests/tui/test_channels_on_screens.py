"""An image of several channels on the screens: typed as text, drawn a matrix for each, answered map by map."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_app import study_app, to_calculate, to_practise
from textual import events
from textual.widgets import Static
from widget_host import text_of, until

from studyai.exercise.sample import with_own_givens
from studyai.formula.draw.terminal import width_of
from studyai.formula.typed.answer import read_answer
from studyai.study.next_up import Chosen
from studyai.tui.calculate import screen as calculate
from studyai.tui.calculate.given_field import GivenField
from studyai.tui.calculate.screen import CalculateScreen
from studyai.tui.calculate.typed_givens import typed_text
from studyai.tui.exercise.drawn import givens_lines
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.matrix_grid import MatrixGrid

CHOSEN = Chosen("conv-forward-channels", 1, 1)


def line_of(screen: CalculateScreen, symbol: str) -> AnswerLine:
    field = next(field for field in screen.query(GivenField) if field.given.symbol == symbol)
    return field.query_one(AnswerLine)


async def test_an_image_is_typed_as_lists_in_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calculate, "DEBOUNCE", 0.001)
    app = study_app(tmp_path, CHOSEN)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await to_calculate(pilot)
        assert screen.variant is not None
        assert line_of(screen, "X").value == typed_text(screen.variant.givens["X"])  # type: ignore[arg-type]
        line_of(screen, "X").value = "[[[1, 2], [3, 4]], [[1, 1], [1, 1]]]"
        line_of(screen, "K").value = "[[[[1, 1], [1, 1]], [[2, 0], [0, 0]]]]"
        await until(pilot, lambda: screen.variant is not None and "A_1" in screen.variant.solution.answer)
        await until(pilot, lambda: typed_text(screen.variant.givens["X"]).startswith("[[[1, 2]"))  # type: ignore[union-attr, arg-type]
        line_of(screen, "X").value = "[[1, 2], [3, 4]]"
        trouble = line_of(screen, "X").parent
        assert isinstance(trouble, GivenField)
        await until(pilot, lambda: "C×H×W array" in str(trouble.query_one(".trouble", Static).content))


async def test_every_map_is_answered_in_a_grid_of_its_own(tmp_path: Path) -> None:
    app = study_app(tmp_path, CHOSEN)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        assert screen.practice is not None
        line = screen.practice.current
        assert line is not None
        grid = screen.query_one(MatrixGrid)
        grid.post_message(events.Paste(typed_text(line.value)))
        await until(pilot, lambda: all(cell for row in grid.cells for cell in row))
        await pilot.press("enter")
        await until(pilot, lambda: screen.practice is not None and len(screen.practice.entries) == 1)
        assert "✓" in text_of(app)


@pytest.mark.parametrize("width", [40, 60, 76])
def test_channels_wider_than_the_screen_go_on_below(tmp_path: Path, width: int) -> None:
    from study_app import built_in_bank

    channels = ", ".join(["[[1, -2, 3, 4], [5, 6, 7, 8], [9, 0, 1, 2]]"] * 5)
    kernels = ", ".join(["[[1, -1], [0, 2]]"] * 5)
    own = {"X": read_answer(f"[{channels}]"), "K": read_answer(f"[[{kernels}], [{kernels}]]")}
    variant = with_own_givens(built_in_bank().exercise("conv-forward-channels"), 2, 1, own)
    lines = givens_lines(variant, width)
    assert max(map(width_of, lines)) <= width
    assert sum(line.count("⎡ 5") + line.count("⎢ 5") for line in lines) == 5  # every channel's second row
