"""The one table of functions that a formula may call: its arity, its meaning, its cells' arithmetic.

How each is written stands under the same name in `notation.NOTATIONS`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studyai.formula import arranged, cell_rules, derivatives, numeric
from studyai.formula.tree import Node
from studyai.formula.values import Value
from studyai.formula.windows import Windows


@dataclass(frozen=True, slots=True)
class Sliding:
    """How a function slides a window over its first argument, both told from its argument values.

    `zeros` is whether padding enters the arithmetic as zeros; else it is left out.
    """

    windows: Callable[..., Windows]
    zeros: Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Function:
    """A listed function.

    `cell` gives the arithmetic of one output cell from the argument values; None for a function
    that works entry by entry, whose cell is the function of its arguments' cells.
    `sliding` is set where a cell comes from a window on a map.
    """

    least: int
    most: int
    evaluate: Callable[..., Value]
    cell: Callable[[Any, tuple[int, ...]], Node] | None = None
    sliding: Sliding | None = None


def _each(function: Callable[[Any], Any]) -> Function:
    return Function(1, 1, numeric.elementwise(function))


def _average_windows(*values: Any) -> Windows:
    return numeric.pool_windows(*values[:5])


KERNEL = Sliding(numeric.conv_windows, lambda *values: True)
POOL = Sliding(numeric.pool_windows, lambda *values: False)
AVERAGE = Sliding(_average_windows, lambda *values: len(values) < 6 or bool(values[5]))

FUNCTIONS: dict[str, Function] = {
    "sqrt": _each(numeric.sqrt),
    "exp": _each(math.exp),
    "log": _each(numeric.log),
    "sin": _each(math.sin),
    "cos": _each(math.cos),
    "tanh": _each(math.tanh),
    "sigmoid": _each(numeric.sigmoid),
    "relu": _each(numeric.relu),
    "step": _each(numeric.step),
    "sign": _each(numeric.sign),
    "abs": _each(abs),
    "floor": _each(math.floor),
    "ceil": _each(math.ceil),
    "where": Function(3, 3, numeric.where),
    "softmax": Function(1, 2, numeric.softmax, cell_rules.softmax),
    "sum": Function(1, 2, numeric.total, cell_rules.total),
    "mean": Function(1, 2, numeric.mean, cell_rules.mean),
    "column_mean": Function(1, 1, numeric.column_mean, cell_rules.column_mean),
    "outer": Function(2, 2, numeric.outer, cell_rules.outer),
    "max": Function(1, 64, numeric.maximum, cell_rules.maximum),
    "min": Function(1, 64, numeric.minimum, cell_rules.minimum),
    "argmax": Function(1, 1, numeric.argmax, cell_rules.LookedUp(numeric.argmax)),
    "length": Function(1, 1, numeric.length, cell_rules.LookedUp(numeric.length)),
    "concat": Function(1, 8, numeric.concat, cell_rules.LookedUp(numeric.concat)),
    "one_hot": Function(2, 2, numeric.one_hot, cell_rules.LookedUp(numeric.one_hot)),
    "take": Function(2, 2, arranged.take, cell_rules.LookedUp(arranged.take)),
    "top_k": Function(2, 2, arranged.top_k, cell_rules.LookedUp(arranged.top_k)),
    "flip": Function(1, 2, arranged.flip, cell_rules.LookedUp(arranged.flip)),
    "shift": Function(2, 2, arranged.shift, cell_rules.LookedUp(arranged.shift)),
    "enlarge": Function(2, 2, arranged.enlarge, cell_rules.LookedUp(arranged.enlarge)),
    "range": Function(1, 1, arranged.counted, cell_rules.LookedUp(arranged.counted)),
    "lower_triangle": Function(1, 1, arranged.lower_triangle, cell_rules.LookedUp(arranged.lower_triangle)),
    "stack": Function(1, 8, arranged.stacked, cell_rules.LookedUp(arranged.stacked)),
    "beside": Function(1, 8, arranged.beside, cell_rules.LookedUp(arranged.beside)),
    "part": Function(3, 3, arranged.part, cell_rules.LookedUp(arranged.part)),
    "patches": Function(2, 3, arranged.patches, cell_rules.LookedUp(arranged.patches)),
    "conv2d": Function(2, 5, numeric.conv2d, cell_rules.conv2d, KERNEL),
    "max_pool": Function(3, 5, numeric.max_pool, cell_rules.max_pool, POOL),
    "average_pool": Function(3, 6, numeric.average_pool, cell_rules.average_pool, AVERAGE),
    "l2_pool": Function(3, 5, numeric.l2_pool, cell_rules.l2_pool, POOL),
    "derivative": Function(2, 2, derivatives.derivative),
    **{f"derivative_{name}": Function(2, 2, derivatives.mistaken(name)) for name in derivatives.MISTAKES},
}

ARITY = {name: (function.least, function.most) for name, function in FUNCTIONS.items()}
