"""One value of the forward pass: a weighted sum, an activation, a cell of a map, probabilities, a loss, a cosine."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

from studyai.backend.architectures.network import evaluating
from studyai.backend.asking.scene import DIGITS, Numbers, Scene, question
from studyai.protocol import LiveNumber

MOST_INPUTS = 16  # of a weighted sum to be worked out
MOST_CLASSES = 12  # of probabilities to be typed
LOSS_DIGITS = 6  # significant ones of what a loss is computed from: a small loss is asked to many decimals
TRIES = 4  # places of each kind, should one of them make no good question

ACTIVATIONS: dict[type[nn.Module], str] = {
    nn.ReLU: "act-relu",
    nn.Tanh: "act-tanh",
    nn.Sigmoid: "act-sigmoid",
    nn.Identity: "act-linear",
    nn.LeakyReLU: "act-leaky",
}


def forward(scene: Scene) -> Iterator[LiveNumber]:
    """Yield values that the layers computed for this example."""
    yield from _weighted_sums(scene)
    yield from _activations(scene)
    yield from _convolutions(scene)
    yield from _pools(scene)
    yield from _outputs(scene)
    yield from _cosines(scene)


def _weighted_sums(scene: Scene) -> Iterator[LiveNumber]:
    layers = [(name, one, call) for name, one, call in scene.layers(nn.Linear) if one.in_features <= MOST_INPUTS]
    for name, layer, call in sorted(layers, key=lambda one: one[1].in_features):
        inputs, outputs = call.input.reshape(-1, layer.in_features), call.output.reshape(-1, layer.out_features)
        for number in range(TRIES):
            place, unit = scene.pick(*outputs.shape)
            bias = 0 if layer.bias is None else float(layer.bias[unit])
            about = f"unit {unit} of {name}{_at(place, len(inputs))}: its weighted sum"
            given: Numbers = {"x": inputs[place], "w": layer.weight[unit], "b": bias}
            yield question(
                "sum", about, "perceptron-output", "z", outputs[place, unit], digits=DIGITS + number, **given
            )


def _at(place: int, places: int) -> str:
    return f" at position {place}" if places > 1 else ""


def _activations(scene: Scene) -> Iterator[LiveNumber]:
    for name, layer, call in scene.layers(nn.Module):
        if type(layer) in ACTIVATIONS:
            given, values = call.input.flatten(), call.output.flatten()
            for _ in range(TRIES):
                (place,) = scene.pick(len(values))
                more: Numbers = {"c": layer.negative_slope} if isinstance(layer, nn.LeakyReLU) else {}
                z = float(given[place])
                about = f"{name}: what it makes of entry {place}"
                which = ACTIVATIONS[type(layer)]
                yield question(
                    "activation", about, "activation-value", "a", values[place], z=z, activation=which, **more
                )


def _convolutions(scene: Scene) -> Iterator[LiveNumber]:
    for name, layer, call in scene.layers(nn.Conv2d):
        if layer.in_channels != 1 or isinstance(layer.padding, str):
            continue
        patches = functional.unfold(call.input, layer.kernel_size, layer.dilation, layer.padding, layer.stride)
        columns = call.output.shape[3]
        for _ in range(TRIES):
            kernel, place = scene.pick(layer.out_channels, patches.shape[2])
            row, column = divmod(place, columns)
            patch = patches[0, :, place].reshape(layer.kernel_size)
            given: Numbers = {"X": patch, "K": layer.weight[kernel, 0], "b": _bias(layer, kernel)}
            about = f"{name}: map {kernel}, row {row}, column {column}, from what the kernel covers there"
            truth = call.output[0, kernel, row, column].reshape(1, 1)
            yield question("cell", about, "conv-forward", "A", truth, **given)


def _bias(layer: nn.Conv2d, kernel: int) -> float | int:
    return 0 if layer.bias is None else float(layer.bias[kernel])


def _pools(scene: Scene) -> Iterator[LiveNumber]:
    for name, layer, call in scene.layers(nn.MaxPool2d):
        side = layer.kernel_size
        if not isinstance(side, int) or layer.stride != side or layer.padding:
            continue
        for _ in range(TRIES):
            channel, row, column = scene.pick(*call.output.shape[1:])
            window = call.input[0, channel, side * row : side * (row + 1), side * column : side * (column + 1)]
            about = f"{name}: map {channel}, row {row}, column {column}"
            truth = call.output[0, channel, row, column].reshape(1, 1)
            yield question("pool", about, "max-pool", "A", truth, X=window, F=side, S=side)


def _outputs(scene: Scene) -> Iterator[LiveNumber]:
    """Return probabilities and loss: where the model is surest wrong first, for there the loss is largest."""
    task, targets = scene.trainer.task, scene.seen.targets[0]
    if targets.is_floating_point() or not task.classes:
        yield from _squared_error(scene)
        return
    scores = scene.output[0]
    if scores.shape[-1] == 1 or scores.shape[-1] > MOST_CLASSES:
        return
    if scores.dim() == 2 and not targets.dim():  # only the last step's answer counts
        scores = scores[-1:]
    logits, classes = scores.reshape(-1, scores.shape[-1]), targets.reshape(-1)
    losses = functional.cross_entropy(logits, classes, reduction="none")
    for place in losses.argsort(descending=True).tolist()[: 2 * TRIES]:
        where = _at(place, len(logits))
        probabilities = torch.softmax(logits[place], dim=0)
        yield question("softmax", f"the probabilities{where}", "softmax", "p", probabilities, z=logits[place])
        about = f"the loss of this example{where}; the right class is {task.classes[int(classes[place])]}"
        given: Numbers = {"z": logits[place], "c": int(classes[place]) + 1}
        yield question("loss", about, "softmax-cross-entropy-gradient", "J", losses[place], digits=LOSS_DIGITS, **given)


def _squared_error(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the loss of several examples that are numbers, as the task has it."""
    trainer = scene.trainer
    for first in range(TRIES):
        data = trainer.test.rows(slice(4 * first, 4 * first + 4))
        with evaluating(trainer.model), torch.no_grad():
            outputs = trainer.model(*data.inputs)
            loss = trainer.task.loss(outputs, data.targets)
        about = f"the loss of test examples {4 * first} to {4 * first + 3}"
        yield question("loss", about, "mse", "J", loss, digits=LOSS_DIGITS, y=data.targets, o=last(outputs))


def last(outputs: Tensor) -> Tensor:
    """Return of outputs (N, T, 1) the last step's (N)."""
    return outputs[:, -1, 0] if outputs.dim() == 3 else outputs.flatten()


def _cosines(scene: Scene) -> Iterator[LiveNumber]:
    names = scene.trainer.task.classes
    for name, layer, _ in scene.layers(nn.Embedding):
        if layer.embedding_dim > MOST_INPUTS or layer.num_embeddings != len(names):
            continue
        for _ in range(TRIES):
            one, other = scene.draw.sample(range(len(names)), 2)
            a, b = layer.weight.detach()[one], layer.weight.detach()[other]
            about = f"{name}: how similar “{names[one]}” and “{names[other]}” are"
            yield question("cosine", about, "cosine-similarity", "cos", torch.cosine_similarity(a, b, dim=0), a=a, b=b)
