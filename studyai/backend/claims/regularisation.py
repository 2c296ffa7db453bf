"""Section 10: regularisation."""

from __future__ import annotations

from copy import deepcopy
from typing import Annotated, Literal

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Plot, Point

FEATURES = 20
USEFUL = 5
UPDATES = 300
EPOCHS = 200
MASKS = 4000
SIDE = 8


@claim(
    section=10,
    says="Trained with an L1 penalty many weights become exactly 0, with an L2 penalty none does.",
    guess=Guess(
        f"{FEATURES} weights, of which the data need {USEFUL}, are trained with a penalty. Which penalty makes weights "
        "exactly 0?",
        {"l1": "L1 alone.", "l2": "L2 alone.", "both": "Both do.", "neither": "Neither: they only come near."},
    ),
    why="L1 pulls with the same force λ however small a weight is, so it holds at 0 every weight that the data pull "
    "with less than λ. The pull of L2, λw, fades as the weight does.",
    fails={"strength": 0.00001},
    plot=Plot("update", "weights that are exactly 0"),
)  # fmt: skip
def l1_gives_exact_zeros_l2_does_not(
    strength: Annotated[float, Option("strength λ of the penalty", 0, 1)] = 0.1,
    examples: Annotated[int, Option("examples", 30, 1000)] = 100,
) -> Growing:
    """Fit a linear model by gradient steps; L1 is applied after each as a soft threshold."""
    X = torch.randn(examples, FEATURES)  # (examples, features)
    true = torch.cat((torch.ones(USEFUL), torch.zeros(FEATURES - USEFUL)))
    y = X @ true + 0.5 * torch.randn(examples)
    rate = 0.2
    l1, l2 = 0.5 * torch.randn(FEATURES), 0.5 * torch.randn(FEATURES)  # (features,)
    for update in range(UPDATES + 1):
        zeros, l2_zeros = int((l1 == 0).sum()), int((l2 == 0).sum())
        yield Point(update, {"L1": zeros, "L2": l2_zeros})
        l1 = nn.functional.softshrink(l1 - rate * X.T @ (X @ l1 - y) / examples, rate * strength)
        l2 = l2 - rate * (X.T @ (X @ l2 - y) / examples + strength * l2)
    outcome = {(True, False): "l1", (False, True): "l2", (True, True): "both"}.get((zeros > 0, l2_zeros > 0), "neither")
    return Measured(
        holds=outcome == "l1" and zeros >= FEATURES // 4,
        outcome=outcome,
        said=f"Exactly 0 are {zeros} of {FEATURES} weights with L1 and {l2_zeros} with L2; with L2 the smallest is "
        f"{l2.abs().min():.2g} away from it.",
        numbers={"zeros with L1": zeros, "zeros with L2": l2_zeros, "smallest size with L2": l2.abs().min().item()},
        bars=Bars({f"w{index}": weight for index, weight in enumerate(l1.tolist(), 1)}, "weights with L1"),
    )


