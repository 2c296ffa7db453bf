"""Copied values: each form read by the program that it is for, nothing lost."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.copied import FORMS, as_latex, as_numpy, as_text, as_torch, assigned
from studyai.exercise.givens import read_own
from studyai.exercise.sample import sample
from studyai.formula.arrays import as_array, same
from studyai.formula.expression import Expression
from studyai.formula.parse import parse_formula
from studyai.formula.typed.answer import read_answer
from studyai.formula.values import Value

BANK = Bank([built_in()])


@pytest.mark.parametrize(
    ("value", "forms"),
    [
        (3, ("3", "3", "torch.tensor(3)", "3")),
        (Fraction(1, 3), ("1/3", "1/3", "torch.tensor(1/3, dtype=torch.float64)", "1/3")),
        (
            as_array([[1, Fraction(1, 2)], [Fraction(1, 3), -2]]),
            (
                "[[1, 1/2], [1/3, -2]]",
                "np.array([[1, 1/2], [1/3, -2]])",
                "torch.tensor([[1, 1/2], [1/3, -2]], dtype=torch.float64)",
                r"\begin{bmatrix}1 & 0.5 \\ 1/3 & -2\end{bmatrix}",
            ),
        ),
        (as_array([1, 2]), ("[1, 2]", "np.array([1, 2])", "torch.tensor([1, 2])", r"\left[1,\ 2\right]")),
        (Expression(parse_formula("2*exp(-w)")), ("2*exp(-w)", "2*exp(-w)", "2*exp(-w)", r"2\,{e}^{-w}")),
    ],
)
def test_a_value_in_each_form(value: Value, forms: tuple[str, ...]) -> None:
    assert tuple(form(value) for form in FORMS.values()) == forms


def test_a_line_gives_the_symbol_its_value() -> None:
    assert assigned("theta_0", 2, "torch") == "theta_0 = torch.tensor(2)"
    assert assigned("theta_0", 2, "LaTeX") == r"{\theta }_{0} = 2"


NUMBERS = st.floats(-1e6, 1e6).filter(lambda number: number == 0 or abs(number) > 1e-90)
SHAPES = numpy_strategies.array_shapes(max_dims=3, max_side=3)


@given(numpy_strategies.arrays(float, SHAPES, elements=NUMBERS))
def test_nothing_is_lost_on_the_way(array: np.ndarray) -> None:
    """Each text is run by the program it is for; the answer's reader takes them all."""
    value = as_array(array.tolist())
    assert np.array_equal(eval(as_numpy(value), {"np": np}), array)  # noqa: S307 (of our own making)
    assert np.array_equal(eval(as_torch(value), {"torch": torch}).numpy(), array)  # noqa: S307
    for text in (as_text(value), as_numpy(value), as_torch(value)):
        assert np.array_equal(np.asarray(read_answer(text), dtype=float), array)
    assert np.allclose(np.asarray(read_answer(as_latex(value)), dtype=float), array, rtol=1e-12, atol=1e-90)


@pytest.mark.parametrize("form", FORMS)
def test_a_copied_given_is_read_with_its_name(form: str) -> None:
    exercise = BANK.exercise("self-attention")
    given = sample(exercise, 1, 2).givens["W_Q"]
    assert not isinstance(given, str)
    assert same(read_own(exercise, "W_Q", assigned("W_Q", given, form)), given)
