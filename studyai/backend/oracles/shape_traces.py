"""Shapes that real layers give their outputs: convolutional networks and recurrent ones, built and run."""

from __future__ import annotations

from typing import Literal

import torch
from torch import nn

from studyai.backend.oracles.registry import Answers, oracle


@oracle("cnn-shape-trace")
def cnn_shape_trace(
    C: int, H: int, W: int, k: list[int], F: list[int], M: list[int], P: int = 0, Q: int = 2
) -> Answers:
    """Return shape after, and parameters of, every layer of a network that is built and run; images are C×H×W."""
    shapes, counts = [], []
    network = nn.Sequential().to("meta")  # shapes without numbers
    values = torch.empty(1, C, H, W, device="meta")

    def add(layer: nn.Module) -> None:
        nonlocal values
        network.append(layer)
        values = layer(values)
        shapes.append(list(values.shape[1:]))
        counts.append(sum(one.numel() for one in layer.parameters()))

    answers: Answers = {}
    for stage, (kernels, size) in enumerate(zip(k, F, strict=True), start=1):
        add(nn.Conv2d(values.shape[1], kernels, size, padding=P, device="meta"))
        answers |= {f"A_{stage}": shapes[-1], f"p_{stage}": counts[-1]}
        network.append(nn.ReLU())
        add(nn.MaxPool2d(Q))
        answers |= {f"B_{stage}": shapes[-1], f"q_{stage}": counts[-1]}
    add(nn.Flatten())
    answers["n"] = shapes[-1][0]
    for j, units in enumerate(M, start=1):
        add(nn.Linear(values.shape[1], units, device="meta"))
        answers |= {f"w_{j}": counts[-1], f"u_{j}": shapes[-1][0]}
    return {**answers, "N": sum(one.numel() for one in network.parameters())}


def _device(numbers: int) -> str:
    """Return where to build what holds about so many numbers: shapes alone need no memory, but more time."""
    return "cpu" if numbers < 50_000_000 else "meta"


@oracle("birnn-shapes")
def birnn_shapes(B: int, T: int, d: int, n: int, L: int = 1) -> Answers:
    """Return shapes in L bidirectional layers of n units each way over B sequences of T steps with d features."""
    largest = max(d, 2 * n)
    device = (
        "cpu" if max(B * T, largest) * L * largest < 5 * 10**7 else "meta"
    )  # shapes alone: no memory, but more time
    sequences = torch.zeros(B, T, d, device=device)
    layers = nn.RNN(d, n, num_layers=L, bidirectional=True, batch_first=True, device=device)
    outputs, last_states = layers(sequences)
    forward_states, _ = nn.RNN(d, n, batch_first=True, device=device)(sequences)
    top_weights = layers.get_parameter(f"weight_ih_l{L - 1}")
    shapes = {"S_f": forward_states, "S_y": outputs, "S_h": last_states, "S_W": top_weights}
    return {symbol: list(one.shape) for symbol, one in shapes.items()}


@oracle("rnn-architecture-shapes")
def rnn_architecture_shapes(
    B: int,
    T: int,
    S: int,
    d: int,
    n: int,
    K: int,
    task: Literal["video", "sentiment", "captioning", "translation"] = "sentiment",
) -> Answers:
    """Return the kind of network for the task and, from one that is built and run, its shapes.

    They are those of the input X, of the states H that are read out, and of the output Y.
    """
    largest = max(d, n, K)
    device = (
        "cpu" if max(B * (T + S), largest) * largest < 5 * 10**7 else "meta"
    )  # shapes alone: no memory, but more time
    has_steps, has_decoder = task != "captioning", task in ("captioning", "translation")
    X = torch.zeros(B, T, d, device=device) if has_steps else torch.zeros(B, d, device=device)
    if has_steps:
        states, summary = nn.GRU(d, n, batch_first=True, device=device)(X)  # (B, T, n), (1, B, n)
    else:
        summary = nn.Linear(d, n, device=device)(X)[None]  # the image as first state
    if has_decoder:
        words_before = nn.Embedding(K, n, device=device)(torch.zeros(B, S, dtype=torch.long, device=device))
        H, _ = nn.GRU(n, n, batch_first=True, device=device)(words_before, summary)
    else:
        H = states if task == "video" else summary[0]
    Y = nn.Linear(n, K, device=device)(H)
    kinds = {(True, False, True): 1, (True, False, False): 2, (False, True, True): 3, (True, True, True): 4}
    kind = kinds[X.dim() == 3, has_decoder, Y.dim() == 3]  # steps go in; a decoder writes; steps come out
    return {"c": kind, "X": list(X.shape), "H": list(H.shape), "Y": list(Y.shape)}
