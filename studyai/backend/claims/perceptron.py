"""Section 1: the perceptron, with step(0) = 1."""

from __future__ import annotations

from typing import Annotated, Literal

import torch
from torch import Tensor

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Guess, Heat, Plot, Point

ROWS = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], dtype=torch.float64)
GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0), "NOR": (1, 0, 0, 0), "XOR": (0, 1, 1, 0)}
ROW_NAMES = ["0 0", "0 1", "1 0", "1 1"]
PASSES = 30


def _with_one(inputs: Tensor) -> Tensor:
    """Add an input that is always 1, so that the last weight is the bias."""
    return torch.cat([inputs, torch.ones(len(inputs), 1, dtype=torch.float64)], dim=1)  # (rows, inputs + 1)


def _output(weights: Tensor, inputs: Tensor) -> Tensor:
    return (inputs @ weights >= 0).double()  # (rows,): step(0) is 1


def _one_pass(weights: Tensor, inputs: Tensor, targets: Tensor, rate: float, order: Tensor | None = None) -> list[int]:
    """Apply w ← w + α(y − o)x to every row once, in that or a random order; return those that were wrong in turn."""
    wrong = []
    for row in (torch.randperm(len(inputs)) if order is None else order).tolist():
        error = targets[row] - _output(weights, inputs[row])
        weights += rate * error * inputs[row]
        wrong += [row] if error else []
    return wrong


@claim(
    section=1,
    says=f"A perceptron learns AND, OR and NAND without an error, each within {PASSES} passes.",
    guess=Guess(
        f"Three perceptrons start from random weights and learn AND, OR and NAND for {PASSES} passes. "
        "Which end without an error?",
        {"all": "All three.", "some": "Some of them.", "none": "None of them."},
    ),
    why="A line separates the 1s of each gate from its 0s, and on such data the number of updates is bounded. One "
    "wrong target at (0, 0) turns NAND into XOR and AND into XNOR, which no line separates.",
    fails={"wrong_targets": 1},
    plot=Plot("pass", "rows of four that are wrong"),
)
def the_perceptron_converges_on_and_or_nand(
    wrong_targets: Annotated[int, Option("rows whose target is flipped, from (0, 0) on", 0, 4)] = 0,
    learning_rate: Annotated[float, Option("learning rate", 0.001, 10)] = 0.5,
) -> Growing:
    """Train one perceptron for each gate, from random weights."""
    inputs = _with_one(ROWS)  # (4, 3)
    flip = torch.arange(4) < wrong_targets
    gates = {name: torch.tensor(GATES[name], dtype=torch.float64) for name in ("AND", "OR", "NAND")}
    targets = {name: torch.where(flip, 1 - gate, gate) for name, gate in gates.items()}
    weights = {name: 2 * torch.rand(3, dtype=torch.float64) - 1 for name in gates}
    errors: dict[str, float] = {}
    for number in range(PASSES + 1):
        errors = {name: int((_output(weights[name], inputs) != targets[name]).sum()) for name in gates}
        yield Point(number, errors)
        for name in gates:
            _one_pass(weights[name], inputs, targets[name], learning_rate)
    learnt = [name for name in gates if errors[name] == 0]
    listed = ", ".join(f"{name} {count}" for name, count in errors.items())
    return Measured(
        holds=len(learnt) == 3,
        outcome="all" if len(learnt) == 3 else "some" if learnt else "none",
        said=f"Rows of four that are wrong after {PASSES} passes: {listed}.",
        numbers=errors,
    )


@claim(
    section=1,
    says="On XOR a perceptron never gets rid of its errors: after every pass at least one row is wrong.",
    guess=Guess(
        "A perceptron goes through the four rows of XOR 200 times. How does it end?",
        {"on": "It changes its weights for ever.", "settles": "It settles on the best line, with one row wrong.",
         "solves": "It gets all four rows right."},
    ),
    why="No line has (0, 1) and (1, 0) on one side and (0, 0) and (1, 1) on the other, and the rule stops only where "
    "there is no error. With x₁·x₂ as a third input a plane does separate them.",
    fails={"product": True},
    plot=Plot("pass", "rows of four that are wrong"),
)  # fmt: skip
def a_perceptron_never_converges_on_xor(
    product: Annotated[bool, Option("x₁·x₂ is a third input")] = False,
    passes: Annotated[int, Option("passes through the four rows", 20, 1000)] = 200,
) -> Growing:
    """Train a perceptron on XOR from zero weights."""
    inputs = _with_one(torch.cat([ROWS, ROWS.prod(1, keepdim=True)], 1) if product else ROWS)  # (4, 3 or 4)
    targets = torch.tensor(GATES["XOR"], dtype=torch.float64)
    weights = torch.zeros(inputs.shape[1], dtype=torch.float64)
    errors, updates = [], 0
    for number in range(passes):
        updates = len(_one_pass(weights, inputs, targets, 1))  # in the last pass, in the end
        errors.append(int((_output(weights, inputs) != targets).sum()))
        yield Point(number + 1, {"errors": errors[-1]})
    return Measured(
        holds=min(errors) > 0,
        outcome="solves" if errors[-1] == 0 else "on" if updates else "settles",
        said=f"After each of {passes} passes at least {min(errors)} and at most {max(errors)} of four rows were wrong; "
        f"updates in the last pass: {updates}.",
        numbers={"fewest errors": min(errors), "most errors": max(errors), "updates in the last pass": updates},
    )


