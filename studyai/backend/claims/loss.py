"""Section 5: loss functions."""

from __future__ import annotations

import math
from typing import Annotated, Literal

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Guess, Plot, Point

MOST_UPDATES = 5000


@claim(
    section=5,
    says="The derivative of cross-entropy with respect to the logit of a sigmoid is p − y.",
    guess=Guess("A sigmoid puts out p = 0.8, the target is y = 1. What is the derivative of binary cross-entropy with "
                "respect to the logit z?", within=0.02),
    why="The derivative of the loss has p(1 − p) in its denominator, and the slope of the sigmoid is p(1 − p): they "
    "cancel. Under squared error nothing cancels the slope.",
    fails={"loss": "squared error"},
    plot=Plot("z", "derivative at target 1"),
)  # fmt: skip
def sigmoid_with_cross_entropy_gives_p_minus_y(
    loss: Annotated[Literal["cross-entropy", "squared error"], Option("the loss on p")] = "cross-entropy",
    p: Annotated[float, Option("the sigmoid's output", 0.01, 0.99)] = 0.8,
) -> Growing:
    """Let autograd differentiate the loss at 61 logits and at that of p."""
    z = torch.cat([torch.linspace(-6, 6, 61), torch.tensor([p], dtype=torch.float64).logit()]).requires_grad_()  # (62,)
    outputs, targets = torch.sigmoid(z), torch.ones(62, dtype=torch.float64)
    losses = nn.functional.binary_cross_entropy if loss == "cross-entropy" else nn.functional.mse_loss
    (derivatives,) = torch.autograd.grad(losses(outputs, targets, reduction="sum"), z)  # (62,)
    expected = (outputs - targets).detach()
    for place in range(61):
        yield Point(z[place].item(), {"autograd": derivatives[place].item(), "p − y": expected[place].item()})
    apart = (derivatives - expected).abs().max().item()
    return Measured(
        holds=apart < 1e-9,
        outcome=derivatives[-1].item(),
        said=f"At p = {p:g} and y = 1 the derivative is {derivatives[-1].item():.4f} and p − y is "
        f"{expected[-1].item():.4f}; over 62 logits the two differ by at most {apart:.2g}.",
        numbers={"derivative": derivatives[-1].item(), "p − y": expected[-1].item(), "largest difference": apart},
    )


def _line_of_least_squares(x: Tensor, y: Tensor) -> Tensor:
    """Return the slope and intercept."""
    solution: Tensor = torch.linalg.lstsq(torch.stack([x, torch.ones_like(x)], 1), y[:, None]).solution
    return solution[:, 0]


def _line_of_least_absolute_error(x: Tensor, y: Tensor) -> Tensor:
    """Return the slope and intercept: one of the best lines goes through two of the points, so try all pairs."""
    first, second = torch.combinations(torch.arange(len(x))).unbind(1)  # (pairs,)
    slopes = (y[second] - y[first]) / (x[second] - x[first])
    intercepts = y[first] - slopes * x[first]
    errors = (slopes[:, None] * x + intercepts[:, None] - y).abs().mean(1)  # (pairs,)
    best = errors.nan_to_num(math.inf).argmin()  # nan: two points above each other
    return torch.stack([slopes[best], intercepts[best]])


