"""Section 11: batch normalisation."""

from __future__ import annotations

from copy import deepcopy
from typing import Annotated, Literal

import torch
from torch import nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Heat, Plot, Point

FEATURES = 8
UPDATES = 250
RATES = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8)


@claim(
    section=11,
    says="Early in training batch normalisation gives the same batch another output in training than in evaluation.",
    guess=Guess(
        "Five batches with mean 3 and variance 4 went through a new batch norm. How does its output for the last of "
        "them compare in training and in evaluation?",
        {"differs": "It differs, by more than 0.2 standard deviations.", "alike": "It is alike to within that."},
    ),
    why="In training the batch's own mean and variance are used, in evaluation the running ones. These begin at 0 and "
    "1, and a tenth of each batch's value at a time needs dozens of batches to arrive.",
    fails={"batches": 100},
    plot=Plot("batch", "root mean squared difference of the outputs"),
)  # fmt: skip
def batch_norm_differs_in_training_and_evaluation(
    batches: Annotated[int, Option("batches that went through in training", 1, 200)] = 5,
    batch_size: Annotated[int, Option("examples in a batch", 2, 1024)] = 256,
    momentum: Annotated[float, Option("the new batch's share in the running values, as in torch", 0.01, 1)] = 0.1,
) -> Growing:
    """Send each batch through the layer in both modes; only training moves the running values."""
    layer = nn.BatchNorm1d(FEATURES, momentum=momentum).requires_grad_(False)
    assert layer.running_mean is not None
    for batch in range(1, batches + 1):
        x = 3 + 2 * torch.randn(batch_size, FEATURES)  # (batch, features)
        trained, evaluated = layer.train()(x), layer.eval()(x)
        difference = (trained - evaluated).square().mean().sqrt().item()
        yield Point(batch, {"difference": difference})
    return Measured(
        holds=difference > 0.2,
        outcome="differs" if difference > 0.2 else "alike",
        said=f"After batch {batches} the outputs differ by {difference:.3f}; the running mean is "
        f"{layer.running_mean.mean():.2f}, that of the batch {x.mean():.2f}.",
        numbers={"difference": difference, "running mean": layer.running_mean.mean().item(), "mean": x.mean().item()},
    )


def _net(normalised: bool, weight_scale: float) -> nn.Sequential:
    """Return a ReLU net of three hidden layers with He's initial weights, times that scale."""
    net, width = nn.Sequential(), 10
    for _ in range(3):
        linear = nn.Linear(width, 32)
        nn.init.normal_(linear.weight, std=weight_scale * (2 / width) ** 0.5)
        net.extend([linear, nn.BatchNorm1d(32) if normalised else nn.Identity(), nn.ReLU()])
        width = 32
    return net.append(nn.Linear(width, 1))


def _loss_after(net: nn.Module, rate: float, batch_size: int, x: torch.Tensor, y: torch.Tensor) -> float:
    """Train the net at that rate, and return its loss on all examples."""
    optimiser = torch.optim.SGD(net.parameters(), lr=rate)
    for _ in range(UPDATES):
        rows = torch.randint(len(x), (batch_size,))
        loss = nn.functional.mse_loss(net(x[rows]), y[rows])
        if not loss.isfinite():
            return float("inf")
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        return nn.functional.mse_loss(net(x), y).nan_to_num(nan=torch.inf).item()


