"""Section 22: transformers."""

from __future__ import annotations

from typing import Annotated, Literal

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Heat, Plot, Point

WIDTH = 64
SIZE = 16
UPDATES = 120
WORDS = 12
START = 12  # the start token: one more than the words


@claim(
    section=22,
    says="Layer norm takes every token by itself: nothing else in the sentence or the batch changes its output.",
    guess=Guess(
        "A batch of sentences goes through a transformer's layer norm. On what does the output of one token depend?",
        {"itself": "On that token's own features alone.", "sentence": "On all tokens of its sentence.",
         "batch": "On the other sentences of the batch as well."},
    ),
    why="Mean and variance are taken over the features of one token, in training as in evaluation. Batch norm takes "
    "them per feature over the whole batch.",
    fails={"norm": "batch norm"},
)  # fmt: skip
def layer_norm_is_per_example(
    norm: Annotated[
        Literal["layer norm", "layer norm over the sentence", "batch norm"], Option("what is normalised over")
    ] = "layer norm",
) -> Measured:
    """Replace other tokens and other sentences, and see whether the first token's output moves."""
    layers: dict[str, nn.Module] = {
        "layer norm": nn.LayerNorm(SIZE),
        "layer norm over the sentence": nn.LayerNorm((5, SIZE)),
        "batch norm": nn.Sequential(nn.Flatten(0, 1), nn.BatchNorm1d(SIZE), nn.Unflatten(0, (4, 5))),
    }
    layer = layers[norm].train()
    x = torch.randn(4, 5, SIZE)  # (batch, tokens, features)
    other_tokens, other_sentences = x.clone(), x.clone()
    other_tokens[0, 1:] = 3 * torch.randn(4, SIZE)
    other_sentences[1:] = 3 * torch.randn(3, 5, SIZE)
    with torch.no_grad():
        first = layer(x)[0, 0]  # (features,)
        by_tokens = (layer(other_tokens)[0, 0] - first).abs().max().item()
        by_sentences = (layer(other_sentences)[0, 0] - first).abs().max().item()
    return Measured(
        holds=max(by_tokens, by_sentences) < 1e-6,
        outcome="batch" if by_sentences >= 1e-6 else "sentence" if by_tokens >= 1e-6 else "itself",
        said=f"One token's output moves by at most {by_tokens:.2g} when the rest of its sentence is replaced, by "
        f"{by_sentences:.2g} when the other sentences are.",
        numbers={"other tokens replaced": by_tokens, "other sentences replaced": by_sentences},
        bars=Bars({"other tokens": by_tokens, "other sentences": by_sentences}, "how far one token's output moves"),
    )


@claim(
    section=22,
    says="Without positions, a transformer encoder cannot tell in which order its tokens stand.",
    guess=Guess(
        "Two encoders learn whether token 5 stands before token 1 among five. One has no positions. Who learns it?",
        {"with": "Only the one with positions.", "both": "Both: each reads the tokens in order.",
         "without": "Only the one without.", "neither": "Neither."},
    ),
    why="All parts of an encoder treat a permuted sequence alike, so the mean over its tokens is the same in any "
    "order. A causal mask breaks that: how many tokens one sees tells where it stands.",
    fails={"causal": True},
    plot=Plot("update", "share of right answers"),
)  # fmt: skip
def without_positions_a_transformer_cannot_tell_the_order(
    causal: Annotated[bool, Option("each token sees only those before it, as in a decoder")] = False,
    length: Annotated[int, Option("tokens of a sequence", 2, 10)] = 5,
) -> Growing:
    """Train an encoder with learned positions and one without on a question of order."""
    mask = torch.full((length, length), -torch.inf).triu(1) if causal else None
    encoders, others = {}, {}
    for name in ("with positions", "without positions"):
        encoders[name] = nn.TransformerEncoderLayer(SIZE, 2, 32, dropout=0.0, batch_first=True)
        others[name] = nn.ModuleList([nn.Embedding(length, SIZE), nn.Embedding(length, SIZE), nn.Linear(SIZE, 1)])
    optimisers = {
        name: torch.optim.Adam([*encoders[name].parameters(), *others[name].parameters()], 0.01) for name in encoders
    }
    right = dict.fromkeys(encoders, 0.5)
    for update in range(UPDATES + 1):
        x = torch.rand(64, length).argsort(1)  # (batch, tokens): each number once
        y = (x.argmax(1) < x.argmin(1)).float()  # (batch,)
        for name, encoder in encoders.items():
            words, places, output = others[name]
            tokens = words(x) + (places.weight if name == "with positions" else 0)  # (batch, tokens, size)
            logits = output(encoder(tokens, mask).mean(1)).squeeze(1)  # (batch,)
            hits = ((logits > 0) == y.bool()).float().mean().item()
            right[name] += (hits - right[name]) / 10  # the mean of about ten updates
            optimisers[name].zero_grad()
            nn.functional.binary_cross_entropy_with_logits(logits, y).backward()
            optimisers[name].step()
        yield Point(update, dict(right))
    with_, without = right.values()
    learnt = {name for name, share in (("with", with_), ("without", without)) if share > 0.8}
    return Measured(
        holds=learnt == {"with"},
        outcome="both" if len(learnt) == 2 else learnt.pop() if learnt else "neither",
        said=f"After {UPDATES} updates the encoder with positions is right in {with_:.0%} of new cases, the one "
        f"without in {without:.0%}.",
        numbers={"with positions": with_, "without positions": without},
    )


