"""Section 1, the perceptron: exact, so that 0.1 + 0.2 − 0.3 is 0 and the step fires."""

from __future__ import annotations

from fractions import Fraction

import torch
from torch import Tensor

from studyai.backend.oracles.givens import GivensError
from studyai.backend.oracles.registry import Answers, oracle
from studyai.backend.oracles.whole_numbers import exactly, fires, scaled


def learned(W: Tensor, X: Tensor, factor: Tensor) -> Tensor:
    """Return the weights after a step of the learning rule; the factor is α · error, in W's unit over X's."""
    return W + factor * X


@oracle("perceptron-update")
def perceptron_update(w: list[Fraction], x: list[Fraction], b: Fraction, y: int, alpha: Fraction) -> Answers:
    """Return one step of the learning rule (Rosenblatt 1958), with step(0) = 1.

    Scaled to whole numbers, torch computes them exactly; in floats 0.1 + 0.2 − 0.3 is not 0. The bias is
    the weight of one more input, which is always 1.
    """
    if len(w) != len(x):
        raise GivensError(f"w has {len(w)} entries, x has {len(x)}; they need as many")
    W, of_W = scaled([*w, b])  # d + 1 of them; W / of_W are w and b
    X, of_X = scaled([*x, Fraction(1)])  # d + 1
    (A,), of_A = scaled([alpha])

    z = exactly(torch.dot, W, X)  # times of_W · of_X
    o = fires(z)
    error = y - o
    entries = exactly(learned, exactly(torch.mul, W, of_X * of_A), X, A * error * of_W)
    *w_new, b_new = [Fraction(entry, of_W * of_X * of_A) for entry in entries]
    return {
        "z": Fraction(z, of_W * of_X),
        "o": o,
        "error": error,
        "w_new": w_new,
        "b_new": b_new,
    }


@oracle("perceptron-output")
def perceptron_output(w: list[Fraction], x: list[Fraction], b: Fraction) -> Answers:
    """Return weighted sum and step of one perceptron, exact: the bias is the weight of an input that is always 1."""
    if len(w) != len(x):
        raise GivensError(f"w has {len(w)} entries, x has {len(x)}; they need as many")
    W, of_W = scaled([*w, b])  # d + 1 of them; W / of_W are w and b
    X, of_X = scaled([*x, Fraction(1)])  # d + 1
    z = exactly(torch.dot, W, X)  # times of_W · of_X
    return {"z": Fraction(z, of_W * of_X), "o": fires(z)}


@oracle("perceptron-epoch")
def perceptron_epoch(
    X: list[list[Fraction]], y: list[int], w_0: list[Fraction], b_0: Fraction, alpha: Fraction
) -> Answers:
    """Return one pass of the learning rule over the rows of X (N×d) with expected outputs y (N), exact.

    In units of 1 / (of_W · of_X · of_A) weights and updates are whole numbers all the way.
    """
    entries, of_X = scaled([entry for x in X for entry in [*x, Fraction(1)]])  # the last input is the bias's
    width = len(w_0) + 1
    rows = [entries[start : start + width] for start in range(0, len(entries), width)]  # N of d + 1
    W, of_W = scaled([*w_0, b_0])  # d + 1
    (A,), of_A = scaled([alpha])
    unit = of_W * of_X * of_A
    W = exactly(torch.mul, W, of_X * of_A)
    answers: Answers = {}
    for t, (x_t, y_t) in enumerate(zip(rows, y, strict=True), start=1):
        z = exactly(torch.dot, W, x_t)  # times unit · of_X
        o = fires(z)
        W = exactly(learned, W, x_t, A * (y_t - o) * of_W)
        *w, b = [Fraction(entry, unit) for entry in W]
        answers |= {f"z_{t}": Fraction(z, unit * of_X), f"o_{t}": o, f"w_{t}": w, f"b_{t}": b}
    return answers


@oracle("stacked-perceptrons")
def stacked_perceptrons(W: list[list[Fraction]], b: list[Fraction], x: list[Fraction]) -> Answers:
    """Return weighted sums and steps of a layer, exact; W (k×d), b (k), x (d)."""
    entries, of_W = scaled([entry for row, bias in zip(W, b, strict=True) for entry in [*row, bias]])
    width = len(x) + 1
    weights = [entries[start : start + width] for start in range(0, len(entries), width)]  # k of d + 1, the bias last
    X, of_X = scaled([*x, Fraction(1)])  # d + 1
    z = exactly(torch.mv, weights, X)  # k, times of_W · of_X
    return {"z": [Fraction(entry, of_W * of_X) for entry in z], "o": [fires(entry) for entry in z]}
