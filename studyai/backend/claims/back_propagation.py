"""Section 3: back-propagation."""

from __future__ import annotations

from typing import Annotated, Literal

import torch
from torch import Tensor

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Heat, Plot, Point


@claim(
    section=3,
    says="Autograd, the chain rule by hand and finite differences give the same gradient.",
    guess=Guess(
        "The gradient of a 2-2-1 net is found by hand with the chain rule, by autograd, and by moving each weight by "
        "h = 10⁻⁵. How far apart are the three?",
        {"alike": "Less than a millionth.", "near": "A millionth to a thousandth.", "apart": "More than a thousandth."},
    ),
    why="Back-propagation is the chain rule and nothing else. A difference quotient is a slope only for small h: over "
    "a wide step the curve bends.",
    fails={"h": 1.0},
)
def autograd_equals_finite_differences(
    h: Annotated[float, Option("how far a weight is moved each way", 1e-12, 2)] = 1e-5,
) -> Measured:
    """Find the nine gradients of a random net with tanh and squared error in three ways."""
    x, y = torch.randn(2, dtype=torch.float64), torch.randn((), dtype=torch.float64)
    weights = torch.randn(9, dtype=torch.float64, requires_grad=True)  # W1 (4), b1 (2), W2 (2), b2 (1)

    def forward(w: Tensor) -> tuple[Tensor, Tensor]:
        a = torch.tanh(w[:4].view(2, 2) @ x + w[4:6])  # (2,)
        return a, (w[6:8] @ a + w[8] - y).square()

    (automatic,) = torch.autograd.grad(forward(weights)[1], weights)  # (9,)
    with torch.no_grad():
        a, _ = forward(weights)
        output_delta = 2 * (weights[6:8] @ a + weights[8] - y)
        hidden_delta = output_delta * weights[6:8] * (1 - a.square())  # (2,)
        by_hand = torch.cat(
            [torch.outer(hidden_delta, x).flatten(), hidden_delta, output_delta * a, output_delta[None]]
        )
        moves = h * torch.eye(9, dtype=torch.float64)
        differences = torch.stack([(forward(weights + m)[1] - forward(weights - m)[1]) / (2 * h) for m in moves])
    apart = max((automatic - other).abs().max().item() for other in (by_hand, differences))
    return Measured(
        holds=apart < 1e-6,
        outcome="alike" if apart < 1e-6 else "near" if apart <= 1e-3 else "apart",
        said=f"From autograd the gradient by hand differs by at most {(automatic - by_hand).abs().max().item():.2g}, "
        f"the finite differences at h = {h:g} by at most {(automatic - differences).abs().max().item():.2g}.",
        numbers={"largest difference": apart},
        heat=Heat(
            torch.stack([automatic, by_hand, differences]).tolist(),
            ["auto", "hand", "diff"],
            ["w1", "w2", "w3", "w4", "b1", "b2", "v1", "v2", "c"],
            "Gradients of W¹ (w), b¹ (b), W² (v), b² (c): autograd, by hand, differences",
        ),
    )


@claim(
    section=3,
    says="Where a value is used twice, back-propagation adds the gradients of both paths.",
    guess=Guess("J = x² + 3x at x = 2. One path brings back the gradient 4, the other 3. What is dJ/dx?", within=0.01),
    why="A small change of x changes J through every path at once, and small changes add up. A path that is cut with "
    "detach() is missing from the sum, without an error.",
    fails={"detached": True},
)  # fmt: skip
def gradients_add_up_where_paths_meet(
    x: Annotated[float, Option("x", -10, 10)] = 2.0,
    factor: Annotated[float, Option("the factor of the second path", 1, 10)] = 3.0,
    detached: Annotated[bool, Option("the second path is cut with detach()")] = False,
) -> Measured:
    """Compare the gradient of x with those of two copies of it, each of which is used once."""
    whole, first, second = (torch.tensor(x, dtype=torch.float64, requires_grad=True) for _ in range(3))
    (whole.square() + factor * (whole.detach() if detached else whole)).backward()
    (first.square() + factor * second).backward()
    together, along_first, along_second = (
        0.0 if one.grad is None else one.grad.item() for one in (whole, first, second)
    )
    return Measured(
        holds=abs(together - (along_first + along_second)) < 1e-9,
        outcome=together,
        said=f"The first path brings {along_first:g}, the second {along_second:g}; the gradient of x is {together:g}.",
        numbers={"first path": along_first, "second path": along_second, "gradient of x": together},
        bars=Bars({"first path": along_first, "second path": along_second, "gradient of x": together}, "dJ/dx"),
    )


