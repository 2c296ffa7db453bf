"""What is pasted: arrays as NumPy, torch and MATLAB print them, LaTeX, and what this program shows."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

from studyai.exercise.present import value_text
from studyai.formula.arrays import as_array, same
from studyai.formula.draw.latex import draw_latex
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.errors import FormulaError
from studyai.formula.parse import parse_formula
from studyai.formula.tree import Put
from studyai.formula.typed.answer import read_answer
from studyai.formula.typed.expression import read_expression
from studyai.formula.values import Value

EYE = as_array([[1, 0], [0, 2]])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("tensor([1., 0.])", as_array([1, 0])),
        ("tensor([[1, 0], [0, 2]], dtype=torch.int32)", EYE),
        ("tensor([[1., 0.],\n        [0., 2.]], device='cuda:0', grad_fn=<AddBackward0>)", EYE),
        ("tensor(0.5, grad_fn=<MeanBackward0>)", as_array([0.5]).item(0)),
        ("array([[1. 0.]\n [0. 2.]])", EYE),
        ("np.array([[1, 0], [0, 2]])", EYE),
        ("array([[1., 0.],\n       [0., 2.]], dtype=float32)", EYE),
        ("np.float64(0.5)", 0.5),
        ("[[1. 0.]\n [0. 2.]]", EYE),
        ("[[ 1. -2.]\n [ 3.  4.]]", as_array([[1, -2], [3, 4]])),
        ("[[1 0][0 2]]", EYE),
        ("[1 0; 0 2]", EYE),
        ("[1, 0; 0, 2]", EYE),
        ("[1; 2]", as_array([[1], [2]])),
        ("[1 2 3]", as_array([1, 2, 3])),
        ("1\t-2\r3\t4", as_array([[1, -2], [3, 4]])),  # from a spreadsheet
        ("1 -2\n3 4\n", as_array([[1, -2], [3, 4]])),
        ("0.5\t2", as_array([0.5, 2])),
        ("3\n", 3),
        ("[1 2 3\n 4 5]", as_array([1, 2, 3, 4, 5])),
        (f"[{' '.join(['0.12345678'] * 6)}\n {' '.join(['0.12345678'] * 6)}]", as_array([0.12345678] * 12)),
        ("[1e-3 2.5E2]", as_array([0.001, 250])),
        ("[0  −1]", as_array([0, -1])),  # as this program draws it, two blanks between the columns
        ("[0.99995  5.01975×10⁻⁵]", as_array([0.99995, 5.01975e-5])),
        ("[−1×10⁻⁵ 2; 3 4×10²]", as_array([[-1e-5, 2], [3, 400]])),
        ("⎡  1  −2.5 ⎤\n⎣ 10   3   ⎦", as_array([[1, -2.5], [10, 3]])),
        ("⎡ 1/3 ⎤\n⎢ 0.5 ⎥\n⎣ 1.2×10⁻⁸ ⎦", as_array([[1 / 3], [0.5], [1.2e-8]])),
        (r"\begin{bmatrix}1 & 0 \\ 0 & 2\end{bmatrix}", EYE),
        (r"\begin{array}{cc}1&0\\0&2\\\end{array}", EYE),
        (r"$\left[1,\ -2\right]$", as_array([1, -2])),
        (r"\(\frac{1}{4}\)", 0.25),
        (r"$$ -\tfrac{1}{4} $$", -0.25),
        (r"\sqrt{4}\cdot 2", 4),
        (r"1.84969 \times 10^{9}", 1849690000),
        (r"\left|-3\right|", 3),
        (r"\left|1 - \lvert -3\rvert\right|", 2),
        (r"\left\lfloor \frac{5}{2} \right\rfloor + \lceil 0.5\rceil", 3),
        (r"\left[\begin{matrix}1 & 0\\0 & 2\end{matrix}\right]", EYE),
        (r"\left(\begin{array}{c}1\\2\end{array}\right)", as_array([[1], [2]])),
        (r"\frac1{4}", 0.25),
        ("2^{10}", 1024),
    ],
)
def test_a_pasted_value_is_read(text: str, value: Value) -> None:
    read = read_answer(text)
    assert np.shape(read) == np.shape(value)
    assert np.allclose(np.asarray(read, dtype=float), np.asarray(value, dtype=float), rtol=1e-12)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[1,0][0,2]]", "a comma is missing between the rows"),
        ("[1 -2]", "[1 -2] can be read as [1, -2] or as [-1]: put commas between the entries"),
        ("[1 234]", "[1 234] can be read as [1, 234] or as [1234]: put commas between the entries"),
        ("g = [1, 2]", "= cannot be used here: an answer is a value, not an equation"),
        ("[-0,5]", "the decimal sign is a point: write -0.…"),
        ("[−0,5, 1]", "the decimal sign is a point: write −0.…"),
        ("[1 2, 3]", "expected ] or an operator"),
        ("[[1 2]\n [3]]", "ragged: entry 2 has 1 entry, the first has 2 entries"),
        ("[" + " ".join("1" * 1001) + "]", "too long: 2003 characters, at most 2000"),
        ("⎡ 1 ⎤ + 1\n⎣ 2 ⎦", "a matrix that is drawn is read only by itself, whole"),
        (r"\sqrt[3]{8}", "a root of another degree is written as a power: 8**(1/3)"),
        (r"-\infty", "∞ cannot be used here: an answer is a finite number"),
        (r"\input{secret}", r"\input has no place in an answer"),
        (r"\frac{1}{", "} is missing"),
        (r"\frac{1}", "something is missing behind a command"),
        (r"\begin{bmatrix}1", r"\end{bmatrix} is missing"),
        (r"\begin{bmatrix}1\end{matrix}", r"\begin{bmatrix} needs \end{bmatrix}"),
        (r"\begin{document}1\end{document}", r"\begin{document} has no place in an answer"),
        ("\\frac" + "{" * 50 + "1", "nested too deeply: at most 40 levels"),
        (r"\frac{1}{2}}", "a } closes nothing"),
    ],
)
def test_what_cannot_be_pasted_is_told_why(text: str, said: str) -> None:
    with pytest.raises(FormulaError) as refused:
        read_answer(text)
    assert refused.value.message == said


@pytest.mark.parametrize("formula", ["2*(w*x - 1)*x", "sigmoid(3*w*x + 2)*(1 - w)", "exp(-w)/(1 + x**2)", "abs(w)**3"])
def test_an_expression_is_read_as_latex_shows_it(formula: str) -> None:
    node = parse_formula(formula)
    again = read_expression(draw_latex(node), ["w", "x"]).node
    assert draw_latex(again) == draw_latex(node)


SMALL = st.floats(-1000, 1000).map(lambda number: round(number, 4))
MATRICES = numpy_strategies.arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=SMALL)


@given(MATRICES)
def test_a_matrix_is_read_as_each_language_shows_it(matrix: np.ndarray) -> None:
    value = as_array(matrix.tolist())
    shown = read_answer(value_text(value))
    assert np.allclose(np.asarray(shown, dtype=float), matrix, rtol=1e-5)
    for text in (draw_latex(Put(value)), "\n".join(draw_terminal(Put(value)).lines)):
        assert same(np.atleast_2d(read_answer(text)), shown)


@given(MATRICES)
def test_a_matrix_is_read_as_numpy_and_torch_write_it(matrix: np.ndarray) -> None:
    for text in (repr(matrix), repr(torch.tensor(matrix, dtype=torch.float64)), str(matrix.tolist())):
        assert np.allclose(np.asarray(read_answer(text), dtype=float), matrix, rtol=1e-3, atol=1e-3)
