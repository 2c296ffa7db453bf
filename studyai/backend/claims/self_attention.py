"""Section 21: self-attention."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Guess, Heat, Plot, Point

KEYS = 10
TOKENS = 6
SIZE = 16
MOST_WIDTHS = 10  # 2⁰ to 2¹⁰


@claim(
    section=21,
    says="Without the division by √d_k the softmax of attention saturates as d_k grows.",
    guess=Guess(
        f"Queries and keys of 512 random numbers, {KEYS} keys, no division. The largest weight is on average…",
        {"nearly-one": "above 0.8: one key takes nearly all.", "between": "between 0.2 and 0.8.",
         "even": "below 0.2: about 1/10 for each key."},
    ),
    why="A dot product over d_k random numbers of variance 1 has variance d_k, so scores lie √d_k apart. A saturated "
    "softmax passes hardly any gradient on. With d_k = 1 there is nothing to divide by.",
    fails={"d_k": 1},
    plot=Plot("d_k", "mean largest weight", x_logarithmic=True),
)  # fmt: skip
def without_the_root_of_d_k_softmax_saturates(
    d_k: Annotated[int, Option("numbers of a query and of a key", 1, 2**MOST_WIDTHS)] = 512,
) -> Growing:
    """Attend to random keys with random queries, with and without the division."""
    for width in (*(2**power for power in range(MOST_WIDTHS) if 2**power < d_k), d_k):
        queries, keys = torch.randn(400, width), torch.randn(400, KEYS, width)  # (trials, d_k), (trials, keys, d_k)
        scores = (keys @ queries.unsqueeze(2)).squeeze(2)  # (trials, keys)
        weights = {"no division": scores.softmax(1), "divided by √d_k": (scores / width**0.5).softmax(1)}
        largest = {name: weight.amax(1).mean().item() for name, weight in weights.items()}
        yield Point(width, largest)
    raw, scaled = largest.values()
    slope = (weights["no division"] * (1 - weights["no division"])).mean().item()
    return Measured(
        holds=raw > 0.8 and scaled < 0.5,
        outcome="nearly-one" if raw > 0.8 else "between" if raw > 0.2 else "even",
        said=f"At d_k = {d_k} the largest of {KEYS} weights is {raw:.2f} on average, {scaled:.2f} after the division; "
        f"the softmax's mean slope without it is {slope:.4f}.",
        numbers={"largest weight, no division": raw, "divided": scaled, "mean slope, no division": slope},
    )


def _positions(tokens: int, size: int) -> Tensor:
    """Return the sinusoidal positional encoding (tokens, size)."""
    angles = torch.arange(tokens).unsqueeze(1) / 10_000 ** (torch.arange(0, size, 2) / size)  # (tokens, size / 2)
    return torch.stack([angles.sin(), angles.cos()], 2).flatten(1)


@claim(
    section=21,
    says="Self-attention is permutation-equivariant: if the tokens change places, the outputs change places with them.",
    guess=Guess(
        "The tokens are put in another order, no positions are added. What do the outputs of self-attention do?",
        {"along": "Each token keeps its output, at its new place.", "same": "The outputs stay where they were.",
         "change": "They become other vectors."},
    ),
    why="A token's output is a sum over all tokens, weighted by what they are, not by where they stand. Positions make "
    "the same token at another place another vector.",
    fails={"positions": 1.0},
)  # fmt: skip
def self_attention_is_permutation_equivariant(
    positions: Annotated[float, Option("what the positional encoding is multiplied by before it is added", 0, 2)] = 0.0,
    heads: Annotated[Literal["1", "2", "4"], Option("attention heads")] = "2",
) -> Measured:
    """Put tokens in another order before torch's self-attention, and compare the outputs."""
    attention = nn.MultiheadAttention(SIZE, int(heads), batch_first=True)
    x, order = torch.randn(1, TOKENS, SIZE), torch.arange(TOKENS).roll(2)  # (batch, tokens, size)
    added = positions * _positions(TOKENS, SIZE)  # (tokens, size)
    with torch.no_grad():
        before, _ = attention(x + added, x + added, x + added)  # (batch, tokens, size)
        moved = x[:, order] + added
        after, weights = attention(moved, moved, moved)
    along = (after - before[:, order]).abs().max().item()
    stayed = (after - before).abs().max().item()
    return Measured(
        holds=along < 1e-5,
        outcome="along" if along < 1e-5 else "same" if stayed < 1e-5 else "change",
        said=f"Token by token, the outputs differ by at most {along:.2g} from before; place by place, by {stayed:.2g}.",
        numbers={"token by token": along, "place by place": stayed},
        heat=Heat(
            weights[0].tolist(),
            [str(token) for token in (order + 1).tolist()],
            [str(token) for token in (order + 1).tolist()],
            "attention weights in the new order: who asks down, who is asked across",
        ),
    )


def _given(layer: nn.TransformerDecoderLayer, part: str, target: Tensor, source: Tensor) -> list[Tensor]:
    """Return the query, key and value inputs (batch, tokens, size) that one part of the layer is given."""
    given: list[Tensor] = []

    def record(_module: nn.Module, arguments: tuple[Any, ...]) -> None:
        given.extend(arguments[:3])

    hook = getattr(layer, part).register_forward_pre_hook(record)
    with torch.no_grad():
        layer(target, source)
    hook.remove()
    return given


