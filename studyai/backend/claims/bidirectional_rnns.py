"""Section 14: bidirectional RNNs."""

from __future__ import annotations

from typing import Annotated

import torch
from torch import nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Plot, Point

UPDATES = 100
LENGTH = 8


@claim(
    section=14,
    says="Asked at each step for the token that comes next, a bidirectional RNN knows it and a forward one guesses.",
    guess=Guess(
        "The tokens are random. At each step the network is asked for the one that comes next. Which RNN learns it?",
        {"two-way": "Only the bidirectional one.", "both": "Both, with enough training.",
         "forward": "Only the forward one.", "neither": "Neither."},
    ),
    why="The state of a forward RNN is made of the tokens up to now. Only a backward RNN has met the next token; "
    "so a bidirectional RNN needs the whole sequence first and cannot predict what comes.",
    fails={"ahead": -1},
    plot=Plot("update", "share of right answers on new sequences"),
)  # fmt: skip
def only_a_bidirectional_rnn_knows_the_next_token(
    ahead: Annotated[int, Option("which token is asked for: so many steps ahead, below 0 in the past", -2, 2)] = 1,
    tokens: Annotated[int, Option("different tokens", 2, 8)] = 4,
) -> Growing:
    """Train an RNN in one direction and one in both on sequences of random tokens."""
    asked = slice(max(0, -ahead), LENGTH - max(0, ahead))  # the steps at which that token exists
    rnns = {
        name: nn.RNN(tokens, 24, bidirectional=name == "two-way", batch_first=True) for name in ("forward", "two-way")
    }
    outputs = {name: nn.Linear(24 * (1 + rnn.bidirectional), tokens) for name, rnn in rnns.items()}
    accuracy = {}
    optimisers = {
        name: torch.optim.Adam([*rnns[name].parameters(), *outputs[name].parameters()], 0.02) for name in rnns
    }
    for update in range(UPDATES + 1):
        x = torch.randint(tokens, (64, LENGTH))  # (batch, steps): new ones at each update
        y = x.roll(-ahead, 1)[:, asked]  # (batch, asked steps)
        for name, rnn in rnns.items():
            states, _ = rnn(nn.functional.one_hot(x, tokens).float())  # (batch, steps, hidden)
            logits = outputs[name](states)[:, asked]  # (batch, asked steps, tokens)
            accuracy[name] = (logits.argmax(2) == y).float().mean().item()
            optimisers[name].zero_grad()
            nn.functional.cross_entropy(logits.flatten(0, 1), y.flatten()).backward()
            optimisers[name].step()
        yield Point(update, dict(accuracy))
    learnt = [name for name in rnns if accuracy[name] >= 0.95]
    return Measured(
        holds=learnt == ["two-way"],
        outcome="both" if len(learnt) == 2 else learnt[0] if learnt else "neither",
        said=f"After {UPDATES} updates the bidirectional RNN is right in {accuracy['two-way']:.0%} of the steps, the "
        f"forward one in {accuracy['forward']:.0%}; a guess is right in {1 / tokens:.0%}.",
        numbers={"bidirectional": accuracy["two-way"], "forward": accuracy["forward"], "a guess": 1 / tokens},
    )


def _with_backward_weights(both: nn.RNN) -> nn.RNN:
    """Return a forward RNN that has the weights of the backward half of that one."""
    forward = nn.RNN(both.input_size, both.hidden_size, batch_first=True)
    forward.load_state_dict({name: both.state_dict()[f"{name}_reverse"] for name in forward.state_dict()})
    return forward


@claim(
    section=14,
    says="A backward RNN is a forward RNN that is given the reversed sequence, its states turned back.",
    guess=Guess(
        "A forward RNN with the backward one's weights is given the sequence reversed. Its states are…",
        {"mirrored": "the backward RNN's, in opposite order.", "same": "the backward RNN's, in the same order.",
         "different": "other numbers."},
    ),
    why="Both read the last token first and go on from state to state in the same way. Only the order of the results "
    "differs: the backward RNN puts each state where its token stands.",
    fails={"padding": 3},
)  # fmt: skip
def a_backward_rnn_is_a_forward_one_on_the_reversed_sequence(
    length: Annotated[int, Option("tokens of the sequence", 2, 20)] = 6,
    padding: Annotated[int, Option("zeros after the sequence that are reversed with it", 0, 10)] = 0,
) -> Measured:
    """Compare the backward half of torch's bidirectional RNN with a forward RNN of the same weights."""
    x = torch.randn(1, length, 3)  # (batch, steps, features)
    both = nn.RNN(3, 4, batch_first=True, bidirectional=True)
    backward = both(x)[0][..., 4:]  # (batch, steps, hidden): the second half of each state
    padded = nn.functional.pad(x, (0, 0, 0, padding))  # (batch, steps + padding, features)
    states, _ = _with_backward_weights(both)(padded.flip(1))  # (batch, steps + padding, hidden)
    turned = (states.flip(1)[:, :length] - backward).abs().max().item()
    as_it_is = (states[:, :length] - backward).abs().max().item()
    outcome = "mirrored" if turned < 1e-5 else "same" if as_it_is < 1e-5 else "different"
    return Measured(
        holds=turned < 1e-5,
        outcome=outcome,
        said=f"The states differ by at most {turned:.1g} when turned back, by {as_it_is:.2f} as they are.",
        numbers={"difference, turned back": turned, "difference, not turned back": as_it_is},
        bars=Bars(
            {"turned back": turned, "not turned back": as_it_is}, "largest difference to the backward RNN's states"
        ),
    )
