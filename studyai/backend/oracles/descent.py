"""Section 7, gradient descent: a real data loader feeds a real layer, and SGD moves it."""

from __future__ import annotations

from typing import Literal

import torch
from torch import nn
from torch.utils.data import BatchSampler, DataLoader, SequentialSampler, TensorDataset

from studyai.backend.oracles.givens import Vector
from studyai.backend.oracles.registry import Answers, oracle


@oracle("gradient-descent-step")
def gradient_descent_step(
    x: Vector,
    y: Vector,
    w_0: float,
    b_0: float,
    alpha: float,
    B: int,
    loss: Literal["loss-mean", "loss-half"] = "loss-mean",
) -> Answers:
    """Return one epoch of a linear regression on the pairs of x and y (N), in their order, B in a batch."""
    model = nn.Linear(1, 1, dtype=torch.float64)
    nn.init.constant_(model.weight, w_0)
    nn.init.constant_(model.bias, b_0)
    optimiser = torch.optim.SGD(model.parameters(), lr=alpha)
    answers: Answers = {}
    batches = DataLoader(TensorDataset(x, y), batch_size=B)
    for t, (inputs, targets) in enumerate(batches, start=1):
        optimiser.zero_grad()
        outputs = model(inputs[:, None])[:, 0]  # (B,)
        J = nn.MSELoss()(outputs, targets) / (2 if loss == "loss-half" else 1)
        J.backward()
        gradients = {"dJ_dw": model.weight.grad, "dJ_db": model.bias.grad}
        answers |= {f"{symbol}_{t}": one.item() for symbol, one in gradients.items() if one is not None}
        optimiser.step()
        answers |= {f"X_{t}": inputs, f"Y_{t}": targets}
        answers |= {f"e_{t}": outputs - targets, f"w_{t}": model.weight.item(), f"b_{t}": model.bias.item()}
    return answers


@oracle("updates-per-epoch")
def updates_per_epoch(N: int, B: int, E: int, rest: Literal["keep-last", "drop-last"] = "keep-last") -> Answers:
    """Return batches that torch's own batch sampler makes of N examples in E epochs."""
    batches = BatchSampler(SequentialSampler(range(N)), B, drop_last=rest == "drop-last")
    return {"U": len(batches), "T": sum(len(batches) for _ in range(E))}
