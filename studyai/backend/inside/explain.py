"""The answer to `Explain`: what an entry of the view was computed from."""

from __future__ import annotations

from studyai.backend.architectures.network import Network
from studyai.backend.inside import gradients, neighbours, plane
from studyai.backend.inside.arithmetic import stages_of
from studyai.backend.inside.stages import Explanation, Place, check_place
from studyai.backend.inside.trace import trace
from studyai.backend.inside.travel import is_shrunk, mean_at
from studyai.backend.inside.views import Gaze
from studyai.backend.tasks.registry import Data, Task

LEARNED = "A weight: no layer computes it, training has moved it here."
UNKNOWN = "Nothing simple made this number: several layers did together."


def explain(model: Network, task: Task, data: Data, gaze: Gaze, place: Place) -> Explanation:
    """Return what made that entry of the view. Raises `BadSetting` if it has no such place."""
    name = gaze.probe
    if name == plane.PLANE:
        return plane.explained(model, task, data.targets.device, place)
    if name.endswith(neighbours.NEIGHBOURS):
        return neighbours.explained(model, name, gaze.word, place)
    if gradients.is_gradient(name):
        return gradients.explained(model, task, gaze.seen(data), name, place)
    return _inner(model, gaze.seen(data), name, place)


def _inner(model: Network, seen: Data, name: str, place: Place) -> Explanation:
    traced = trace(model, *seen.inputs)
    inner = traced.one(name)
    tensor = inner.of_one
    if is_shrunk(tensor):
        return mean_at(tensor, place)
    check_place(place, tuple(tensor.shape))
    value = tensor[place].item()
    if inner.weight:
        return Explanation(value, [], LEARNED)
    stages = stages_of(traced.captured, name, place)
    return Explanation(value, stages, "" if stages else UNKNOWN)
