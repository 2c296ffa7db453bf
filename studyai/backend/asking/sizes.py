"""Shapes and parameter counts of this model's layers, counted in its own tensors."""

from __future__ import annotations

from collections.abc import Iterator

from torch import nn

from studyai.backend.architectures.attention import MultiHeadAttention
from studyai.backend.architectures.birnn import BiRNNLayer
from studyai.backend.architectures.gru import GRULayer
from studyai.backend.architectures.lstm import LSTMLayer
from studyai.backend.architectures.mlp import MLP
from studyai.backend.architectures.recurrent import RecurrentLayer
from studyai.backend.architectures.rnn import RNNLayer
from studyai.backend.architectures.transformer import EncoderLayer
from studyai.backend.architectures.vit import PATCH, VisionTransformer
from studyai.backend.asking.scene import Numbers, Scene, question
from studyai.protocol import LiveNumber

RECURRENT: dict[type[RecurrentLayer], tuple[str, str]] = {  # exercise, and what it calls the number of units
    RNNLayer: ("rnn-parameters", "n"),
    LSTMLayer: ("lstm-parameters", "n"),
    GRULayer: ("gru-parameters", "m"),
}


def count(module: nn.Module) -> int:
    """Return the parameters of a module."""
    return sum(parameter.numel() for parameter in module.parameters())


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Count and shapes, those of whole architectures first."""
    yield from _whole(scene)
    yield from _convolutions(scene)
    yield from _recurrent(scene)
    yield from _attention(scene)
    for name, embedding, call in scene.layers(nn.Embedding):
        givens: Numbers = {
            "V": embedding.num_embeddings,
            "d": embedding.embedding_dim,
            "T": max(call.output.shape[1:-1], default=1),
        }
        yield question("table", f"{name}: its parameters", "embedding-parameters", "N", count(embedding), **givens)
    for name, layer, _ in scene.layers(nn.Linear):
        if layer.bias is not None:
            widths = [layer.in_features, layer.out_features]
            yield question("dense", f"{name}: its parameters", "mlp-parameters", "N_1", count(layer), n=widths)


def _whole(scene: Scene) -> Iterator[LiveNumber]:
    model = scene.trainer.model
    if isinstance(model, MLP) and not any(isinstance(one, nn.BatchNorm1d) for one in model.modules()):
        layers = [one for one in model.modules() if isinstance(one, nn.Linear)]
        widths = [layers[0].in_features, *(one.out_features for one in layers)]
        about = "all parameters of this network"
        yield question("dense", about, "mlp-parameters", f"N_{len(layers)}", count(model), n=widths)
    if isinstance(model, VisionTransformer):
        channels, height, width = scene.seen.inputs[0].shape[1:]
        sides: Numbers = {"H": height, "W": width, "C": channels, "P": PATCH}
        tokens, hidden = model.positions.shape
        yield question("patches", "the tokens of this image", "vit-patches", "n", tokens, **sides)
        wide: Numbers = {"d": hidden, "f": 4 * hidden, "L": len(model.blocks), "K": model.head.out_features}
        givens: Numbers = {"H": height, "C": channels, "P": PATCH, **wide}
        yield question("parameters", "all parameters of this model", "vit-parameters", "M", count(model), **givens)


def _convolutions(scene: Scene) -> Iterator[LiveNumber]:
    for name, layer, call in scene.layers(nn.Conv2d):
        height, width = call.input.shape[2:]
        window = {"F": layer.kernel_size, "S": layer.stride, "P": layer.padding, "D": layer.dilation}
        givens: Numbers = {side: list(pair) for side, pair in window.items()}
        about = f"{name}: the height of its maps"
        rows = call.output.shape[2]
        yield question("maps", about, "conv-output-size", "O_h", rows, H=height, W=width, **givens)
        given: Numbers = {"C_in": layer.in_channels, "C_out": layer.out_channels, "F": list(layer.kernel_size)}
        bias = "unbiased" if layer.bias is None else "biased"
        about = f"{name}: its parameters"
        yield question("kernels", about, "conv-parameters", "N", count(layer), **given, bias=bias)


def _recurrent(scene: Scene) -> Iterator[LiveNumber]:
    for name, both, call in scene.layers(BiRNNLayer):
        given: Numbers = {"d": both.rightward.weight_ih.shape[1], "n": both.rightward.hidden_size}
        about = f"{name}: its parameters, both directions"
        yield question("recurrent", about, "birnn-parameters", "N", count(both), **given, biases="one")
        length = call.input.shape[1]
        about = f"{name}: the shape of its outputs for one sequence"
        shape = list(call.output.shape)
        yield question("states", about, "birnn-shapes", "S_y", shape, B=1, T=length, **given)
    for name, layer, call in scene.layers(RecurrentLayer):
        exercise, units = RECURRENT[type(layer)]
        given = {"d": layer.weight_ih.shape[1], units: layer.hidden_size, "T": call.input.shape[1]}
        yield question("recurrent", f"{name}: its parameters", exercise, "N", count(layer), **given, biases="one")
    for name, gru, call in scene.layers(nn.GRU):
        if gru.num_layers == 1 and not gru.bidirectional:
            given = {"d": gru.input_size, "m": gru.hidden_size, "T": call.input.shape[1]}
            yield question(
                "recurrent", f"{name}: its parameters", "gru-parameters", "N", count(gru), **given, biases="two"
            )


def _attention(scene: Scene) -> Iterator[LiveNumber]:
    for name, layer, _ in scene.layers(MultiHeadAttention):
        weights = scene.calls[f"{name}.weights"].output  # (1, heads, T, S)
        if weights.shape[2] == weights.shape[3]:
            width = layer.query.in_features
            given: Numbers = {"d": width, "h": layer.heads, "n": weights.shape[3]}
            about = f"{name}: attention weights for one sequence, all heads together"
            yield question("heads", about, "multi-head-shapes", "a", weights.numel(), **given)
    for name, encoder, _ in scene.layers(EncoderLayer):
        hidden, wide = encoder.norm1.normalized_shape[0], count_wide(encoder)
        given = {"d": hidden, "h": encoder.attention.heads, "f": wide}
        yield question("layer", f"{name}: its parameters", "encoder-layer-parameters", "N", count(encoder), **given)


def count_wide(encoder: EncoderLayer) -> int:
    """Return the width of a layer's feed-forward network."""
    first, *_ = (one for one in encoder.feed_forward if isinstance(one, nn.Linear))
    return first.out_features
