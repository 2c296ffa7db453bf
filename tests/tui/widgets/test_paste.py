import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.tui.widgets.paste import LONGEST_PASTE, PasteRefused, read_cells

MATRIX = [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    "text",
    [
        "[[1,2],[3,4]]",
        "[[1, 2], [3, 4],]",
        "[[1 2]\n [3 4]]",
        "1\t2\n3\t4\n",
        "1\t2\r\n3\t4\r\n",
        "1 2\n3 4",
        "1, 2\n3, 4",
        "1 2; 3 4",
        "  1   2 \n\n 3   4 ",
        "1\t2\r3\t4",
        "1\t2\r3\t4\r",
        "[1 2; 3 4]",
        "[1, 2; 3, 4]",
        "[[1 2] [3 4]]",
        "tensor([[1, 2],\n        [3, 4]])",
        "array([[1, 2],\r       [3, 4]], dtype=float32)",
        "np.array([[1, 2], [3, 4]])",
        "⎡ 1  2 ⎤\n⎣ 3  4 ⎦",
        "⎡ 1  2 ⎤\r⎣ 3  4 ⎦",
        r"\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}",
        r"$$\begin{pmatrix}1&2\\3&4\end{pmatrix}$$",
    ],
)
def test_the_usual_ways_to_write_a_matrix(text):
    assert read_cells(text) == MATRIX


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("1/2", [["1/2"]]),
        ("1 + 2", [["1 + 2"]]),
        ("[1, -2, 3]", [["1", "-2", "3"]]),
        ("1 -2 3", [["1", "-2", "3"]]),
        ("[[sqrt(2), f(1, 2)], [x, 1/3]]", [["sqrt(2)", "f(1, 2)"], ["x", "1/3"]]),
        ("\t1\n2\t3", [["", "1"], ["2", "3"]]),
        ("[[1],[2]]", [["1"], ["2"]]),
        ("[red]", [["red"]]),
        ("tensor([1., 0.])", [["1.", "0."]]),
        ("[0.1 0.2\n 0.3]", [["0.1", "0.2", "0.3"]]),
        ("⎡ 1/3 ⎤\n⎣ 1.2×10⁻⁸ ⎦", [["1/3"], ["1.2×10⁻⁸"]]),
    ],
)
def test_cells_are_kept_as_they_are(text, cells):
    assert read_cells(text) == cells


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[1,2],[3]]", "different lengths: 2, 1"),
        ("1 2\n3", "different lengths: 2, 1"),
        ("[[1,2]", "brackets do not match"),
        ("]]", "brackets do not match"),
        ("[[1,0][0,2]]", "A comma is missing between the rows"),
        ("[1 2; 3]", "different lengths: 2, 1"),
        (r"\input{x}", "has no place in an answer"),
        ("⎡⎡ 1 ⎤, ⎡ 3 ⎤⎤\n⎣⎣ 2 ⎦  ⎣ 4 ⎦⎦", "several matrices"),
        ("sqrt(2", "brackets do not match"),
        ("", "nothing"),
        (" \n ", "nothing"),
        ("[]", "nothing"),
        ("1" * (LONGEST_PASTE + 1), "characters"),
    ],
)
def test_what_has_no_shape_is_refused_with_the_reason(text, reason):
    with pytest.raises(PasteRefused, match=reason):
        read_cells(text)


@given(st.text(alphabet="[](){},; \t\n1-a.", max_size=60))
def test_whatever_is_pasted_is_a_rectangle_or_refused(text):
    try:
        rows = read_cells(text)
    except PasteRefused:
        return
    assert rows
    assert len({len(row) for row in rows}) == 1


@given(st.integers(1, 5).flatmap(lambda width: st.lists(
    st.lists(st.from_regex(r"-?[0-9]{1,3}(/[1-9])?", fullmatch=True), min_size=width, max_size=width),
    min_size=1, max_size=5)))  # fmt: skip
def test_every_writing_of_a_matrix_reads_back(rows):
    assert read_cells("[" + ", ".join("[" + ", ".join(row) + "]" for row in rows) + "]") == rows
    assert read_cells("\n".join("\t".join(row) for row in rows)) == rows
    assert read_cells("\n".join(" ".join(row) for row in rows)) == rows