@claim(
    section=5,
    says="An outlier pulls the line of least squared error away; the line of least absolute error it hardly moves.",
    guess=Guess(
        "20 points lie near y = 2x + 1, one more at x = 0.9 lies 50 too high. Lines are fitted with MSE and with MAE. "
        "Which slopes stay within 0.5 of 2?",
        {"mae": "Only that of MAE.", "mse": "Only that of MSE.", "both": "Both.", "neither": "Neither."},
    ),
    why="Squared, an error of 50 weighs 2500 and its gradient grows with it; absolute, every error pulls with the same "
    "force. A point far out in x has a long lever, and that MAE does not resist either.",
    fails={"at": 20.0},
    plot=Plot("how much too high the outlier lies", "slope of the fitted line"),
)
def mae_is_robust_to_an_outlier_mse_is_not(
    at: Annotated[float, Option("where the outlier lies in x; the others are from 0 to 1", 0.6, 50)] = 0.9,
    height: Annotated[float, Option("how much too high it lies", 10, 1000)] = 50.0,
) -> Growing:
    """Fit both lines, exactly, as the outlier rises."""
    x = torch.cat([torch.linspace(0, 1, 20), torch.tensor([at])]).double()  # (points,)
    clean = 2 * x + 1 + 0.1 * torch.randn(21, dtype=torch.float64)
    slopes = {"MSE": 0.0, "MAE": 0.0}
    for rise in torch.linspace(0, height, 26).tolist():
        y = clean + torch.tensor([0.0] * 20 + [rise])
        slopes = {
            "MSE": _line_of_least_squares(x, y)[0].item(),
            "MAE": _line_of_least_absolute_error(x, y)[0].item(),
        }
        yield Point(rise, slopes)
    near = {name: abs(slope - 2) < 0.5 for name, slope in slopes.items()}
    return Measured(
        holds=near["MAE"] and not near["MSE"],
        outcome={(True, True): "both", (True, False): "mse", (False, True): "mae", (False, False): "neither"}[
            near["MSE"], near["MAE"]
        ],
        said=f"With the outlier {height:g} too high the slope is {slopes['MSE']:.2f} with MSE and {slopes['MAE']:.2f} "
        "with MAE.",
        numbers=slopes,
    )


@claim(
    section=5,
    says="A unit that is saturated on the wrong side gets right at least ten times as fast with cross-entropy as with "
    "squared error.",
    guess=Guess(
        "A sigmoid unit puts out 0.998 and the target is 0. How many times as many updates does squared error need as "
        "cross-entropy before the output is below 1/2?",
        {"10": "Ten times as many, or more.", "2": "Two to ten times as many.", "1": "Less than twice as many."},
    ),
    why="The gradient of squared error has the slope p(1 − p) in it, which is almost 0 there; that of cross-entropy is "
    "p − y, almost 1. At a unit that is hardly saturated the slope is no obstacle.",
    fails={"start": 0.5},
    plot=Plot("update", "the unit's output"),
)
def cross_entropy_learns_a_saturated_unit_faster_than_mse(
    start: Annotated[float, Option("z at the start; the target is 0", 0.5, 8)] = 6.0,
    learning_rate: Annotated[float, Option("learning rate", 0.05, 2)] = 0.5,
) -> Growing:
    """Train two units that start alike, until both are right or 5000 updates are over."""
    bias = torch.tensor([start, start], dtype=torch.float64, requires_grad=True)  # cross-entropy, squared error
    target = torch.zeros((), dtype=torch.float64)
    needed = [MOST_UPDATES, MOST_UPDATES]
    for update in range(MOST_UPDATES + 1):
        p = torch.sigmoid(bias)
        for unit in (0, 1):
            if p[unit] < 0.5 and needed[unit] == MOST_UPDATES:
                needed[unit] = update
        if update < 50 or update % 10 == 0:
            yield Point(update, {"cross-entropy": p[0].item(), "squared error": p[1].item()})
        if p.max() < 0.5:
            break
        loss = nn.functional.binary_cross_entropy(p[0], target) + (p[1] - target).square()
        (slopes,) = torch.autograd.grad(loss, bias)
        with torch.no_grad():
            bias -= learning_rate * slopes
    ratio = needed[1] / needed[0]
    late = " or more" if needed[1] == MOST_UPDATES else ""
    return Measured(
        holds=ratio >= 10,
        outcome="10" if ratio >= 10 else "2" if ratio >= 2 else "1",
        said=f"Updates until the output is below 1/2: {needed[0]} with cross-entropy, {needed[1]}{late} with squared "
        f"error, {ratio:.1f} times as many{late}.",
        numbers={"updates with cross-entropy": needed[0], "updates with squared error": needed[1], "ratio": ratio},
    )


