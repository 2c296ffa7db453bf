"""A formula in the terminal: pictures as they must stand, each under the formula that it draws."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from studyai.formula.arrays import as_array
from studyai.formula.draw.terminal import draw_equation, draw_terminal
from studyai.formula.expression import Expression
from studyai.formula.parse import parse_formula
from studyai.formula.tree import put_in


def pictures(sheet: str) -> list[tuple[str, list[str]]]:
    """The pictures of a sheet: after a blank line a formula, then the lines of its picture."""
    return [(formula, lines) for formula, *lines in (block.split("\n") for block in sheet.strip("\n").split("\n\n"))]


def without_margin(lines: list[str]) -> list[str]:
    return [line.rstrip() for line in lines]


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("a % b", "a mod b"),
        ("a % (b % c)", "a mod (b mod c)"),
        ("(a % b)*c", "(a mod b) c"),
        ("a % b + c", "(a mod b) + c"),
        ("a*b % c", "a b mod c"),
        ("a % b == c", "a mod b = c"),
        ("c == a % b", "c = a mod b"),
        ("(a + b) % -c", "(a + b) mod (−c)"),
        ("log(a) + b*sigmoid(z)", "ln(a) + b σ(z)"),
        ("x_bar + y_tilde_i", "x̄ + ỹᵢ"),
        ("m_hat**2", "m̂²"),
        ("lambda*omega_0", "λ ω₀"),
        ("a != b", "a ≠ b"),
        ("a <= b", "a ≤ b"),
        ("a >= b", "a ≥ b"),
        ("(a < b) + 1", "(a < b) + 1"),
        ("floor(a)", "⌊a⌋"),
        ("ceil(a)", "⌈a⌉"),
        ("abs(a)", "|a|"),
        ("a_1.T", "a₁ᵀ"),
        ("(a.T).T", "(aᵀ)ᵀ"),
        ("(a + b).T", "(a + b)ᵀ"),
        ("(-a).T", "(−a)ᵀ"),
        ("(a.T)[1]", "(aᵀ)₂"),
        ("B_1[2]", "(B₁)₃"),
        ("x[i]", "xᵢ₊₁"),
        ("x[i - 1]", "xᵢ"),
        ("x[i - 2]", "xᵢ₋₁"),
        ("x[i + 1]", "xᵢ₊₂"),
        ("x[i - m]", "xᵢ₋ₘ₊₁"),
        ("x[0, 1]", "x₁₂"),
        ("range(5)", "(0, 1, …, 4)"),
        ("range(n)", "(0, 1, …, n − 1)"),
        ("range(n + 1)", "(0, 1, …, n)"),
        ("part(x, n - 1, 1)", "xₙ"),
        ("sum(x)*y", "(Σ x) y"),
        ("sum(x*y)", "Σ x y"),
        ("a - sum(x)", "a − Σ x"),
        ("outer(a, b)*c", "(a ⊗ b) c"),
        ("a - outer(b, c)", "a − b ⊗ c"),
        ("sum(x, 1)", "row sums(x)"),
        ("sum(x, k)", "sum(x, k)"),
        ("flip(x, 2)", "flip(x, 2)"),
        ("h_all[t]", "hₜ₊₁"),
        ("h_prev_all[t - 1]", "hₜ₋₁"),
        ("W_h_all[0]", "(Wₕ)₁"),
        ("x_new**2", "x′²"),
        ("w_new_1", "w₁′"),
        ("ceil_mode + 1", "ceil mode + 1"),
        ("[a, b]", "[a, b]"),
        ("[[a], [b, c]]", "[[a], [b, c]]"),
        ("a*(b + c)", "a(b + c)"),
        ("(a + b)*(c + d)", "(a + b)(c + d)"),
        ("a*2", "a · 2"),
        ("2*a*3", "2a · 3"),
        ("a*b_1", "a b₁"),
        ("2*error", "2 error"),
        ("error*2", "error · 2"),
        ("2*alpha", "2α"),
        ("2*x_1", "2x₁"),
        ("2*w_1**2", "2w₁²"),
        ("a*-b", "a · (−b)"),
        ("-a*b", "−a b"),
        ("-(a*b)", "−(a b)"),
        ("-(a + b)", "−(a + b)"),
        ("--a", "−(−a)"),
        ("(-a)**2", "(−a)²"),
        ("-a**2", "−a²"),
        ("(a*b)**2", "(a b)²"),
        ("a**n", "aⁿ"),
        ("a**12", "a¹²"),
        ("a**-1", "a⁻¹"),
        ("a**(n - 1)", "aⁿ⁻¹"),
        ("a**(n + k)", "aⁿ⁺ᵏ"),
        ("beta_1**t", "β₁ᵗ"),
        ("a - (b - c)", "a − (b − c)"),
        ("a - (b + c)", "a − (b + c)"),
        ("a + (b + c)", "a + b + c"),
        ("a + (b - c)", "a + b − c"),
        ("a - b*c", "a − b c"),
        ("a + -b", "a + (−b)"),
        ("a*(b*c)", "a(b c)"),
        ("a @ b @ c", "a b c"),
        ("sum(x)", "Σ x"),
        ("2*sum(x)", "2(Σ x)"),
        ("sum(a + b)", "Σ (a + b)"),
        ("sum(x)**2", "(Σ x)²"),
        ("-sum(a, 0)", "−column sums(a)"),
        ("-sum(a)", "−Σ a"),
        ("mean(x)", "mean(x)"),
        ("mean(X, 1)", "row means(X)"),
        ("flip(X, 0)", "flip upside down(X)"),
        ("flip(X, 1)", "flip sideways(X)"),
        ("part(x_1, 0, 1)", "(x₁)₁"),
        ("take(W_1, 2)", "(W₁)₂"),
        ("outer(a + b, -c)", "(a + b) ⊗ (−c)"),
        ("max(a, b)*c", "max(a, b) c"),
        ("c*max(a, b)", "c max(a, b)"),
        ("c*log(a)", "c ln(a)"),
        ("2*floor(a)", "2 ⌊a⌋"),
        ("2*abs(a)", "2 |a|"),
        ("abs(a)*abs(b)", "|a| |b|"),
        ("relu(z)", "ReLU(z)"),
        ("one_hot(y, K)", "onehot(y, K)"),
        ("x_e_h", "xₑₕ"),
        ("x_", "x"),
        ("(a**2 + 1)*(b + c)", "(a² + 1)(b + c)"),
        ("abs(w_new + 1)", "|w′ + 1|"),
        ("max(a, [b, c])", "max(a, [b, c])"),
        ("dJ_d1 + 1", "dJ d1 + 1"),
        ("4*10**n", "4 · 10ⁿ"),
    ],
)
def test_a_formula_that_stands_in_one_line(formula: str, line: str) -> None:
    assert draw_terminal(parse_formula(formula)).lines == [line]


TALL = """
x[0, 11]
y = x
     1, 12

