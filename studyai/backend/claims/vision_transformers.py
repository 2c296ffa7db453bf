"""Section 23: vision transformers."""

from __future__ import annotations

from typing import Annotated, Literal

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Measured, claim
from studyai.protocol import Bars, Guess, Heat

SIZE = 16
SIDE = 8  # of the small images, in pixels


def _cut(images: Tensor, patch: int) -> Tensor:
    """Return the patches of images (batch, channels, height, width), row by row: (batch, patches, numbers)."""
    return nn.functional.unfold(images, patch, stride=patch).transpose(1, 2)


@claim(
    section=23,
    says="Embedding the patches of an image is a convolution whose stride is the size of its kernel.",
    guess=Guess(
        "Each patch of P×P is flattened and multiplied by a matrix. A convolution has the same weights, kernel P×P and "
        "stride P. Its results are…",
        {"same": "the same numbers.", "more": "more vectors: its kernel overlaps.", "other": "as many, but others."},
    ),
    why="A convolution multiplies what lies under its kernel by one matrix at every place. With stride P the places "
    "are the patches: none overlaps, none is left out.",
    fails={"stride": 2},
)  # fmt: skip
def a_patch_embedding_is_a_strided_convolution(
    stride: Annotated[int, Option("stride of the convolution; its kernel is 4×4, as a patch", 1, 4)] = 4,
    channels: Annotated[int, Option("channels of the image", 1, 8)] = 3,
) -> Measured:
    """Embed the patches of an image with a dense layer and with a convolution of the same weights."""
    image = torch.randn(1, channels, 16, 16)  # (batch, channels, height, width)
    dense = nn.Linear(channels * 4 * 4, SIZE)
    convolution = nn.Conv2d(channels, SIZE, 4, stride)
    with torch.no_grad():
        convolution.weight.copy_(dense.weight.view_as(convolution.weight))  # (size, channels, 4, 4)
        convolution.bias = dense.bias
        embedded = dense(_cut(image, 4))[0]  # (patches, size)
        convolved = convolution(image)[0].flatten(1).T  # (places, size)
    fits = len(embedded) == len(convolved)
    difference = (embedded - convolved).abs().max().item() if fits else 0.0
    return Measured(
        holds=fits and difference < 1e-5,
        outcome="more" if len(convolved) > len(embedded) else "same" if difference < 1e-5 else "other",
        said=f"The dense layer makes {len(embedded)} vectors, the convolution {len(convolved)}"
        + (f"; they differ by at most {difference:.1g}." if fits else ": its kernels overlap."),
        numbers={"patches": len(embedded), "places of the kernel": len(convolved), "difference": difference},
        bars=Bars({"patches": len(embedded), "places of the kernel": len(convolved)}, "vectors"),
    )


def _vit(patch: int, side: int, class_token: bool) -> nn.ModuleDict:
    """Return a small vision transformer's layers; its images have one channel."""
    return nn.ModuleDict({
        "embedding": nn.Linear(patch**2, SIZE),
        "cls": nn.Embedding(int(class_token), SIZE),
        "positions": nn.Embedding((side // patch) ** 2 + class_token, SIZE),
        "encoder": nn.TransformerEncoder(nn.TransformerEncoderLayer(SIZE, 2, 32, batch_first=True, norm_first=True), 2,
                                         enable_nested_tensor=False),
        "head": nn.Linear(SIZE, 10),
    }).eval()  # fmt: skip


def _classify(vit: nn.ModuleDict, patches: Tensor, positions: float = 1.0) -> Tensor:
    """Return the logits (batch, classes) of images cut into patches (batch, patches, numbers)."""
    cls = vit["cls"].get_parameter("weight")  # (1, size); (0, size) where there is none
    tokens = torch.cat([cls.expand(len(patches), -1, -1), vit["embedding"](patches)], 1)  # (batch, tokens, size)
    states = vit["encoder"](tokens + positions * vit["positions"].get_parameter("weight"))  # (batch, tokens, size)
    logits: Tensor = vit["head"](states[:, 0] if len(cls) else states.mean(1))
    return logits


@claim(
    section=23,
    says="A vision transformer has one token more than the image has patches.",
    guess=Guess(
        "A 32×32 image is cut into patches of 8×8. How many tokens does the vision transformer read?", within=0.01
    ),
    why="(32/8)² patches, and CLS before them: a learned vector of no patch that reads from all, and that the class is "
    "read from. Without it the patches are averaged, and there are just as many tokens as patches.",
    fails={"class_token": False},
)
def a_vit_has_one_token_more_than_patches(
    class_token: Annotated[bool, Option("a CLS token is put before the patches")] = True,
    side: Annotated[int, Option("pixels of the image on each side", 8, 64)] = 32,
    patch: Annotated[int, Option("pixels of a patch on each side; what does not fill one is dropped", 1, 8)] = 8,
) -> Measured:
    """Run a vision transformer and record how many tokens its encoder is given."""
    vit = _vit(patch, side, class_token)
    seen: list[int] = []
    vit["encoder"].register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].shape[1]))
    patches = _cut(torch.randn(1, 1, side, side), patch)  # (batch, patches, numbers)
    with torch.no_grad():
        _classify(vit, patches)
    count, tokens = patches.shape[1], seen[0]
    return Measured(
        holds=tokens == count + 1,
        outcome=tokens,
        said=f"The number of patches is {count}, and the encoder was given {tokens} tokens.",
        numbers={"patches": count, "tokens": tokens},
        bars=Bars({"patches": count, "tokens": tokens}),
    )


