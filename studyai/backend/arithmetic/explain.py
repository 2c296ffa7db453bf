"""The answer to `Explain`: what an entry of the view was computed from."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from studyai.backend import views
from studyai.backend.architectures.network import Network
from studyai.backend.arithmetic import attention, layers, recurrent
from studyai.backend.arithmetic.caught import Place, catch, made, one, products, stage, stages_of
from studyai.backend.arithmetic.chain_rule import through_time
from studyai.backend.probes import LONGEST_SIDE, trace
from studyai.backend.tasks.registry import Data, Task
from studyai.backend.training.settings import BadSetting
from studyai.protocol import Part, Stage

RULES = (layers, recurrent, attention)  # read, so that they are registered
LEARNED = "A weight: no layer computes it, training has moved it here."
UNKNOWN = "Nothing simple made this number: several layers did together."


@dataclass(frozen=True)
class Explanation:
    """The number, its stages, and what there is to say where there are none."""

    value: float
    stages: list[Stage]
    note: str = ""


def explain(model: Network, task: Task, data: Data, gaze: views.Gaze, place: Place) -> Explanation:
    """Return what made that entry of the view. Raises `BadSetting` if it has no such place."""
    name = gaze.probe
    if name == views.PLANE:
        return _plane(model, task, data, place)
    if name.endswith(views.NEIGHBOURHOOD):
        return _neighbour(model, name, gaze.word, place)
    if name.endswith((views.GRADIENT, views.GRADIENT_NORM)):
        return _gradient(model, task, data, gaze, place)
    seen = data.rows(slice(gaze.example, gaze.example + 1))
    inner = trace(model, *seen.inputs).inner[name]
    tensor = inner.tensor if inner.weight else inner.tensor[0]
    if tensor.shape and max(tensor.shape) > LONGEST_SIDE:
        return _mean(tensor, place)
    _check(place, tuple(tensor.shape))
    value = tensor[place].item()
    if inner.weight:
        return Explanation(value, [], LEARNED)
    stages = stages_of(catch(model, *seen.inputs), name, place)
    return Explanation(value, stages, "" if stages else UNKNOWN)


def _check(place: Place, shape: Place) -> None:
    if len(place) != len(shape) or not all(0 <= index < side for index, side in zip(place, shape, strict=True)):
        raise BadSetting(f"place {list(place)} does not lie in a tensor of shape {list(shape)}")


def _mean(tensor: Tensor, place: Place) -> Explanation:
    """Return a cell of a tensor that is shown smaller: the mean of what it stands for, as adaptive pooling takes it."""
    shown = tuple(min(side, LONGEST_SIDE) for side in tensor.shape)
    _check(place, shown)
    averaged = len(shown) - 2
    cut = tuple(
        slice(index, index + 1) if axis < averaged else slice(index * full // small, -((-(index + 1) * full) // small))
        for axis, (index, full, small) in enumerate(zip(place, tensor.shape, shown, strict=True))
    )
    entries = tensor[cut].float()
    parts = [Part("entries", products(entries)), one("count", entries.numel())]
    value = entries.mean().item()
    return Explanation(value, [stage("shown smaller", "the mean of the entries here", "quotient", parts, value)])


def _plane(model: Network, task: Task, data: Data, place: Place) -> Explanation:
    """Return the scores at a place of the plane: the last layer's, and their softmax if there are several."""
    across, up = views.grid(task)
    _check(place, (len(up), len(across), place[-1] + 1) if place else ())
    row, column, number = place
    point = torch.stack([across[column], up[row]])[None].to(data.targets.device)  # (1, 2)
    caught = catch(model, point)
    logits = caught.output[0]
    _check((number,), tuple(logits.shape))
    stages = made(caught, caught.output, (number,))
    if len(logits) == 1:
        return Explanation(logits[0].item(), stages)
    value = torch.softmax(logits, dim=0)[number].item()
    parts = [one(name, z) for name, z in zip(task.classes, logits, strict=False)]
    share = stage(task.classes[number], "exp(z) / Σ exp(z)", "softmax", parts, value, number)
    return Explanation(value, [*stages, share])


def _neighbour(model: Network, name: str, word: int, place: Place) -> Explanation:
    """Return the cosine of the angle between the word's vector and a neighbour's."""
    vectors = model.get_submodule(name.removesuffix(views.NEIGHBOURHOOD)).get_parameter("weight").detach()
    similar, nearest = views.nearest(vectors, word)
    _check(place, (len(nearest),))
    u, v = vectors[word], vectors[nearest[place[0]]]
    lengths = u.norm(), v.norm()
    value = similar[nearest[place[0]]].item()
    stages = [
        stage("length |u|", "√Σ u²", "root", [Part("u²", products(u, u))], lengths[0]),
        stage("length |v|", "√Σ v²", "root", [Part("v²", products(v, v))], lengths[1]),
        stage("cosine", "u·v / (|u| |v|)", "quotient", [Part("u·v", products(u, v)), one("|u| |v|", *lengths)], value),
    ]
    return Explanation(value, stages)


def _gradient(model: Network, task: Task, data: Data, gaze: views.Gaze, place: Place) -> Explanation:
    """Return a gradient by the chain rule over the next step; a norm over the units of the step's gradient."""
    seen = data.rows(slice(gaze.example, gaze.example + 1))
    entries = views.gradient(model, task, seen, gaze.probe.removesuffix("_norm"))  # (time, …)
    is_norm = gaze.probe.endswith(views.GRADIENT_NORM)
    shown = entries.flatten(1).norm(dim=1) if is_norm else entries
    if max(shown.shape) > LONGEST_SIDE:
        return _mean(shown, place)
    _check(place, tuple(shown.shape))
    value = shown[place].item()
    if is_norm:
        parts = [Part("g²", products(entries[place], entries[place]))]
        return Explanation(value, [stage("norm", "√Σ g²", "root", parts, value)])
    traced = trace(model, *seen.inputs, gradients=True)
    steps = traced.inner[gaze.probe.removesuffix(views.GRADIENT)].steps
    return Explanation(value, through_time(task.loss(traced.output, seen.targets), steps, place))
