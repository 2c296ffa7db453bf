"""Section 12: convolutional networks."""

from __future__ import annotations

from typing import Annotated, Literal

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Heat, Plot, Point

SIDE = 28
MAP = 64
WIDTH = 64


@claim(
    section=12,
    says="A convolution is equivariant to shifts: shift the image, and its map is the old map, shifted.",
    guess=Guess(
        "An image moves one pixel to the right. What becomes of a convolution's map at stride 1?",
        {"same": "It stays as it is.", "moves": "It moves as well, and is otherwise the same.",
         "other": "It becomes another map, no shift of the old one."},
    ),
    why="The same kernel looks at every place, so what it found there it finds at the new place. At stride 2 it looks "
    "at every second place only, and a shift by one lands in between.",
    fails={"stride": 2},
)  # fmt: skip
def a_convolution_is_equivariant_to_shifts(
    stride: Annotated[int, Option("stride of the convolution", 1, 4)] = 1,
    shift: Annotated[int, Option("pixels that the image moves to the right", 0, 12)] = 1,
) -> Measured:
    """Compare the map of the shifted image with every shift of the old map; the image's borders wrap around."""
    convolution = nn.Conv2d(1, 1, 3, stride, padding=1, padding_mode="circular", dtype=torch.float64)
    convolution.requires_grad_(False)
    image = torch.randn(1, 1, 24, 24, dtype=torch.float64)  # (batch, channels, height, width)
    old, new = convolution(image)[0, 0], convolution(image.roll(shift, 3))[0, 0]  # (height, width)
    apart = torch.stack([(new - old.roll(by, 1)).abs().max() for by in range(old.shape[1])])
    nearest, by = apart.min(0)
    moved = nearest.item() < 1e-9
    outcome = "other" if not moved else "same" if by == 0 else "moves"
    return Measured(
        holds=moved,
        outcome=outcome,
        said=f"With the image moved by {shift} the new map is nearest to the old one moved by {int(by)}: at most "
        f"{nearest.item():.2g} away.",
        numbers={"shift of the map": by.item(), "largest difference": nearest.item()},
        heat=Heat((new - old.roll(int(by), 1)).tolist(), title="what is left when the nearest shift is subtracted"),
    )


def _seen(layers: nn.Module, side: int) -> Tensor:
    """Return by how much the output in the middle changes with each pixel: (side, side)."""
    image = torch.zeros(1, 1, side, side, dtype=torch.float64, requires_grad=True)
    output = layers(image)  # (batch, channels, height, width)
    middle = output.shape[2] // 2
    (slopes,) = torch.autograd.grad(output[0, :, middle, middle].sum(), image)
    return slopes[0, 0].abs()


def _span(seen: Tensor) -> int:
    """Return how many columns lie from the first that is seen to the last."""
    columns = seen.sum(0).nonzero()
    return int(columns.max() - columns.min()) + 1


@claim(
    section=12,
    says="A dilated kernel sees further than a dense one, at no parameter more.",
    guess=Guess(
        "A 3 × 3 kernel is dilated by 4. How many pixels lie from the first column that an output sees to the last?",
        within=0.02,
    ),
    why="Dilation pulls the same weights apart, D(F − 1) + 1 pixels wide, and skips what is between. A kernel of one "
    "weight has nothing to pull apart.",
    fails={"kernel": 1},
)
def a_dilated_kernel_sees_further_at_no_parameters(
    dilation: Annotated[int, Option("dilation D", 1, 6)] = 4,
    kernel: Annotated[int, Option("kernel size F", 1, 5)] = 3,
) -> Measured:
    """Let autograd say which pixels the output in the middle depends on."""
    dilated = nn.Conv2d(1, 1, kernel, dilation=dilation, dtype=torch.float64)
    dense = nn.Conv2d(1, 1, kernel, dtype=torch.float64)
    seen = _seen(dilated, 33)
    spans = _span(seen), _span(_seen(dense, 33))
    columns = seen.sum(0).nonzero()
    around = slice(int(columns.min()) - 1, int(columns.max()) + 2)  # what is seen, and a pixel on each side
    parameters = [sum(one.numel() for one in layer.parameters()) for layer in (dilated, dense)]
    return Measured(
        holds=spans[0] > spans[1] and parameters[0] <= parameters[1],
        outcome=spans[0],
        said=f"The dilated kernel sees a field of {spans[0]} × {spans[0]} with {parameters[0]} parameters, the dense "
        f"one of {spans[1]} × {spans[1]} with {parameters[1]}.",
        numbers={"span, dilated": spans[0], "span, dense": spans[1], "parameters, dilated": parameters[0],
                 "parameters, dense": parameters[1]},
        heat=Heat((seen > 0)[around, around].double().tolist(), title="pixels that the dilated kernel sees"),
    )  # fmt: skip