@claim(
    section=1,
    says="Two layers of perceptrons solve XOR: a third perceptron learns it from the outputs of an OR and a NAND.",
    guess=Guess(
        "Two perceptrons have learnt OR and NAND. A third sees only their outputs and learns XOR. "
        "How many of the four rows does it get right?",
        {"four": "All four.", "three": "Three, like the best line on x₁ and x₂.", "fewer": "Two or fewer."},
    ),
    why="OR and NAND are both 1 only at (0, 1) and (1, 0), so a line separates what the two say. Two hidden units "
    "that say the same leave the third no more than one of them.",
    fails={"second": "OR"},
    plot=Plot("pass", "rows of four that are wrong"),
)
def two_layers_solve_xor(
    second: Annotated[
        Literal["NAND", "AND", "NOR", "OR"], Option("what the second hidden perceptron learns, beside OR")
    ] = "NAND",
) -> Growing:
    """Train the hidden perceptrons on their gates, then the output's on XOR."""
    hidden = []
    for gate in ("OR", second):
        weights = torch.zeros(3, dtype=torch.float64)
        for _ in range(PASSES):
            _one_pass(weights, _with_one(ROWS), torch.tensor(GATES[gate], dtype=torch.float64), 1)
        hidden.append(_output(weights, _with_one(ROWS)))
    inputs = torch.stack(hidden, dim=1)  # (4, 2)
    targets, weights = torch.tensor(GATES["XOR"], dtype=torch.float64), torch.zeros(3, dtype=torch.float64)
    for number in range(PASSES + 1):
        output = _output(weights, _with_one(inputs))  # (4,)
        yield Point(number, {"errors of the third": int((output != targets).sum())})
        _one_pass(weights, _with_one(inputs), targets, 1)
    right = int((output == targets).sum())
    table = torch.cat([ROWS, inputs, output[:, None]], dim=1)  # (4, 5)
    return Measured(
        holds=right == 4,
        outcome="four" if right == 4 else "three" if right == 3 else "fewer",
        said=f"After {PASSES} passes on the outputs of OR and {second}, {right} of the four rows of XOR are right.",
        numbers={"rows right": right},
        heat=Heat(table.tolist(), ROW_NAMES, ["x1", "x2", "h1", "h2", "y"], f"h1: OR, h2: {second}, y: the third"),
    )


@claim(
    section=1,
    says="From zero weights the learning rate only rescales a perceptron: it makes the same mistakes at any rate.",
    guess=Guess(
        "From zero weights two perceptrons go through the same 40 points, one at rate 1, one at rate 0.01. "
        "Compared with the first, the second makes …",
        {"same": "… the same mistakes, at the same points.", "more": "… more mistakes.", "fewer": "… fewer mistakes.",
         "others": "… just as many, but at other points."},
    ),
    why="Every weight is then the rate times a sum of inputs, and a positive factor does not change the sign of z. "
    "Weights that do not start at 0 are not rescaled with it.",
    fails={"start": -5.0},
    plot=Plot("pass", "mistakes so far"),
)  # fmt: skip
def from_zero_weights_the_rate_only_rescales_a_perceptron(
    rate: Annotated[float, Option("the other learning rate, beside 1", 0.001, 1000)] = 0.01,
    start: Annotated[float, Option("what both weights start at", -10, 10)] = 0.0,
) -> Growing:
    """Train two perceptrons on two clouds of points that overlap a little, in the same order."""
    targets = (torch.arange(40) % 2).double()  # (40,)
    inputs = _with_one(torch.randn(40, 2, dtype=torch.float64) + 3 * targets[:, None] - 1.5)  # (40, 3)
    first = torch.tensor([start, start, 0.0], dtype=torch.float64)
    other = first.clone()
    mistakes: tuple[list[int], list[int]] = ([], [])
    for number in range(10):
        order = torch.randperm(40)
        mistakes[0].extend(_one_pass(first, inputs, targets, 1, order))
        mistakes[1].extend(_one_pass(other, inputs, targets, rate, order))
        yield Point(number + 1, {"rate 1": len(mistakes[0]), "the other rate": len(mistakes[1])})
    cosine = torch.cosine_similarity(first, other, dim=0).item()
    made_first, made_other = map(len, mistakes)
    same = mistakes[0] == mistakes[1]
    outcome = "more" if made_other > made_first else "fewer" if made_other < made_first else "others"
    return Measured(
        holds=same and cosine > 1 - 1e-9,
        outcome="same" if same else outcome,
        said=f"Mistakes in 10 passes: {made_first} at rate 1, {made_other} at rate {rate:g}, "
        f"{'at the same points' if same else 'not all at the same points'}; "
        f"the cosine between their weights is {cosine:.6f}.",
        numbers={"mistakes at rate 1": made_first, "mistakes at the other": made_other, "cosine": cosine},
    )


