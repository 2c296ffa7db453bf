"""Section 4: activation functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Heat, Plot, Point

UPDATES = 60


@claim(
    section=4,
    says="The slope of a sigmoid is nowhere steeper than 1/4.",
    guess=Guess("How steep is a sigmoid where it is steepest?", within=0.05),
    why="σ' = σ(1 − σ). Two numbers that add up to 1 have their largest product where both are 1/2.",
    fails={"scale": 2.0},
)
def sigmoid_slope_is_at_most_a_quarter(
    scale: Annotated[float, Option("what z is multiplied by before the sigmoid", 0.1, 10)] = 1.0,
) -> Measured:
    """Let autograd differentiate the sigmoid at 20,001 points."""
    z = torch.linspace(-10, 10, 20_001, dtype=torch.float64, requires_grad=True)
    (slopes,) = torch.autograd.grad(torch.sigmoid(scale * z).sum(), z)  # (20001,)
    steepest, place = slopes.max(0)
    where = round(z[place].item(), 4) + 0.0  # no −0
    return Measured(
        holds=steepest.item() <= 0.25 + 1e-12,
        outcome=steepest.item(),
        said=f"The steepest slope measured is {steepest.item():.4f}, at z = {where:.2f}.",
        numbers={"steepest slope": steepest.item(), "at z": where},
    )


@claim(
    section=4,
    says="A ReLU unit that is negative on every example gets no gradient and never recovers.",
    guess=Guess(
        f"The unit's output is 0 on every example. What becomes of its weight in {UPDATES} updates?",
        {"stays": "It stays exactly as it is.", "recovers": "It moves until the unit is active again.",
         "moves": "It moves, but the unit stays inactive."},
    ),
    why="The slope of ReLU is 0 for z < 0, and every gradient of the unit's weights is a product with that slope.",
    fails={"negative_slope": 0.1},
    plot=Plot("update", "the unit's weight and bias"),
)  # fmt: skip
def a_dead_relu_unit_never_recovers(
    negative_slope: Annotated[float, Option("slope for z < 0: 0 is ReLU, above it is leaky", 0, 1)] = 0.0,
    learning_rate: Annotated[float, Option("learning rate", 0.01, 1)] = 0.3,
) -> Growing:
    """Train one unit whose bias is so low that it is negative on all of its inputs."""
    x = torch.rand(32)  # (examples,)
    y = 2 * x
    weight, bias = torch.tensor(0.5, requires_grad=True), torch.tensor(-2.0, requires_grad=True)
    for update in range(UPDATES + 1):
        yield Point(update, {"weight": weight.item(), "bias": bias.item()})
        output = torch.nn.functional.leaky_relu(weight * x + bias, negative_slope)  # (examples,)
        slopes = torch.autograd.grad((output - y).square().mean(), (weight, bias))
        with torch.no_grad():
            for parameter, slope in zip((weight, bias), slopes, strict=True):
                parameter -= learning_rate * slope
    active = int((weight * x + bias > 0).sum())
    moved = weight.item() != 0.5 or bias.item() != -2.0
    outcome = "recovers" if active else "stays" if not moved else "moves"
    return Measured(
        holds=not moved and not active,
        outcome=outcome,
        said=f"After {UPDATES} updates the weight is {weight.item():.3f}, the bias {bias.item():.3f}; "
        f"the unit is active on {active} of 32 examples.",
        numbers={"weight": weight.item(), "bias": bias.item(), "active examples": active},
    )


@claim(
    section=4,
    says="The outputs of tanh lie between −1 and 1 and come near both: half of its range is negative.",
    guess=Guess("z goes from −10 to 10. What is the lowest output of tanh?", within=0.02),
    why="tanh z = 2σ(2z) − 1: a sigmoid from 0 to 1, stretched to twice its height and moved down by 1. "
    "Only where no z is negative do the outputs stay in [0, 1).",
    fails={"lowest": 0.0},
    plot=Plot("z", "output"),
)
def tanh_lies_between_minus_one_and_one(
    lowest: Annotated[float, Option("the lowest z", -10, 9)] = -10.0,
) -> Growing:
    """Evaluate tanh and the sigmoid from the lowest z to 10."""
    z = torch.linspace(lowest, 10, 101, dtype=torch.float64)
    outputs = torch.tanh(z)  # (101,)
    for place in range(len(z)):
        yield Point(z[place].item(), {"tanh": outputs[place].item(), "sigmoid": torch.sigmoid(z[place]).item()})
    least, most = outputs.min().item(), outputs.max().item()
    return Measured(
        holds=-1 <= least < -0.99 and 0.99 < most <= 1,
        outcome=least,
        said=f"For z from {lowest:g} to 10 the outputs of tanh reach from {least:.4f} to {most:.4f}.",
        numbers={"lowest output": least, "highest output": most},
    )


@claim(
    section=4,
    says="Adding the same number to every logit does not change the softmax.",
    guess=Guess(
        "10 is added to each of four logits. What happens to the largest probability?",
        {"same": "It stays the same.", "larger": "It grows.", "smaller": "It shrinks."},
    ),
    why="e^(z + c) = e^c · e^z, and the factor e^c is in the numerator and in every term of the denominator. "
    "A logit that is left behind does not have it.",
    fails={"shifted": 3},
)
def softmax_is_shift_invariant(
    shift: Annotated[float, Option("what is added", 0.1, 100)] = 10.0,
    shifted: Annotated[int, Option("how many of the four logits it is added to, the largest first", 1, 4)] = 4,
) -> Measured:
    """Compare the softmax of random logits before and after the shift."""
    logits = torch.randn(4, dtype=torch.float64).sort(descending=True).values  # (4,)
    before = logits.softmax(0)
    after = (logits + shift * (torch.arange(4) < shifted)).softmax(0)
    apart = (after - before).abs().max().item()
    change = (after.max() - before.max()).item()
    return Measured(
        holds=apart < 1e-9,
        outcome="same" if abs(change) < 1e-9 else "larger" if change > 0 else "smaller",
        said=f"The largest probability is {before.max().item():.4f} before and {after.max().item():.4f} after; "
        f"none changes by more than {apart:.2g}.",
        numbers={"largest before": before.max().item(), "largest after": after.max().item(), "largest change": apart},
        heat=Heat(torch.stack([before, after]).tolist(), ["before", "after"], ["p1", "p2", "p3", "p4"]),
    )


@claim(
    section=4,
    says="Multiplying every logit by the same number changes the softmax.",
    guess=Guess(
        "The softmax of (1, 2, 3) gives the last class 0.665. What does it give it for (10, 20, 30)?",
        {"same": "Still 0.665.", "larger": "More.", "smaller": "Less."},
    ),
    why="Softmax depends on the differences between logits, and a factor multiplies those: it is a temperature. "
    "Where the logits are all equal there is no difference to multiply.",
    fails={"spread": 0.0},
    plot=Plot("factor", "probability"),
)
def softmax_is_not_scale_invariant(
    factor: Annotated[float, Option("what the logits are multiplied by", 2, 100)] = 10.0,
    spread: Annotated[float, Option("the difference between one logit and the next", 0, 10)] = 1.0,
) -> Growing:
    """Multiply the logits by factors from 0 to the chosen one."""
    logits = 1 + spread * torch.arange(3, dtype=torch.float64)  # (3,)
    for scale in torch.linspace(0, factor, 51, dtype=torch.float64):
        first, second, third = (scale * logits).softmax(0).tolist()
        yield Point(scale.item(), {"class 1": first, "class 2": second, "class 3": third})
    before, after = logits.softmax(0)[2].item(), (factor * logits).softmax(0)[2].item()
    same = abs(after - before) < 1e-9
    return Measured(
        holds=not same,
        outcome="same" if same else "larger" if after > before else "smaller",
        said=f"The last class has the probability {before:.5f}, and {after:.5f} with every logit {factor:g} times as "
        "large.",
        numbers={"before": before, "after": after},
    )


@claim(
    section=4,
    says="The slope of a leaky ReLU is a hyper-parameter: it stays as it was chosen while the weights are learnt.",
    guess=Guess("What slope does nn.LeakyReLU() have for z < 0 if you do not choose one?", within=0.01),
    why="It is chosen before training, 0.01 in PyTorch unless you set it, 0.1 or another number elsewhere. "
    "nn.PReLU makes it a parameter: it gets a gradient and is learnt.",
    fails={"learnt": True},
    plot=Plot("update", "the slope for z < 0"),
)
def the_leaky_slope_is_a_hyper_parameter(
    learnt: Annotated[bool, Option("nn.PReLU in place of nn.LeakyReLU")] = False,
    slope: Annotated[float, Option("the slope that is chosen", 0, 0.5)] = 0.01,
) -> Growing:
    """Train a small net on y = |x| and measure the slope of its activation as it goes."""
    activation = nn.PReLU(init=slope) if learnt else nn.LeakyReLU(slope)
    model = nn.Sequential(nn.Linear(1, 8), activation, nn.Linear(8, 1))
    optimiser = torch.optim.SGD(model.parameters(), 0.05)
    x = torch.linspace(-2, 2, 40)[:, None]  # (examples, 1)
    slopes, losses = [], []
    for update in range(UPDATES + 1):
        slopes.append(-activation(torch.tensor([-1.0])).item())
        yield Point(update, {"slope": slopes[-1]})
        loss = nn.functional.mse_loss(model(x), x.abs())
        losses.append(loss.item())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    usual = -nn.LeakyReLU()(torch.tensor([-1.0])).item()
    return Measured(
        holds=slopes[-1] == slopes[0] and losses[-1] < losses[0],
        outcome=usual,
        said=f"While the loss goes from {losses[0]:.3f} to {losses[-1]:.3f} the slope goes from {slopes[0]:.3f} to "
        f"{slopes[-1]:.3f}; nn.LeakyReLU() without an argument has {usual:.3f}.",
        numbers={"slope at the start": slopes[0], "slope at the end": slopes[-1], "slope of nn.LeakyReLU()": usual},
    )


def _gradient_sizes(activation: str, layers: int) -> list[float]:
    """Return the size of a gradient at the output of every layer of a random stack, at the last as 1."""
    output = torch.randn(64, 256)
    outputs = []
    for _ in range(layers):
        linear = nn.Linear(256, 256, bias=False)
        if activation == "relu":
            nn.init.kaiming_normal_(linear.weight)
        else:
            nn.init.xavier_normal_(linear.weight)
        z = linear(output)
        output = torch.sigmoid(z) if activation == "sigmoid" else torch.tanh(z) if activation == "tanh" else z.relu()
        outputs.append(output)
    gradients = torch.autograd.grad(output, outputs, torch.randn_like(output))  # each (64, 256)
    return [(gradient.norm() / gradients[-1].norm()).item() for gradient in gradients]


@claim(
    section=4,
    says="In a stack of ten sigmoid layers the gradient has all but vanished by the time it reaches the first.",
    guess=Guess(
        "A gradient goes back through ten sigmoid layers with Xavier weights. How large is it at the output of the "
        "first, compared with the output of the last?",
        {"hardly": "Less than a thousandth.", "part": "A thousandth to a tenth.", "much": "A tenth or more."},
    ),
    why="Every layer multiplies the gradient by σ' ≤ 1/4, and (1/4)⁹ is four millionths. The slope of ReLU is 1 "
    "on half of its inputs, and He's weights make up for the other half.",
    fails={"activation": "relu"},
    plot=Plot("layer, the last one first", "size of the gradient, 1 at the last", logarithmic=True),
)
def sigmoids_make_gradients_vanish_with_depth(
    activation: Annotated[Literal["sigmoid", "tanh", "relu"], Option("activation of every layer")] = "sigmoid",
    layers: Annotated[int, Option("layers", 2, 20)] = 10,
) -> Growing:
    """Send a gradient back through layers of 256 units, Xavier's weights for sigmoid and tanh, He's for ReLU."""
    sizes, relu = _gradient_sizes(activation, layers), _gradient_sizes("relu", layers)
    for layer in range(layers, 0, -1):
        yield Point(layers + 1 - layer, {"relu": relu[layer - 1], activation: sizes[layer - 1]})
    share = sizes[0]
    return Measured(
        holds=share < 1e-3,
        outcome="hardly" if share < 1e-3 else "part" if share < 0.1 else "much",
        said=f"At the first of {layers} {activation} layers the gradient is {share:.2g} times as large as at the last.",
        numbers={f"at layer {layer}": size for layer, size in enumerate(sizes, 1)},
    )


@claim(
    section=4,
    says="The slope of ReLU at 0 is a choice: three ways to write the same function have three slopes there.",
    guess=Guess(
        "The slope of max(0, z) is 0 left of 0 and 1 right of it. What does torch.relu take at z = 0?",
        {"0": "0", "half": "1/2", "1": "1", "other": "Another number, or nan."},
    ),
    why="The curve has a corner there, and every slope from 0 to 1 is one of a line that touches it from below. Away "
    "from the corner there is only one.",
    fails={"z": 0.5},
)
def relu_slope_at_zero_is_a_choice(z: Annotated[float, Option("where the slope is taken", -1, 1)] = 0.0) -> Measured:
    """Let autograd differentiate torch.relu, torch.clamp and torch.maximum."""

    def measured(function: Callable[[Tensor], Tensor]) -> tuple[float, float]:
        place = torch.tensor(z, dtype=torch.float64, requires_grad=True)
        output = function(place)
        return output.item(), torch.autograd.grad(output, place)[0].item()

    found = {
        "torch.relu": measured(torch.relu),
        "torch.clamp, min=0": measured(lambda place: torch.clamp(place, min=0)),
        "torch.maximum with 0": measured(lambda place: torch.maximum(place, torch.zeros_like(place))),
    }
    slopes = {name: slope for name, (_, slope) in found.items()}
    relu = slopes["torch.relu"]
    listed = ", ".join(f"{slope:g} ({name})" for name, slope in slopes.items())
    return Measured(
        holds=len({value for value, _ in found.values()}) == 1 and len(set(slopes.values())) == 3,
        outcome={0.0: "0", 0.5: "half", 1.0: "1"}.get(relu, "other"),
        said=f"At z = {z:g} every one of them is {found['torch.relu'][0]:g}; their slopes are {listed}.",
        numbers=slopes,
        bars=Bars(slopes, f"slope at z = {z:g}"),
    )