@claim(
    section=12,
    says="Sharing its weights saves a convolution almost all parameters of a dense layer with as many outputs.",
    guess=Guess(
        f"Eight 3 × 3 kernels on a {SIDE} × {SIDE} image of one channel. How many parameters do they have, biases "
        "included?",
        within=0.02,
    ),
    why="A dense layer has a weight for every pair of pixel and output, a convolution one for every cell of a kernel, "
    "used at all places. A kernel as large as the image has one place only: nothing is shared.",
    fails={"kernel": SIDE},
)
def sharing_saves_parameters(
    kernel: Annotated[int, Option("kernel size", 1, SIDE)] = 3,
    kernels: Annotated[int, Option("kernels", 1, 64)] = 8,
) -> Measured:
    """Count the parameters of both layers; on torch's device meta tensors have a shape and no memory."""
    with torch.device("meta"):
        convolution = nn.Conv2d(1, kernels, kernel)
        outputs = convolution(torch.empty(1, 1, SIDE, SIDE)).numel()
        dense = nn.Linear(SIDE * SIDE, outputs)
    shared, full = (sum(one.numel() for one in layer.parameters()) for layer in (convolution, dense))
    return Measured(
        holds=shared < full / 100,
        outcome=shared,
        said=f"For {outputs} outputs the convolution has {shared} parameters and a dense layer {full}, "
        f"{full / shared:.0f} times as many.",
        numbers={"convolution": shared, "dense": full, "ratio": full / shared},
        bars=Bars({"convolution": shared, "dense": full}, "parameters"),
    )


@claim(
    section=12,
    says="A convolution layer cross-correlates: it lays the kernel on as it is, which a convolution proper would flip.",
    guess=Guess(
        "The signal 0 0 1 0 0 goes through a conv1d layer with the kernel (1, 2, 3) and padding 1. What comes out?",
        {"flipped": "0 1 2 3 0: what convolution with a flipped kernel gives.",
         "as-is": "0 3 2 1 0: what the kernel gives when it is laid on as it is.",
         "either": "That cannot be told: both orders give the same."},
    ),
    why="It multiplies what lies on top of each other and adds up. Training finds a kernel either way round, so nobody "
    "flips it; with a kernel that is its own mirror image the two are one.",
    fails={"kernel": "mirrored"},
)  # fmt: skip
def convolution_layers_cross_correlate(
    kernel: Annotated[
        Literal["lopsided", "mirrored"], Option("a kernel (1, 2, 3), or (1, 2, 1) that is its own mirror image")
    ] = "lopsided",
) -> Measured:
    """Work both out as sums of products at each place, and compare them with torch's layer."""
    weights = torch.tensor([1.0, 2.0, 3.0] if kernel == "lopsided" else [1.0, 2.0, 1.0])
    layer = nn.Conv1d(1, 1, 3, padding=1, bias=False).requires_grad_(False)
    layer.weight[0, 0] = weights
    impulse, noise = torch.tensor([0.0, 0.0, 1.0, 0.0, 0.0]), torch.randn(5)
    gaps = []
    for laid_on in (weights, weights.flip(0)):
        worked = [(nn.functional.pad(x, (1, 1)).unfold(0, 3, 1) @ laid_on) for x in (impulse, noise)]  # (places,)
        given = [layer(x.view(1, 1, 5)).flatten() for x in (impulse, noise)]
        gaps.append(max((one - other).abs().max().item() for one, other in zip(worked, given, strict=True)))
    as_is, flipped = (gap < 1e-5 for gap in gaps)
    output = " ".join(f"{value:g}" for value in layer(impulse.view(1, 1, 5)).flatten().tolist())
    return Measured(
        holds=as_is and not flipped,
        outcome="either" if as_is and flipped else "as-is" if as_is else "flipped",
        said=f"0 0 1 0 0 became {output}; over both signals torch is at most {gaps[0]:.2g} from the kernel as it is, "
        f"and {gaps[1]:.2g} from the flipped one.",
        numbers={"difference, as it is": gaps[0], "difference, flipped": gaps[1]},
    )


@claim(
    section=12,
    says="Max pooling bears small shifts: when the map moves by a pixel, more than half of the pooled values stay.",
    guess=Guess(
        "A map moves by one pixel, and is pooled in windows of 4 × 4. How many of the pooled values stay exactly?",
        {"most": "More than half.", "some": "From a tenth to a half.", "few": "Less than a tenth."},
    ),
    why="A window's maximum stays as long as the pixel that has it stays within and no larger one comes in, which "
    "a small shift leaves likely. A larger shift brings new pixels into most of the window.",
    fails={"shift": 3},
    plot=Plot("shift in pixels", "share of values that stay"),
)  # fmt: skip
def max_pooling_bears_small_shifts(
    shift: Annotated[int, Option("pixels that the map moves", 0, 8)] = 1,
    window: Annotated[int, Option("side of the windows", 1, 8)] = 4,
    pooling: Annotated[Literal["max", "average"], Option("what is taken of each window")] = "max",
) -> Growing:
    """Move eight maps, and compare value by value, with pooling and without."""
    pool = nn.MaxPool2d(window) if pooling == "max" else nn.AvgPool2d(window)
    maps = torch.randn(1, 8, MAP, MAP)  # (batch, channels, height, width)
    for moved in range(max(shift, 4) + 1):
        shifted = maps.roll(moved, 3)
        stay = (pool(shifted) == pool(maps)).float().mean().item()
        unpooled = (shifted == maps).float().mean().item()
        yield Point(moved, {"pooled": stay, "not pooled": unpooled})
        if moved == shift:
            share, plain = stay, unpooled
    return Measured(
        holds=share > 0.5,
        outcome="most" if share > 0.5 else "some" if share >= 0.1 else "few",
        said=f"When the map moves by {shift}, {share:.1%} of the pooled values stay exactly, and {plain:.1%} of those "
        "that are not pooled.",
        numbers={"share, pooled": share, "share, not pooled": plain},
    )