x[10, 1]
y = x
     11, 2

x[i, j]
y = x
     i + 1, j + 1

(a_Q + 1)**2
y = (a  + 1)²
      Q

tanh(a_Q)**2
y = tanh(a )²
          Q

(a_Q + 1)**n_Q
            n
             Q
y = (a  + 1)
      Q

sqrt(a)[1]
     _
y = √a
      2

dJ_dw**2
    ⎛ ∂J ⎞2
y = ⎜────⎟
    ⎝ ∂w ⎠

part(x, n - 1, 2)
y = x
     n, …, n + 1

x*dJ_dw
       ∂J
y = x ────
       ∂w

abs(a/b)
    │ a │
y = │───│
    │ b │

ceil(a/b)
    ⎡ a ⎤
y = ⎢───⎥
    ⎢ b ⎥

a//b
    ⎢ a ⎥
y = ⎢───⎥
    ⎣ b ⎦

floor(sqrt(a))
    ⎢ _⎥
y = ⎣√a⎦

sqrt(a/b)
     ___
    │ a
y = │───
    √ b

sqrt(sqrt(a))
     __
    │ _
y = √√a

sqrt(a**2)
     __
y = √a²

sqrt(a/b/c)
     _____
    │  a
    │ ───
    │  b
y = │─────
    √  c

exp(a)
     a
y = e

exp(-a**2/2)
      −a²
     ─────
       2
y = e

exp(a/b)
      a
     ───
      b
y = e

a**b**c
      c
     b
y = a

a**2.5
     2.5
y = a

a**m_hat
     m̂
y = a

a_1**(b/c)
       b
      ───
       c
y = a₁

(a/b)**2
    ⎛ a ⎞2