@claim(
    section=23,
    says="Without position embeddings a vision transformer ignores where the patches are.",
    guess=Guess(
        "The patches of an image are shuffled. No positions are added. The logits of the vision transformer…",
        {"same": "stay the same.", "change": "change: the picture is another one.",
         "equal": "become equal for all classes: nothing can be recognised."},
    ),
    why="CLS reads from a set of patches: what a patch adds depends on what it shows alone. Position embeddings mark "
    "each patch with its place, so the same patch elsewhere is another token; training decides how much that counts.",
    fails={"positions": 1.0},
)  # fmt: skip
def without_positions_a_vit_ignores_where_patches_are(
    positions: Annotated[float, Option("what the position embeddings are multiplied by", 0, 2)] = 0.0,
    patch: Annotated[Literal["1", "2", "4"], Option("pixels of a patch on each side")] = "2",
) -> Measured:
    """Shuffle the patches of a bright ring and compare the logits."""
    side = int(patch)
    from_middle = (torch.arange(SIDE) - (SIDE - 1) / 2).square()  # (pixels,)
    image = ((from_middle.unsqueeze(1) + from_middle).sqrt() - 2.7).abs().neg().exp()  # (height, width)
    image = (image - image.mean()) / image.std()
    patches = _cut(image.expand(1, 1, SIDE, SIDE), side)  # (batch, patches, numbers)
    order, shuffled = torch.randperm(patches.shape[1]), patches.clone()
    shuffled[:, order] = patches[:, order.roll(1)]  # no patch stays where it was
    vit = _vit(side, SIDE, True)
    with torch.no_grad():
        before, after = _classify(vit, patches, positions), _classify(vit, shuffled, positions)  # (batch, classes)
    moved, spread = (after - before).abs().max().item(), (after.max() - after.min()).item()
    picture = nn.functional.fold(shuffled.transpose(1, 2), SIDE, side, stride=side)[0, 0]  # (height, width)
    return Measured(
        holds=moved < 1e-5,
        outcome="same" if moved < 1e-5 else "equal" if spread < 1e-5 else "change",
        said=f"When the {patches.shape[1]} patches are shuffled, the logits move by at most {moved:.2g}; they lie "
        f"{spread:.2f} apart.",
        numbers={"logits move by": moved, "largest less smallest logit": spread},
        heat=Heat(picture.tolist(), title="the image with its patches shuffled"),
    )


def _multiplications(tokens: int, width: int, whole_layer: bool) -> float:
    """Return what torch counts in a layer for that many tokens, on tensors without numbers."""
    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        x = torch.empty(tokens, width)  # (tokens, width)
        if whole_layer:
            for into, out in ((width, 3 * width), (width, width), (width, 4 * width), (4 * width, width)):
                torch.empty(tokens, into) @ torch.empty(into, out)  # Q, K, V; W_O; the feed-forward network
        scores = x @ x.T  # (tokens, tokens)
        scores.softmax(1) @ x
    return float(counter.get_total_flops()) / 2  # a multiplication and an addition count as two


@claim(
    section=23,
    says="Halving the side of the patches makes the attention maps cost about 16 times as much.",
    guess=Guess(
        "A 224×224 image is cut into patches of 8×8, not 16×16. By which factor do the attention maps cost more?"
    ),
    why="Half the side makes four times the patches, and the maps grow with the square of the tokens: 4². CLS stays "
    "one, so it is a little less. The linear parts of a layer only grow with the tokens, by 4.",
    fails={"counted": "the whole layer"},
)
def halving_the_patch_multiplies_the_attention_by_sixteen(
    counted: Annotated[
        Literal["attention maps", "the whole layer"], Option("what is counted of a layer")
    ] = "attention maps",
    side: Annotated[int, Option("pixels of the image on each side", 16, 512)] = 224,
    width: Annotated[int, Option("d, the model's width", 16, 1024)] = 768,
) -> Measured:
    """Let torch count the multiplications of a layer at patches of 16×16 and of 8×8."""
    tokens = [_cut(torch.empty(1, 1, side, side, device="meta"), patch).shape[1] + 1 for patch in (16, 8)]
    coarse, fine = (_multiplications(one, width, counted == "the whole layer") for one in tokens)
    return Measured(
        holds=abs(fine / coarse / 16 - 1) < 0.05,
        outcome=fine / coarse,
        said=f"{tokens[0]} tokens become {tokens[1]}; counting {counted}, {coarse:,.0f} multiplications become "
        f"{fine:,.0f}: {fine / coarse:.2f} times as many.",
        numbers={"16×16 patches": coarse, "8×8 patches": fine, "factor": fine / coarse},
        bars=Bars({"16×16 patches": coarse, "8×8 patches": fine}, "multiplications of one layer"),
    )
