"""Sections 17 to 19: gates forced open and shut in a real LSTM cell, the GRU, and what gated layers learn."""

from __future__ import annotations

from typing import Literal

import torch
from torch import nn
from torch.nn import functional

from studyai.backend.oracles.givens import Matrix, Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("gate")
def gate(c: Vector, g: Vector, f: Vector, i: Vector) -> Answers:
    """Return cell state of an LSTM whose biases alone set its forget gate f, input gate i and candidate g."""
    cell = nn.LSTMCell(1, len(c), dtype=torch.float64)
    shown = torch.zeros_like(c)  # the output gate does not touch the cell state
    with torch.no_grad():
        for parameter in cell.parameters():
            parameter.zero_()
        cell.bias_ih.copy_(torch.cat([torch.logit(i), torch.logit(f), torch.atanh(g), shown]))
        _, c_new = cell(torch.zeros(1, dtype=torch.float64), (torch.zeros_like(c), c))
    return {"c_new": c_new}


@oracle("lstm-parameters")
def lstm_parameters(d: int, n: int, T: int = 10, biases: Literal["one", "two"] = "one") -> Answers:
    """Return parameters of an LSTM layer, counted; torch's second bias only if two are asked for."""
    layer = nn.LSTM(d, n, device="meta")
    counts = {name: one.numel() for name, one in layer.named_parameters()}
    N = sum(count for name, count in counts.items() if biases == "two" or name != "bias_hh_l0")
    return {"N": N}


@oracle("gru-parameters")
def gru_parameters(d: int, m: int, T: int = 10, biases: Literal["one", "two"] = "one") -> Answers:
    """Return parameters of a GRU layer, counted, and how many fewer than an LSTM's."""
    gru, lstm = (
        sum(one.numel() for name, one in layer.named_parameters() if biases == "two" or name != "bias_hh_l0")
        for layer in (nn.GRU(d, m, device="meta"), nn.LSTM(d, m, device="meta"))
    )
    return {"N": gru, "saved": lstm - gru}


@oracle("gru-step")
def gru_step(
    x: Vector,
    h: Vector,
    W_r: Matrix,
    W_z: Matrix,
    W_n: Matrix,
    U_r: Matrix,
    U_z: Matrix,
    U_n: Matrix,
    b_r: Vector,
    b_z: Vector,
    b_n: Vector,
    reset: Literal["reset-after", "reset-before"] = "reset-after",
    update: Literal["keeps-old", "takes-new"] = "keeps-old",
) -> Answers:
    """Return one step from input x (d) and state h (m), in the forms that the conventions name."""
    r = torch.sigmoid(functional.linear(x, W_r, b_r) + functional.linear(h, U_r))
    z = torch.sigmoid(functional.linear(x, W_z, b_z) + functional.linear(h, U_z))
    if reset == "reset-before":  # torch has no such cell: a recurrent cell reads the reset state
        candidate = nn.RNNCell(len(x), len(h), dtype=torch.float64)
        zeros = torch.zeros_like(b_n)
        candidate.load_state_dict({"weight_ih": W_n, "weight_hh": U_n, "bias_ih": b_n, "bias_hh": zeros})
        n = candidate(x, r * h)
        h_new = torch.lerp(n, h, z) if update == "keeps-old" else torch.lerp(h, n, z)
        return {"r": r, "z": z, "n": n, "h_new": h_new}
    cell = nn.GRUCell(len(x), len(h), dtype=torch.float64)
    turned = 1 if update == "keeps-old" else -1  # torch's z keeps the old state; σ(−a) is 1 − σ(a)
    weights = {  # stacked in the order r, z, n; the second biases are 0
        "weight_ih": torch.cat([W_r, turned * W_z, W_n]),
        "weight_hh": torch.cat([U_r, turned * U_z, U_n]),
        "bias_ih": torch.cat([b_r, turned * b_z, b_n]),
        "bias_hh": torch.zeros(3 * len(h)),
    }
    cell.load_state_dict(weights)
    return {"r": r, "z": z, "h_new": cell(x, h)}
