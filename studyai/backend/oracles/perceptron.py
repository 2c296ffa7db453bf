"""Section 1, the perceptron: exact, so that 0.1 + 0.2 − 0.3 is 0 and the step fires."""

from __future__ import annotations

from fractions import Fraction

import torch

from studyai.backend.oracles.givens import GivensError
from studyai.backend.oracles.registry import Answers, oracle
from studyai.backend.oracles.whole_numbers import check_fits, scaled


@oracle("perceptron-update")
def perceptron_update(w: list[Fraction], x: list[Fraction], b: Fraction, y: int, alpha: Fraction) -> Answers:
    """Return one step of the learning rule (Rosenblatt 1958), with step(0) = 1.

    Scaled to whole numbers, torch computes them exactly; in floats 0.1 + 0.2 − 0.3 is not 0. The bias is
    the weight of one more input, which is always 1.
    """
    if len(w) != len(x):
        raise GivensError(f"w has {len(w)} entries, x has {len(x)}; they need as many")
    W, of_W = scaled([*w, b])  # (d + 1,), W / of_W are w and b
    X, of_X = scaled([*x, Fraction(1)])  # (d + 1,)
    A, of_A = scaled([alpha])  # (1,)
    check_fits(torch.dot, W, X)
    check_fits(lambda W, X, A: W * of_X * of_A + A * (abs(y) + 1) * X * of_W, W, X, A)

    z = torch.dot(W, X)  # times of_W · of_X
    o = torch.heaviside(z, torch.ones_like(z))  # 1 where z is 0
    error = y - o
    W_new = W * of_X * of_A + A * error * X * of_W  # (d + 1,), times of_W · of_X · of_A
    *w_new, b_new = [Fraction(entry, of_W * of_X * of_A) for entry in W_new.tolist()]
    return {
        "z": Fraction(int(z), of_W * of_X),
        "o": int(o),
        "error": int(error),
        "w_new": w_new,
        "b_new": b_new,
    }


@oracle("perceptron-output")
def perceptron_output(w: list[Fraction], x: list[Fraction], b: Fraction) -> Answers:
    """Return weighted sum and step of one perceptron, exact: the bias is the weight of an input that is always 1."""
    if len(w) != len(x):
        raise GivensError(f"w has {len(w)} entries, x has {len(x)}; they need as many")
    W, of_W = scaled([*w, b])  # (d + 1,), W / of_W are w and b
    X, of_X = scaled([*x, Fraction(1)])  # (d + 1,)
    check_fits(torch.dot, W, X)
    z = torch.dot(W, X)  # times of_W · of_X
    return {"z": Fraction(int(z), of_W * of_X), "o": torch.heaviside(z, torch.ones_like(z))}


@oracle("perceptron-epoch")
def perceptron_epoch(
    X: list[list[Fraction]], y: list[int], w_0: list[Fraction], b_0: Fraction, alpha: Fraction
) -> Answers:
    """Return one pass of the learning rule over the rows of X (N×d) with expected outputs y (N), exact.

    In units of 1 / (of_W · of_X · of_A) weights and updates are whole numbers all the way.
    """
    rows, of_X = scaled([entry for x in X for entry in [*x, Fraction(1)]])  # the last input is the bias's
    inputs = rows.reshape(len(X), len(w_0) + 1)  # (N, d + 1)
    W, of_W = scaled([*w_0, b_0])  # (d + 1,)
    A, of_A = scaled([alpha])  # (1,)
    unit = of_W * of_X * of_A
    W = W * of_X * of_A
    answers: Answers = {}
    for t, (x_t, y_t) in enumerate(zip(inputs, y, strict=True), start=1):
        check_fits(lambda W, x, A: W + A * x * of_W, W, x_t, A)
        check_fits(torch.dot, W, x_t)
        z = torch.dot(W, x_t)
        o = torch.heaviside(z, torch.ones_like(z))  # 1 where z is 0
        W = W + A * (y_t - o) * x_t * of_W
        *w, b = [Fraction(entry, unit) for entry in W.tolist()]
        answers |= {f"z_{t}": Fraction(int(z), unit * of_X), f"o_{t}": int(o), f"w_{t}": w, f"b_{t}": b}
    return answers


@oracle("stacked-perceptrons")
def stacked_perceptrons(W: list[list[Fraction]], b: list[Fraction], x: list[Fraction]) -> Answers:
    """Return weighted sums and steps of a layer, exact; W (k×d), b (k), x (d)."""
    entries, of_W = scaled([entry for row, bias in zip(W, b, strict=True) for entry in [*row, bias]])
    weights = entries.reshape(len(W), len(x) + 1)  # (k, d + 1), the bias last
    X, of_X = scaled([*x, Fraction(1)])  # (d + 1,)
    check_fits(torch.mv, weights, X)
    z = torch.mv(weights, X)  # (k,), times of_W · of_X
    o = torch.heaviside(z, torch.ones_like(z))
    return {"z": [Fraction(entry, of_W * of_X) for entry in z.tolist()], "o": o}