def _parameters(*modules: nn.Module) -> int:
    return sum(parameter.numel() for module in modules for parameter in module.parameters())


@claim(
    section=22,
    says="More heads add no parameters, because they share the model's width.",
    guess=Guess(
        "nn.MultiheadAttention(64, 1) has 16,640 parameters. How many has nn.MultiheadAttention(64, 8)?", within=0.001
    ),
    why="Each of h heads gets d/h numbers of the queries, keys and values: together they are as wide as one. Only "
    "heads that are wider than d/h need larger matrices.",
    fails={"head_size": 64},
)
def more_heads_add_no_parameters(
    heads: Annotated[int, Option("attention heads", 1, 64)] = 8,
    head_size: Annotated[int, Option(f"d_k of each head; 0: {WIDTH}/heads, as torch has it", 0, 64)] = 0,
) -> Measured:
    """Count the parameters of attention with many heads and with one."""
    size = head_size or WIDTH // heads
    into, out = (nn.Linear(WIDTH, heads * size) for _ in range(3)), nn.Linear(heads * size, WIDTH)
    one = _parameters(nn.MultiheadAttention(WIDTH, 1))
    is_torchs = not head_size and WIDTH % heads == 0  # torch refuses a number of heads that does not divide the width
    many = _parameters(nn.MultiheadAttention(WIDTH, heads)) if is_torchs else _parameters(*into, out)
    return Measured(
        holds=many <= one,
        outcome=many,
        said=f"Parameters: {many:,} with {heads} × d_k = {size}, {one:,} with one head of d_k = {WIDTH}.",
        numbers={"many heads": many, "one head": one, "d_k of each head": size},
        bars=Bars({f"{heads} heads": many, "1 head": one}, "parameters"),
    )


def _multiplications(length: int, width: int, whole_layer: bool) -> float:
    """Return what torch counts for a sequence of that length, on tensors without numbers."""
    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        x = torch.empty(length, width)  # (tokens, width)
        if whole_layer:
            for into, out in ((width, 3 * width), (width, width), (width, 4 * width), (4 * width, width)):
                torch.empty(length, into) @ torch.empty(into, out)  # Q, K, V; W_O; the feed-forward network
        scores = x @ x.T  # (tokens, tokens)
        scores.softmax(1) @ x
    return float(counter.get_total_flops()) / 2  # a multiplication and an addition count as two


@claim(
    section=22,
    says="The cost of attention grows with the square of the length.",
    guess=Guess(
        "A sequence becomes twice as long. By which factor do attention's scores and sums cost more?", within=0.02
    ),
    why="Every token is scored against every token: n·n products of d numbers, and as many to mix the values. The rest "
    "of a layer grows with n only, and it is the larger part while n is small against d.",
    fails={"counted": "the whole layer"},
    plot=Plot("tokens", "multiplications", logarithmic=True, x_logarithmic=True),
)
def attention_cost_grows_with_the_square_of_the_length(
    counted: Annotated[
        Literal["scores and sums", "the whole layer"], Option("what is counted of the layer")
    ] = "scores and sums",
    length: Annotated[int, Option("tokens, before they are doubled", 8, 4096)] = 256,
    width: Annotated[int, Option("d, the model's width", 8, 1024)] = 512,
) -> Growing:
    """Let torch count the multiplications of ever longer sequences."""
    whole = counted == "the whole layer"
    for power in range(-3, 2):
        tokens = int(length * 2.0**power)
        yield Point(tokens, {counted: _multiplications(tokens, width, whole)})
    short, long = (_multiplications(tokens, width, whole) for tokens in (length, 2 * length))
    return Measured(
        holds=abs(long / short - 4) < 0.05,
        outcome=long / short,
        said=f"Counting {counted}, {length} tokens cost {short / 1e6:,.1f} million multiplications, {2 * length} "
        f"tokens {long / 1e6:,.1f} million: {long / short:.2f} times as many.",
        numbers={"before": short, "after": long, "factor": long / short},
    )


