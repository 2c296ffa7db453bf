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
    """Return one time step: input x (d), hidden state h and cell state c (H), W (H×d), U (H×H), b (H) per gate."""
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


@oracle("lstm-unroll")
def lstm_unroll(
    X: Matrix,
    h_0: Vector,
    c_0: Vector,
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
    """Return gates and states over the inputs X (T×d) from h_0 and c_0 (n); W (n×d), U (n×n), b (n) per gate."""
    layer = nn.LSTM(X.shape[1], len(h_0), dtype=torch.float64)
    weights = {  # torch stacks the gates in the order i, f, g, o and has a second bias, zero here
        "weight_ih_l0": torch.cat([W_i, W_f, W_g, W_o]),
        "weight_hh_l0": torch.cat([U_i, U_f, U_g, U_o]),
        "bias_ih_l0": torch.cat([b_i, b_f, b_g, b_o]),
        "bias_hh_l0": torch.zeros(4 * len(h_0)),
    }
    layer.load_state_dict(weights)
    states, _ = layer(X, (h_0[None], c_0[None]))  # (T, n)
    answers: Answers = {}
    for t, h_before in enumerate([h_0, *states[:-1]], start=1):
        _, (_, cells) = layer(X[:t], (h_0[None], c_0[None]))  # a layer shows its cell state only at the end
        # nor does it show its gates: the same weights once more
        z = functional.linear(X[t - 1], weights["weight_ih_l0"], weights["bias_ih_l0"])
        z_i, z_f, z_g, z_o = (z + functional.linear(h_before, weights["weight_hh_l0"])).chunk(4)
        answers |= {f"i_{t}": torch.sigmoid(z_i), f"f_{t}": torch.sigmoid(z_f)}
        answers |= {f"g_{t}": torch.tanh(z_g), f"o_{t}": torch.sigmoid(z_o)}
        answers |= {f"c_{t}": cells[0], f"h_{t}": states[t - 1]}
    return answers