@claim(
    section=11,
    says="With batch normalisation a net trains at larger rates than without.",
    guess=Guess(
        f"A ReLU net gets {UPDATES} updates at ever larger rates, with and without batch normalisation. Which still "
        "trains at the larger rate?",
        {"with": "The one with it.", "without": "The one without.", "same": "Both up to the same rate."},
    ),
    why="Larger weights do not make a normalised layer's output larger, so a step that is too long does not feed on "
    "itself. That less covariate shift is the reason is contested: Santurkar et al. (2018) find a smoother loss. The "
    "statistics of two examples are too noisy to train with.",
    fails={"batch_size": 2},
    plot=Plot("learning rate", f"loss after {UPDATES} updates", logarithmic=True, x_logarithmic=True),
)  # fmt: skip
def batch_norm_bears_larger_rates(
    batch_size: Annotated[int, Option("examples in a batch", 2, 128)] = 64,
    weight_scale: Annotated[float, Option("the initial weights, as a multiple of He's", 0.5, 3)] = 1.2,
) -> Growing:
    """Train with and without at every rate; trained is what gets below half the loss of the best constant."""
    x = torch.randn(256, 10)  # (examples, features)
    y = torch.sin(x[:, :3].sum(1, keepdim=True))
    trained = y.var(correction=0).item() / 2
    nets = {"with": _net(True, weight_scale), "without": _net(False, weight_scale)}
    largest = {"with": 0.0, "without": 0.0}
    for rate in RATES:
        losses = {name: _loss_after(deepcopy(net), rate, batch_size, x, y) for name, net in nets.items()}
        yield Point(rate, {name: loss for name, loss in losses.items() if loss < 100})
        largest.update({name: rate for name, loss in losses.items() if loss < trained})
    normalised, plain = largest["with"], largest["without"]
    said = {name: f"{rate:g}" if rate else "none" for name, rate in largest.items()}
    return Measured(
        holds=normalised > plain,
        outcome="same" if normalised == plain else "with" if normalised > plain else "without",
        said=f"Of the rates from {RATES[0]:g} to {RATES[-1]:g} the largest at which the net trained is {said['with']} "
        f"with batch normalisation and {said['without']} without.",
        numbers={"largest rate, with": normalised, "largest rate, without": plain},
    )


@claim(
    section=11,
    says="In torch the running variance divides by N − 1, the normalisation by N, and in a small batch the two are "
    "more than 1 % apart.",
    guess=Guess(
        "A batch of 5 is the first one, and momentum is 1. How many times as large as the variance that normalises the "
        "batch is the running variance then?",
        within=0.02,
    ),
    why="The running variance is an estimate for all data, and dividing by N − 1 makes it unbiased; the batch itself "
    "is normalised by what it is. The two differ by N/(N − 1), which nears 1 as the batch grows.",
    fails={"batch_size": 500},
)
def running_variance_divides_by_n_minus_one(
    batch_size: Annotated[int, Option("N, examples in the batch", 2, 2000)] = 5,
) -> Measured:
    """Read the one variance off the layer's state, the other off how much its output was divided."""
    layer = nn.BatchNorm1d(FEATURES, momentum=1.0, eps=1e-12, dtype=torch.float64).requires_grad_(False)
    assert layer.running_var is not None
    x = torch.randn(batch_size, FEATURES, dtype=torch.float64)  # (batch, features)
    output = layer(x)
    normalising = ((x - x.mean(0)) / output).square().mean(0)  # (features,)
    ratio = (layer.running_var / normalising).mean().item()
    by_n = (x - x.mean(0)).square().sum(0) / normalising  # (features,) what the normalisation divided by
    by_running = (x - x.mean(0)).square().sum(0) / layer.running_var
    divisors = by_n.mean().item(), by_running.mean().item()
    return Measured(
        holds=abs(divisors[0] - batch_size) < 1e-6 and abs(divisors[1] - batch_size + 1) < 1e-6 and ratio > 1.01,
        outcome=ratio,
        said=f"For {batch_size} examples the normalisation divided the squares by {divisors[0]:.2f}, the running "
        f"variance by {divisors[1]:.2f}: it is {ratio:.4f} times as large.",
        numbers={"divisor of the normalisation": divisors[0], "divisor of the running variance": divisors[1],
                 "ratio": ratio},
    )  # fmt: skip