@claim(
    section=10,
    says="A weight under an L2 penalty can cross 0.",
    guess=Guess(
        "A weight is 1; the data alone want −0.5, and an L2 penalty pulls it to 0. What does the weight do?",
        {"near": "It comes ever nearer to 0 and never reaches it.", "stops": "It stops at exactly 0.",
         "crosses": "It crosses 0 and ends below.", "above": "It comes to rest above 0."},
    ),
    why="It goes where the pulls of the data and of the penalty balance, −0.5/(1 + λ), on whichever side that is. Only "
    "a weight that nothing but the penalty moves shrinks by the same factor for ever.",
    fails={"data_want": 0.0},
    plot=Plot("update", "weight"),
)  # fmt: skip
def an_l2_weight_can_cross_zero(
    data_want: Annotated[float, Option("the weight that fits the data best", -1, 1)] = -0.5,
    strength: Annotated[float, Option("strength λ of the penalty ½λw²", 0, 5)] = 0.5,
) -> Growing:
    """Train one weight with torch's SGD, whose weight_decay adds the penalty's gradient."""
    weight = torch.ones(1, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD([weight], lr=0.1, weight_decay=strength)
    for update in range(101):
        yield Point(update, {"weight": weight.item()})
        weight.grad = weight.detach() - data_want
        optimiser.step()
    end = weight.item()
    return Measured(
        holds=end < 0,
        outcome="crosses" if end < 0 else "stops" if end == 0 else "near" if end < 1e-4 else "above",
        said=f"From 1 the weight went to {end:.4g}; data and penalty balance at {data_want / (1 + strength):.4g}.",
        numbers={"weight": end, "balance": data_want / (1 + strength)},
    )


@claim(
    section=10,
    says="Plain subgradient steps with an L1 penalty swing around 0 for ever, where its optimum is exactly 0.",
    guess=Guess(
        "L1 holds a weight's optimum at exactly 0. Its steps use the plain slope λ·sign(w). Where is the weight after "
        f"{UPDATES} of them?",
        {"zero": "At exactly 0, to stay.", "swings": "It swings around 0, now on this side, now on that.",
         "elsewhere": "At rest, but elsewhere."},
    ),
    why="However near to 0, the penalty's slope is ±λ: a step as long as αλ lands on the other side. The soft "
    "threshold instead sets to 0 what would cross it.",
    fails={"soft_threshold": True},
    plot=Plot("update", "weight"),
)  # fmt: skip
def plain_subgradient_steps_oscillate_around_zero(
    soft_threshold: Annotated[bool, Option("apply the penalty as a soft threshold after the data's step")] = False,
    strength: Annotated[float, Option("strength λ of the penalty; the data pull a weight of 0 with 0.05", 0, 1)] = 0.2,
) -> Growing:
    """Train one weight whose data want 0.05, less than the penalty holds."""
    weight, rate, trail = 0.5 + torch.rand(()), 0.1, []
    for update in range(UPDATES + 1):
        if update % 2 == 0 or update > UPDATES - 50:
            yield Point(update, {"weight": weight.item()})
        trail.append(weight.item())
        pull = weight - 0.05
        if soft_threshold:
            weight = nn.functional.softshrink(weight - rate * pull, rate * strength)
        else:
            weight = weight - rate * (pull + strength * weight.sign())
    last = torch.tensor(trail[-50:])
    swings = int((last.sign().diff().abs() == 2).sum())
    outcome = "swings" if swings else "zero" if not last.any() else "elsewhere"
    return Measured(
        holds=outcome == "swings",
        outcome=outcome,
        said=f"In the last 50 updates the weight changed sides {swings} times, was exactly 0 in "
        f"{int((last == 0).sum())} of them, and was never more than {last.abs().max():.3f} away.",
        numbers={"changes of side": swings, "exact zeros": int((last == 0).sum()), "furthest": last.abs().max().item()},
    )


@claim(
    section=10,
    says="Inverted dropout keeps the expectation: the mean of a linear layer's output over many masks is its output "
    "without dropout.",
    guess=Guess(
        "Dropout with p = 0.5 comes before a linear layer. The layer's mean output in training, against the one in "
        "evaluation, is …",
        {"smaller": "smaller in size: half of the inputs are 0.", "same": "the same.",
         "larger": "larger in size: what is kept is doubled.", "other": "another, unit by unit."},
    ),
    why="What is kept, with probability 1 − p, is divided by 1 − p, so each unit's mean is what it was; a linear layer "
    "passes means on. A non-linearity does not: the mean of a ReLU is not the ReLU of the mean.",
    fails={"then": "relu"},
)  # fmt: skip
def inverted_dropout_keeps_the_expectation(
    then: Annotated[Literal["nothing", "relu", "tanh"], Option("what comes after the linear layer")] = "nothing",
    p: Annotated[float, Option("the probability that a unit is left out", 0, 0.9)] = 0.5,
) -> Measured:
    """Average the output over many masks, and judge the distance by the standard error of that mean."""
    after = {"nothing": nn.Identity(), "relu": nn.ReLU(), "tanh": nn.Tanh()}[then]
    net = nn.Sequential(nn.Dropout(p), nn.Linear(32, 16), after).requires_grad_(False)
    x = 3 * torch.rand(32)
    outputs = net(x.expand(MASKS, 32))  # (masks, units)
    mean, error = outputs.mean(0), outputs.std(0) / MASKS**0.5  # (units,)
    plain = net.eval()(x)
    apart = (mean - plain).abs()
    same = bool((apart <= 5 * error + 1e-4).all())
    ratio = (mean.norm() / plain.norm()).item()
    outcome = "same" if same else "smaller" if ratio < 0.6 else "larger" if ratio > 1.6 else "other"
    return Measured(
        holds=same,
        outcome=outcome,
        said=f"Over {MASKS} masks the mean output is at most {apart.max():.3f} away from the output in evaluation, "
        f"with standard errors up to {error.max():.3f}; together they are {ratio:.2f} times as large.",
        numbers={"largest distance": apart.max().item(), "largest standard error": error.max().item(), "ratio": ratio},
    )


@claim(
    section=10,
    says="In evaluation dropout changes nothing: every run gives the output of the net without it.",
    guess=Guess(
        "After net.eval() the same input goes through a net with dropout ten times. What comes out?",
        {"plain": "Each time the output of the net without dropout.", "scaled": "Each time the same, but another.",
         "varies": "Each time another output."},
    ),
    why="net.eval() tells each nn.Dropout that training is over, and it then returns its input. A bare "
    "F.dropout(x, p) is not told: its argument training is True unless it is given.",
    fails={"written_as": "F.dropout"},
)  # fmt: skip
def dropout_changes_nothing_in_evaluation(
    written_as: Annotated[
        Literal["nn.Dropout", "F.dropout"], Option("a layer of the net, or a call in its forward without training=")
    ] = "nn.Dropout",
    p: Annotated[float, Option("the probability that a unit is left out", 0.05, 0.95)] = 0.5,
) -> Measured:
    """Run a net with dropout ten times after eval(), beside its layers without dropout."""
    first, second = nn.Linear(16, 64).requires_grad_(False), nn.Linear(64, 4).requires_grad_(False)
    x = torch.randn(16)
    plain = second(first(x).relu())  # (outputs,)
    dropout = nn.Dropout(p).eval() if written_as == "nn.Dropout" else lambda units: nn.functional.dropout(units, p)
    outputs = torch.stack([second(dropout(first(x).relu())) for _ in range(10)])  # (runs, outputs)
    apart, spread = (outputs - plain).abs().max().item(), (outputs - outputs[0]).abs().max().item()
    return Measured(
        holds=apart == 0,
        outcome="plain" if apart == 0 else "scaled" if spread == 0 else "varies",
        said=f"Ten runs differ by at most {spread:.3g} from one another and by at most {apart:.3g} from the net "
        "without dropout.",
        numbers={"difference between runs": spread, "difference from the plain net": apart},
    )


@claim(
    section=10,
    says="A net that fits the noise of a few examples overfits, and the weights of the epoch with the lowest "
    "validation loss do better on test data.",
    guess=Guess(
        f"A net trains {EPOCHS} epochs on 40 noisy examples of ten features. Which weights have the lower test loss?",
        {"best": "Those of the epoch with the lowest validation loss.",
         "last": "The last ones: their training loss is lowest.",
         "alike": "Both alike, within a quarter."},
    ),
    why="First it learns what the examples have in common, later what each one's noise adds; the latter raises the "
    "loss on all other data. With many examples there is more noise than the net can learn, "
    "and without noise there is little to forget.",
    fails={"examples": 5000},
    plot=Plot("epoch", "loss", logarithmic=True),
)  # fmt: skip
def a_noise_fitting_net_overfits_and_early_stopping_restores_it(
    examples: Annotated[int, Option("training examples", 10, 5000)] = 40,
    noise: Annotated[
        float,
        Option("standard deviation of the targets' noise; a sine of the first feature is what there is to learn", 0, 2),
    ] = 1.0,
) -> Growing:
    """Train with Adam, and keep the weights of the epoch with the lowest validation loss."""
    x = torch.randn(examples + 1100, 10)  # (examples, features)
    y = 1.5 * torch.sin(x[:, :1]) + noise * torch.randn(examples + 1100, 1)
    (x, x_valid, x_test), (y, y_valid, y_test) = (one.split([examples, 100, 1000]) for one in (x, y))
    net = nn.Sequential(nn.Linear(10, 32), nn.ReLU(), nn.Linear(32, 1))
    optimiser, loss_of = torch.optim.Adam(net.parameters(), lr=0.01), nn.functional.mse_loss
    lowest, best, best_epoch = float("inf"), net, 0
    for epoch in range(EPOCHS + 1):
        loss = loss_of(net(x), y)
        with torch.no_grad():
            valid = loss_of(net(x_valid), y_valid).item()
        yield Point(epoch, {"training": loss.item(), "validation": valid})
        if valid < lowest:
            lowest, best, best_epoch = valid, deepcopy(net), epoch
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        last_test, best_test = loss_of(net(x_test), y_test).item(), loss_of(best(x_test), y_test).item()
    outcome = "best" if last_test > 1.25 * best_test else "last" if best_test > 1.25 * last_test else "alike"
    return Measured(
        holds=outcome == "best",
        outcome=outcome,
        said=f"The validation loss was lowest in epoch {best_epoch}; its weights have the test loss {best_test:.3g}, "
        f"the last ones {last_test:.3g}.",
        numbers={"best epoch": best_epoch, "test loss, best": best_test, "test loss, last": last_test,
                 "training loss, last": loss.item()},
    )  # fmt: skip


def _changed(images: Tensor, how: str) -> Tensor:
    """Return the images each shifted by up to two pixels (what leaves comes in again), or turned by quarter turns."""
    count = len(images)
    if how == "turned":
        turns = torch.randint(4, (count,)).tolist()
        return torch.stack([image.rot90(turn) for image, turn in zip(images, turns, strict=True)])
    down, right = torch.randint(-2, 3, (2, count, 1))
    rows, columns = (torch.arange(SIDE) + down) % SIDE, (torch.arange(SIDE) + right) % SIDE  # (images, side)
    return images[torch.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]


@claim(
    section=10,
    says="Training on shifted copies narrows the gap between training and test, where test images are shifted too.",
    guess=Guess(
        "Four patterns stand anywhere in small images. A net learns 80 of them, once as they are and once shifted anew "
        "in every update. What do the shifts do to its accuracies?",
        {"narrower": "Training and test come nearer to each other.", "wider": "They part further.",
         "alike": "Neither, by more than 0.3."},
    ),
    why="Every shifted copy is an image that could have been in the data, so the net learns what shifts leave the same "
    "instead of 80 images by heart. Turned copies are images that the test data do not have.",
    fails={"copies": "turned"},
    plot=Plot("update", "accuracy"),
)  # fmt: skip
def augmentation_narrows_the_gap_between_training_and_test(
    copies: Annotated[
        Literal["shifted", "turned"], Option("what is done to the copies, anew in each update")
    ] = "shifted",
    examples: Annotated[int, Option("training images", 8, 400)] = 80,
) -> Growing:
    """Train the same net with and without copies, on patterns at random places under noise."""
    patterns = torch.zeros(4, SIDE, SIDE)
    patterns[:, 2:6, 2:6] = (torch.rand(4, 4, 4) > 0.5).float()
    classes = torch.arange(examples + 400) % 4
    images = _changed(patterns[classes], "shifted") + 0.3 * torch.randn(examples + 400, SIDE, SIDE)
    plain = nn.Sequential(nn.Flatten(), nn.Linear(SIDE**2, 64), nn.ReLU(), nn.Linear(64, 4))
    nets = {"plain": plain, "with copies": deepcopy(plain)}
    optimisers = {name: torch.optim.Adam(net.parameters(), lr=0.01) for name, net in nets.items()}
    for update in range(151):
        if update % 5 == 0:
            with torch.no_grad():
                right = {name: (net(images).argmax(1) == classes).float() for name, net in nets.items()}
            gaps = {name: (one[:examples].mean() - one[examples:].mean()).item() for name, one in right.items()}
            yield Point(update, {f"{name}, {part}": one.mean().item() for name, all_right in right.items()
                                 for part, one in zip(("training", "test"), all_right.split([examples, 400]),
                                                      strict=True)})  # fmt: skip
        for name, net in nets.items():
            batch = images[:examples] if name == "plain" else _changed(images[:examples], copies)
            optimisers[name].zero_grad()
            nn.functional.cross_entropy(net(batch), classes[:examples]).backward()
            optimisers[name].step()
    narrowed = gaps["plain"] - gaps["with copies"]
    return Measured(
        holds=narrowed > 0.3,
        outcome="narrower" if narrowed > 0.3 else "wider" if narrowed < -0.3 else "alike",
        said=f"Training and test accuracy are {gaps['plain']:.2f} apart without copies and {gaps['with copies']:.2f} "
        f"with {copies} ones; the test accuracy is {right['plain'][examples:].mean():.2f} without "
        f"and {right['with copies'][examples:].mean():.2f} with them.",
        numbers={"gap, plain": gaps["plain"], "gap, with copies": gaps["with copies"]},
    )
