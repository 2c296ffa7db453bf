"""What was expected of a model, and what it answers: a class, a number, or a sequence, in the task's words."""

from __future__ import annotations

import torch
from msgspec import structs
from torch import Tensor

from studyai import protocol
from studyai.backend.architectures.network import Network
from studyai.backend.tasks.registry import Data, Task


def own_answer(model: Network, seen: Data) -> Tensor | None:
    """Return what the model answers by itself, step by step; None where its outputs are its answer."""
    if type(model).answer is Network.answer:
        return None
    with torch.no_grad():
        return model.answer(*seen.inputs)


def with_answer(view: protocol.View, task: Task, seen: Data, outputs: Tensor, answers: Tensor) -> protocol.View:
    """Return the view with what was expected of the batch of one that is seen, and what was answered."""
    answer, target = answers[0], seen.targets[0]
    if answer.numel() != target.numel() and not answer.is_floating_point():
        answer = outputs[0]  # what it says of all examples together; of this one there are only scores
    scored = answer.is_floating_point()
    while answer.dim() > target.dim() + 1:
        answer = answer[-1]  # an answer at every step, and the last one counts
    if target.is_floating_point() or not task.classes:
        return structs.replace(view, kind="number", expected=_numbers(target), answered=_numbers(answer))
    chosen = (answer.argmax(dim=-1) if scored else answer.long()).reshape(target.shape)
    in_words = {"expected": words(target, task), "answered": words(chosen, task)}
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


def words(tokens: Tensor, task: Task) -> list[str]:
    """Return the tokens by the task's names for them."""
    names = task.classes
    return [names[one] if 0 <= one < len(names) else str(one) for one in map(int, tokens.flatten().tolist())]


def _numbers(values: Tensor) -> list[str]:
    return [f"{one:.4g}" for one in values.flatten().tolist()]
