"""Section 16: attention."""

from __future__ import annotations

from typing import Annotated, Literal

import torch
from torch import nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Guess, Heat, Plot, Point

SIZE = 16
TRIALS = 500


@claim(
    section=16,
    says="The attention weights of a decoder step add up to 1 over the encoder's states, whatever the scores.",
    guess=Guess(
        "All scores of a decoder step are negative. Its weights over the encoder's states add up to…",
        {"one": "1", "less": "less than 1: negative scores get no weight.", "other": "some other number."},
    ),
    why="The softmax divides each e^score by their sum over the encoder's states. Any score has a positive e^score; "
    "only differences between scores count.",
    fails={"softmax_over": "decoder steps"},
)
def attention_weights_add_up_to_one(
    shift: Annotated[float, Option("what is added to every score", -50, 50)] = -20.0,
    scale: Annotated[float, Option("what every score is multiplied by before", 0, 5)] = 1.0,
    softmax_over: Annotated[
        Literal["encoder states", "decoder steps"], Option("the axis that the softmax runs over")
    ] = "encoder states",
) -> Measured:
    """Score 6 encoder states for 4 decoder steps, and add up the weights of each step."""
    encoder, decoder = torch.randn(6, SIZE), torch.randn(4, SIZE)
    scores = scale * decoder @ encoder.T / SIZE**0.5 + shift  # (decoder steps, encoder states)
    weights = scores.softmax(1 if softmax_over == "encoder states" else 0)  # (decoder steps, encoder states)
    least, most = weights.sum(1).min().item(), weights.sum(1).max().item()
    is_one = max(abs(least - 1), abs(most - 1)) < 1e-5
    return Measured(
        holds=is_one,
        outcome="one" if is_one else "less" if most < 1 else "other",
        said=f"The scores lie between {scores.min().item():.1f} and {scores.max().item():.1f}; a step's weights add "
        f"up to between {least:.4f} and {most:.4f}.",
        numbers={"least sum": least, "largest sum": most, "highest score": scores.max().item()},
        heat=Heat(
            weights.tolist(),
            [str(step) for step in range(1, 5)],
            [str(state) for state in range(1, 7)],
            "attention weights: decoder steps down, encoder states across",
        ),
    )


@claim(
    section=16,
    says="Of encoder states of equal length, dot-product attention gives most weight to the one in the best direction.",
    guess=Guess(
        "The encoder's states are equally long. How often has the one with the largest cosine the largest weight?",
        {"always": "Always.", "mostly": "In more than half of the cases.", "seldom": "In less than half of the cases."},
    ),
    why="q·h = |q| |h| cos: if all |h| are equal, the scores are ordered as the cosines, and softmax keeps the "
    "order. A long state can win with a worse direction.",
    fails={"longest": 4.0},
)
def attention_follows_the_best_matching_state(
    longest: Annotated[float, Option("how many times as long as the shortest the longest state is", 1, 10)] = 1.0,
    size: Annotated[int, Option("numbers of a state", 2, 64)] = SIZE,
) -> Measured:
    """Compare the heaviest state with the one in the best direction, for many random decoder states."""
    encoder = nn.functional.normalize(torch.randn(6, size, dtype=torch.float64), dim=1)  # (encoder states, size)
    encoder = encoder * torch.linspace(1, longest, 6).unsqueeze(1)  # from the shortest to the longest
    decoder = torch.randn(TRIALS, size, dtype=torch.float64)  # (trials, size)
    weights = (decoder @ encoder.T).softmax(1)  # (trials, encoder states)
    cosines = nn.functional.cosine_similarity(decoder.unsqueeze(1), encoder, dim=2)  # (trials, encoder states)
    agree = (weights.argmax(1) == cosines.argmax(1)).double().mean().item()
    chosen = torch.bincount(weights.argmax(1), minlength=6)[-1].item() / TRIALS
    return Measured(
        holds=agree == 1,
        outcome="always" if agree == 1 else "mostly" if agree > 0.5 else "seldom",
        said=f"In {agree:.1%} of {TRIALS} cases the state in the best direction has most weight. In {chosen:.0%} "
        f"it is the last state, {longest:g} times as long as the first.",
        numbers={"share with the best direction": agree, "share with the last state": chosen},
        heat=Heat(
            weights[:6].tolist(),
            [str(row) for row in range(1, 7)],
            [str(state) for state in range(1, 7)],
            "attention weights: the first six cases down, encoder states across",
        ),
    )


@claim(
    section=16,
    says="Trained on reversing, attention learns the alignment by itself: only the answers are told.",
    guess=Guess(
        "The network learns to write a sequence in reverse. Where will step 1, 2, 3… of the decoder look?",
        {"reverse": "At the last state, the one before, and so on.", "forward": "At the first state, the second…",
         "spread": "At no state in particular."},
    ),
    why="The loss falls when the right state is weighted more, and the softmax passes that gradient on to the scores. "
    "Where every token is the same, no alignment is needed, and none is learnt.",
    fails={"tokens": 1},
    plot=Plot("update", "share"),
)  # fmt: skip
def attention_learns_the_alignment(
    tokens: Annotated[int, Option("different tokens", 1, 12)] = 8,
    length: Annotated[int, Option("tokens of a sequence", 3, 10)] = 6,
) -> Growing:
    """Train attention over a GRU's states, with one learned query for each step that is written."""
    embedding, encoder = nn.Embedding(tokens, SIZE), nn.GRU(SIZE, SIZE, batch_first=True)
    queries, keys, output = nn.Embedding(length, SIZE), nn.Linear(SIZE, SIZE), nn.Linear(SIZE, tokens)
    parts = nn.ModuleList([embedding, encoder, queries, keys, output])
    optimiser = torch.optim.Adam(parts.parameters(), 0.02)
    steps = torch.arange(length)
    for update in range(151):
        source = torch.randint(tokens, (64, length))  # (batch, encoder steps): new ones at each update
        target = source.flip(1)  # (batch, decoder steps)
        states, _ = encoder(embedding(source))  # (batch, encoder steps, size)
        weights = (queries.weight @ keys(states).transpose(1, 2) / SIZE**0.5).softmax(2)  # (batch, decoder, encoder)
        logits = output(weights @ states)  # (batch, decoder steps, tokens)
        optimiser.zero_grad()
        nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten()).backward()
        optimiser.step()
        map_ = weights.detach().mean(0)  # (decoder steps, encoder steps)
        aligned = map_[steps, length - 1 - steps].mean().item()
        right = (logits.argmax(2) == target).float().mean().item()
        yield Point(update, {"right answers": right, "weight on the right state": aligned})
    forward = map_[steps, steps].mean().item()
    return Measured(
        holds=aligned > 0.5,
        outcome="reverse" if aligned > 0.5 else "forward" if forward > 0.5 else "spread",
        said=f"A step puts {aligned:.0%} of its weight on the state it must copy, {1 / length:.0%} would be an "
        f"even spread; {right:.0%} of the answers are right.",
        numbers={"weight on the right state": aligned, "right answers": right},
        heat=Heat(
            map_.tolist(),
            [str(step) for step in range(1, length + 1)],
            [str(step) for step in range(1, length + 1)],
            "mean attention weights: steps that write down, encoder states across",
        ),
    )