@claim(
    section=21,
    says="In self-attention queries, keys and values are all made from the same sequence.",
    guess=Guess(
        "One token of the sequence is replaced. What of it changes in self-attention?",
        {"all": "Its query, its key and its value.", "query": "Its query only: it is the one that asks.",
         "key-value": "Its key and its value only.", "none": "None of them."},
    ),
    why="Query, key and value are three roles that every token plays: it asks, it is asked, it answers. Only in the "
    "attention between encoder and decoder does the target ask and the source answer.",
    fails={"attention": "encoder-decoder"},
)  # fmt: skip
def queries_keys_and_values_come_from_the_same_sequence(
    attention: Annotated[
        Literal["self", "encoder-decoder"], Option("which attention of torch's decoder layer is looked at")
    ] = "self",
    token: Annotated[int, Option("which target token is replaced", 1, TOKENS)] = 3,
) -> Measured:
    """Replace a target token in torch's decoder layer, and see which inputs of its attention change at that place."""
    layer = nn.TransformerDecoderLayer(SIZE, 2, 32, batch_first=True).eval()
    part = "self_attn" if attention == "self" else "multihead_attn"
    target, source = torch.randn(1, TOKENS, SIZE), torch.randn(1, TOKENS, SIZE)  # (batch, tokens, size)
    replaced = target.clone()
    replaced[0, token - 1] = torch.randn(SIZE)
    before, after = _given(layer, part, target, source), _given(layer, part, replaced, source)
    moved = [(new - old)[0].norm(dim=1) for new, old in zip(after, before, strict=True)]  # (tokens,) each
    query, key, value = (one[token - 1].item() for one in moved)
    changed = query > 1e-5, key > 1e-5, value > 1e-5
    outcomes = {(True, True, True): "all", (True, False, False): "query", (False, True, True): "key-value"}
    return Measured(
        holds=all(changed),
        outcome=outcomes.get(changed, "none"),
        said=f"Target token {token} was replaced: what query {token} is made of moved by {query:.2f}, "
        f"what key {token} is made of by {key:.2f}, and for value {token} it is {value:.2f}.",
        numbers={"query": query, "key": key, "value": value},
        heat=Heat(
            [one.tolist() for one in moved],
            ["query", "key", "value"],
            [str(place) for place in range(1, TOKENS + 1)],
            "how far what they are made of moved, by place",
        ),
    )


@claim(
    section=21,
    says="A causal mask hides the future: what comes later changes no earlier output.",
    guess=Guess(
        f"In causal self-attention over {TOKENS} tokens, token 4 is replaced. Which outputs change?",
        {"later": "Those of tokens 4 to 6.", "all": "All.", "own": "That of token 4 alone.",
         "earlier": "Those of tokens 1 to 4."},
    ),
    why="A masked score must be so low that e^score is 0. A score of 0 still has e⁰ = 1: it competes with the others, "
    "and the future leaks in.",
    fails={"masked_score": 0.0},
)  # fmt: skip
def a_causal_mask_hides_the_future(
    masked_score: Annotated[float, Option("the score that is put in place of the future ones", -1e9, 0)] = -1e9,
    replaced: Annotated[int, Option("which token is replaced", 2, TOKENS - 1)] = 4,
) -> Measured:
    """Replace one token and see at which places the output of masked self-attention moves."""
    queries, keys, values = (nn.Linear(SIZE, SIZE) for _ in range(3))
    future = torch.ones(TOKENS, TOKENS).triu(1).bool()  # (tokens that ask, tokens that are asked)
    x = torch.randn(TOKENS, SIZE)  # (tokens, size)
    other = x.clone()
    other[replaced - 1] = torch.randn(SIZE)
    outputs = []
    for tokens in (x, other):
        scores = queries(tokens) @ keys(tokens).T / SIZE**0.5  # (tokens, tokens)
        weights = scores.masked_fill(future, masked_score).softmax(1)
        outputs.append(weights @ values(tokens))  # (tokens, size)
    moved = (outputs[1] - outputs[0]).norm(dim=1).tolist()  # one for each token
    places = {place for place, distance in enumerate(moved, start=1) if distance > 1e-6}
    earlier, later = max(moved[: replaced - 1]), max(moved[replaced:])
    everything = set(range(1, TOKENS + 1))
    outcomes = {"all": everything, "own": {replaced}, "earlier": set(range(1, replaced + 1))}
    return Measured(
        holds=earlier <= 1e-6,
        outcome=next((name for name, which in outcomes.items() if places == which), "later"),
        said=f"Token {replaced} was replaced: earlier outputs moved by up to {earlier:.2g}, its own by "
        f"{moved[replaced - 1]:.2g}, later ones by up to {later:.2g}.",
        numbers={"earlier outputs": earlier, "its own": moved[replaced - 1], "later outputs": later},
        heat=Heat(
            weights.tolist(),
            [str(place) for place in range(1, TOKENS + 1)],
            [str(place) for place in range(1, TOKENS + 1)],
            "attention weights: the token that asks down, the one asked across",
        ),
    )