y = ⎜───⎟
    ⎝ b ⎠

(a/b)**(c/d)
          c
         ───
    ⎛ a ⎞ d
y = ⎜───⎟
    ⎝ b ⎠

(a/b)**c_Q
         c
    ⎛ a ⎞ Q
y = ⎜───⎟
    ⎝ b ⎠

(a/b/c)**d_Q
           d
    ⎛  a  ⎞ Q
    ⎜ ─── ⎟
    ⎜  b  ⎟
y = ⎜─────⎟
    ⎝  c  ⎠

(a/b).T
    ⎛ a ⎞ᵀ
y = ⎜───⎟
    ⎝ b ⎠

(a/b)[1]
    ⎛ a ⎞
y = ⎜───⎟
    ⎝ b ⎠2

(a/b)[i]
    ⎛ a ⎞
y = ⎜───⎟
    ⎝ b ⎠i + 1

(a/b)[1]**2
    ⎛ a ⎞2
y = ⎜───⎟
    ⎝ b ⎠2

(a/b + c)[0]
    ⎛ a     ⎞
y = ⎜─── + c⎟
    ⎝ b     ⎠1

x_Q[1]
y = (x )
      Q 2

W_Q**2
y = W²
     Q

W_Q.T
y = Wᵀ
     Q

W_Q**q
     q
y = W
     Q

x_q_new
y = x′
     q

a_x_y_b
y = a
     x, y, b

x_ABC
y = x
     ABC

delta_omega
y = δ
     ω

part(x, 0, 2)
y = x
     1, …, 2

part(x, i, 2)
y = x
     i + 1, …, i + 2

part(x, 2, 3)
y = x
     3, …, 5

part(x, 0, n)
y = x
     1, …, n

part(X, [0, 0], [2, k])
y = X
     1, …, 2, 1, …, k

part(X, [i, 2], [3, 1])
y = X
     i + 1, …, i + 3, 3

part(x, 0, 2)**2
y = x²
     1, …, 2

x[q]
y = x
     q + 1

x[a/b]*c
y = x        c
      a
     ─── + 1
      b

[a, b/c]
    ⎡    b ⎤
y = ⎢a, ───⎥
    ⎣    c ⎦

[[a, b/c], [c/d/e, 1]]
    ⎡         b  ⎤
    ⎢   a    ─── ⎥
    ⎢         c  ⎥
y = ⎢   c        ⎥
    ⎢  ───       ⎥
    ⎢   d        ⎥
    ⎢ ─────   1  ⎥
    ⎣   e        ⎦

[[a], [b/c], [1]]
    ⎡  a  ⎤
    ⎢  b  ⎥
y = ⎢ ─── ⎥
    ⎢  c  ⎥
    ⎣  1  ⎦

[[a_q, 1], [b, 2]]
    ⎡ a   1 ⎤
y = ⎢  q    ⎥
    ⎣ b   2 ⎦

[[sqrt(a), 2], [3, 4.5]]
    ⎡  _      ⎤
y = ⎢ √a  2   ⎥
    ⎣ 3   4.5 ⎦

(a_q + 1)*2
y = (a  + 1) · 2
      q

(a**n + b_q)*2
y = (aⁿ + b ) · 2
           q

(a.T + b_q)*2
y = (aᵀ + b ) · 2
           q

(w_new + b_q)*2
y = (w′ + b ) · 2
           q

(a**b_1 + b_q)*2
    ⎛ b₁     ⎞
y = ⎜a   + b ⎟ · 2
    ⎝       q⎠

[a_q, b]
y = [a , b]
      q

abs(a_q)
y = |a |
      q

max(max(a_q, b), c)
y = max(max(a , b), c)
             q

max(a, b/c)
       ⎛    b ⎞
y = max⎜a, ───⎟
       ⎝    c ⎠

a_q/b_Q
     a
      q
y = ────
     b
      Q

a/b*c
     a
y = ─── c
     b

a*(b/c)
       b
y = a ───
       c

a*(b/c)*(d/e)
       b     d
y = a ─── · ───
       c     e

2*(a/b)
       a
y = 2 ───
       b

(a/b)*(c/d)
     a     c
y = ─── · ───
     b     d

(a/b)*2
     a
y = ─── · 2
     b

(a/b)*(c + d)
     a
y = ───(c + d)
     b

(a/2)*-b
     a
