"""Section 2: the multilayer perceptron."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Plot, Point

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "square": torch.square,
    "linear": torch.clone,
}
WIDTHS = (1, 2, 4, 8, 16, 32, 64)


def _fitted(x: Tensor, y: Tensor, hidden: Tensor) -> Tensor:
    """Return the outputs nearest to y that any output layer makes of the hidden units, by least squares."""
    units = torch.cat([hidden, torch.ones_like(x)], dim=1)  # (points, units + 1)
    weights: Tensor = torch.linalg.lstsq(units, y, driver="gelsd").solution
    return units @ weights  # (points, 1)


def _hidden(x: Tensor, activation: str) -> Tensor:
    """Return 64 hidden units with random weights, each bent at a random place of x's range."""
    places = torch.empty(1, 64, dtype=torch.float64).uniform_(x.min().item(), x.max().item())
    return ACTIVATIONS[activation](torch.randn(1, 64, dtype=torch.float64) * 2 * (x - places))  # (points, 64)


def _miss(y: Tensor, output: Tensor) -> float:
    """Return the root of the mean squared error."""
    return (y - output).square().mean().sqrt().item()


@claim(
    section=2,
    says="Without an activation between them several layers are one: a single linear layer does the same.",
    guess=Guess(
        "Two linear layers, 16 units between them and no activation. How well can one linear layer do the same?",
        {"exactly": "Exactly, but for rounding.", "roughly": "Roughly."},
    ),
    why="W²(W¹x + b¹) + b² = (W²W¹)x + (W²b¹ + b²): again a matrix and a bias. A slope that differs below 0 bends "
    "every unit, and no single layer bends.",
    fails={"negative_slope": 0.0},
    plot=Plot("x", "output"),
)
def without_an_activation_two_layers_are_one(
    negative_slope: Annotated[float, Option("slope of the activation for z < 0; 1 is none", 0, 1)] = 1.0,
    layers: Annotated[int, Option("linear layers", 2, 8)] = 2,
) -> Growing:
    """Fit one linear layer to what random layers make of x."""
    x = torch.linspace(-3, 3, 61, dtype=torch.float64)[:, None]  # (points, 1)
    sizes = [1] + [16] * (layers - 1) + [1]
    output = x
    for layer in range(layers):
        linear = nn.Linear(sizes[layer], sizes[layer + 1]).double()
        output = linear(output if layer == 0 else nn.functional.leaky_relu(output, negative_slope))
    output = output.detach()
    single = _fitted(x, output, x)
    for place in range(len(x)):
        yield Point(x[place].item(), {"the layers": output[place].item(), "one layer": single[place].item()})
    apart = (output - single).abs().max().item()
    return Measured(
        holds=apart < 1e-9,
        outcome="exactly" if apart < 1e-9 else "roughly",
        said=f"The single layer nearest to the {layers} differs from them by at most {apart:.2g} on 61 points.",
        numbers={"largest difference": apart},
    )


@claim(
    section=2,
    says="One hidden layer comes as near to a curve as you like, if it is wide enough.",
    guess=Guess(
        "Nets with one hidden layer of tanh are fitted to sin 2x on [−3, 3], where it swings between −1 and 1. "
        "With 1 unit the output misses it by about 0.7. With 64?",
        {"tiny": "By less than 0.01.", "less": "By less than half as much, but by 0.01 or more.",
         "much": "By more than half as much as 1 unit."},
    ),
    why="Each unit bends the output at a place of its own, and the output layer adds the bends up. A sum of straight "
    "lines is a straight line, so without an activation no width helps.",
    fails={"activation": "linear"},
    plot=Plot("hidden units", "root mean square error", logarithmic=True, x_logarithmic=True),
)  # fmt: skip
def one_hidden_layer_approximates_a_curve(
    activation: Annotated[Literal["tanh", "relu", "linear"], Option("activation of the hidden layer")] = "tanh",
    frequency: Annotated[float, Option("the curve is sin of this times x", 0.5, 40)] = 2.0,
) -> Growing:
    """Give random hidden units the best output layer there is, at one width after another."""
    x = torch.linspace(-3, 3, 200, dtype=torch.float64)[:, None]  # (points, 1)
    y = torch.sin(frequency * x)
    hidden = _hidden(x, activation)  # (points, 64)
    misses = []
    for width in WIDTHS:
        misses.append(_miss(y, _fitted(x, y, hidden[:, :width])))
        yield Point(width, {"error": misses[-1]})
    first, last = misses[0], misses[-1]
    return Measured(
        holds=last < 0.01,
        outcome="tiny" if last < 0.01 else "less" if last < first / 2 else "much",
        said=f"The output misses the curve by {first:.3g} with 1 unit and by {last:.3g} with {WIDTHS[-1]}.",
        numbers={f"error with {width}": miss for width, miss in zip(WIDTHS, misses, strict=True)},
    )


