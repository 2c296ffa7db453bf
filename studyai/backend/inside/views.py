"""What frames show: an inner tensor while the model looks at an example, what was asked of it and what it says.

Besides the inner tensors of a trace there are gradients over time, the plane, and the neighbours of a word.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from studyai import protocol
from studyai.backend.architectures.network import Network, evaluating
from studyai.backend.inside import gradients, neighbours, plane
from studyai.backend.inside.answers import own_answer, with_answer, words
from studyai.backend.inside.trace import Trace, trace
from studyai.backend.inside.travel import packed, shrunk
from studyai.backend.tasks.registry import Data, Task


@dataclass(frozen=True)
class Gaze:
    """What is looked at: a probe, a test example, a word (for neighbours)."""

    probe: str
    example: int = 0
    word: int = 0

    def seen(self, data: Data) -> Data:
        """Return the example as a batch of one."""
        return data.rows(slice(self.example, self.example + 1))


def all_probes(model: Network, task: Task, data: Data) -> tuple[list[protocol.Layer], list[protocol.Probe]]:
    """Return the layer table for that batch, and everything that can be looked at."""
    traced = trace(model, *data.inputs)
    probes = [*traced.probes, *gradients.probes(traced)]
    if plane.is_plane(task):
        probes.append(plane.probe(model, data))
    return traced.layers, [*probes, *neighbours.probes(model, task)]


def written(model: Network, data: Data, gaze: Gaze) -> Tensor | None:
    """Return what the model answers to that example by itself, step by step; None where its outputs are its answer."""
    with evaluating(model):
        return own_answer(model, gaze.seen(data))


def look(model: Network, task: Task, data: Data, gaze: Gaze, written: Tensor | None = None) -> protocol.View:
    """Return the view of that example among the data.

    What it wrote may be handed over, where `written` gave it before.
    """
    seen = gaze.seen(data)
    with evaluating(model):
        traced = trace(model, *seen.inputs, gradients=gradients.is_gradient(gaze.probe))
        view = _view(traced, model, task, seen, gaze)
        output = traced.output.detach()
        answer = written if written is not None else own_answer(model, seen)
        return with_answer(view, task, seen, output, output if answer is None else answer)


def _view(traced: Trace, model: Network, task: Task, seen: Data, gaze: Gaze) -> protocol.View:
    axes, tensor = _tensor(traced, model, task, seen, gaze)
    around = neighbours.neighbours(model, task, gaze.probe, gaze.word) if _is_about_a_word(gaze) else []
    return protocol.View(
        probe=gaze.probe,
        axes=axes,
        tensor=packed(shrunk(tensor)),
        full_shape=tuple(tensor.shape),
        example=gaze.example,
        input=packed(shrunk(seen.inputs[0][0])),
        words=[words(one[0], task) for one in seen.inputs if not one.is_floating_point()],
        plane=plane.located(task) if gaze.probe == plane.PLANE else None,
        word=task.classes[gaze.word] if around else "",
        neighbours=around,
    )


def _is_about_a_word(gaze: Gaze) -> bool:
    return gaze.probe.endswith(neighbours.NEIGHBOURS)


def _tensor(traced: Trace, model: Network, task: Task, seen: Data, gaze: Gaze) -> tuple[tuple[str, ...], Tensor]:
    """Return what is looked at, with its axes."""
    if gaze.probe == plane.PLANE:
        return plane.AXES, plane.scored(model, task, seen.targets.device)
    if _is_about_a_word(gaze):
        return neighbours.AXES, neighbours.vectors(model, gaze.probe)[gaze.word]
    if gradients.is_gradient(gaze.probe):
        inner = gradients.gradient(traced, task, seen, gaze.probe)
    else:
        inner = traced.one(gaze.probe)
    return inner.axes, inner.of_one