y = ─── · (−b)
     2

a/(b + c)
       a
y = ───────
     b + c

(a*b)/c
     a b
y = ─────
      c

-a/b
     −a
y = ────
     b

derivative(J, w_1)
     ∂J
y = ─────
     ∂w₁

derivative(a*b, w)
     ∂
y = ────(a b)
     ∂w

dJ_dw*2
     ∂J
y = ──── · 2
     ∂w

dL_dz_new
     ∂L
y = ─────
     ∂z′

where(a*b, c, d)
y = ⎧ c  if a b ≠ 0
    ⎩ d  otherwise

where((a < b)*c, c, d)
y = ⎧ c  if (a < b) c ≠ 0
    ⎩ d  otherwise

where((a < b)*(c < d)*(e <= f), 1/2, 0)
    ⎧  1
y = ⎪ ───  if a < b and c < d and e ≤ f
    ⎨  2
    ⎩ 0    otherwise

where(a < b, x, where(c < d, y, where(e < f, z, 0)))
    ⎧ x  if a < b
y = ⎪ y  if c < d
    ⎨ z  if e < f
    ⎩ 0  otherwise

where(a < b, sqrt(c), 1/2)
    ⎧  _
    ⎪ √c   if a < b
y = ⎨  1
    ⎪ ───  otherwise
    ⎩  2

where(a_q > 0, a_q, 1)
    ⎧ a   if a  > 0
y = ⎨  q      q
    ⎩ 1   otherwise

where(a < b, 1, 2)*3
y = ⎛⎧ 1  if a < b ⎞ · 3
    ⎝⎩ 2  otherwise⎠

a_q + sqrt(b)
          _
y = a  + √b
     q

exp(x)*exp(y)
     x  y
y = e  e

2*exp(x)
      x
y = 2e
"""


@pytest.mark.parametrize(("formula", "picture"), pictures(TALL))
def test_a_formula_of_more_lines_stands_beside_its_symbol(formula: str, picture: list[str]) -> None:
    assert without_margin(draw_equation("y", parse_formula(formula)).lines) == picture


NUMBERS: dict[str, Any] = {
    "n": -2,
    "q": Fraction(1, 3),
    "tiny": 1.5e-7,
    "large": 4 * 10**9,
    "x": as_array([Fraction(1, 2), 3]),
    "W": as_array([[1, -2], [-3, 4]]),
    "k": Expression(parse_formula("m")),
    "E": as_array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]),
}
WITH_NUMBERS = """
n
−2

q
1/3

tiny
1.5×10⁻⁷

large
4 000 000 000

x
[0.5, 3]

-n
−(−2)

a*n
a · (−2)

n*a
−2a

a*(n*b)
a · (−2b)

a - n
a − (−2)

a + n
a + (−2)

a + (n + 1)
a + (−2) + 1

a - (n + 1)
a − (−2 + 1)

a*(n + 1)
a · (−2 + 1)

(n + 1)*2
(−2 + 1) · 2

n**2
(−2)²

a**n
a⁻²

q**2
(1/3)²

tiny**2
(1.5×10⁻⁷)²

a*q
a · (1/3)

a*tiny
a · (1.5×10⁻⁷)

a*large
a · 4 000 000 000

tiny*2
1.5×10⁻⁷ · 2

a % n
a mod (−2)

n % 2
−2 mod 2

n*2
−2 · 2

x[1]
[0.5, 3]₂

x @ x
[0.5, 3] · [0.5, 3]

x @ x*n
[0.5, 3] · [0.5, 3] · (−2)

a*x
a · [0.5, 3]

-x*2
−[0.5, 3] · 2

a*-x
a · (−[0.5, 3])

2*[a, b]
2 · [a, b]

2*[[a, b]]
2 · [a  b]

outer(x, x)
[0.5, 3] ⊗ [0.5, 3]

x.T*2
[0.5, 3]ᵀ · 2

a*exp(2)
a e²

a*log(n)
a ln(−2)

a[k]
aₘ₊₁

part(a, k, 2)
a
 m + 1, …, m + 2

a/n
 a
────
 −2

W
⎡  1  −2 ⎤
⎣ −3   4 ⎦

E
⎡⎡ 1  2 ⎤, ⎡ 5  6 ⎤⎤
⎣⎣ 3  4 ⎦  ⎣ 7  8 ⎦⎦

