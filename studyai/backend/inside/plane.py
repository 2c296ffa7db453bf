"""The plane, where a task's examples are points of it: the scores of the classes on a grid over the examples."""

from __future__ import annotations

import torch
from torch import Tensor

from studyai import protocol
from studyai.backend.architectures.network import Network, evaluating
from studyai.backend.inside.arithmetic import made
from studyai.backend.inside.capture import capture
from studyai.backend.inside.stages import Explanation, Place, check_place, one, stage
from studyai.backend.inside.travel import packed
from studyai.backend.tasks.registry import Data, Task

PLANE = "plane"
AXES = ("row", "column", "class")
GRID_ROWS, GRID_COLUMNS = 40, 60
MOST_POINTS = 200  # of the training examples that are sent along
MARGIN = 0.1  # of the plane around them, on every side


def is_plane(task: Task) -> bool:
    """Return whether the task's examples are points of the plane."""
    first, *others = task.train.inputs
    return not others and first.is_floating_point() and first.dim() == 2 and first.shape[1] == 2


def probe(model: Network, data: Data) -> protocol.Probe:
    """Return what can be looked at."""
    scores = _scores(model, data.inputs[0][:1])
    return protocol.Probe(PLANE, AXES, (GRID_ROWS, GRID_COLUMNS, scores.shape[1]))


def scored(model: Network, task: Task, device: torch.device) -> Tensor:
    """Return the scores of every place on the grid, (rows, columns, classes)."""
    across, up = grid(task)
    y, x = torch.meshgrid(up, across, indexing="ij")
    places = torch.stack([x.flatten(), y.flatten()], dim=1).to(device)  # (rows · columns, 2)
    return _scores(model, places).reshape(GRID_ROWS, GRID_COLUMNS, -1)


def located(task: Task) -> protocol.Plane:
    """Return where the grid lies, and the examples on it."""
    points, (across, up) = task.train.inputs[0], grid(task)
    return protocol.Plane(
        across=(float(across[0]), float(across[-1])),
        up=(float(up[-1]), float(up[0])),
        points=packed(points[:MOST_POINTS]),
        labels=task.train.targets[:MOST_POINTS].long().tolist(),
    )


def grid(task: Task) -> tuple[Tensor, Tensor]:
    """Return the places that are scored: across from the left, up from the top."""
    points = task.train.inputs[0]
    low, high = points.min(dim=0).values, points.max(dim=0).values
    low, high = low - MARGIN * (high - low), high + MARGIN * (high - low)
    across = torch.linspace(float(low[0]), float(high[0]), GRID_COLUMNS)
    return across, torch.linspace(float(high[1]), float(low[1]), GRID_ROWS)


def _scores(model: Network, points: Tensor) -> Tensor:
    """(N, classes): probabilities; (N, 1) where the model gives one number."""
    with evaluating(model), torch.no_grad():
        outputs = model(points).flatten(1) if len(points) else points
    return torch.softmax(outputs, dim=1) if outputs.shape[1] > 1 else outputs


def explained(model: Network, task: Task, device: torch.device, place: Place) -> Explanation:
    """Return the score of a class at a place: the last layer's, and its softmax if there are several."""
    across, up = grid(task)
    check_place(place, (len(up), len(across), place[-1] + 1) if place else ())
    row, column, number = place
    point = torch.stack([across[column], up[row]])[None].to(device)  # (1, 2)
    captured = capture(model, point)
    logits = captured.output[0]
    check_place((number,), tuple(logits.shape))
    stages = made(captured, captured.output, (number,))
    if len(logits) == 1:
        return Explanation(logits[0].item(), stages)
    value = torch.softmax(logits, dim=0)[number].item()
    parts = [one(name, z) for name, z in zip(task.classes, logits, strict=False)]
    share = stage(task.classes[number], "exp(z) / Σ exp(z)", "softmax", parts, value, number)
    return Explanation(value, [*stages, share])
