"""Section 15: RNN architectures and sequence to sequence."""

from __future__ import annotations

from typing import Annotated

import torch
from torch import Tensor, nn

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Heat, Plot, Point

ENCODER_SIZE = 16
WORDS = 8
START = 8  # the start token: one more than the words
SHORT = 2
MODELS = 300
STEPS = 6


@claim(
    section=15,
    says="The decoder's first state is the encoder's last state; the start token is only its first input.",
    guess=Guess(
        f"Encoder and decoder are GRUs of {ENCODER_SIZE} units. What is the decoder's state before it writes?",
        {"encoder": "The encoder's last state.", "start": "The vector of the special start token.",
         "zeros": "Zeros, as the encoder's was.", "other": "Another vector, made by a layer of its own."},
    ),
    why="The last state is all that the decoder is told of the source. It can be taken over as it is where both have "
    "as many units; else a layer between must bring it to the decoder's size.",
    fails={"decoder_size": 24},
)  # fmt: skip
def the_decoder_starts_from_the_encoders_last_state(
    decoder_size: Annotated[int, Option(f"units of the decoder; the encoder has {ENCODER_SIZE}", 8, 64)] = ENCODER_SIZE,
) -> Measured:
    """Run a sequence-to-sequence network and record what its decoder is given first."""
    embedding = nn.Embedding(WORDS + 1, ENCODER_SIZE)
    encoder = nn.GRU(ENCODER_SIZE, ENCODER_SIZE, batch_first=True)
    decoder = nn.GRU(ENCODER_SIZE, decoder_size, batch_first=True)
    between = nn.Identity() if decoder_size == ENCODER_SIZE else nn.Linear(ENCODER_SIZE, decoder_size)
    given: list[Tensor] = []
    decoder.register_forward_pre_hook(lambda _, inputs: given.extend(inputs))
    with torch.no_grad():
        _, last = encoder(embedding(torch.tensor([[3, 1, 4, 2]])))  # (layers, batch, encoder size)
        decoder(embedding(torch.tensor([[START]])), between(last))
    first_input, first_state = given[0].flatten(), given[1].flatten()  # (encoder size,), (decoder size,)
    vectors = {"encoder": last.flatten(), "start": embedding.weight[START], "zeros": torch.zeros(decoder_size)}
    outcome = next((name for name, vector in vectors.items() if torch.equal(first_state, vector)), "other")
    is_start = torch.equal(first_input, embedding.weight[START])
    shown = [last.flatten()[:8].tolist(), first_state[:8].tolist(), first_input[:8].tolist()]
    return Measured(
        holds=outcome == "encoder" and is_start,
        outcome=outcome,
        said=f"The decoder's first state has {len(first_state)} numbers and is{'' if outcome == 'encoder' else ' not'} "
        f"the encoder's last, of {last.numel()}; its first input is{'' if is_start else ' not'} the start token's.",
        numbers={"numbers of the encoder's last state": last.numel(), "of the decoder's first": len(first_state)},
        heat=Heat(
            shown,
            ["e", "d", "x"],
            [str(unit) for unit in range(1, 9)],
            "e: the encoder's last state, d: the decoder's first, x: its first input",
        ),
    )


def _beam(start: Tensor, after: Tensor, width: int) -> Tensor:
    """Return the log-probability of what a beam of that width writes, one for each of the models."""
    scores, tokens = start.topk(width)  # (models, width) each
    models = torch.arange(len(start)).unsqueeze(1)  # (models, 1)
    for _ in range(STEPS - 1):
        longer = scores.unsqueeze(2) + after[models, tokens]  # (models, width, words): each one with each next word
        scores, best = longer.flatten(1).topk(width)  # (models, width)
        tokens = best % WORDS
    return scores[:, 0]


def _best(start: Tensor, after: Tensor) -> Tensor:
    """Return the highest log-probability that any sequence has, one for each of the models."""
    best = start  # (models, words): of the sequences up to now that end with this word
    for _ in range(STEPS - 1):
        best = (best.unsqueeze(2) + after).amax(1)
    return best.amax(1)


