"""What frames show: an inner tensor while the model looks at an example, what was asked of it and what it says.

Besides the inner tensors of a trace there are
- ``….gradient`` of a tap in a loop, (time, …): the loss of the example by every step's tensor, with all that
  comes back through later steps; and ``….gradient_norm``, (time), its norm at every step;
- ``plane``, where a task's examples are points of the plane: the scores of the classes on a grid over it;
- ``….neighbours`` of an embedding of the task's words: the words whose vectors point most nearly the same way.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from msgspec import structs
from torch import Tensor, nn

from studyai import protocol
from studyai.backend.architectures.network import Network, evaluating
from studyai.backend.probes import Trace, packed, probes, shrunk, trace
from studyai.backend.tasks.registry import Data, Task

PLANE = "plane"
GRID_ROWS, GRID_COLUMNS = 40, 60
MOST_POINTS = 200  # of the training examples that are sent along
MARGIN = 0.1  # of the plane around them, on every side
NEIGHBOURS = 10
GRADIENT, GRADIENT_NORM, NEIGHBOURHOOD = ".gradient", ".gradient_norm", ".neighbours"


@dataclass(frozen=True)
class Gaze:
    """What is looked at: a probe, a test example, a word (for neighbours)."""

    probe: str
    example: int = 0
    word: int = 0


def all_probes(model: Network, task: Task, data: Data) -> tuple[list[protocol.Layer], list[protocol.Probe]]:
    """Return the layer table for that batch, and everything that can be looked at."""
    traced = trace(model, *data.inputs)
    found = probes(traced)
    for name, inner in traced.inner.items():
        if inner.steps:
            found.append(protocol.Probe(name + GRADIENT, inner.axes, tuple(inner.tensor.shape[1:])))
            found.append(protocol.Probe(name + GRADIENT_NORM, inner.axes[:1], tuple(inner.tensor.shape[1:2])))
    if _is_plane(task):
        scores = _scores(model, data.inputs[0][:1])
        found.append(protocol.Probe(PLANE, ("row", "column", "class"), (GRID_ROWS, GRID_COLUMNS, scores.shape[1])))
    for name, module in model.named_modules():
        if isinstance(module, nn.Embedding) and module.num_embeddings == len(task.classes):
            found.append(protocol.Probe(name + NEIGHBOURHOOD, ("unit",), (module.embedding_dim,)))
    return traced.layers, found


def look(model: Network, task: Task, data: Data, gaze: Gaze, written: Tensor | None = None) -> protocol.View:
    """Return the view of that example among the data.

    What it wrote may be handed over, where `written` gave it before.
    """
    seen = data.rows(slice(gaze.example, gaze.example + 1))
    with evaluating(model):
        view, output = _view(model, task, data, seen, gaze)
        answer = written if written is not None else _own_answer(model, seen)
        return _with_answer(view, task, seen, output, output if answer is None else answer)


def written(model: Network, data: Data, gaze: Gaze) -> Tensor | None:
    """Return what the model answers to that example by itself, step by step; none where its outputs are its answer."""
    with evaluating(model):
        return _own_answer(model, data.rows(slice(gaze.example, gaze.example + 1)))


def _view(model: Network, task: Task, data: Data, seen: Data, gaze: Gaze) -> tuple[protocol.View, Tensor]:
    """Return what is looked at, and what the model puts out for the batch of one that is seen."""
    name = gaze.probe
    traced = trace(model, *seen.inputs, gradients=_is_gradient(name), wanted=_tap_of(name))
    plane: protocol.Plane | None = None
    neighbours: list[protocol.Neighbour] = []
    if _is_gradient(name):
        axes, tensor = _gradient(traced, task, seen, name)
    elif name == PLANE:
        axes, tensor, plane = _plane(model, task, data)
    elif name.endswith(NEIGHBOURHOOD):
        axes, tensor, neighbours = _neighbours(model, task, name, gaze.word)
    else:
        inner = traced.inner[name]
        axes, tensor = inner.axes, inner.tensor if inner.weight else inner.tensor[0]
    view = protocol.View(
        probe=name,
        axes=axes,
        tensor=packed(shrunk(tensor)),
        full_shape=tuple(tensor.shape),
        example=gaze.example,
        input=packed(shrunk(seen.inputs[0][0])),
        words=[_words(one[0], task) for one in seen.inputs if not one.is_floating_point()],
        plane=plane,
        word=task.classes[gaze.word] if neighbours else "",
        neighbours=neighbours,
    )
    return view, traced.output.detach()


# What was expected, and what it says


def _own_answer(model: Network, seen: Data) -> Tensor | None:
    if type(model).answer is Network.answer:
        return None
    with torch.no_grad():
        return model.answer(*seen.inputs)


def _with_answer(view: protocol.View, task: Task, seen: Data, outputs: Tensor, answers: Tensor) -> protocol.View:
    answer, target = answers[0], seen.targets[0]
    if answer.numel() != target.numel() and not answer.is_floating_point():
        answer = outputs[0]  # what it says of all examples together; of this one there are only scores
    scored = answer.is_floating_point()
    while answer.dim() > target.dim() + 1:
        answer = answer[-1]  # an answer at every step, and the last one counts
    if target.is_floating_point() or not task.classes:
        return structs.replace(view, kind="number", expected=_numbers(target), answered=_numbers(answer))
    chosen = (answer.argmax(dim=-1) if scored else answer.long()).reshape(target.shape)
    in_words = {"expected": _words(target, task), "answered": _words(chosen, task)}
    if target.dim():
        return structs.replace(view, kind="sequence", **in_words)
    return structs.replace(
        view,
        kind="class",
        label=int(target),
        prediction=int(chosen),
        probabilities=torch.softmax(answer, dim=0).tolist() if scored else [],
        **in_words,
    )


def _words(tokens: Tensor, task: Task) -> list[str]:
    names = task.classes
    return [names[one] if 0 <= one < len(names) else str(one) for one in map(int, tokens.flatten().tolist())]


def _numbers(values: Tensor) -> list[str]:
    return [f"{one:.4g}" for one in values.flatten().tolist()]


# Gradients over time


def _is_gradient(name: str) -> bool:
    return name.endswith((GRADIENT, GRADIENT_NORM))


def _tap_of(name: str) -> str:
    """Return the inner tensor that a probe is made from."""
    return name.removesuffix(GRADIENT_NORM).removesuffix(GRADIENT)


def gradient(model: Network, task: Task, seen: Data, name: str) -> Tensor:
    """Return what a probe ``….gradient`` or ``….gradient_norm`` shows of a batch of one."""
    return _gradient(trace(model, *seen.inputs, gradients=True), task, seen, name)[1]


def _gradient(traced: Trace, task: Task, seen: Data, name: str) -> tuple[tuple[str, ...], Tensor]:
    inner = traced.inner[_tap_of(name)]
    steps = [one for one in inner.steps if one.requires_grad]
    loss = task.loss(traced.output, seen.targets)
    found = torch.autograd.grad(loss, steps, allow_unused=True)
    known = {id(step): gradient for step, gradient in zip(steps, found, strict=True)}
    gradients = [known.get(id(step)) for step in inner.steps]
    filled = [torch.zeros_like(step) if one is None else one for one, step in zip(gradients, inner.steps, strict=True)]
    tensor = torch.stack(filled, dim=1)[0]  # (time, …)
    if name.endswith(GRADIENT_NORM):
        return inner.axes[:1], tensor.flatten(1).norm(dim=1)
    return inner.axes, tensor


# The plane


def _is_plane(task: Task) -> bool:
    first, *others = task.train.inputs
    return not others and first.is_floating_point() and first.dim() == 2 and first.shape[1] == 2


def _scores(model: Network, points: Tensor) -> Tensor:
    """(N, classes): probabilities; (N, 1) where the model gives one number."""
    with evaluating(model), torch.no_grad():
        outputs = model(points).flatten(1) if len(points) else points
    return torch.softmax(outputs, dim=1) if outputs.shape[1] > 1 else outputs


def grid(task: Task) -> tuple[Tensor, Tensor]:
    """Return the places that are scored: across from the left, up from the top."""
    points = task.train.inputs[0]
    low, high = points.min(dim=0).values, points.max(dim=0).values
    low, high = low - MARGIN * (high - low), high + MARGIN * (high - low)
    across = torch.linspace(float(low[0]), float(high[0]), GRID_COLUMNS)
    return across, torch.linspace(float(high[1]), float(low[1]), GRID_ROWS)


def _plane(model: Network, task: Task, data: Data) -> tuple[tuple[str, ...], Tensor, protocol.Plane]:
    points, (across, up) = task.train.inputs[0], grid(task)
    y, x = torch.meshgrid(up, across, indexing="ij")
    places = torch.stack([x.flatten(), y.flatten()], dim=1).to(data.targets.device)  # (rows · columns, 2)
    scores = _scores(model, places)
    plane = protocol.Plane(
        across=(float(across[0]), float(across[-1])),
        up=(float(up[-1]), float(up[0])),
        points=packed(points[:MOST_POINTS]),
        labels=task.train.targets[:MOST_POINTS].long().tolist(),
    )
    return ("row", "column", "class"), scores.reshape(GRID_ROWS, GRID_COLUMNS, -1), plane


# Neighbours


def _neighbours(
    model: Network, task: Task, name: str, word: int
) -> tuple[tuple[str, ...], Tensor, list[protocol.Neighbour]]:
    vectors = model.get_submodule(name.removesuffix(NEIGHBOURHOOD)).get_parameter("weight").detach()
    similar, others = nearest(vectors, word)
    return ("unit",), vectors[word], [protocol.Neighbour(task.classes[one], similar[one].item()) for one in others]


def nearest(vectors: Tensor, word: int) -> tuple[Tensor, list[int]]:
    """Return the cosines of all vectors with that word's, and the words that are nearest to it."""
    similar = torch.cosine_similarity(vectors, vectors[word], dim=1)
    return similar, [one for one in similar.argsort(descending=True).tolist() if one != word][:NEIGHBOURS]
