"""A value as it is carried into another program, nothing lost: plain text, NumPy, torch, LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from studyai.formula.arrays import entries, exact_number, nested, shape_of
from studyai.formula.draw.latex import draw_latex
from studyai.formula.expression import Expression
from studyai.formula.tree import Name, Put
from studyai.formula.values import Scalar, Value

LATEX_DIGITS = 15


def as_text(value: Value) -> str:
    """Return the value as it can be typed as an answer."""
    return _listed(value, lambda entry: str(exact_number(entry)))


def as_numpy(value: Value) -> str:
    """Return the value as Python with NumPy; a single number and an expression need none."""
    return f"np.array({as_text(value)})" if _is_array(value) else as_text(value)


def as_torch(value: Value) -> str:
    """Return the value as Python with torch, in double precision unless its entries are whole."""
    if isinstance(value, Expression):
        return as_text(value)
    is_whole = all(isinstance(entry, int) for entry in entries(value))
    return f"torch.tensor({as_text(value)}{'' if is_whole else ', dtype=torch.float64'})"


def as_latex(value: Value) -> str:
    """Return the value as LaTeX mathematics, without delimiters."""
    return draw_latex(Put(value), digits=LATEX_DIGITS)


FORMS: Mapping[str, Callable[[Value], str]] = {
    "text": as_text,
    "NumPy": as_numpy,
    "torch": as_torch,
    "LaTeX": as_latex,
}


def assigned(symbol: str, value: Value, form: str) -> str:
    """Return a line that gives the symbol its value."""
    name = draw_latex(Name(symbol)) if form == "LaTeX" else symbol
    return f"{name} = {FORMS[form](value)}"


def _is_array(value: Value) -> bool:
    return not isinstance(value, Expression) and bool(shape_of(value))


def _listed(value: Value, text: Callable[[Scalar], str]) -> str:
    if isinstance(value, Expression):
        return str(value)

    def joined(part: Any) -> str:
        return f"[{', '.join(map(joined, part))}]" if isinstance(part, list) else str(part)

    return joined(nested(value, text))