@claim(
    section=15,
    says="Beam search finds the most probable sequence more often than greedy search, though not always.",
    guess=Guess(
        f"The most probable {STEPS} words are searched for in {MODELS} models. How often does a beam of 2 miss them?",
        {"never": "Never: it keeps several.", "fewer": "Sometimes, but less often than greedy search.",
         "equal": "As often as greedy search.", "more": "More often than greedy search."},
    ),
    why="The most probable word at this step may lead to steps where everything is unlikely. A beam keeps other "
    "beginnings until that shows, but it too drops all beyond its width.",
    fails={"dependence": 0.0},
)  # fmt: skip
def beam_search_finds_what_greedy_misses(
    width: Annotated[int, Option("sequences that the beam keeps", 1, WORDS)] = 2,
    dependence: Annotated[float, Option("how much a word's probability depends on the word before", 0, 3)] = 1.0,
) -> Measured:
    """Count in how many random models each search ends with the most probable of all sequences."""
    common = torch.randn(MODELS, 1, WORDS)  # what holds whatever came before
    start = common.squeeze(1).log_softmax(1)  # (models, words)
    after = (common + dependence * torch.randn(MODELS, WORDS, WORDS)).log_softmax(2)  # (models, word, next word)
    best = _best(start, after)  # (models,)
    greedy, beam = ((_beam(start, after, kept) < best - 1e-4).float().mean().item() for kept in (1, width))
    outcome = "equal" if beam == greedy else "more" if beam > greedy else "fewer" if beam > 0 else "never"
    return Measured(
        holds=0 < beam < greedy,
        outcome=outcome,
        said=f"Greedy search misses the best words in {greedy:.0%} of models, a beam of {width} in {beam:.0%}.",
        numbers={"greedy misses": greedy, "beam misses": beam},
        bars=Bars({"greedy": greedy, f"beam of {width}": beam}, "share of models whose best sequence is missed"),
    )


@claim(
    section=15,
    says="A loss that counts padding looks better than the network is, and the network learns the words more slowly.",
    guess=Guess(
        "Half of all targets are padding and counted in the mean loss. Against the loss of the words alone it is…",
        {"lower": "lower: it looks better.", "equal": "the same.", "higher": "higher: it looks worse."},
    ),
    why="After padding comes padding: that is easy to learn, and each such target pulls the mean down. In a mean over "
    "all targets the words' gradient is also divided by the number of those that are none.",
    fails={"padding": 0},
    plot=Plot("update", "loss"),
)  # fmt: skip
def padding_must_not_count_in_the_loss(
    padding: Annotated[int, Option("padding after each sequence, which has 10 words to predict", 0, 40)] = 10,
    learning_rate: Annotated[float, Option("learning rate", 0.1, 3)] = 1.0,
) -> Growing:
    """Train the same next-word model twice: on the mean over all targets, and over the words alone."""
    pad = WORDS
    words = (torch.randint(WORDS, (64, 1)) + 3 * torch.arange(11)) % WORDS  # (batch, steps): always 3 on, modulo 8
    noise = torch.rand(words.shape) < 0.3
    words = torch.where(noise, torch.randint(WORDS, words.shape), words)
    sequences = nn.functional.pad(words, (0, padding), value=pad)  # (batch, steps + padding)
    x, y = sequences[:, :-1].flatten(), sequences[:, 1:].flatten()  # (targets,) each
    counted, masked = (torch.zeros(WORDS + 1, WORDS + 1, requires_grad=True) for _ in range(2))  # logits by word before
    for update in range(61):
        shown = nn.functional.cross_entropy(counted[x], y)
        of_words = nn.functional.cross_entropy(counted[x], y, ignore_index=pad)
        loss = nn.functional.cross_entropy(masked[x], y, ignore_index=pad)
        yield Point(update, {
            "mean over all": shown.item(), "its words alone": of_words.item(), "padding left out": loss.item()
        })  # fmt: skip
        for table, objective in ((counted, shown), (masked, loss)):
            (slope,) = torch.autograd.grad(objective, table, retain_graph=True)
            with torch.no_grad():
                table -= learning_rate * slope
    gap = (of_words - shown).item()
    return Measured(
        holds=gap > 0.01 and (of_words - loss).item() > 0.01,
        outcome="lower" if gap > 0.01 else "higher" if gap < -0.01 else "equal",
        said=f"The mean over all targets says {shown.item():.3f}, but the words alone cost that network "
        f"{of_words.item():.3f}; the one trained without padding {loss.item():.3f}.",
        numbers={"over all": shown.item(), "words alone": of_words.item(), "padding left out": loss.item()},
    )


