"""How weights begin, by name: normal numbers of mean 0, biases 0; embeddings and normalisations as torch has them."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn


def _he(weight: Tensor) -> Tensor:
    return nn.init.kaiming_normal_(weight, nonlinearity="relu")


def _one_over_n(weight: Tensor) -> Tensor:
    return nn.init.kaiming_normal_(weight, nonlinearity="linear")


INITIALISATIONS: dict[str, Callable[[Tensor], Tensor] | None] = {
    "torch": None,  # each layer's own
    "he": _he,  # variance 2/n_in (He et al. 2015)
    "xavier": nn.init.xavier_normal_,  # variance 2/(n_in + n_out) (Glorot & Bengio 2010)
    "1/n": _one_over_n,  # variance 1/n_in (LeCun et al. 1998)
    "zeros": nn.init.zeros_,  # every unit of a layer stays like the others
}


def initialise(model: nn.Module, name: str) -> None:
    """Give the weights between units their first values by that scheme."""
    scheme = INITIALISATIONS[name]
    if scheme is None:
        return
    for module in model.modules():
        if isinstance(module, nn.Embedding):
            continue
        for parameter_name, parameter in module.named_parameters(recurse=False):
            if parameter_name.startswith(("weight", "W", "U")) and parameter.dim() > 1:
                scheme(parameter)
            elif parameter_name.startswith("b"):
                nn.init.zeros_(parameter)
