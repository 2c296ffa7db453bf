"""Words and their neighbours in the sentences of a small world, which its grammar file (small_world.txt) makes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import torch
from torch import Tensor
from torch.nn import functional

from studyai.backend.tasks.registry import Data, Task, task

GRAMMAR = "small_world.txt"
SENTENCES, HELD_OUT = 1500, 500  # to learn from; to be tested on
WINDOW = 2  # words to the left and to the right of a word are its context
SEED = 0  # of the sentences, and of the words that are tested


@dataclass(frozen=True)
class Grammar:
    """Words by kind, and patterns of sentences in which {kind} stands for any of its words."""

    kinds: dict[str, list[str]]
    patterns: list[str]

    def sentence(self, draw: random.Random) -> list[str]:
        """Return the words of a new sentence."""
        pattern = draw.choice(self.patterns)
        return re.sub(r"{(\w+)}", lambda slot: draw.choice(self.kinds[slot[1]]), pattern).split()


def read_grammar() -> Grammar:
    """Return the grammar that is shipped."""
    text = resources.files(__package__).joinpath(GRAMMAR).read_text(encoding="utf-8")
    kinds, patterns = ([line for line in half.splitlines() if line and line[0] != "#"] for half in text.split("---\n"))
    named = (line.split(":") for line in kinds)
    return Grammar({kind: words.split() for kind, words in named}, patterns)


def skip_grams(sentences: Iterable[list[str]]) -> list[tuple[str, str]]:
    """Return every word with every word of its context, in the sentences' order."""
    return [
        (word, words[at])
        for words in sentences
        for place, word in enumerate(words)
        for at in range(max(0, place - WINDOW), min(len(words), place + WINDOW + 1))
        if at != place
    ]


def same_kind(kinds: Tensor) -> Callable[[Tensor, Tensor], Tensor]:
    """Return a metric from the kind of every word: the share of words whose nearest neighbour is of the same kind.

    It is given pairs (N, 2) of a word and its neighbour, in which a word may appear more than once.
    """

    def measure(neighbours: Tensor, contexts: Tensor) -> Tensor:
        once = neighbours.unique(dim=0)  # (words, 2)
        of = kinds.to(once.device)[once]
        return (of[:, 0] == of[:, 1]).float().mean()

    return measure


@task("small-world")
@cache
def small_world() -> Task:
    """Words (N) and one word each of their context (N), both as numbers; cross-entropy.

    Kinds are known to the metric only. Half of the words decide when training stops, the other half test it;
    their examples are of sentences that were not trained on.
    """
    grammar = read_grammar()
    draw = random.Random(SEED)
    train = skip_grams(grammar.sentence(draw) for _ in range(SENTENCES))
    held_out = skip_grams(grammar.sentence(draw) for _ in range(HELD_OUT))
    words = sorted({word for pair in train for word in pair})
    number = {word: place for place, word in enumerate(words)}
    kind_of = {word: kind for kind, members in grammar.kinds.items() for word in members}
    tested = sorted(kind_of)
    draw.shuffle(tested)
    validation_words, test_words = set(tested[::2]), set(tested[1::2])

    def data(pairs: list[tuple[str, str]]) -> Data:
        numbers = torch.tensor([[number[word], number[context]] for word, context in pairs])  # (N, 2)
        return Data((numbers[:, 0],), numbers[:, 1])

    names = list(grammar.kinds)
    kinds = torch.tensor([names.index(kind_of[word]) if word in kind_of else -1 for word in words])
    return Task(
        train=data(train),
        validation=data([pair for pair in held_out if pair[0] in validation_words]),
        test=data([pair for pair in held_out if pair[0] in test_words]),
        sizes={"words": len(words)},
        classes=tuple(words),
        metric="neighbours of the same kind",
        loss=functional.cross_entropy,
        measure=same_kind(kinds),
    )