W*W
⎡  1  −2 ⎤ ⊙ ⎡  1  −2 ⎤
⎣ −3   4 ⎦   ⎣ −3   4 ⎦

W*x
⎡  1  −2 ⎤ ⊙ [0.5, 3]
⎣ −3   4 ⎦

W @ x
⎡  1  −2 ⎤ · [0.5, 3]
⎣ −3   4 ⎦

x @ W
[0.5, 3] · ⎡  1  −2 ⎤
           ⎣ −3   4 ⎦

W*2
⎡  1  −2 ⎤ · 2
⎣ −3   4 ⎦

2*W
2 · ⎡  1  −2 ⎤
    ⎣ −3   4 ⎦

a*W
a · ⎡  1  −2 ⎤
    ⎣ −3   4 ⎦

W*a
⎡  1  −2 ⎤ a
⎣ −3   4 ⎦

-W*x
−⎡  1  −2 ⎤ ⊙ [0.5, 3]
 ⎣ −3   4 ⎦

W*(W + 1)
⎡  1  −2 ⎤ ⊙ ⎛⎡  1  −2 ⎤ + 1⎞
⎣ −3   4 ⎦   ⎝⎣ −3   4 ⎦    ⎠

W*(W @ x)
⎡  1  −2 ⎤ ⊙ ⎛⎡  1  −2 ⎤ · [0.5, 3]⎞
⎣ −3   4 ⎦   ⎝⎣ −3   4 ⎦           ⎠

(x @ x)*x
[0.5, 3] · [0.5, 3] · [0.5, 3]

W*(x @ x)
⎡  1  −2 ⎤([0.5, 3] · [0.5, 3])
⎣ −3   4 ⎦

W*(x @ a)
⎡  1  −2 ⎤([0.5, 3] a)
⎣ −3   4 ⎦

(x @ W)*(a + W)
[0.5, 3] · ⎡  1  −2 ⎤ ⊙ ⎛a + ⎡  1  −2 ⎤⎞
           ⎣ −3   4 ⎦   ⎝    ⎣ −3   4 ⎦⎠

exp(x)*x
 [0.5, 3]
e         ⊙ [0.5, 3]

sum(W)*x
⎛Σ ⎡  1  −2 ⎤⎞ · [0.5, 3]
⎝  ⎣ −3   4 ⎦⎠

W*sum(x, 0)
⎡  1  −2 ⎤ ⊙ column sums([0.5, 3])
⎣ −3   4 ⎦

W*sum(x)
⎡  1  −2 ⎤(Σ [0.5, 3])
⎣ −3   4 ⎦

relu(W)*relu(x)
ReLU⎛⎡  1  −2 ⎤⎞ ⊙ ReLU([0.5, 3])
    ⎝⎣ −3   4 ⎦⎠

W*max(x, 1)
⎡  1  −2 ⎤ ⊙ max([0.5, 3], 1)
⎣ −3   4 ⎦

W*-x
⎡  1  −2 ⎤ ⊙ (−[0.5, 3])
⎣ −3   4 ⎦

(a/2)*W
 a
─── · ⎡  1  −2 ⎤
 2    ⎣ −3   4 ⎦

(a/2)*q
 a
─── · (1/3)
 2

(a/2)*x
 a
─── · [0.5, 3]
 2

W/2*W
 ⎡  1  −2 ⎤
 ⎣ −3   4 ⎦
──────────── ⊙ ⎡  1  −2 ⎤
     2         ⎣ −3   4 ⎦

W/2 @ x
 ⎡  1  −2 ⎤
 ⎣ −3   4 ⎦
──────────── · [0.5, 3]
     2

W*q
⎡  1  −2 ⎤ · (1/3)
⎣ −3   4 ⎦

q*W
1/3 · ⎡  1  −2 ⎤
      ⎣ −3   4 ⎦

W.T @ x
⎡  1  −2 ⎤ᵀ · [0.5, 3]
⎣ −3   4 ⎦

W.T.T
⎛⎡  1  −2 ⎤ᵀ⎞ᵀ
⎝⎣ −3   4 ⎦ ⎠

relu(relu(W))
ReLU⎛ReLU⎛⎡  1  −2 ⎤⎞⎞
    ⎝    ⎝⎣ −3   4 ⎦⎠⎠

