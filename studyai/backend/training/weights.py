"""Weights as a safetensors file's content, and what does not fit when they are another model's."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn

from studyai.backend.refusal import Refusal
from studyai.packages import require

MOST_TOLD = 3  # differences in one message


class BadWeights(Refusal):
    """Weights that do not fit the model; says where they differ."""

    problem = "bad-weights"


def saved(model: nn.Module, about: Mapping[str, str]) -> bytes:
    """Return the model's weights, with those words as metadata. Raises `MissingPackage`."""
    require("safetensors")
    import safetensors.torch

    state = {name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}
    return safetensors.torch.save(state, metadata=dict(about))


def fitting(data: bytes, model: nn.Module) -> dict[str, Tensor]:
    """Return the weights, if they are for this model. Raises `BadWeights`, `MissingPackage`."""
    require("safetensors")
    import safetensors.torch

    try:
        weights: dict[str, Tensor] = safetensors.torch.load(data)
    except safetensors.SafetensorError as problem:
        raise BadWeights(f"this is no safetensors file: {problem}") from problem
    if differences := _differences(weights, model.state_dict()):
        more = len(differences) - MOST_TOLD
        told = "; ".join(differences[:MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")
        raise BadWeights(f"these weights are of another model: {told}")
    return weights


def _differences(weights: Mapping[str, Tensor], own: Mapping[str, Tensor]) -> list[str]:
    told = []
    for name, tensor in own.items():
        if name not in weights:
            told.append(f"{name} {_shape(tensor)} is missing in the file")
        elif weights[name].shape != tensor.shape:
            told.append(f"{name} is {_shape(weights[name])} in the file and {_shape(tensor)} here")
    return told + [f"{name} {_shape(weights[name])} is unknown here" for name in weights if name not in own]


def _shape(tensor: Tensor) -> str:
    return "×".join(map(str, tensor.shape)) or "scalar"
