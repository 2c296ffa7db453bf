"""The multilayer perceptron: the size of the whole."""

from __future__ import annotations

from collections.abc import Iterator

from torch import nn

from studyai.backend.architectures.mlp import MLP
from studyai.backend.inside.layer_kind import LayerKind, Turn, register
from studyai.backend.inside.scene import Scene, count, question
from studyai.protocol import LiveNumber


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield all parameters, where none are a batch normalisation's."""
    model = scene.trainer.model
    if isinstance(model, MLP) and not any(isinstance(one, nn.BatchNorm1d) for one in model.modules()):
        layers = [one for one in model.modules() if isinstance(one, nn.Linear)]
        widths = [layers[0].in_features, *(one.out_features for one in layers)]
        about = "all parameters of this network"
        yield question("dense", about, "mlp-parameters", f"N_{len(layers)}", count(model), n=widths)


register(LayerKind((MLP,), questions={Turn.NETWORK_SIZES: sizes}))
