"""Section 18: LSTM."""

from __future__ import annotations

from typing import Annotated, Literal

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Plot, Point

STEPS = 50
UPDATES = 80


@claim(
    section=18,
    says=f"With its forget gates near 1, an LSTM's cell state passes the gradient on over {STEPS} steps.",
    guess=Guess(
        f"Both networks are untrained, the forget gates are near 0.99. Whose gradient survives {STEPS} steps back?",
        {"lstm": "Only the LSTM's.", "both": "That of the LSTM and that of the plain RNN.",
         "rnn": "Only the plain RNN's.", "neither": "Neither: both vanish."},
    ),
    why="c′ = f·c + i·g: along the cell state a step back multiplies the gradient by f. A plain RNN multiplies it by "
    "the recurrent weights and the slope of tanh each time.",
    fails={"forget_gate": 0.5},
    plot=Plot("steps back", "what is left of the gradient", logarithmic=True),
)  # fmt: skip
def the_cell_state_passes_the_gradient_on(
    forget_gate: Annotated[float, Option("what the forget gates are about", 0.1, 0.999)] = 0.99,
    size: Annotated[int, Option("units", 4, 64)] = 16,
) -> Growing:
    """Follow the gradient of the last state back through torch's LSTM and torch's RNN."""
    lstm, rnn = nn.LSTMCell(4, size).double(), nn.RNNCell(4, size).double()
    forget = slice(size, 2 * size)  # torch's order is input, forget, candidate, output
    with torch.no_grad():
        lstm.bias_ih[forget], lstm.bias_hh[forget] = torch.logit(torch.tensor(forget_gate)), 0.0
    hidden = torch.zeros(1, size, dtype=torch.float64)  # (batch, units)
    cells, states = [torch.zeros_like(hidden, requires_grad=True)], [torch.zeros_like(hidden, requires_grad=True)]
    for _ in range(STEPS):
        x = torch.randn(1, 4, dtype=torch.float64)  # (batch, features)
        hidden, cell = lstm(x, (hidden, cells[-1]))
        cells.append(cell)
        states.append(rnn(x, states[-1]))
    left = {}
    of_cells, of_states = (torch.autograd.grad(path[-1].sum(), path) for path in (cells, states))  # (batch, units) each
    for back in range(STEPS + 1):
        left = {"LSTM": _mean_size(of_cells[-1 - back]), "RNN": _mean_size(of_states[-1 - back])}
        yield Point(back, dict(left))
    survives = [name for name, share in left.items() if share > 0.1]
    return Measured(
        holds=survives == ["LSTM"],
        outcome="both" if len(survives) == 2 else survives[0].lower() if survives else "neither",
        said=f"{STEPS} steps back the LSTM's gradient is {left['LSTM']:.2g} times as large as at the last, the RNN's "
        f"{left['RNN']:.2g} times.",
        numbers={"left in the LSTM": left["LSTM"], "left in the RNN": left["RNN"]},
    )


def _mean_size(gradient: Tensor) -> float:
    """Return how large its entries are: the root of their mean square."""
    return gradient.square().mean().sqrt().item()


@claim(
    section=18,
    says="An LSTM's gradient can still explode: its cell state is not the only path back.",
    guess=Guess(
        f"An LSTM's recurrent weights are 12 times torch's. What becomes of the gradient {STEPS} steps back?",
        {"explodes": "It is more than 100 times as large.", "vanishes": "It is less than a hundredth.",
         "stays": "It stays between the two: an LSTM keeps it."},
    ),
    why="Along the cell state the factor is the forget gate, never above 1. But the gates read the hidden state, "
    "and that path multiplies by the recurrent weights at each step: LSTMs are trained with clipping.",
    fails={"scale": 1.0},
    plot=Plot("steps back", "size of the gradient", logarithmic=True),
)  # fmt: skip
def lstms_can_still_explode(
    scale: Annotated[float, Option("what torch's initial recurrent weights are multiplied by", 0.5, 16)] = 12.0,
    size: Annotated[int, Option("units", 8, 128)] = 64,
) -> Growing:
    """Follow the gradient of the last state back through an LSTM, along all paths."""
    lstm = nn.LSTMCell(4, size).double()
    with torch.no_grad():
        lstm.weight_hh *= scale
    zero = torch.zeros(1, size, dtype=torch.float64)  # (batch, units)
    states = [torch.stack([zero, zero]).requires_grad_()]  # (hidden and cell, batch, units)
    for _ in range(STEPS):
        hidden, cell = states[-1]
        states.append(torch.stack(lstm(torch.randn(1, 4, dtype=torch.float64), (hidden, cell))))
    sizes = [gradient.norm().item() for gradient in torch.autograd.grad(states[-1].sum(), states)][::-1]
    for back, norm in enumerate(sizes):
        yield Point(back, {"gradient": norm})
    factor = sizes[-1] / sizes[0]
    return Measured(
        holds=factor > 100,
        outcome="explodes" if factor > 100 else "vanishes" if factor < 0.01 else "stays",
        said=f"{STEPS} steps back the gradient is {factor:.2g} times as large as at the last step.",
        numbers={"factor": factor, "at the last step": sizes[0], f"{STEPS} steps back": sizes[-1]},
    )


