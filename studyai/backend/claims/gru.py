"""Section 19: GRU."""

from __future__ import annotations

from typing import Annotated, Literal

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Measured, claim
from studyai.protocol import Bars, Guess

SIZE = 6
GATES = {"reset": slice(0, SIZE), "update": slice(SIZE, 2 * SIZE)}  # torch's order: reset, update, candidate


def _forced(cell: nn.GRUCell, gate: str, bias: float) -> nn.GRUCell:
    """Return that cell with one gate's bias set, which opens or closes the gate if it is far from 0."""
    forced = nn.GRUCell(cell.input_size, cell.hidden_size, dtype=torch.float64)
    forced.load_state_dict(cell.state_dict())
    with torch.no_grad():
        forced.bias_ih[GATES[gate]], forced.bias_hh[GATES[gate]] = bias, 0.0
    return forced


@claim(
    section=19,
    says="In torch's GRU an update gate at 1 keeps the old state as it is.",
    guess=Guess(
        "The update gate of nn.GRUCell is forced to 1, whatever the input. The new state is…",
        {"kept": "the old state.", "replaced": "the new content alone.", "mixed": "a mix of both."},
    ),
    why="torch computes h′ = (1 − z) n + z h with the update gate z: its share is the old state's. Papers of 2014 "
    "write it either way round, so a question must say which. The reset gate only acts inside the new content n.",
    fails={"gate": "reset"},
)  # fmt: skip
def the_update_gate_keeps_the_old_state(
    gate: Annotated[Literal["update", "reset"], Option("the gate that is forced")] = "update",
    bias: Annotated[float, Option("its bias: far above 0 forces it to 1, far below to 0", -40, 40)] = 40.0,
) -> Measured:
    """Force a gate of torch's GRU cell, and find the old state's share in the new one."""
    cell = nn.GRUCell(3, SIZE)
    x, old = torch.randn(1, 3).double(), torch.randn(1, SIZE).double()  # (batch, features), (batch, units)
    with torch.no_grad():
        forced = _forced(cell, gate, bias)
        new = forced(x, old)  # (batch, units)
        content = _forced(forced, "update", -100.0)(x, old)  # what it would be without the old state
    share = ((new - content) / (old - content)).squeeze(0)  # (units,)
    least, most = share.min().item(), share.max().item()
    return Measured(
        holds=least > 0.99,
        outcome="kept" if least > 0.99 else "replaced" if most < 0.01 else "mixed",
        said=f"With the {gate} gate's bias at {bias:g}, the old state's share in the new one is between {least:.3f} "
        f"and {most:.3f}; the state moved by up to {(new - old).abs().max().item():.2g}.",
        numbers={"least share": least, "largest share": most, "moved by": (new - old).abs().max().item()},
        bars=Bars({f"unit {unit + 1}": one for unit, one in enumerate(share.tolist())}, "share of the old state"),
    )


def _by_hand(cell: nn.GRUCell, x: Tensor, old: Tensor, reset_first: bool) -> Tensor:
    """Return the new state (batch, units), the reset gate applied before or after the product with U."""
    w_r, w_z, w_n = (x @ cell.weight_ih.T + cell.bias_ih).chunk(3, 1)  # (batch, units) each: W x + b
    u_r, u_z, u_n = (old @ cell.weight_hh.T + cell.bias_hh).chunk(3, 1)  # (batch, units) each: U h + b
    r, z = (w_r + u_r).sigmoid(), (w_z + u_z).sigmoid()
    matrix, bias = cell.weight_hh.chunk(3)[2], cell.bias_hh.chunk(3)[2]
    n = (w_n + ((r * old) @ matrix.T + bias if reset_first else r * u_n)).tanh()
    return (1 - z) * n + z * old


@claim(
    section=19,
    says="torch applies the reset gate after the matrix product: r ⊙ (U h + b), not U (r ⊙ h) + b.",
    guess=Guess(
        "Two GRU steps are worked by hand: U (r ⊙ h) + b, and r ⊙ (U h + b). Which one is what nn.GRUCell computes?",
        {"before": "U (r ⊙ h) + b: reset first, then the product.", "after": "r ⊙ (U h + b): the product first.",
         "both": "Both: it is the same.", "neither": "Neither."},
    ),
    why="A matrix mixes the units, so it matters whether they are weighted before or after; the fast libraries do all "
    "products at once and weight after. Where the reset gate is 1 there is nothing to weight.",
    fails={"reset_bias": 40.0},
)  # fmt: skip
def torchs_reset_gate_comes_after_the_matrix_product(
    reset_bias: Annotated[float, Option("bias of the reset gate: far above 0 it is 1", -40, 40)] = 0.0,
    batch: Annotated[int, Option("states that are tried", 1, 100)] = 20,
) -> Measured:
    """Compare both forms, worked by hand, with torch's GRU cell."""
    cell = _forced(nn.GRUCell(3, SIZE), "reset", reset_bias)
    x, old = torch.randn(batch, 3).double(), torch.randn(batch, SIZE).double()  # (batch, features), (batch, units)
    with torch.no_grad():
        new = cell(x, old)  # (batch, units)
        before = (_by_hand(cell, x, old, reset_first=True) - new).abs().max().item()
        after = (_by_hand(cell, x, old, reset_first=False) - new).abs().max().item()
    fits = [name for name, difference in (("before", before), ("after", after)) if difference < 1e-5]
    return Measured(
        holds=fits == ["after"],
        outcome="both" if len(fits) == 2 else fits[0] if fits else "neither",
        said=f"From torch's new state, r ⊙ (U h + b) differs by at most {after:.1g}, U (r ⊙ h) + b by {before:.1g}.",
        numbers={"reset after the product": after, "reset before the product": before},
        bars=Bars({"after the product": after, "before the product": before}, "largest difference to nn.GRUCell"),
    )


def _parameters(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


@claim(
    section=19,
    says="A GRU has three quarters of the parameters of an LSTM with as many units.",
    guess=Guess("nn.LSTM(10, 20) has 2,560 parameters. How many has nn.GRU(10, 20)?", within=0.001),
    why="Every gate, and the new content, has a block of weights of one size: the LSTM has four (input, forget, "
    "candidate, output), the GRU three (reset, update, candidate). A layer after them has the same size in both.",
    fails={"outputs": 10},
)
def a_gru_has_three_quarters_of_an_lstms_parameters(
    features: Annotated[int, Option("features of the input", 1, 500)] = 10,
    units: Annotated[int, Option("units of either layer", 1, 500)] = 20,
    outputs: Annotated[int, Option("units of a linear layer after them that is counted too", 0, 500)] = 0,
) -> Measured:
    """Count the parameters of torch's layers."""
    behind = _parameters(nn.Linear(units, outputs)) if outputs else 0
    lstm, gru = _parameters(nn.LSTM(features, units)) + behind, _parameters(nn.GRU(features, units)) + behind
    return Measured(
        holds=abs(gru / lstm - 0.75) < 1e-6,
        outcome=gru,
        said=f"The GRU has {gru:,} parameters, the LSTM {lstm:,}: the ratio is {gru / lstm:.4f}.",
        numbers={"GRU": gru, "LSTM": lstm, "ratio": gru / lstm},
        bars=Bars({"LSTM": lstm, "GRU": gru}, "parameters"),
    )
