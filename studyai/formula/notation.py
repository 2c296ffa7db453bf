"""How each listed function is written: data that the three drawings share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studyai.formula.derivatives import MISTAKES

Shape = Literal["call", "root", "exponential", "floor", "ceiling", "bars", "total", "derivative"]


@dataclass(frozen=True, slots=True)
class Notation:
    """How a call is drawn.

    `shape` call: a word and parentheses, `tanh(z)`; root: a radical; exponential: e to the power;
    floor, ceiling, bars: delimiters around the argument; total: a summation sign before it, along an axis the word;
    derivative: ∂/∂w.
    `word` is the function's printed name (`softmax`, `σ`, `ReLU`).
    """

    shape: Shape = "call"
    word: str = ""


NOTATIONS: dict[str, Notation] = {
    "sqrt": Notation("root"),
    "exp": Notation("exponential"),
    "floor": Notation("floor"),
    "ceil": Notation("ceiling"),
    "abs": Notation("bars"),
    "sum": Notation("total", word="sum"),
    "log": Notation(word="ln"),
    "sin": Notation(word="sin"),
    "cos": Notation(word="cos"),
    "tanh": Notation(word="tanh"),
    "sigmoid": Notation(word="σ"),
    "relu": Notation(word="ReLU"),
    "softmax": Notation(word="softmax"),
    "step": Notation(word="step"),
    "sign": Notation(word="sign"),
    "mean": Notation(word="mean"),
    "column_mean": Notation(word="column mean"),
    "outer": Notation(word="outer"),
    "part": Notation(word="part"),
    "max": Notation(word="max"),
    "min": Notation(word="min"),
    "argmax": Notation(word="argmax"),
    "where": Notation(word="where"),
    "concat": Notation(word="concat"),
    "one_hot": Notation(word="onehot"),
    "length": Notation(word="length"),
    "take": Notation(word="take"),
    "top_k": Notation(word="topk"),
    "flip": Notation(word="flip"),
    "shift": Notation(word="shift"),
    "enlarge": Notation(word="enlarge"),
    "range": Notation(word="range"),
    "lower_triangle": Notation(word="tril"),
    "stack": Notation(word="stack"),
    "beside": Notation(word="concat"),
    "patches": Notation(word="patches"),
    "conv2d": Notation(word="conv"),
    "max_pool": Notation(word="maxpool"),
    "average_pool": Notation(word="avgpool"),
    "l2_pool": Notation(word="l2pool"),
    "derivative": Notation("derivative"),
    **{f"derivative_{name}": Notation("derivative") for name in MISTAKES},
}
