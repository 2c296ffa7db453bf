"""Section 1, the perceptron: exact, so that 0.1 + 0.2 − 0.3 is 0 and the step fires."""

from __future__ import annotations

from fractions import Fraction

import torch

from studyai.backend.oracles.givens import GivensError
from studyai.backend.oracles.registry import Answers, oracle
from studyai.backend.oracles.whole_numbers import check_fits, scaled


@oracle("perceptron-update")
def perceptron_update(w: list[Fraction], x: list[Fraction], b: Fraction, y: int, alpha: Fraction) -> Answers:
    """One step of the learning rule (Rosenblatt 1958), with step(0) = 1.

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