@claim(
    section=18,
    says="A forget bias of 1 in place of 0 helps at the start: an LSTM learns sooner to remember.",
    guess=Guess(
        f"The first of 9 tokens is asked for at the end. After {UPDATES} updates, which LSTM is clearly better?",
        {"with": "The one that began with a forget bias of 1.", "without": "The one that began with 0.",
         "equal": "Neither."},
    ),
    why="With bias 0 the gates begin near 1/2 and halve what is kept at each step, so hardly any gradient comes from "
    "the first token. σ(1) = 0.73 keeps far more of it; over a single step the difference is small.",
    fails={"lag": 1},
    plot=Plot("update", "share of right answers"),
)  # fmt: skip
def a_forget_bias_of_one_helps_at_the_start(
    lag: Annotated[int, Option("steps between the token and the answer", 1, 20)] = 8,
    forget_bias: Annotated[float, Option("the forget bias that is compared with 0", -3, 5)] = 1.0,
) -> Growing:
    """Train two LSTMs that differ in their forget bias alone, on the same sequences."""
    lstms = {bias: nn.LSTM(4, 16, batch_first=True) for bias in ("with", "without")}
    output = {bias: nn.Linear(16, 4) for bias in lstms}
    lstms["without"].load_state_dict(lstms["with"].state_dict())
    output["without"].load_state_dict(output["with"].state_dict())
    forget = slice(16, 32)  # torch's order is input, forget, candidate, output
    for bias, lstm in lstms.items():
        with torch.no_grad():
            lstm.get_parameter("bias_ih_l0")[forget] = forget_bias if bias == "with" else 0.0
            lstm.get_parameter("bias_hh_l0")[forget] = 0.0
    optimisers = {
        bias: torch.optim.Adam([*lstms[bias].parameters(), *output[bias].parameters()], 0.01) for bias in lstms
    }
    right = dict.fromkeys(lstms, 0.0)
    for update in range(UPDATES + 1):
        x = torch.randint(4, (128, lag + 1))  # (batch, steps): new ones at each update
        for bias, lstm in lstms.items():
            states, _ = lstm(nn.functional.one_hot(x, 4).float())  # (batch, steps, units)
            logits = output[bias](states[:, -1])  # (batch, tokens)
            right[bias] = (logits.argmax(1) == x[:, 0]).float().mean().item()
            optimisers[bias].zero_grad()
            nn.functional.cross_entropy(logits, x[:, 0]).backward()
            optimisers[bias].step()
        yield Point(update, {f"forget bias {forget_bias:g}": right["with"], "bias 0": right["without"]})
    lead = right["with"] - right["without"]
    return Measured(
        holds=lead > 0.1,
        outcome="with" if lead > 0.1 else "without" if lead < -0.1 else "equal",
        said=f"After {UPDATES} updates the LSTM that began with a forget bias of {forget_bias:g} is right in "
        f"{right['with']:.0%} of the cases, the one with 0 in {right['without']:.0%}.",
        numbers={"with that bias": right["with"], "with bias 0": right["without"]},
    )


@claim(
    section=18,
    says="torch's LSTM has two bias vectors, and only their sum counts.",
    guess=Guess("How many parameters has nn.LSTM(3, 4), which reads 3 features and has 4 units?", within=0.001),
    why="Three gates and the candidate, of 4 units each, read 3 features and 4 states: 4·4·(3 + 4) weights. b_ih and "
    "b_hh are added before each non-linearity, so one would do. In torch's GRU the reset gate multiplies b_hh alone, "
    "and they differ.",
    fails={"layer": "GRU"},
)  # fmt: skip
def torchs_lstm_has_two_biases(
    layer: Annotated[Literal["LSTM", "RNN", "GRU"], Option("torch's recurrent layer")] = "LSTM",
    units: Annotated[int, Option("units", 1, 64)] = 4,
) -> Measured:
    """Count the parameters, then move the second bias into the first and compare the outputs."""
    network = {"LSTM": nn.LSTM, "RNN": nn.RNN, "GRU": nn.GRU}[layer](3, units)
    parameters = sum(one.numel() for one in network.parameters())
    biases = sum(one.numel() for name, one in network.named_parameters() if name.startswith("bias"))
    x = torch.randn(6, 3)  # (steps, features)
    with torch.no_grad():
        before, _ = network(x)  # (steps, units)
        network.get_parameter("bias_ih_l0").add_(network.get_parameter("bias_hh_l0"))
        network.get_parameter("bias_hh_l0").zero_()
        after, _ = network(x)
    moved = (after - before).abs().max().item()
    return Measured(
        holds=moved < 1e-5,
        outcome=parameters,
        said=f"nn.{layer}(3, {units}) has {parameters} parameters, {biases} of them in biases; moving b_hh into b_ih "
        f"changes its outputs by at most {moved:.1g}.",
        numbers={"parameters": parameters, "in biases": biases, "largest change of an output": moved},
        bars=Bars({name: one.numel() for name, one in network.named_parameters()}, "parameters"),
    )
