"""How each listed function is written: data that the three drawings share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studyai.formula.derivatives import MISTAKES

Shape = Literal[
    "call",
    "root",
    "exponential",
    "floor",
    "ceiling",
    "bars",
    "total",
    "derivative",
    "cases",
    "tensor",
    "entry",
    "entries",
    "counted",
]


@dataclass(frozen=True, slots=True)
class Notation:
    """How a call is drawn.

    `shape` call: a word and parentheses, `tanh(z)`; root: a radical; exponential: e to the power;
    floor, ceiling, bars: delimiters around the argument; total: a summation sign before it; derivative: ∂/∂w;
    cases: values with conditions behind a brace; tensor: a ⊗ b; entry: E with the place as subscript;
    entries: x with the places from … to, counted from 1, as subscript; counted: (0, 1, …, n − 1).
    `word` is the function's printed name (`softmax`, `σ`, `ReLU`); `along` its names down columns and along rows.
    """

    shape: Shape = "call"
    word: str = ""
    along: tuple[str, ...] = ()


NOTATIONS: dict[str, Notation] = {
    "sqrt": Notation("root"),
    "exp": Notation("exponential"),
    "floor": Notation("floor"),
    "ceil": Notation("ceiling"),
    "abs": Notation("bars"),
    "sum": Notation("total", "sum", along=("column sums", "row sums")),
    "log": Notation(word="ln"),
    "sin": Notation(word="sin"),
    "cos": Notation(word="cos"),
    "tanh": Notation(word="tanh"),
    "sigmoid": Notation(word="σ"),
    "relu": Notation(word="ReLU"),
    "softmax": Notation(word="softmax"),
    "step": Notation(word="step"),
    "sign": Notation(word="sign"),
    "mean": Notation(word="mean", along=("column means", "row means")),
    "column_mean": Notation(word="column means"),
    "outer": Notation("tensor"),
    "part": Notation("entries"),
    "max": Notation(word="max"),
    "min": Notation(word="min"),
    "argmax": Notation(word="argmax"),
    "where": Notation("cases"),
    "concat": Notation(word="concat"),
    "one_hot": Notation(word="onehot"),
    "length": Notation(word="length"),
    "take": Notation("entry"),
    "top_k": Notation(word="TopK"),
    "flip": Notation(word="flip", along=("flip upside down", "flip sideways")),
    "shift": Notation(word="shift"),
    "enlarge": Notation(word="enlarge"),
    "range": Notation("counted"),
    "lower_triangle": Notation(word="lower triangle"),
    "stack": Notation(word="stack"),
    "beside": Notation(word="concat"),
    "patches": Notation(word="patches"),
    "conv2d": Notation(word="conv"),
    "max_pool": Notation(word="max pool"),
    "average_pool": Notation(word="average pool"),
    "l2_pool": Notation(word="L2 pool"),
    "derivative": Notation("derivative"),
    **{f"derivative_{name}": Notation("derivative") for name in MISTAKES},
}