relu(W.T)
ReLU⎛⎡  1  −2 ⎤ᵀ⎞
    ⎝⎣ −3   4 ⎦ ⎠

relu([W, W])
ReLU⎛⎡⎡  1  −2 ⎤, ⎡  1  −2 ⎤⎤⎞
    ⎝⎣⎣ −3   4 ⎦  ⎣ −3   4 ⎦⎦⎠

relu(W @ x + 1)
ReLU⎛⎡  1  −2 ⎤ · [0.5, 3] + 1⎞
    ⎝⎣ −3   4 ⎦               ⎠

W[0]
⎡  1  −2 ⎤
⎣ −3   4 ⎦1

W + a_q
⎡  1  −2 ⎤ + a
⎣ −3   4 ⎦    q

[[n, a], [2, b]]
⎡ −2  a ⎤
⎣  2  b ⎦

a*(W @ x)
a⎛⎡  1  −2 ⎤ · [0.5, 3]⎞
 ⎝⎣ −3   4 ⎦           ⎠

a*(W*2)
a⎛⎡  1  −2 ⎤ · 2⎞
 ⎝⎣ −3   4 ⎦    ⎠

part(x, q, 1)
[0.5, 3]
        4/3
"""


@pytest.mark.parametrize(("formula", "picture"), pictures(WITH_NUMBERS))
def test_numbers_put_in_have_the_signs_and_parentheses_that_they_need(formula: str, picture: list[str]) -> None:
    assert without_margin(draw_terminal(put_in(parse_formula(formula), NUMBERS)).lines) == picture


BROKEN = """
9: a*b + c*d
a b + c d

8: a*b + c*d
a b
     + c d

4: alpha*beta*gamma
α β γ

20: max(aaaa, bbbb, cccc)
max(aaaa, bbbb,
    cccc)

12: max(aaaa, bbbb, cccc)
max(aaaa,
    bbbb,
    cccc)

12: max(aaaa + bbbb, cccc)
max(aaaa
     + bbbb,
    cccc)

18: max(aaaa, bbbb + cccc)
max(aaaa,
    bbbb + cccc)

13: max(aaaa, bbbb + cccc)
max(aaaa,
    bbbb
     + cccc)

17: tanh(aaaa + bbbb)
tanh(aaaa + bbbb)

16: tanh(aaaa + bbbb)
tanh(aaaa
     + bbbb)

10: (aaaa + bbbb)**2
(aaaa
     + bbbb)²

10: (aaaa + bbbb)**(1/2)
(aaaa
             1
            ───
             2
     + bbbb)

10: (aaaa + bbbb)**n_Q
(aaaa
            n
             Q
     + bbbb)

12: (aaaa + bbbb)/(cccc*dddd)
(aaaa
     + bbbb)
     / (cccc dddd)

10: (aaaa + bbbb)/(cccc + dddd)
(aaaa
     + bbbb)
     / (cccc
     + dddd)

8: (aaaa - bbbb)/c
(aaaa
     − bbbb)
     / c

14: (aaaa + (bbbb - cccc))/2
(aaaa + bbbb
     − cccc)
     / 2

8: (aaaa*bbbb)/cccc
aaaa bbbb
     / cccc

8: aaaa/(bbbb*cccc)
aaaa
     / (bbbb cccc)

8: aaaaaaaaaa/-2
aaaaaaaaaa
     / (−2)

8: aaaaaaaaaa/2
aaaaaaaaaa
     / 2

10: aaaaaaaa/bbbb
 aaaaaaaa
──────────
   bbbb

9: aaaaaaaa/bbbb
aaaaaaaa
     / bbbb

8: aaaaaaaaaa/bbbbbbbb
aaaaaaaaaa
     / bbbbbbbb

12: [aaaa, bbbb, cccc]
[aaaa,
    bbbb,
    cccc]

12: [aaaa + bbbb, cccc]
[aaaa
     + bbbb,
    cccc]

12: tanh([aaaa, bbbb])
tanh([aaaa,
    bbbb])

14: tanh([aaaa + bbbb, cccc])
tanh([aaaa
     + bbbb,
    cccc])

8: [aaaa, bbbb].T
[aaaa,
    bbbb]ᵀ

10: floor(aaaa + bbbb)
⌊aaaa + bbbb⌋

10: sqrt(aaaa + bbbb)
 ___________
√aaaa + bbbb

8: aaaa == bbbb
aaaa
     = bbbb

