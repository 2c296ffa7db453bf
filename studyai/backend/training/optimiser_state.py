"""What an optimiser of torch remembers of a parameter, and is set to, by the names of section 8's exercises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

Settings = dict[str, Any]


def _betas(group: Settings) -> Settings:
    beta_1, beta_2 = group["betas"]
    return {"beta_1": beta_1, "beta_2": beta_2, "epsilon": group["eps"]}


@dataclass(frozen=True)
class Rule:
    """The exercise of an optimiser: its givens' names for the optimiser's state, and its givens from the settings."""

    exercise: str
    state: dict[str, str]
    settings: Callable[[Settings], Settings]


SGD = Rule("sgd", {}, lambda group: {})
MOMENTUM = Rule(
    "momentum", {"momentum_buffer": "v_0"}, lambda group: {"beta": group["momentum"], "convention": "torch"}
)
RULES: dict[type[torch.optim.Optimizer], Rule] = {
    torch.optim.Adagrad: Rule("adagrad", {"sum": "s_0"}, lambda group: {"epsilon": group["eps"]}),
    torch.optim.RMSprop: Rule(
        "rmsprop", {"square_avg": "s_0"}, lambda group: {"beta": group["alpha"], "epsilon": group["eps"]}
    ),
    torch.optim.Adadelta: Rule(
        "adadelta",
        {"square_avg": "s_0", "acc_delta": "u_0"},
        lambda group: {"rho": group["rho"], "epsilon": group["eps"]},
    ),
    torch.optim.Adam: Rule("adam", {"exp_avg": "m_0", "exp_avg_sq": "v_0", "step": "t_0"}, _betas),
    torch.optim.AdamW: Rule("adam", {"exp_avg": "m_0", "exp_avg_sq": "v_0", "step": "t_0"}, _betas),
    torch.optim.Adamax: Rule("adamax", {"exp_avg": "m_0", "exp_inf": "u_0", "step": "t_0"}, _betas),
    torch.optim.NAdam: Rule(
        "nadam",
        {"exp_avg": "m_0", "exp_avg_sq": "v_0", "mu_product": "P_0", "step": "t_0"},
        lambda group: {**_betas(group), "schedule": "warm-up"},
    ),
}


def rule_of(optimiser: torch.optim.Optimizer) -> Rule | None:
    """Return the optimiser's rule; None where no exercise has its form (RMSprop with momentum)."""
    group = optimiser.param_groups[0]
    if isinstance(optimiser, torch.optim.SGD):
        return MOMENTUM if group["momentum"] else SGD
    if group.get("momentum"):
        return None
    return RULES.get(type(optimiser))


def state_of(rule: Rule, optimiser: torch.optim.Optimizer, parameter: Tensor) -> dict[str, Tensor]:
    """Return what it remembers of a parameter, by the exercise's names; nothing before its first update."""
    remembered = optimiser.state.get(parameter, {})
    return {
        name: torch.as_tensor(remembered[ours]).detach().clone()
        for ours, name in rule.state.items()
        if remembered.get(ours) is not None
    }
