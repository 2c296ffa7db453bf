"""Section 18, the LSTM."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from studyai.backend.oracles.givens import Matrix, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("lstm-step")
def lstm_step(
    x: Vector,
    h: Vector,
    c: Vector,
    W_i: Matrix,
    W_f: Matrix,
    W_g: Matrix,
    W_o: Matrix,
    U_i: Matrix,
    U_f: Matrix,
    U_g: Matrix,
    U_o: Matrix,
    b_i: Vector,
    b_f: Vector,
    b_g: Vector,
    b_o: Vector,
) -> Answers:
    """One time step: input x (d), hidden state h and cell state c (H), W (H×d), U (H×H), b (H) per gate."""
    cell = nn.LSTMCell(len(x), len(h), dtype=torch.float64)
    weights = {  # torch stacks the gates in the order i, f, g, o and has a second bias, zero here
        "weight_ih": torch.cat([W_i, W_f, W_g, W_o]),
        "weight_hh": torch.cat([U_i, U_f, U_g, U_o]),
        "bias_ih": torch.cat([b_i, b_f, b_g, b_o]),
        "bias_hh": torch.zeros(4 * len(h)),
    }
    cell.load_state_dict(weights)
    h_new, c_new = cell(x, (h, c))
    # the cell keeps its gates to itself: the same weights once more
    z = functional.linear(x, cell.weight_ih, cell.bias_ih) + functional.linear(h, cell.weight_hh)
    z_i, z_f, z_g, z_o = z.chunk(4)
    return {
        "i": torch.sigmoid(z_i),
        "f": torch.sigmoid(z_f),
        "g": torch.tanh(z_g),
        "o": torch.sigmoid(z_o),
        "c_new": c_new,
        "h_new": h_new,
    }
