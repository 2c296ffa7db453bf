"""The window that Calculate draws on the map: its marks are the geometry's, and it moves with the cursor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from study_app import study_app, to_calculate
from textual import events
from textual.pilot import Pilot
from widget_host import text_of, until

from studyai.formula.arrays import as_array
from studyai.formula.draw.terminal import width_of
from studyai.formula.sliding import Slide
from studyai.formula.tree import Name
from studyai.formula.windows import Windows
from studyai.study.next_up import Chosen
from studyai.tui.calculate import screen as calculate
from studyai.tui.calculate.given_field import GivenField
from studyai.tui.calculate.screen import CalculateScreen
from studyai.tui.exercise.window_drawing import TALLEST, slide_lines
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.matrix_grid import MatrixGrid

ROOM = 47  # of the solution at 80 columns
ENTRY = re.compile(r"(\[ *(\S*) *\])|(\d+|·) *(×)?")


@pytest.fixture(autouse=True)
def solve_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calculate, "DEBOUNCE", 0.001)


def slide(
    sides: tuple[int, int],
    size: int,
    stride: int,
    pad: int,
    gap: int,
    ceiling: bool = False,
    cell: tuple[int, int] = (0, 0),
) -> Slide:
    windows = Windows(sides, (size, size), (stride, stride), (pad, pad), (gap, gap), ceiling)
    counted = [[row * sides[1] + column + 1 for column in range(sides[1])] for row in range(sides[0])]
    return Slide(Name("X"), (as_array(counted),), windows, True, cell)


def marked(lines: list[str]) -> tuple[set[int], set[int], set[int]]:
    """The numbers drawn, those in brackets and those with a cross."""
    drawn: set[int] = set()
    inside: set[int] = set()
    crossed: set[int] = set()
    for line in lines:
        for _, bracketed, plain, cross in ENTRY.findall(line):
            number = bracketed or plain
            if number.isdigit():
                drawn.add(int(number))
                inside |= {int(number)} if bracketed else set()
                crossed |= {int(number)} if cross else set()
    return drawn, inside, crossed


@given(st.data())
def test_brackets_and_crosses_stand_where_the_geometry_says(data: st.DataObject) -> None:
    sides = data.draw(st.tuples(st.integers(1, 6), st.integers(1, 6)))
    size, stride, gap = (data.draw(st.integers(1, 3)) for _ in range(3))
    pad, ceiling = data.draw(st.integers(0, 1)), data.draw(st.booleans())
    try:
        rows, columns = Windows(sides, (size,) * 2, (stride,) * 2, (pad,) * 2, (gap,) * 2, ceiling).outputs
    except ValueError:
        assume(False)
    cell = data.draw(st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1)))
    one = slide(sides, size, stride, pad, gap, ceiling, cell)
    grid = [line for line in slide_lines(one, "X", 200)[1:] if line.startswith((" ", "["))]
    drawn, inside, crossed = marked(grid)
    entries = {place: one.channels[0][place] for place in ((y, x) for y in range(sides[0]) for x in range(sides[1]))}
    assert inside == {entries[y, x] for y in one.window[0] for x in one.window[1] if (y, x) in entries}
    lost = one.windows.unreached(0), one.windows.unreached(1)
    shown = {entry: place for place, entry in entries.items() if entry in drawn}
    assert crossed == {entry for entry, (y, x) in shown.items() if y in lost[0] or x in lost[1]}
    assert len(shown) == len(entries) or len(grid) == TALLEST


@pytest.mark.parametrize("cell", [(0, 0), (10, 12), (17, 17)])
def test_of_a_map_too_large_the_part_around_the_window_is_drawn(cell: tuple[int, int]) -> None:
    one = slide((20, 20), 3, 1, 0, 1, cell=cell)
    lines = slide_lines(one, "X", ROOM)
    assert max(map(width_of, lines)) <= ROOM
    assert len(lines) <= TALLEST + 2
    assert "of 20" in " ".join(lines)
    assert marked(lines[2:])[1] == {(cell[0] + y) * 20 + cell[1] + x + 1 for y in range(3) for x in range(3)}


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (slide((5, 5), 2, 2, 0, 1), "× no window reaches row 5 and column 5: (5 + 0 − 2) mod 2 = 1"),
        (slide((5, 4), 2, 2, 0, 1), "× no window reaches row 5: (5 + 0 − 2) mod 2 = 1"),
        (slide((5, 5), 2, 2, 1, 1), "the last row of padding and the last column of padding: (5 + 2·1 − 2) mod 2 = 1"),
        (slide((6, 6), 2, 3, 0, 2), "× the windows step over rows 2, 5 and columns 2, 5"),
        (slide((6, 5), 2, 3, 0, 2), "× no window reaches columns 4, 5: (5 + 0 − 2·(2 − 1) − 1) mod 3 = 2"),
        (slide((8, 8), 2, 5, 0, 1, True), "(8 + 0 − 2) mod 5 = 1, and one more window would start outside"),
        (slide((3, 3), 3, 1, 1, 1), "· padding, counts as 0"),
    ],
)
def test_what_is_left_out_is_said_in_words(case: Slide, said: str) -> None:
    assert said in " ".join(slide_lines(case, "X", 200))


def test_a_map_that_is_seen_in_full_has_no_cross() -> None:
    assert "×" not in "".join(slide_lines(slide((4, 4), 2, 2, 0, 1), "X", ROOM))


def test_channels_stand_side_by_side_as_many_as_fit() -> None:
    one = slide((3, 3), 2, 1, 0, 1)
    three = Slide(one.node, one.channels * 3, one.windows, True, (0, 0))
    heading, *rows = slide_lines(three, "X", 60)
    assert heading.startswith("X, channels 1 to 3 of 3")
    assert rows[0].count("[1] [2]") == 3
    assert slide_lines(three, "X", 14)[0].startswith("X, channel 1")


async def typed_max_pool(pilot: Pilot[None], typed: str, givens: dict[str, str]) -> CalculateScreen:
    screen = await to_calculate(pilot)
    fields = {field.given.symbol: field for field in screen.query(GivenField)}
    grid = fields["X"].query_one(MatrixGrid)
    grid.focus()
    grid.post_message(events.Paste(typed))
    await pilot.pause()  # it has to stand there before it is calculated with
    for symbol, text in givens.items():
        fields[symbol].query_one(AnswerLine).value = text
    await pilot.press("f10")
    return screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_window_slides_as_the_cursor_walks(tmp_path: Path, size: tuple[int, int]) -> None:
    app = study_app(tmp_path, Chosen("max-pool", 1, 1))
    typed = "[[3,0,1,4,7],[0,2,0,1,6],[1,0,3,2,1],[2,1,0,3,8],[5,6,7,8,9]]"
    async with app.run_test(size=size) as pilot:
        await typed_max_pool(pilot, typed, {"F": "2", "S": "2", "P": "0"})
        await until(pilot, lambda: "[3] [0]  1   4   7×" in text_of(app))
        assert "[0] [2]  0   1   6×" in text_of(app)
        assert "× no window reaches row 5 and" in text_of(app)
        assert "(5 + 0 − 2) mod 2 = 1" in text_of(app)
        await pilot.press("right")
        await until(pilot, lambda: " 3   0  [1] [4]  7×" in text_of(app))
        assert "[3] [0]" not in text_of(app)
        await pilot.press("down")
        await until(pilot, lambda: " 1   0  [3] [2]  1×" in text_of(app))
        await pilot.press("G")
        await until(pilot, lambda: "in brackets" not in text_of(app))