@claim(
    section=11,
    says="Batch normalisation centres the columns, one feature over the batch; layer normalisation the rows, one "
    "example over its features.",
    guess=Guess(
        "A matrix has an example in each row and a feature in each column. Which of its means does batch normalisation "
        "make 0 in training?",
        {"columns": "Those of the columns.", "rows": "Those of the rows.", "both": "Those of both.",
         "neither": "Neither."},
    ),
    why="Batch normalisation asks how an example compares with others in the same feature, and so needs a batch; layer "
    "normalisation needs none. In evaluation the batch's own mean is no longer what is subtracted.",
    fails={"evaluation": True},
)  # fmt: skip
def batch_norm_takes_columns_layer_norm_rows(
    evaluation: Annotated[bool, Option("the layers are in evaluation, after this one batch in training")] = False,
    batch_size: Annotated[int, Option("examples in the batch", 2, 64)] = 6,
) -> Measured:
    """Normalise the same matrix with both, and take the means of its rows and columns."""
    batch_norm = nn.BatchNorm1d(FEATURES).requires_grad_(False)
    layer_norm = nn.LayerNorm(FEATURES).requires_grad_(False)
    x = torch.randn(batch_size, FEATURES) + torch.arange(FEATURES)  # (batch, features)
    batch_norm(x)
    by_batch, by_layer = batch_norm.train(not evaluation)(x), layer_norm.train(not evaluation)(x)
    means = {
        f"{name}, {axis}": one.mean(dimension).abs().max().item()
        for name, one in (("batch norm", by_batch), ("layer norm", by_layer))
        for axis, dimension in (("columns", 0), ("rows", 1))
    }
    centred = {name: largest < 1e-5 for name, largest in means.items()}
    columns, rows = centred["batch norm, columns"], centred["batch norm, rows"]
    return Measured(
        holds=list(centred.values()) == [True, False, False, True],
        outcome="both" if columns and rows else "columns" if columns else "rows" if rows else "neither",
        said=f"The largest mean of a column is {means['batch norm, columns']:.2g} after batch norm and "
        f"{means['layer norm, columns']:.2g} after layer norm; that of a row {means['batch norm, rows']:.2g} and "
        f"{means['layer norm, rows']:.2g}.",
        numbers=means,
        heat=Heat(
            by_batch.tolist(),
            [str(row) for row in range(1, batch_size + 1)],
            [str(column) for column in range(1, FEATURES + 1)],
            "after batch normalisation: examples down, features across",
        ),
    )  # fmt: skip


@claim(
    section=11,
    says="A bias in the layer before batch normalisation does nothing: no output depends on it, and its gradient is 0.",
    guess=Guess(
        "Every bias of a linear layer right before batch normalisation grows by 5. What becomes of the normalised "
        "outputs in training?",
        {"same": "They stay as they are.", "shifted": "All grow by the same number.",
         "other": "They change, each in its own way."},
    ),
    why="A bias adds the same number to the feature in every example, so to its mean as well, and the mean is "
    "subtracted. β after the normalisation does its work. A ReLU in between bends what the bias shifts.",
    fails={"between": "relu"},
)  # fmt: skip
def a_bias_before_batch_norm_does_nothing(
    between: Annotated[
        Literal["nothing", "relu"], Option("what is between the layer and the normalisation")
    ] = "nothing",
    growth: Annotated[float, Option("by how much each bias grows", 0.1, 100)] = 5.0,
) -> Measured:
    """Compare the outputs before and after the biases grow, and take the gradient of a loss by them."""
    linear = nn.Linear(4, FEATURES, dtype=torch.float64)
    middle = nn.Identity() if between == "nothing" else nn.ReLU()
    net = nn.Sequential(linear, middle, nn.BatchNorm1d(FEATURES, dtype=torch.float64))
    x = torch.randn(64, 4, dtype=torch.float64)  # (batch, inputs)
    targets = torch.randn(64, FEATURES, dtype=torch.float64)
    before = net(x)
    (of_bias, of_weight) = torch.autograd.grad((before - targets).square().sum(), (linear.bias, linear.weight))
    with torch.no_grad():
        linear.bias.add_(growth)
        change = net(x) - before
    largest, spread = change.abs().max().item(), (change - change.mean()).abs().max().item()
    sizes = {"bias": of_bias.norm().item(), "weights": of_weight.norm().item()}
    return Measured(
        holds=largest < 1e-9 and sizes["bias"] < 1e-9,
        outcome="same" if largest < 1e-9 else "shifted" if spread < 1e-9 else "other",
        said=f"With biases {growth:g} larger the outputs change by at most {largest:.2g}; the gradient's norm is "
        f"{sizes['bias']:.2g} for the biases, {sizes['weights']:.3g} for the weights.",
        numbers={"largest change": largest, "gradient of the bias": sizes["bias"],
                 "gradient of the weights": sizes["weights"]},
        bars=Bars(sizes, "norm of the gradient"),
    )  # fmt: skip
