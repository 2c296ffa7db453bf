"""Section 17: gated units."""

from __future__ import annotations

from typing import Annotated

import torch
from torch import nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Plot, Point

STEPS = 100
SIZE = 4


@claim(
    section=17,
    says=f"A gate near 1 carries a value over {STEPS} steps; a tanh recurrence does not.",
    guess=Guess(f"The value is 1, the gate 0.999 at each of {STEPS} steps. What is left of the value?", within=0.05),
    why="Gates multiply over time: gᵗ is left after t steps, so 0.999 is near enough to 1 and 0.9 is not. tanh bends "
    "every value towards 0, or towards one fixed size if its weight is above 1: which value it was is lost.",
    fails={"gate": 0.9},
    plot=Plot("step", "the value"),
)  # fmt: skip
def a_gate_near_one_carries_a_value_over_a_hundred_steps(
    gate: Annotated[float, Option("what the gate is at every step", 0, 1)] = 0.999,
    weight: Annotated[float, Option("recurrent weight of the tanh unit", 0, 2)] = 1.0,
) -> Growing:
    """Keep the values 1 and 0.2 in a gated unit and in a tanh unit."""
    start = torch.tensor([1.0, 0.2], dtype=torch.float64)  # (values,)
    gated, plain = start, start
    for step in range(STEPS + 1):
        yield Point(step, {"gated, from 1": gated[0].item(), "tanh, from 1": plain[0].item(),
                           "gated, from 0.2": gated[1].item(), "tanh, from 0.2": plain[1].item()})  # fmt: skip
        if step < STEPS:
            gated, plain = gate * gated, torch.tanh(weight * plain)
    kept = ((gated - start).abs() / start).max().item() < 0.2  # both values, within a fifth
    kept_plain = ((plain - start).abs() / start).max().item() < 0.2
    return Measured(
        holds=kept and not kept_plain,
        outcome=gated[0].item(),
        said=f"After {STEPS} steps the gated values are {gated[0].item():.3g} and {gated[1].item():.3g}, the tanh "
        f"unit's {plain[0].item():.3g} and {plain[1].item():.3g}; they began as 1 and 0.2.",
        numbers={"gated, from 1": gated[0].item(), "tanh, from 1": plain[0].item(),
                 "gated, from 0.2": gated[1].item(), "tanh, from 0.2": plain[1].item()},
    )  # fmt: skip


@claim(
    section=17,
    says="A closed gate erases: nothing of the old cell state is left, and no gradient passes.",
    guess=Guess(
        "The forget gate's bias is −20. If the old cell state had been larger by 1, the new one…",
        {"unchanged": "would be the same.", "part": "would be larger by less than 1.", "all": "would be larger by 1.",
         "falls": "would be smaller by 20."},
    ),
    why="The gate multiplies the old state: σ(−20) is 2·10⁻⁹, next to nothing. At 0 the gate is half open, "
    "for σ(0) = 1/2; it is wide open only far above 0.",
    fails={"pre_activation": 0.0},
)  # fmt: skip
def a_closed_gate_erases(
    pre_activation: Annotated[float, Option("bias of the forget gate, before its sigmoid", -30, 30)] = -20.0,
) -> Measured:
    """Let autograd say how much of the old cell state is in the new one, in torch's LSTM."""
    cell = nn.LSTMCell(3, SIZE)
    gate = slice(SIZE, 2 * SIZE)  # torch's order is input, forget, candidate, output
    with torch.no_grad():
        cell.bias_ih[gate], cell.bias_hh[gate] = pre_activation, 0.0
    x, hidden, old = torch.randn(1, 3), torch.randn(1, SIZE), torch.randn(1, SIZE, requires_grad=True)  # (batch, units)
    _, new = cell(x, (hidden, old))
    (passed,) = torch.autograd.grad(new.sum(), old)  # (batch, units)
    least, most = passed.min().item(), passed.max().item()
    return Measured(
        holds=abs(most) < 1e-6,
        outcome="falls" if least < 0 else "unchanged" if most < 1e-6 else "all" if least > 0.9 else "part",
        said=f"Of the old cell state, and of the gradient, the units pass on between {least:.3g} and {most:.3g}.",
        numbers={"least passed on": least, "most passed on": most},
        bars=Bars({f"unit {unit + 1}": share for unit, share in enumerate(passed[0].tolist())}, "share passed on"),
    )