def _seq2seq(size: int, attention: bool) -> nn.ModuleDict:
    return nn.ModuleDict({
        "embedding": nn.Embedding(WORDS + 1, size),
        "encoder": nn.GRU(size, size, batch_first=True),
        "decoder": nn.GRU(size, size, batch_first=True),
        "output": nn.Linear(2 * size if attention else size, WORDS),
    })  # fmt: skip


def _logits(model: nn.ModuleDict, source: Tensor, target: Tensor, attention: bool) -> Tensor:
    """Return logits (batch, steps, words) of the target, its right words before each step given."""
    written = torch.cat([torch.full_like(target[:, :1], START), target[:, :-1]], 1)  # (batch, steps)
    states, last = model["encoder"](model["embedding"](source))  # (batch, steps, size), (layers, batch, size)
    decoded, _ = model["decoder"](model["embedding"](written), last)  # (batch, steps, size)
    if attention:
        weights = (decoded @ states.transpose(1, 2)).softmax(2)  # (batch, decoder steps, encoder steps)
        decoded = torch.cat([decoded, weights @ states], 2)  # (batch, steps, 2 · size)
    logits: Tensor = model["output"](decoded)
    return logits


@claim(
    section=15,
    says="With one summary vector, long sequences are written clearly worse than short ones after the same training.",
    guess=Guess(
        f"Two equal networks learn to reverse {SHORT} words and 8 words through one vector. How do they do?",
        {"worse": "The long ones come out clearly worse.", "equal": "Both come out about as well.",
         "better": "The long ones come out better: there is more to learn from."},
    ),
    why="The summary vector has as many numbers for 8 words as for 2, and all must pass through it. Attention gives "
    "the decoder every state of the encoder instead.",
    fails={"attention": True},
    plot=Plot("update", "share of words written right"),
)  # fmt: skip
def one_summary_vector_gets_worse_with_length(
    attention: Annotated[bool, Option("the decoder sees every state of the encoder, not the last alone")] = False,
    length: Annotated[int, Option("words of the long sequences", SHORT, 10)] = 8,
    size: Annotated[int, Option("numbers of the summary vector", 8, 48)] = 24,
) -> Growing:
    """Train one network on short sequences and one on long ones, side by side."""
    models = {
        "short": (SHORT, _seq2seq(size, attention)),
        "long": (length, _seq2seq(size, attention)),
    }
    optimisers = {name: torch.optim.Adam(model.parameters(), 0.02) for name, (_, model) in models.items()}
    right = dict.fromkeys(models, 0.0)
    for update in range(121):
        for name, (steps, model) in models.items():
            source = torch.randint(WORDS, (48, steps))  # (batch, steps): new ones at each update
            target = source.flip(1)
            logits = _logits(model, source, target, attention)
            hits = (logits.argmax(2) == target).float().mean().item()
            right[name] += (hits - right[name]) / (1 if update == 0 else 10)  # the mean of about ten updates
            optimisers[name].zero_grad()
            nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten()).backward()
            optimisers[name].step()
        yield Point(update, dict(right))
    short, long = right.values()
    return Measured(
        holds=short - long > 0.2,
        outcome="worse" if short - long > 0.2 else "better" if long - short > 0.2 else "equal",
        said=f"Of sequences of {SHORT} words {short:.0%} of the words are written right, of {length} words {long:.0%}.",
        numbers={"short sequences": short, "long sequences": long},
    )