@claim(
    section=12,
    says="Two 3 × 3 kernels on top of each other see what a 5 × 5 kernel sees, with fewer parameters.",
    guess=Guess(
        "How many pixels across does an output of two 3 × 3 convolutions on top of each other see?", within=0.02
    ),
    why="Each further layer of 3 × 3 adds a pixel on either side, so two see 5 across, for 2·9 instead of 25 weights a "
    "pair of channels. With twice as many channels in between, the two layers cost more.",
    fails={"middle_channels": 32},
)
def two_three_by_three_kernels_see_what_a_five_by_five_sees(
    middle_channels: Annotated[int, Option("channels between the two layers; 16 go in and come out", 1, 64)] = 16,
) -> Measured:
    """Ask autograd what they see, and count what they have."""
    stack = nn.Sequential(nn.Conv2d(16, middle_channels, 3), nn.Conv2d(middle_channels, 16, 3))
    single = nn.Conv2d(16, 16, 5)
    parameters = [sum(one.numel() for one in layer.parameters()) for layer in (stack, single)]
    spans = []
    for layers in (stack, single):
        image = torch.zeros(1, 16, 11, 11, requires_grad=True)  # (batch, channels, height, width)
        output = layers(image)
        middle = output.shape[2] // 2
        (slopes,) = torch.autograd.grad(output[0, :, middle, middle].sum(), image)
        spans.append(_span(slopes[0].abs().sum(0)))
    return Measured(
        holds=spans[0] == spans[1] and parameters[0] < parameters[1],
        outcome=spans[0],
        said=f"The two see {spans[0]} pixels across with {parameters[0]} parameters, the 5 × 5 kernel {spans[1]} with "
        f"{parameters[1]}.",
        numbers={"span, two": spans[0], "span, one": spans[1], "parameters, two": parameters[0],
                 "parameters, one": parameters[1]},
        bars=Bars({"two of 3 × 3": parameters[0], "one of 5 × 5": parameters[1]}, "parameters"),
    )  # fmt: skip


@claim(
    section=12,
    says="Skip connections keep the gradient: through 50 layers it neither vanishes nor explodes, and without them it "
    "vanishes.",
    guess=Guess(
        "A gradient goes back through 50 layers that each shrink it, once with a skip connection around every layer. "
        "What reaches the first layer there?",
        {"keeps": "About as much as there was, within a factor of 100.", "vanishes": "Less than a hundredth.",
         "explodes": "More than a hundred times as much."},
    ),
    why="y = x + f(x) has the slope 1 + f′: one path is free of every weight. That keeps a gradient from vanishing "
    "only; where f itself is large, the terms add up and it explodes.",
    fails={"weight_scale": 3.0},
    plot=Plot("layers back", "norm of the gradient, from 1", logarithmic=True),
)  # fmt: skip
def a_skip_connection_keeps_the_gradient(
    weight_scale: Annotated[float, Option("s: a layer's weights have the variance s²/n", 0.05, 4)] = 0.3,
    depth: Annotated[int, Option("layers", 2, 100)] = 50,
) -> Growing:
    """Send a gradient of norm 1 back through tanh layers with and without skips, and read it off at every layer."""
    weights = [weight_scale * WIDTH**-0.5 * torch.randn(WIDTH, WIDTH, dtype=torch.float64) for _ in range(depth)]
    start, direction = torch.randn(2, WIDTH, dtype=torch.float64)
    norms: dict[str, list[float]] = {}
    for name, keeps in (("with skips", 1.0), ("without", 0.0)):
        states = [start.clone().requires_grad_()]
        for weight in weights:
            states.append(keeps * states[-1] + weight @ states[-1].tanh())
        slopes = torch.autograd.grad(states[-1], states, direction / direction.norm())
        norms[name] = [slope.norm().clamp(min=1e-300).item() for slope in reversed(slopes)]
    for back, (skipped, plain) in enumerate(zip(*norms.values(), strict=True)):
        yield Point(back, {"with skips": skipped, "without": plain})
    return Measured(
        holds=0.01 <= skipped <= 100 and plain < 0.01,
        outcome="vanishes" if skipped < 0.01 else "explodes" if skipped > 100 else "keeps",
        said=f"Of a gradient of 1 there are {skipped:.3g} left after {depth} layers with skips, and {plain:.2g} "
        "without.",
        numbers={"gradient with skips": skipped, "gradient without": plain},
    )
