"""Questions about what the whole network puts out: probabilities, and the loss of an example."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional

from studyai.backend.architectures.network import evaluating
from studyai.backend.inside.scene import Numbers, Scene, at, question
from studyai.protocol import LiveNumber

MOST_CLASSES = 12  # of probabilities to be typed
LOSS_DIGITS = 6  # significant ones of what a loss is computed from: a small loss is asked to many decimals
PLACES = 8  # that are asked about, should one of them make no good question
BATCHES, BATCH = 4, 4  # of examples whose squared error is asked


def scores(scene: Scene) -> Iterator[LiveNumber]:
    """Yield probabilities and loss: where the model is surest wrong first, for there the loss is largest."""
    task, targets = scene.trainer.task, scene.seen.targets[0]
    if targets.is_floating_point() or not task.classes:
        yield from _squared_error(scene)
        return
    outputs = scene.captured.output[0]
    if outputs.shape[-1] == 1 or outputs.shape[-1] > MOST_CLASSES:
        return
    if outputs.dim() == 2 and not targets.dim():  # only the last step's answer counts
        outputs = outputs[-1:]
    logits, classes = outputs.reshape(-1, outputs.shape[-1]), targets.reshape(-1)
    losses = functional.cross_entropy(logits, classes, reduction="none")
    for place in losses.argsort(descending=True).tolist()[:PLACES]:
        where = at(place, len(logits))
        probabilities = torch.softmax(logits[place], dim=0)
        yield question("softmax", f"the probabilities{where}", "softmax", "p", probabilities, z=logits[place])
        about = f"the loss of this example{where}; the true class is {task.classes[int(classes[place])]}"
        given: Numbers = {"z": logits[place], "c": int(classes[place]) + 1}
        yield question("loss", about, "softmax-cross-entropy-gradient", "J", losses[place], digits=LOSS_DIGITS, **given)


def _squared_error(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the loss of several examples that are a number each, as the task has it."""
    trainer = scene.trainer
    if trainer.test.targets.dim() > 1:
        return  # the exercise is about one number for each example
    for first in range(0, BATCHES * BATCH, BATCH):
        data = trainer.test.rows(slice(first, first + BATCH))
        with evaluating(trainer.model), torch.no_grad():
            outputs = trainer.model(*data.inputs)
            loss = trainer.task.loss(outputs, data.targets)
        about = f"the loss of test examples {first} to {first + BATCH - 1}"
        yield question("loss", about, "mse", "J", loss, digits=LOSS_DIGITS, y=data.targets, o=_last(outputs))


def _last(outputs: Tensor) -> Tensor:
    """Return the last step's outputs (N), where there are steps (N, T, 1); else the outputs as they are (N)."""
    return outputs[:, -1, 0] if outputs.dim() == 3 else outputs.flatten()