@claim(
    section=5,
    says="A softmax in front of CrossEntropyLoss puts a floor under the loss: it cannot come near 0.",
    guess=Guess(
        "A softmax is put in front of nn.CrossEntropyLoss, with ten classes, and the logits of one example are trained "
        "until its loss falls no more. Where does it end?",
        {"zero": "Below 0.1.", "floor": "Above 0.1, but clearly below ln 10 = 2.3.",
         "chance": "About as high as guessing costs, ln 10 = 2.3."},
    ),
    why="nn.CrossEntropyLoss takes logits and has a softmax in it. From numbers between 0 and 1 that softmax gives the "
    "right class at most e times as much as each other one, so p stays below e/(e + 9). A factor lifts that limit.",
    fails={"factor": 20.0},
    plot=Plot("update", "loss"),
)  # fmt: skip
def softmax_before_cross_entropy_loss_is_a_floor(
    factor: Annotated[float, Option("what the softmax is multiplied by", 1, 50)] = 1.0,
    classes: Annotated[int, Option("classes", 2, 100)] = 10,
) -> Growing:
    """Train free logits by Adam, with the softmax in front and without."""
    starts = torch.randn(classes, dtype=torch.float64)
    doubled, plain = starts.clone().requires_grad_(), starts.clone().requires_grad_()
    optimiser = torch.optim.Adam([doubled, plain], 0.1)
    target, loss, losses = torch.tensor(0), nn.CrossEntropyLoss(), [0.0, 0.0]
    for update in range(501):
        both = loss(factor * doubled.softmax(0), target), loss(plain, target)
        losses = [one.item() for one in both]
        if update % 5 == 0:
            yield Point(update, {"softmax in front": losses[0], "logits": losses[1]})
        optimiser.zero_grad()
        (both[0] + both[1]).backward()
        optimiser.step()
    floor = loss(factor * nn.functional.one_hot(target, classes).double(), target).item()
    return Measured(
        holds=floor >= 0.1 and losses[0] >= floor - 1e-9,
        outcome="zero" if losses[0] < 0.1 else "floor" if losses[0] < 0.9 * math.log(classes) else "chance",
        said=f"After 500 updates the loss is {losses[0]:.3f} with the softmax in front, {losses[1]:.3f} without; for "
        f"the perfect probabilities (1, 0, …) it would be {floor:.3f}.",
        numbers={"with softmax in front": losses[0], "without": losses[1], "at perfect probabilities": floor},
    )


@claim(
    section=5,
    says="Before training, a classifier's cross-entropy is about the logarithm of the number of classes.",
    guess=Guess("What is about the first cross-entropy of a fresh classifier of ten classes?", within=0.1),
    why="Small random weights give every class nearly the same probability 1/C, and −ln(1/C) = ln C. Large weights "
    "make it sure of classes at random, and a sure mistake is expensive.",
    fails={"scale": 30.0},
)
def a_fresh_classifier_costs_log_of_the_classes(
    classes: Annotated[int, Option("classes", 2, 1000)] = 10,
    scale: Annotated[float, Option("what the last layer's weights are multiplied by", 0.1, 100)] = 1.0,
) -> Measured:
    """Ask a net that has learnt nothing about random examples."""
    last = nn.Linear(64, classes)
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), last)
    x, y = torch.randn(500, 64), torch.randint(classes, (500,))  # (examples, features), (examples,)
    with torch.no_grad():
        last.weight *= scale
        logits = model(x)  # (examples, classes)
        loss = nn.functional.cross_entropy(logits, y).item()
        surest = logits.softmax(1).max(1).values.mean().item()
    return Measured(
        holds=abs(loss - math.log(classes)) < 0.1 * math.log(classes),
        outcome=loss,
        said=f"The loss is {loss:.3f} and ln {classes} is {math.log(classes):.3f}; the largest probability is "
        f"{surest:.2g} on average.",
        numbers={"loss": loss, "ln C": math.log(classes), "largest probability": surest},
    )


