"""How each listed function is written: data that the three drawings share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = Literal["call", "root", "exponential", "floor", "ceiling", "bars", "total"]


@dataclass(frozen=True, slots=True)
class Notation:
    """How a call is drawn.

    `shape` call: a word and parentheses, `tanh(z)`; root: a radical; exponential: e to the power;
    floor, ceiling, bars: delimiters around the argument; total: a summation sign before it.
    `word` is the function's printed name (`softmax`, `σ`, `ReLU`).
    `subscripts` are the positions of arguments drawn as subscripts of the word rather than
    in the parentheses: `max_pool(X, F, S)` is drawn maxpool with F, S below and (X).
    """

    shape: Shape = "call"
    word: str = ""
    subscripts: tuple[int, ...] = ()


NOTATIONS: dict[str, Notation] = {
    "sqrt": Notation("root"),
    "exp": Notation("exponential"),
    "floor": Notation("floor"),
    "ceil": Notation("ceiling"),
    "abs": Notation("bars"),
    "sum": Notation("total"),
    "log": Notation(word="ln"),
    "tanh": Notation(word="tanh"),
    "sigmoid": Notation(word="σ"),
    "relu": Notation(word="ReLU"),
    "softmax": Notation(word="softmax"),
    "step": Notation(word="step"),
    "sign": Notation(word="sign"),
    "mean": Notation(word="mean"),
    "max": Notation(word="max"),
    "min": Notation(word="min"),
    "argmax": Notation(word="argmax"),
    "where": Notation(word="where"),
    "concat": Notation(word="concat"),
    "one_hot": Notation(word="onehot"),
    "length": Notation(word="length"),
    "flip": Notation(word="flip"),
    "conv2d": Notation(word="conv", subscripts=(2, 3, 4)),
    "max_pool": Notation(word="maxpool", subscripts=(1, 2, 3)),
    "average_pool": Notation(word="avgpool", subscripts=(1, 2, 3, 4, 5)),
    "l2_pool": Notation(word="l2pool", subscripts=(1, 2, 3)),
}