12: aaaa <= bbbb + cccc
aaaa ≤ bbbb
     + cccc

14: aaaa*(bbbb + cccc) - dddd
aaaa(bbbb
     + cccc)
     − dddd

12: aaaa - (bbbb - cccc)
aaaa − (bbbb
     − cccc)

8: outer(aaaa, bbbb)
aaaa
     ⊗ bbbb

8: a + bbbbbbbbbbbb + c
a
     + bbbbbbbbbbbb
     + c

16: 1 + where(z > 0, z, c*z)
1
       ⎛⎧ z          ⎞
     + ⎜⎪   if z > 0 ⎟
       ⎜⎨ c z        ⎟
       ⎝⎩   otherwise⎠

16: tanh(where(z > 0, z, c*z))
    ⎛⎧ z          ⎞
tanh⎜⎪   if z > 0 ⎟
    ⎜⎨ c z        ⎟
    ⎝⎩   otherwise⎠

12: where(aaaa > 0, bbbb, where(c > d, 2, 3))
⎧ bbbb
⎪   if aaaa > 0
⎪ 2
⎨   if c > d
⎪ 3
⎩   otherwise
"""


@pytest.mark.parametrize(("formula", "picture"), pictures(BROKEN))
def test_a_formula_wider_than_so_many_letters_is_broken(formula: str, picture: list[str]) -> None:
    width, _, formula = formula.partition(": ")
    assert without_margin(draw_terminal(parse_formula(formula), max_width=int(width)).lines) == picture


def test_a_negative_number_behind_a_slash_has_parentheses() -> None:
    node = put_in(parse_formula("aaaaaaaaaa/n + aaaaaaaaaa/2"), NUMBERS)
    assert without_margin(draw_terminal(node, max_width=9).lines) == [
        "aaaaaaaaaa",
        "     / (−2)",
        "     + aaaaaaaaaa",
        "     / 2",
    ]


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("q*a", "1/3 · a"),
        ("a*q", "a · (1/3)"),
        ("q*(a + b)", "1/3 · (a + b)"),
        ("q**2", "(1/3)²"),
        ("q*x", "1/3 · [0.5, 3]"),
    ],
)
def test_a_third_put_in_stays_a_third(formula: str, line: str) -> None:
    assert draw_terminal(put_in(parse_formula(formula), NUMBERS)).lines == [line]


def test_a_third_behind_a_slash_has_parentheses() -> None:
    node = put_in(parse_formula("aaaaaaaaaa/q"), NUMBERS)
    assert without_margin(draw_terminal(node, max_width=9).lines) == ["aaaaaaaaaa", "     / (1/3)"]


BROKEN_EQUATIONS = """
13: y = a + b + c
y = a + b + c

12: y = a + b + c
y = a + b
     + c

12: loss = aaaa + bbbb
loss = aaaa
     + bbbb

20: y = tanh(aaaa + bbbb)
y = tanh(aaaa
     + bbbb)

24: J_x = tanh(aaaaa + bbbbb)*cccc
Jₓ = tanh(aaaaa
     + bbbbb) cccc

16: y = tanh(aaaaa + bbbbb)/ccc + 1/2
y = tanh(aaaaa
     + bbbbb)
              1
     / ccc + ───
              2

27: logits = tanh(aaaaaa + bbbbb)
logits
     = tanh(aaaaaa + bbbbb)

28: logits = tanh(aaaaaa + bbbbb)
logits = tanh(aaaaaa
     + bbbbb)

27: logits = tanh(aaaaa + bbbbb)
logits
     = tanh(aaaaa + bbbbb)

28: logits = tanh(aaaaa + bbbbb)
logits = tanh(aaaaa + bbbbb)

27: logits = tanh(aaaa + bbbb)
logits = tanh(aaaa + bbbb)

27: logits = tanh(aaaa + bbb)
logits = tanh(aaaa + bbb)
"""


@pytest.mark.parametrize(("equation", "picture"), pictures(BROKEN_EQUATIONS))
def test_an_equation_wider_than_so_many_letters_is_broken(equation: str, picture: list[str]) -> None:
    width, _, equation = equation.partition(": ")
    symbol, _, formula = equation.partition(" = ")
    drawing = draw_equation(symbol, parse_formula(formula), max_width=int(width))
    assert without_margin(drawing.lines) == picture