@claim(
    section=2,
    says="A hidden layer of squares stays a parabola, however wide it is.",
    guess=Guess(
        "A net whose one hidden layer computes z² is fitted to sin 2x on [−3, 3]. "
        "How does the error with 64 units compare with the error with 4?",
        {"same": "It is the same.", "less": "It is less, but still a tenth or more.", "tiny": "Less than a tenth."},
    ),
    why="Each unit is (wx + b)², a parabola in x, and a sum of parabolas is a parabola. Only an activation that is no "
    "polynomial lets width buy accuracy.",
    fails={"activation": "tanh"},
    plot=Plot("x", "output"),
)  # fmt: skip
def a_square_activation_stays_a_parabola(
    activation: Annotated[Literal["square", "tanh", "relu", "linear"], Option("what each unit does to z")] = "square",
) -> Growing:
    """Fit 64 units, 4 units and a parabola to the same curve."""
    x = torch.linspace(-3, 3, 121, dtype=torch.float64)[:, None]  # (points, 1)
    y = torch.sin(2 * x)
    hidden = _hidden(x, activation)  # (points, 64)
    wide, narrow = _fitted(x, y, hidden), _fitted(x, y, hidden[:, :4])
    parabola = _fitted(x, y, torch.cat([x, x.square()], dim=1))
    for place in range(len(x)):
        drawn = {"sin 2x": y, "64 units": wide, "parabola": parabola}
        yield Point(x[place].item(), {name: curve[place].item() for name, curve in drawn.items()})
    apart = (_fitted(x, wide, torch.cat([x, x.square()], dim=1)) - wide).abs().max().item()
    ratio = _miss(y, wide) / _miss(y, narrow)
    return Measured(
        holds=apart < 1e-6,
        outcome="same" if ratio > 0.999 else "less" if ratio >= 0.1 else "tiny",
        said=f"The error is {_miss(y, narrow):.3g} with 4 units, {_miss(y, wide):.3g} with 64 and "
        f"{_miss(y, parabola):.3g} for the best parabola; 64 units differ from a parabola by {apart:.1g}.",
        numbers={"error with 4": _miss(y, narrow), "error with 64": _miss(y, wide), "of the best parabola":
                 _miss(y, parabola), "64 units from a parabola": apart},
    )  # fmt: skip


@claim(
    section=2,
    says="That a 2-2-1 net can represent XOR does not mean that training finds it: from many starts it does not.",
    guess=Guess(
        "A 2-2-1 net with tanh can represent XOR. 100 of them, each from random weights of its own, are trained with "
        "500 steps of Adam. How many learn it?",
        {"all": "95 or more.", "some": "5 to 94.", "none": "Fewer than 5."},
    ),
    why="With two units both have to end in the right places, and from many starts descent runs into a valley where "
    "it stays. Among many units two suitable ones are nearly always there from the start.",
    fails={"hidden": 16},
    plot=Plot("step", "nets of 100 that are right on all four rows"),
)
def representable_is_not_reachable_xor(
    hidden: Annotated[int, Option("hidden units", 1, 64)] = 2,
    learning_rate: Annotated[float, Option("Adam's learning rate", 0.001, 0.3)] = 0.05,
) -> Growing:
    """Train 100 nets side by side, each on its own."""
    x = torch.tensor([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])  # (4, 2)
    y = torch.tensor([0.0, 1.0, 1.0, 0.0]).expand(100, 4)  # (nets, 4)
    shapes = ((100, 2, hidden), (100, 1, hidden), (100, hidden, 1), (100, 1, 1))
    parameters = [torch.randn(shape).requires_grad_() for shape in shapes]
    optimiser = torch.optim.Adam(parameters, learning_rate)
    learnt = 0
    for step in range(501):
        W1, b1, W2, b2 = parameters
        z = (torch.tanh(x @ W1 + b1) @ W2 + b2).squeeze(2)  # (nets, 4)
        if step % 10 == 0:
            learnt = int(((z > 0) == (y > 0.5)).all(1).sum())
            yield Point(step, {"right": learnt})
        optimiser.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum").backward()
        optimiser.step()
    return Measured(
        holds=0 < learnt < 95,
        outcome="all" if learnt >= 95 else "some" if learnt >= 5 else "none",
        said=f"After 500 steps {learnt} of 100 nets with {hidden} in the hidden layer are right on all four rows.",
        numbers={"nets that learnt it": learnt},
    )


@claim(
    section=2,
    says="Another order of the hidden units changes the weights but nothing that the net puts out.",
    guess=Guess(
        "Hidden units change places: the rows of W¹ and b¹ are reordered, and the columns of W² in the same way. "
        "What happens to the outputs?",
        {"same": "They stay the same.", "other": "They change."},
    ),
    why="An output is a sum over hidden units, and a sum does not care about its order, as long as each unit takes its "
    "outgoing weight along.",
    fails={"outgoing": False},
)
def permuting_hidden_units_changes_nothing(
    outgoing: Annotated[bool, Option("the columns of W² move with their units")] = True,
    hidden: Annotated[int, Option("hidden units", 2, 256)] = 8,
) -> Measured:
    """Move every hidden unit of a random net one place on."""
    first, second = nn.Linear(3, hidden).double(), nn.Linear(hidden, 2).double()
    x = torch.randn(50, 3, dtype=torch.float64)  # (examples, 3)
    with torch.no_grad():
        before = second(torch.tanh(first(x)))  # (examples, 2)
        old = first.weight.clone()
        first.weight.copy_(first.weight.roll(1, 0))
        first.bias.copy_(first.bias.roll(1, 0))
        if outgoing:
            second.weight.copy_(second.weight.roll(1, 1))
        after = second(torch.tanh(first(x)))
    moved = (first.weight - old).abs().max().item()
    apart = (after - before).abs().max().item()
    return Measured(
        holds=moved > 0 and apart < 1e-12,
        outcome="same" if apart < 1e-12 else "other",
        said=f"Entries of W¹ changed by up to {moved:.2f}, outputs of 50 examples by up to {apart:.2g}.",
        numbers={"change of W1": moved, "change of an output": apart},
        bars=Bars({"output 1 before": before[0, 0].item(), "output 1 after": after[0, 0].item(),
                   "output 2 before": before[0, 1].item(), "output 2 after": after[0, 1].item()}, "One example"),
    )  # fmt: skip
