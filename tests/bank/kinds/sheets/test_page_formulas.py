"""Formulas of a page are drawn as the field writes them."""

from __future__ import annotations

import pytest

from studyai.bank.kinds.sheets.formulas import read_formula
from studyai.formula.draw.latex import draw_latex
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.draw.typst import draw_typst
from studyai.formula.errors import FormulaError
from studyai.formula.parse import parse_formula


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("h_t = tanh(W @ x_t + U @ h_prev + b)", "hₜ = tanh(W xₜ + U hₜ₋₁ + b)"),
        ("c_t = f_t ⊙ c_prev + i_t ⊙ g_t", "cₜ = fₜ ⊙ cₜ₋₁ + iₜ ⊙ gₜ"),
        ("z_l = W_l @ a_prev + b_l", "zₗ = Wₗ aₗ₋₁ + bₗ"),
        ("delta_l = W_next.T @ delta_next", "δₗ = Wₗ₊₁ᵀ δₗ₊₁"),
        ("J(theta) = mean((y - y_hat)**2)", "J(θ) = mean((y − y\u0302)²)"),
        ("p[i] = x[i, 0]", "pᵢ = xᵢ₀"),
        ("sigma(z) = sigmoid(z)", "σ(z) = σ(z)"),
        ("w_new = w - alpha*g", "w′ = w − α g"),
        ("0 <= p", "0 ≤ p"),
    ],
)
def test_in_one_line(text: str, drawn: str) -> None:
    formula = read_formula(text, 1)
    assert draw_terminal(formula.node, subscripts=formula.subscripts).lines == [drawn]


def test_derivatives_are_fractions_on_either_side() -> None:
    formula = read_formula("dJ_dw = derivative(h_t, h_prev)*x   # x: the input", 7)
    assert draw_latex(formula.node, subscripts=formula.subscripts) == (
        r"\frac{\partial J}{\partial w} = \frac{\partial {h}_{t}}{\partial {h}_{t-1}}\,x"
    )
    assert (formula.comment, formula.line) == ("x: the input", 7)


def test_a_name_after_the_running_index_is_drawn_on_paper() -> None:
    formula = read_formula("a_l = W_next", 1)
    assert draw_latex(formula.node, subscripts=formula.subscripts) == "{a}_{l} = {W}_{l+1}"
    assert draw_typst(formula.node, subscripts=formula.subscripts) == "a_(l) = W_(l + 1)"


@pytest.mark.parametrize("text", ["x = ", "= 1", "x = 1 ⊙", "x = y $ z", f"x = {'1 + ' * 100}1", f"{'x' * 61} = 1"])
def test_what_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(FormulaError):
        read_formula(text, 1)


def test_what_only_a_page_may_write_is_refused_elsewhere() -> None:
    for text in ("a ⊙ b", "J(theta)"):
        with pytest.raises(FormulaError):
            parse_formula(text)
