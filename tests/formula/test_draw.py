"""The drawings: golden pictures, and the round trip through the formula language."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.formula.draw.latex import draw_latex
from studyai.formula.draw.numbers import show_number
from studyai.formula.draw.terminal import draw_equation, draw_terminal, width_of
from studyai.formula.draw.typst import draw_typst
from studyai.formula.errors import FormulaError
from studyai.formula.evaluate import evaluate
from studyai.formula.parse import parse_formula
from studyai.formula.text import to_text
from studyai.formula.tree import Binary, Call, Compare, Index, Items, Name, Negate, Node, Number, Put, Transpose, put_in

GOLDEN = {
    ("O", "floor((W + 2*P - F_e)/S) + 1"): [
        "    ⎢ W + 2P − Fₑ ⎥    ",
        "O = ⎢─────────────⎥ + 1",
        "    ⎣      S      ⎦    ",
    ],
    ("F_e", "D*(F - 1) + 1"): ["Fₑ = D(F − 1) + 1"],
    ("w_new", "w + alpha*error*x"): ["w′ = w + α error x"],
    ("m", "beta_1*m_prev + (1 - beta_1)*g_t"): ["mₜ = β₁ mₜ₋₁ + (1 − β₁) gₜ"],
    ("m_hat", "m/(1 - beta_1**t)"): [
        "        mₜ    ",
        "m̂ₜ = ─────────",
        "      1 − β₁ᵗ ",
    ],
    ("theta", "theta_prev - alpha*m_hat/(sqrt(v_hat) + epsilon)"): [
        "              α m̂ₜ   ",
        "θₜ = θₜ₋₁ − ─────────",
        "              __     ",
        "             √v̂ₜ + ε ",
    ],
    ("S", "Q @ K.T/sqrt(d_k)"): [
        "     Q Kᵀ ",
        "S = ──────",
        "      __  ",
        "     √dₖ  ",
    ],
    ("a", "-(b + c)**2*-3"): ["a = −(b + c)² · (−3)"],
    ("dJ_dw", "x[0] + x[t - 1]"): [
        " ∂J           ",
        "──── = x₁ + xₜ",
        " ∂w           ",
    ],
    ("y", "1 - -(-x)"): ["y = 1 − (−(−x))"],
    ("c", "h_all[2]*h_prev_all[2]"): ["c = h₃ h₂"],
    ("a", "where(z > 0, z, c*z)"): [
        "a = ⎧ z    if z > 0 ",
        "    ⎩ c z  otherwise",
    ],
    ("s", "1 + where(n > 1, 1, where((n < -1)*u, 2/3, 0))"): [
        "        ⎛⎧ 1    if n > 1         ⎞",
        "        ⎜⎪  2                    ⎟",
        "s = 1 + ⎜⎨ ───  if (n < −1) u ≠ 0⎟",
        "        ⎜⎪  3                    ⎟",
        "        ⎝⎩ 0    otherwise        ⎠",
    ],
    ("u", "where((n < P)*(L <= b), 1, 0)"): [
        "u = ⎧ 1  if n < P and L ≤ b",
        "    ⎩ 0  otherwise         ",
    ],
    ("p", "part(y, 0, L) + part(y, t, 2)"): [
        "p = y        + y               ",
        "     1, …, L    t + 1, …, t + 2",
    ],
    ("d", "m_prev*(1 - h_all[T - t]**2)"): [
        "d = mₜ₋₁(1 − h²        )",
        "              T − t + 1 ",
    ],
    ("Y", "X_q.T"): [
        "Y = Xᵀ",
        "     q",
    ],
    ("J", "-sum(y*log(p))/n"): [
        "     −Σ y ln(p) ",
        "J = ────────────",
        "         n      ",
    ],
    ("e", "take(E, k) @ range(n)"): ["e = Eₖ(0, 1, …, n − 1)"],
    ("D", "outer(delta_2, a_1) + sum(X, 1) + mean(X, 0)"): ["D = δ₂ ⊗ a₁ + row sums(X) + column means(X)"],
}
BLOCK = {"m": "t", "m_prev": "t−1", "theta": "t", "theta_prev": "t−1", "m_hat": "t", "v_hat": "t"}


@pytest.mark.parametrize(("symbol", "text"), GOLDEN)
def test_terminal_pictures(symbol: str, text: str) -> None:
    assert draw_equation(symbol, parse_formula(text), subscripts=BLOCK).lines == GOLDEN[symbol, text]


@pytest.mark.parametrize(
    ("text", "latex", "typst"),
    [
        (
            "floor((W - F_e)/S) + 1",
            r"\left\lfloor \frac{W - {F}_{e}}{S}\right\rfloor  + 1",
            "floor(frac(W - F_(e), S)) + 1",
        ),
        ("softmax(z)", r"\mathrm{softmax}\left(z\right)", '"softmax" lr((z))'),
        (
            "where(z > 0, z, part(y, 0, L))",
            r"\begin{cases}z & \text{if } z > 0 \\ {y}_{1,\ \ldots ,\ L} & \text{otherwise}\end{cases}",
            'cases(z & "if " z > 0, y_(1 \\, dots \\, L) & "otherwise")',
        ),
        (
            "o == where(f < 0, 1, 0)",
            r"o = \begin{cases}1 & \text{if } f < 0 \\ 0 & \text{otherwise}\end{cases}",
            'o = cases(1 & "if " f < 0, 0 & "otherwise")',
        ),
        ("column_mean(X)", r"\mathrm{column~means}\left(X\right)", '"column means" lr((X))'),
        ("sqrt(v_hat)", r"\sqrt{\hat{v}}", "sqrt(hat(v))"),
        ("x_bar + y_tilde_i", r"\bar{x} + {\tilde{y}}_{i}", "macron(x) + tilde(y)_(i)"),
        ("alpha*theta_1", r"\alpha \,{\theta }_{1}", "alpha thin theta_(1)"),
        ("loss - e_12", r"\mathrm{loss} - {e}_{12}", '"loss" - e_(12)'),
        ("m_prev*w_new_1", r"{m}_{\mathrm{prev}}\,{w}_{1}^{\prime}", 'm_("prev") thin w_(1)^(prime)'),
        ("x_q.T + a_1**n", r"{x}_{q}^{\top} + {a}_{1}^{n}", "x_(q)^(top) + a_(1)^(n)"),
        ("dJ_dw", r"\frac{\partial J}{\partial w}", "frac(partial J, partial w)"),
        ("1e-7*a", r"1 \times 10^{-7}\,a", "1 times 10^(-7) thin a"),
        ("a*-2 + b*3", r"a \cdot \left(-2\right) + b \cdot 3", "a dot lr((- 2)) + b dot 3"),
        ("outer(a, b)", r"a \otimes b", "a times.o b"),
        ("a % b", r"a \bmod b", 'a "mod" b'),
        ("ceil(a)*abs(b)", r"\left\lceil a\right\rceil \,\left|b\right|", "ceil(a) thin abs(b)"),
        ("exp(-z)", r"{e}^{-z}", "e^(- z)"),
        ("[a, b]", r"\left[a,\ b\right]", "lr([a \\, b])"),
        ("[[a, b], [1, 2]]", r"\begin{bmatrix}a & b \\ 1 & 2\end{bmatrix}", 'mat(delim: "[", a, b; 1, 2)'),
        (
            "max(a, min(b, c))",
            r"\max\left(a,\ \min\left(b,\ c\right)\right)",
            '"max" lr((a \\, "min" lr((b \\, c))))',
        ),
        ("tanh(log(z))", r"\tanh\left(\ln\left(z\right)\right)", '"tanh" lr(("ln" lr((z))))'),
        ("sigmoid(sum(z))", r"\sigma\left(\sum z\right)", "sigma lr((sum z))"),
        ("a != b", r"a \neq b", "a != b"),
        ("a <= b", r"a \leq b", "a <= b"),
        ("a >= b", r"a \geq b", "a >= b"),
        (
            "where((a < b)*(c > d), 1, 0)",
            r"\begin{cases}1 & \text{if } a < b \text{ and } c > d \\ 0 & \text{otherwise}\end{cases}",
            'cases(1 & "if " a < b " and " c > d, 0 & "otherwise")',
        ),
    ],
)
def test_paper_notation(text: str, latex: str, typst: str) -> None:
    assert draw_latex(parse_formula(text)) == latex
    assert draw_typst(parse_formula(text)) == typst


@pytest.mark.parametrize(
    ("value", "latex", "typst"),
    [
        (
            np.array([[1, -2], [-3, 0.5]]),
            r"\begin{bmatrix}1 & -2 \\ -3 & 0.5\end{bmatrix} \odot \begin{bmatrix}1 & -2 \\ -3 & 0.5\end{bmatrix}",
            'mat(delim: "[", 1, -2; -3, 0.5) dot.o mat(delim: "[", 1, -2; -3, 0.5)',
        ),
        (Fraction(1, 3), r"1/3 \cdot \left(1/3\right)", "1/3 dot lr((1/3))"),
    ],
)
def test_numbers_on_paper(value: Any, latex: str, typst: str) -> None:
    assert draw_latex(Binary("*", Put(value), Put(value))) == latex
    assert draw_typst(Binary("*", Put(value), Put(value))) == typst


def test_a_number_has_six_digits_unless_more_or_fewer_are_asked() -> None:
    node = parse_formula("2.3456789*a")
    assert draw_terminal(node).lines == ["2.34568a"]
    assert draw_terminal(node, digits=3).lines == ["2.35a"]
    assert draw_equation("y", node).lines == ["y = 2.34568a"]
    assert draw_equation("y", node, digits=3).lines == ["y = 2.35a"]
    assert draw_latex(node) == r"2.34568\,a"
    assert draw_latex(node, digits=3) == r"2.35\,a"
    assert draw_typst(node) == "2.34568 thin a"
    assert draw_typst(node, digits=3) == "2.35 thin a"


@pytest.mark.parametrize(
    ("name", "index", "terminal", "latex", "typst"),
    [
        ("m_prev", "t−1", "mₜ₋₁", "{m}_{t-1}", "m_(t - 1)"),
        ("m_prev", "11", "m₁₁", "{m}_{11}", "m_(11)"),
        ("m_prev", "−1", "m₋₁", "{m}_{-1}", "m_(-1)"),
        ("m_hat", "t", "m̂ₜ", r"{\hat{m}}_{t}", "hat(m)_(t)"),
        ("W_h_new", "2", "Wₕ₂′", r"{W}_{h,\ 2}^{\prime}", "W_(h \\, 2)^(prime)"),
        ("h_prev_all", "t", "hₜ", "{h}_{t}", "h_(t)"),
    ],
)
def test_a_name_of_a_repeated_block_has_its_round_as_index(
    name: str, index: str, terminal: str, latex: str, typst: str
) -> None:
    assert draw_terminal(Name(name), subscripts={name: index}).lines == [terminal]
    assert draw_latex(Name(name), subscripts={name: index}) == latex
    assert draw_typst(Name(name), subscripts={name: index}) == typst


def test_a_long_name_of_a_repeated_block_has_its_round_too() -> None:
    assert draw_terminal(Name("loss"), subscripts={"loss": "t"}).lines == ["lossₜ"]
    assert draw_terminal(Name("loss_1")).lines == ["loss 1"]


def test_cases_too_wide_have_their_conditions_below() -> None:
    assert draw_equation("a", parse_formula("where(z > 0, z, c*z)"), max_width=18).lines == [
        "    ⎧ z          ",
        "a = ⎪   if z > 0 ",
        "    ⎨ c z        ",
        "    ⎩   otherwise",
    ]


def test_numbers_put_in_get_parentheses_where_they_need_them() -> None:
    node = put_in(parse_formula("a*b + a**2 - b"), {"a": -2, "b": Fraction(-1, 2)})
    assert draw_terminal(node).lines == ["−2 · (−0.5) + (−2)² − (−0.5)"]
    assert evaluate(parse_formula(to_text(node))) == Fraction(11, 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3"),
        (Fraction(-1, 8), "−0.125"),
        (Fraction(1, 3), "1/3"),
        (0.1 + 0.2, "0.3"),
        (1.2e-8, "1.2×10⁻⁸"),
        (0.0, "0"),
        (True, "1"),
        (False, "0"),
        (999_999, "999999"),
        (999_999_999, "999 999 999"),
        (10**9, "1 000 000 000"),
        (-1_234_567_890_123, "−1 234 567 890 123"),
        (10**36, "1×10³⁶"),
        (Fraction(10, 2), "5"),
        (Fraction(-2, 7), "−2/7"),
        (Fraction(1, 9999), "1/9999"),
        (Fraction(1, 10_001), "9.999×10⁻⁵"),
        (Fraction(1, 30_000), "3.33333×10⁻⁵"),
        (Fraction(3, 10**6), "3×10⁻⁶"),
        (Fraction(2999, 3), "2999/3"),
        (Fraction(3001, 3), "1000.33"),
        (Fraction(-3001, 3), "−1000.33"),
        (Fraction(10**10, 3), "3.33333×10⁹"),
        (1e-4, "0.0001"),
        (9.9e-5, "9.9×10⁻⁵"),
        (100.0, "100"),
        (123_456_789.0, "123 457 000"),
        (1e9, "1×10⁹"),
        (1e100, "1×10¹⁰⁰"),
        (float("nan"), "nan"),
        (float("-inf"), "−inf"),
    ],
)
def test_numbers_are_short(value: int | Fraction | float, shown: str) -> None:
    assert show_number(value) == shown


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (Fraction(1, 8), 3, "0.125"),
        (Fraction(1, 8), 2, "1/8"),
        (Fraction(3001, 3), 2, "1000"),
        (1_234_567_890, 3, "1 234 567 890"),
        (-2.54e-10, 2, "−2.5×10⁻¹⁰"),
        (123_456_789.0, 9, "123 456 789"),
        (0.16, 1, "0.2"),
    ],
)
def test_a_number_is_rounded_to_the_digits_asked_for(value: int | Fraction | float, digits: int, shown: str) -> None:
    assert show_number(value, digits) == shown


def test_a_wide_formula_goes_on_in_the_next_line() -> None:
    node = parse_formula(" + ".join(f"{number}*{number + 1}" for number in range(30)))
    drawing = draw_terminal(node, max_width=40)
    assert drawing.height > 1
    assert all(width_of(line) == drawing.width <= 40 for line in drawing.lines)


MATRIX = np.array([[1, -2], [-3, 4]])
VECTOR = np.array([0.970688, -0.148047])


def drawn_with_numbers(text: str, max_width: int | None = None) -> list[str]:
    values = {"W": MATRIX, "x": VECTOR, "k": 1, "V": Fraction(1, 60)}
    drawing = draw_equation("h", put_in(parse_formula(text), values), max_width=max_width)
    assert max_width is None or drawing.width <= max_width
    return [line.rstrip() for line in drawing.lines]


def test_a_wide_formula_breaks_between_terms_before_factors_and_lists() -> None:
    assert drawn_with_numbers("tanh(W @ x + x*(W @ x) + x)", 48) == [
        "h = tanh⎛⎡  1  −2 ⎤ · [0.970688, −0.148047]",
        "        ⎝⎣ −3   4 ⎦",
        "     + [0.970688, −0.148047]",
        "     ⊙ ⎛⎡  1  −2 ⎤ · [0.970688, −0.148047]⎞",
        "       ⎝⎣ −3   4 ⎦                        ⎠",
        "     + [0.970688, −0.148047])",
    ]


def test_a_fraction_wider_than_a_line_gets_a_slash() -> None:
    assert drawn_with_numbers("(x + x)/(k*x)", 40) == [
        "h = ([0.970688, −0.148047]",
        "     + [0.970688, −0.148047])",
        "     / (1 · [0.970688, −0.148047])",
    ]


def test_places_and_factors_known_in_numbers_are_written_shortly() -> None:
    assert drawn_with_numbers("part(x, k, 1)") == ["h = [0.970688, −0.148047]₂"]
    assert drawn_with_numbers("3*V*k") == ["h = 3 · (1/60) · 1"]


NAMES = st.sampled_from(["x", "W_f", "theta_0", "x_hat", "beta_1", "total", "w_new", "m_prev"])
NUMBERS = st.one_of(
    st.integers(0, 99), st.fractions(0, 9, max_denominator=8).filter(lambda one: one.denominator in (2, 4, 8))
)
FUNCTIONS = st.sampled_from(["sqrt", "exp", "floor", "abs", "sum", "tanh"])
LEAVES = st.one_of(st.builds(Name, NAMES), st.builds(Number, NUMBERS))


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Negate, inner),
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "@"]), inner, inner),
        st.builds(
            lambda name, part: Call(name, (part,)),
            st.sampled_from(["sqrt", "exp", "floor", "abs", "sum", "tanh"]),
            inner,
        ),
        st.builds(lambda parts: Call("max", tuple(parts)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(Transpose, inner),
        st.builds(lambda part, index: Index(part, (Number(index),)), inner, st.integers(0, 3)),
        st.builds(lambda parts: Items(tuple(parts)), st.lists(inner, min_size=1, max_size=3)),
    )


TREES = st.recursive(LEAVES, _grown, max_leaves=12)


@given(TREES)
def test_text_reads_as_the_same_tree(tree: Node) -> None:
    assert parse_formula(to_text(tree)) == tree


@given(TREES, TREES)
def test_comparisons_read_as_the_same_tree(left: Node, right: Node) -> None:
    tree = Compare("<=", left, right)
    assert parse_formula(to_text(tree)) == tree


@given(TREES, st.sampled_from([None, 30]))
def test_terminal_drawings_are_rectangles_without_control_characters(tree: Node, max_width: int | None) -> None:
    drawing = draw_terminal(tree, max_width=max_width)
    assert 0 <= drawing.baseline < drawing.height
    assert {width_of(line) for line in drawing.lines} == {drawing.width}
    assert all(letter.isprintable() for line in drawing.lines for letter in line)


@given(TREES)
def test_latex_braces_balance(tree: Node) -> None:
    latex = draw_latex(tree)
    assert latex.count("{") == latex.count("}")
    assert latex.count(r"\left") - latex.count(r"\leftarrow") == latex.count(r"\right")


@given(st.floats(-1e6, 1e6), st.integers(-50, 50))
def test_a_value_put_in_reads_back_exactly(number: float, whole: int) -> None:
    tree = Binary("-", Put(whole), Put(number))
    assert evaluate(parse_formula(to_text(tree))) == pytest.approx(whole - number, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(
    ("matrix", "picture"),
    [
        ([[1, -2.5], [10.25, 3]], ["⎡  1     −2.5 ⎤", "⎣ 10.25   3   ⎦"]),
        ([[1], [22], [-3]], ["⎡  1 ⎤", "⎢ 22 ⎥", "⎣ −3 ⎦"]),
        ([[1, 2]], ["[1  2]"]),
        ([[7]], ["[7]"]),
        ([], ["[]"]),
        ([[0.5, 100], [12, 0.125]], ["⎡  0.5  100     ⎤", "⎣ 12      0.125 ⎦"]),
    ],
)
def test_a_matrix_stands_on_its_decimal_points(matrix: list[list[float]], picture: list[str]) -> None:
    assert draw_terminal(Put(np.array(matrix, dtype=object))).lines == picture


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2 3", "two numbers with nothing between them"),
        ("3 + 2 x", "write 2*x"),
        ("2 (3)", "write * to multiply by a bracket"),
        ("(1) 2", "an operator is missing before 2"),
        ("(1) x", "an operator is missing before x"),
        ("x y", "an operator is missing before y"),
    ],
)
def test_what_is_missing_between_two_things_is_said(text: str, said: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse_formula(text)
    assert refused.value.message.endswith(said)
