import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.tui.widgets.cell_table import LONGEST_CELL, CellTable
from studyai.tui.widgets.paste import PasteRefused


def test_text_goes_in_and_out_at_the_caret():
    table = CellTable(1, 2)
    table.insert("123")
    table.left()
    table.insert("x")
    assert table.cells() == (("12x3", ""),)
    table.erase(1, 0)
    table.erase(0, 1)
    assert table.cells() == (("12", ""),)


def test_arrows_run_through_the_text_and_on_into_the_next_cell():
    table = CellTable(1, 2)
    table.set_cells([["ab", "cd"]])
    table.go(0, 0, 1)
    table.right()
    assert (table.column, table.caret) == (0, 2)
    table.right()
    assert (table.column, table.caret) == (1, 0)
    table.left()
    assert (table.column, table.caret) == (0, 2)


def test_reading_order_ends_at_the_corners():
    table = CellTable(2, 2)
    assert not table.along(-1)
    places = []
    while table.along(1):
        places.append((table.row, table.column))
    assert places == [(0, 1), (1, 0), (1, 1)]


def test_enter_finds_the_next_empty_cell_around_the_end():
    table = CellTable(2, 2)
    table.set_cells([["", "1"], ["2", "3"]])
    table.go(1, 0)
    assert table.to_empty()
    assert (table.row, table.column) == (0, 0)
    table.insert("0")
    assert not table.to_empty()


def test_a_fixed_table_takes_what_fits_and_refuses_the_rest():
    table = CellTable(2, 2)
    table.paste("[[1,2],[3,4]]")
    assert table.cells() == (("1", "2"), ("3", "4"))
    table.go(1, 0)
    table.paste("[7, 8]")
    assert table.cells() == (("1", "2"), ("7", "8"))
    with pytest.raises(PasteRefused, match="3×3; the grid is 2×2"):
        table.paste("1 2 3\n4 5 6\n7 8 9")
    assert table.cells() == (("1", "2"), ("7", "8"))


def test_a_column_takes_a_vector_written_in_a_line():
    table = CellTable(3, 1)
    table.paste("[1, 2, 3]")
    assert table.cells() == (("1",), ("2",), ("3",))


def test_a_growable_table_takes_the_pasted_shape():
    table = CellTable(1, 1, growable=True)
    table.paste("1\t2\t3\n4\t5\t6")
    assert (table.rows, table.columns) == (2, 3)
    assert table.resize(1, 2)
    assert table.cells() == (("1", "2"),)
    assert not table.resize(0, 2)
    assert not CellTable(2, 2).resize(3, 3)


def test_a_cell_cannot_become_absurdly_long():
    table = CellTable(1, 1)
    table.insert("9" * 10_000)
    assert len(table.text) == LONGEST_CELL


@given(st.lists(st.sampled_from(["left", "right", "next", "back", "x", "erase", "grow", "shrink"]), max_size=60))
def test_the_caret_is_always_inside(moves):
    table = CellTable(2, 3, growable=True)
    for move in moves:
        match move:
            case "left":
                table.left()
            case "right":
                table.right()
            case "next":
                table.along(1)
            case "back":
                table.along(-1)
            case "x":
                table.insert("x")
            case "erase":
                table.erase(1, 1)
            case "grow":
                table.resize(table.rows + 1, table.columns + 1)
            case _:
                table.resize(table.rows - 1, table.columns - 1)
        assert 0 <= table.row < table.rows
        assert 0 <= table.column < table.columns
        assert 0 <= table.caret <= len(table.text)