@claim(
    section=5,
    says="Least squared error predicts the mean, least absolute error the median.",
    guess=Guess(
        "A constant has to predict 1, 2, 3, 4 and 20. Which is best under MSE, and which under MAE?",
        {"mean-median": "MSE: 6, the mean. MAE: 3, the median.", "median-mean": "MSE: 3, the median. MAE: 6, the mean.",
         "mean-mean": "Both: 6, the mean.", "neither": "Another pair of numbers."},
    ),
    why="The slope of the squared error is 0 where the differences add up to 0: at the mean. That of the absolute "
    "error is 0 where as many values lie above as below. Where too low costs more than too high, both move up.",
    fails={"too_low": 9.0},
    plot=Plot("the constant", "mean error, as a share of the error of predicting 0"),
)  # fmt: skip
def mse_predicts_the_mean_mae_the_median(
    too_low: Annotated[float, Option("what a prediction that is too low costs, where too high costs 1", 1, 20)] = 1.0,
    largest: Annotated[float, Option("the largest of the five values", 5, 50)] = 20.0,
) -> Growing:
    """Try 5001 constants from 0 to the largest value."""
    values = torch.tensor([1.0, 2.0, 3.0, 4.0, largest], dtype=torch.float64)
    constants = torch.linspace(0, largest, 5001, dtype=torch.float64)[:, None]  # (constants, 1)
    weights = torch.where(values > constants, too_low, 1.0)  # (constants, values)
    squared = (weights * (values - constants).square()).mean(1)  # (constants,)
    absolute = (weights * (values - constants).abs()).mean(1)
    for place in range(0, 5001, 50):
        shares = {"MSE": (squared[place] / squared[0]).item(), "MAE": (absolute[place] / absolute[0]).item()}
        yield Point(constants[place].item(), shares)
    best = {"MSE": constants[squared.argmin()].item(), "MAE": constants[absolute.argmin()].item()}
    mean, median = values.mean().item(), values.median().item()

    def near(loss: str, value: float) -> bool:
        return abs(best[loss] - value) <= largest / 5000

    outcomes = {
        "mean-median": near("MSE", mean) and near("MAE", median),
        "median-mean": near("MSE", median) and near("MAE", mean),
        "mean-mean": near("MSE", mean) and near("MAE", mean),
        "neither": True,
    }
    return Measured(
        holds=outcomes["mean-median"],
        outcome=next(outcome for outcome, so in outcomes.items() if so),
        said=f"The best constant is {best['MSE']:.2f} under MSE and {best['MAE']:.2f} under MAE; the mean is "
        f"{mean:.2f}, the median {median:.2f}.",
        numbers={"best under MSE": best["MSE"], "best under MAE": best["MAE"], "mean": mean, "median": median},
    )


@claim(
    section=5,
    says="Hinge loss is 0 only from the margin on, y·z ≥ 1: to be on the right side is not enough.",
    guess=Guess(
        "The target is y = 1 and the net puts out z = 0.5, on the right side. What is the hinge loss?", within=0.02
    ),
    why="max(0, 1 − y·z) asks for the right side with a margin of 1. With the margin 0 it asks for the right side "
    "alone: that is the loss of the perceptron.",
    fails={"margin": 0.0},
    plot=Plot("y·z", "loss"),
)
def hinge_loss_is_zero_only_beyond_the_margin(
    margin: Annotated[float, Option("the margin", 0, 2)] = 1.0,
    z: Annotated[float, Option("the output; the target is 1", -3, 3)] = 0.5,
) -> Growing:
    """Evaluate the loss at 601 outputs."""
    outputs = torch.arange(-300, 301, dtype=torch.float64) / 100
    losses = (margin - outputs).clamp(min=0)  # (601,); y is 1
    for place in range(0, 601, 10):
        yield Point(outputs[place].item(), {"loss": losses[place].item()})
    free = outputs[losses < 1e-9].min().item()
    loss = torch.tensor(margin - z).clamp(min=0).item()
    return Measured(
        holds=abs(free - 1) < 0.01,
        outcome=loss,
        said=f"With the margin {margin:g} the loss is 0 from y·z = {free:.2f} on; at z = {z:g} it is {loss:.2f}.",
        numbers={"loss": loss, "zero from": free},
    )