@claim(
    section=22,
    says="A decoder is parallel only in training: to write, it needs a pass for every token.",
    guess=Guess(
        "In training a decoder takes 8 tokens in one pass. How many passes does it need to write 8 tokens?", within=0.01
    ),
    why="In training the right tokens are known, so all inputs are there at once, and the causal mask lets no position "
    "see what follows. When it writes, a token's input is the token that it has just written.",
    fails={"length": 1},
    plot=Plot("pass", "tokens that are final"),
)
def a_decoder_is_parallel_only_in_training(
    length: Annotated[int, Option("tokens that are written", 1, 20)] = 8,
) -> Growing:
    """Let a decoder write by itself, then give it its own tokens at once."""
    embedding, output = nn.Embedding(WORDS + 1, SIZE), nn.Linear(SIZE, WORDS)
    layer = nn.TransformerEncoderLayer(
        SIZE, 2, 32, batch_first=True
    ).eval()  # masked, it is a decoder's without a source
    places = torch.randn(length, SIZE)  # (tokens, size)
    passes = 0

    def logits(inputs: Tensor) -> Tensor:
        """Return logits (tokens, words) after each of the inputs (tokens,), in one pass."""
        nonlocal passes
        passes += 1
        mask = torch.full((len(inputs), len(inputs)), -torch.inf).triu(1)
        with torch.no_grad():
            result: Tensor = output(layer((embedding(inputs) + places[: len(inputs)]).unsqueeze(0), mask)[0])
        return result

    inputs, steps = torch.tensor([START]), []
    for _ in range(length):
        yield Point(passes, {"written": len(inputs) - 1})
        steps.append(logits(inputs)[-1])  # (words,): only the newest is of use
        inputs = torch.cat([inputs, torch.distributions.Categorical(logits=steps[-1]).sample().unsqueeze(0)])
    writing, passes = passes, 0
    yield Point(writing, {"written": len(inputs) - 1})
    difference = (logits(inputs[:-1]) - torch.stack(steps)).abs().max().item()
    return Measured(
        holds=difference < 1e-4 and passes < writing,
        outcome=writing,
        said=f"Passes of the decoder: {writing} to write {length}, {passes} over the finished tokens, whose logits are "
        f"at most {difference:.1g} from those of writing.",
        numbers={"passes to write": writing, "passes in training": passes, "logits differ by": difference},
    )


def _encoding(positions: Tensor, size: int, own_frequencies: bool) -> Tensor:
    """Return the sinusoidal encoding (positions, size) in double precision."""
    number = torch.arange(size, dtype=torch.float64)
    exponent = number if own_frequencies else number - number % 2  # a pair of sine and cosine shares 2i
    angles = positions.double().unsqueeze(1) / 10_000 ** (exponent / size)  # (positions, size)
    return torch.where(number % 2 == 0, angles.sin(), angles.cos())


@claim(
    section=22,
    says="With sine and cosine in pairs, a shift of the position is a rotation: one matrix for all positions.",
    guess=Guess(
        "A matrix is fitted that turns PE(p) into PE(p + 5) at some positions p. At other positions it is…",
        {"exact": "exact as well.", "near": "about right (errors below 0.1).", "wrong": "wrong."},
    ),
    why="sin(ω(p + k)) and cos(ω(p + k)) are sums of sin(ωp) and cos(ωp) with factors that do not depend on p. That "
    "needs both of a pair at the same frequency ω.",
    fails={"own_frequencies": True},
)  # fmt: skip
def sines_let_a_shift_be_a_rotation(
    shift: Annotated[int, Option("k, by how much the position is shifted", 1, 100)] = 5,
    own_frequencies: Annotated[bool, Option("each cosine has a frequency of its own, 10000^(−(2i+1)/d)")] = False,
) -> Measured:
    """Fit the matrix at 1,000 positions and try it at others."""
    fitted, others = 40 * torch.arange(1000), 40 * torch.arange(1000) + 17  # (positions,) each
    encoding, shifted = (_encoding(fitted + by, SIZE, own_frequencies) for by in (0, shift))  # (positions, size)
    matrix = torch.linalg.lstsq(encoding, shifted).solution  # (size, size)
    error = (_encoding(others, SIZE, own_frequencies) @ matrix - _encoding(others + shift, SIZE, own_frequencies)).abs()
    largest = error.max().item()
    turned = (matrix @ matrix.T - torch.eye(SIZE)).abs().max().item()  # 0 for a rotation
    return Measured(
        holds=largest < 1e-6 and turned < 1e-6,
        outcome="exact" if largest < 1e-6 else "near" if largest < 0.1 else "wrong",
        said=f"At positions it was not fitted to, the matrix is wrong by at most {largest:.1g}; it is "
        f"{'a' if turned < 1e-6 else 'no'} rotation (M Mᵀ differs from the identity by {turned:.1g}).",
        numbers={"largest error": largest, "distance from a rotation": turned},
        heat=Heat(matrix.T.tolist(), title=f"the matrix that takes PE(p) to PE(p + {shift})"),
    )