@claim(
    section=1,
    says="A perceptron without a bias cannot learn AND.",
    guess=Guess(
        "A perceptron without a bias, with step(0) = 1, learns AND. Which row is wrong after every pass?",
        {"00": "(0, 0)", "01": "(0, 1)", "10": "(1, 0)", "11": "(1, 1)",
         "none": "None: each is right after some pass."},
    ),
    why="At (0, 0) z is 0 whatever the weights, so the output is 1. A third input that is always the same has a weight "
    "that moves the line away from the origin: that weight is a bias.",
    fails={"constant": 1.0},
    plot=Plot("pass", "rows of four that are wrong"),
)  # fmt: skip
def a_perceptron_without_bias_cannot_learn_and(
    constant: Annotated[float, Option("a third input, the same in every row", 0, 1)] = 0.0,
) -> Growing:
    """Train a perceptron on AND from zero weights."""
    inputs = torch.cat([ROWS, torch.full((4, 1), constant, dtype=torch.float64)], dim=1)  # (4, 3)
    targets, weights = torch.tensor(GATES["AND"], dtype=torch.float64), torch.zeros(3, dtype=torch.float64)
    always, wrong = torch.ones(4, dtype=torch.bool), torch.zeros(4, dtype=torch.bool)
    for number in range(1, 101):
        _one_pass(weights, inputs, targets, 1)
        wrong = _output(weights, inputs) != targets  # (4,)
        always &= wrong
        yield Point(number, {"errors": int(wrong.sum())})
    names = [name for name, each in zip(ROW_NAMES, always.tolist(), strict=True) if each]
    return Measured(
        holds=bool(wrong.any()),
        outcome=names[0].replace(" ", "") if names else "none",
        said=f"Wrong after 100 passes: {int(wrong.sum())} of four rows; wrong after every pass: "
        f"{' and '.join(f'({name})' for name in names) or 'none'}.",
        numbers={"errors": int(wrong.sum()), "rows wrong after every pass": len(names)},
    )


@claim(
    section=1,
    says="Right after an update its own point may still be on the wrong side.",
    guess=Guess(
        "x = (1, 2), target 0, weights (3, 2), bias 0.5, so z = 7.5 and the output is 1. "
        "What is z of the same point after one update at rate 1?",
        within=0.02,
    ),
    why="An update moves z of its point by α(‖x‖² + 1), here by 6α. A point that is further on the wrong side than "
    "that stays there.",
    fails={"learning_rate": 2.0},
    plot=Plot("update", "z of the point"),
)
def an_update_may_leave_its_own_point_wrong(
    learning_rate: Annotated[float, Option("learning rate", 0.1, 10)] = 1.0,
    bias: Annotated[float, Option("the bias at the start", -10, 100)] = 0.5,
) -> Growing:
    """Update again and again on one point."""
    inputs, target = torch.tensor([[1.0, 2.0, 1.0]], dtype=torch.float64), torch.zeros(1, dtype=torch.float64)
    weights = torch.tensor([3.0, 2.0, bias], dtype=torch.float64)
    z, wrong = [(inputs @ weights).item()], [bool(_output(weights, inputs))]
    yield Point(0, {"z": z[0]})
    for update in range(1, 11):
        _one_pass(weights, inputs, target, learning_rate)
        z.append((inputs @ weights).item())
        wrong.append(bool(_output(weights, inputs)))
        yield Point(update, {"z": z[-1]})
    side = "the wrong" if wrong[1] else "the right"
    return Measured(
        holds=wrong[0] and wrong[1],
        outcome=z[1],
        said=f"The update moves z from {z[0]:.2f} to {z[1]:.2f}: the point is on {side} side afterwards."
        if wrong[0]
        else f"z = {z[0]:.2f} is right from the start, so nothing is updated.",
        numbers={"z before": z[0], "z after": z[1], "z after 10": z[-1]},
    )