@claim(
    section=3,
    says="backward() adds to the gradient that is already there.",
    guess=Guess("J = (3w − 1)² at w = 1 has the gradient 12. What is w.grad after backward() has run twice?",
                within=0.01),
    why="Adding is what makes gradients of several paths, or of several batches, one sum. A training loop has to clear "
    "it before each step.",
    fails={"zero_grad": True},
    plot=Plot("calls of backward()", "w.grad"),
)  # fmt: skip
def backward_adds_to_the_old_gradient(
    zero_grad: Annotated[bool, Option("zero_grad() before each backward()")] = False,
    calls: Annotated[int, Option("how often backward() runs", 2, 20)] = 2,
) -> Growing:
    """Call backward() again and again without a step between."""
    w = torch.nn.Parameter(torch.tensor(1.0))
    optimiser = torch.optim.SGD([w])
    gradients = [0.0]
    yield Point(0, {"w.grad": 0.0})
    for call in range(1, calls + 1):
        if zero_grad:
            optimiser.zero_grad()
        (3 * w - 1).square().backward()
        gradients.append(0.0 if w.grad is None else w.grad.item())
        yield Point(call, {"w.grad": gradients[-1]})
    return Measured(
        holds=gradients[-1] == calls * gradients[1],
        outcome=gradients[-1],
        said=f"w.grad is {gradients[1]:g} after the first call and {gradients[-1]:g} after call {calls}.",
        numbers={"after the first": gradients[1], "after the last": gradients[-1]},
    )


@claim(
    section=3,
    says="In a gradient check a smaller h is not always better: the smallest that is tried is not the best.",
    guess=Guess(
        "The slope of sin at 1 is checked in float32 by central differences with h = 10⁻¹, 10⁻², … 10⁻⁷. "
        "Which h comes nearest?",
        {"largest": "The largest, 10⁻¹.", "between": "One in between.", "smallest": "The smallest, 10⁻⁷."},
    ),
    why="The error of the formula falls with h², but the two values become so alike that their difference is mostly "
    "rounding, and it is divided by h. As long as h is large, the first of the two rules.",
    fails={"powers": 2},
    plot=Plot("k, where h = 10⁻ᵏ", "error of the slope", logarithmic=True),
)
def a_smaller_h_is_not_a_better_gradient_check(
    powers: Annotated[int, Option("the smallest h is ten to the minus this", 2, 12)] = 7,
    precision: Annotated[Literal["float32", "float64"], Option("the numbers it is computed in")] = "float32",
) -> Growing:
    """Compare difference quotients with the slope that autograd finds in float64."""
    kind = torch.float32 if precision == "float32" else torch.float64
    x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    (true,) = torch.autograd.grad(torch.sin(x), x)
    errors = []
    for power in range(1, powers + 1):
        right, left = torch.sin(torch.tensor([1 + 10**-power, 1 - 10**-power], dtype=kind))
        slope = (right - left).item() / (2 * 10**-power)
        errors.append(max(abs(slope - true.item()), 1e-16))  # an axis of powers of ten has no 0
        yield Point(power, {"error": errors[-1]})
    best = errors.index(min(errors)) + 1
    return Measured(
        holds=best < powers,
        outcome="largest" if best == 1 else "smallest" if best == powers else "between",
        said=f"The error is least at h = 1e-{best}, {errors[best - 1]:.1e}; at h = 1e-{powers} it is {errors[-1]:.1e}.",
        numbers={f"error at 1e-{power}": error for power, error in enumerate(errors, 1)},
    )


@claim(
    section=3,
    says="A saturated sigmoid unit passes less than a thousandth of the gradient back.",
    guess=Guess(
        "The gradient of a sigmoid unit's output is 1, and its z is 10. What is the gradient of z?",
        {"none": "Less than 0.001.", "quarter": "About 1/4: 0.2 to 0.25.", "part": "Something between 0.001 and 0.2.",
         "all": "More than 0.25."},
    ),
    why="On the way back the gradient is multiplied by the slope, and where the curve is flat the slope is almost 0. "
    "At z = 0 the curve is steepest.",
    fails={"z": 0.0},
    plot=Plot("z", "share of the gradient that is passed back"),
)  # fmt: skip
def a_saturated_unit_passes_hardly_any_gradient_back(
    z: Annotated[float, Option("z of the unit", -20, 20)] = 10.0,
    activation: Annotated[Literal["sigmoid", "tanh", "relu"], Option("the unit's activation")] = "sigmoid",
) -> Growing:
    """Send a gradient of 1 back through the unit, at places from −20 to 20 and at z."""
    places = torch.cat([torch.linspace(-20, 20, 81), torch.tensor([z])]).double().requires_grad_()  # (82,)
    output = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[activation](places)
    (passed,) = torch.autograd.grad(output, places, torch.ones_like(output))  # (82,)
    for place in range(81):
        yield Point(places[place].item(), {activation: passed[place].item()})
    share = passed[-1].item()
    return Measured(
        holds=share < 0.001,
        outcome="none" if share < 0.001 else "part" if share < 0.2 else "quarter" if share <= 0.25 else "all",
        said=f"At z = {z:g} the gradient 1 of the output becomes {share:.3g} at z.",
        numbers={"share passed back": share, "output": output[-1].item()},
    )
