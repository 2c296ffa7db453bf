"""Section 20: natural language processing."""

from __future__ import annotations

from typing import Annotated

import torch
from torch import nn
from torch.nn.functional import cosine_similarity, cross_entropy, one_hot

from studyai.backend.architectures.options import Option
from studyai.backend.claims.registry import Growing, Measured, claim
from studyai.protocol import Bars, Guess, Heat, Plot, Point

WORDS = 8
SIZE = 6
ANIMALS, TOOLS = ["cat", "dog", "cow", "hen"], ["saw", "drill", "file", "axe"]
SENTENCES = 2000


@claim(
    section=20,
    says="One-hot vectors are all equally far apart: they say nothing of what words mean.",
    guess=Guess(f"Each of {WORDS} words has a one-hot vector. How far apart are two of them (Euclidean)?", within=0.02),
    why="Two of them differ in exactly two places, by 1 each: √(1² + 1²). With fewer columns than words, some words "
    "must share a column, and those are no distance apart.",
    fails={"columns": 5},
)
def one_hot_vectors_are_all_equally_far_apart(
    columns: Annotated[
        int, Option("columns; word i has its 1 in column i, counted round if there are too few", 2, 16)
    ] = WORDS,
) -> Measured:
    """Measure every distance between the vectors of 8 words."""
    vectors = one_hot(torch.arange(WORDS) % columns, columns).double()  # (words, columns)
    distances = torch.cdist(vectors, vectors)  # (words, words)
    pairs = distances[torch.triu(torch.ones(WORDS, WORDS), diagonal=1).bool()]  # (pairs,)
    least, most = pairs.min().item(), pairs.max().item()
    return Measured(
        holds=most - least < 1e-9,
        outcome=pairs.mean().item(),
        said=f"The {len(pairs)} distances lie between {least:.4f} and {most:.4f}.",
        numbers={"least distance": least, "largest distance": most, "mean distance": pairs.mean().item()},
        heat=Heat(
            distances.tolist(),
            [str(word) for word in range(WORDS)],
            [str(word) for word in range(WORDS)],
            "distances from word to word",
        ),
    )


@claim(
    section=20,
    says="An embedding layer is a one-hot vector times a matrix, in its output and in its gradient.",
    guess=Guess(
        "nn.Embedding looks words up; beside it one-hot vectors are multiplied by the same matrix. What agrees?",
        {"all": "Outputs and gradients.", "outputs": "The outputs only: a look-up has no gradient.",
         "none": "Neither: these are different layers."},
    ),
    why="A row of zeros with one 1 picks one row of the matrix, and the gradient goes to that row alone. The layer "
    "only saves the multiplications by 0; a padding word's row is left out of training on purpose.",
    fails={"padding_word": 3},
)  # fmt: skip
def an_embedding_is_a_one_hot_times_a_matrix(
    padding_word: Annotated[int, Option("the word that nn.Embedding takes for padding; −1: none", -1, 9)] = -1,
    size: Annotated[int, Option("numbers of a word's vector", 1, 64)] = SIZE,
) -> Measured:
    """Look words up with nn.Embedding and with a product, and compare outputs and gradients."""
    words = torch.tensor([3, 1, 4, 1, 5, 9, 2, 6])  # (words,)
    layer = nn.Embedding(10, size, padding_idx=None if padding_word < 0 else padding_word)
    matrix = layer.weight.detach().clone().requires_grad_()  # (vocabulary, size)
    looked_up, product = layer(words), one_hot(words, 10).float() @ matrix  # (words, size) each
    weights = torch.randn(len(words), size)  # of some loss
    (of_layer,) = torch.autograd.grad((looked_up * weights).sum(), layer.weight)  # (vocabulary, size)
    (of_matrix,) = torch.autograd.grad((product * weights).sum(), matrix)
    outputs = (looked_up - product).abs().max().item()
    gradients = (of_layer - of_matrix).abs().max().item()
    return Measured(
        holds=outputs < 1e-5 and gradients < 1e-5,
        outcome="none" if outputs >= 1e-5 else "outputs" if gradients >= 1e-5 else "all",
        said=f"The outputs differ by at most {outputs:.2g}, the gradients by at most {gradients:.2g}.",
        numbers={"outputs differ by": outputs, "gradients differ by": gradients},
        bars=Bars(
            {f"word {word}": row.norm().item() for word, row in enumerate(of_layer)}, "gradient of each word's row"
        ),
    )


@claim(
    section=20,
    says="Cosine similarity ignores how long the vectors are; the dot product does not.",
    guess=Guess(
        "One of two word vectors is made 10 times as long. Their cosine similarity…",
        {"same": "stays as it is.", "larger": "becomes 10 times as large.", "opposite": "changes its sign.",
         "other": "changes in another way."},
    ),
    why="a·b = |a| |b| cos: dividing by both lengths leaves the angle alone. A negative factor turns the vector round, "
    "and adding a constant to each number turns it too.",
    fails={"factor": -1.0},
)  # fmt: skip
def cosine_similarity_ignores_length(
    factor: Annotated[float, Option("what one vector is multiplied by", -10, 100)] = 10.0,
    added: Annotated[float, Option("what is then added to each of its numbers", -5, 5)] = 0.0,
) -> Measured:
    """Compare a cosine and a dot product before and after one vector is changed."""
    a, b = torch.randn(2, 5, dtype=torch.float64)  # (size,) each
    changed = factor * a + added
    before, after = cosine_similarity(a, b, dim=0).item(), cosine_similarity(changed, b, dim=0).item()
    dot_before, dot_after = (a @ b).item(), (changed @ b).item()
    likely = {"same": before, "opposite": -before, "larger": 10 * before}
    return Measured(
        holds=abs(after - before) < 1e-9,
        outcome=next((name for name, value in likely.items() if abs(after - value) < 1e-9), "other"),
        said=f"The cosine was {before:.4f}, is {after:.4f}; the dot product was {dot_before:.3f}, is {dot_after:.3f}.",
        numbers={"cosine before": before, "cosine after": after, "dot before": dot_before, "dot after": dot_after},
    )


@claim(
    section=20,
    says="Trained on the words next to them, words that are used alike get similar vectors.",
    guess=Guess(
        "Skip-gram vectors begin random, and no word's kind is told. After training, two animals' vectors are…",
        {"alike": "clearly more alike than an animal's and a tool's.", "equal": "about as alike.",
         "apart": "less alike."},
    ),
    why="The model predicts the same neighbours for two words only if their vectors are similar. Where the "
    "neighbours are drawn at random, words are known by no company, and the vectors tell nothing.",
    fails={"noise": 1.0},
    plot=Plot("update", "mean cosine similarity"),
)  # fmt: skip
def trained_embeddings_bring_like_words_together(
    noise: Annotated[float, Option("share of the neighbours that are drawn at random", 0, 1)] = 0.1,
    size: Annotated[int, Option("numbers of a word's vector", 2, 32)] = SIZE,
) -> Growing:
    """Train a skip-gram model on sentences in which animals and tools have different neighbours."""
    words = torch.randint(8, (SENTENCES,))  # 0 to 3 are animals, 4 to 7 tools
    neighbours = torch.randint(4, (SENTENCES,)) + 4 * (words >= 4)  # "eats", "sleeps"… or "cuts", "breaks"…
    neighbours = torch.where(torch.rand(SENTENCES) < noise, torch.randint(8, (SENTENCES,)), neighbours)
    centre, context = nn.Embedding(8, size), nn.Linear(size, 8, bias=False)
    nn.init.normal_(centre.weight, std=0.1)  # small: what the vectors are in the end, they have learned
    optimiser = torch.optim.Adam([*centre.parameters(), *context.parameters()], 0.05)
    alike = torch.block_diag(torch.ones(4, 4), torch.ones(4, 4)).bool()  # (words, words): both animals, both tools
    others = alike & ~torch.eye(8).bool()
    for update in range(61):
        cosines = cosine_similarity(centre.weight.unsqueeze(1), centre.weight, dim=2).detach()  # (words, words)
        within, between = cosines[others].mean().item(), cosines[~alike].mean().item()
        yield Point(update, {"animal and animal, tool and tool": within, "animal and tool": between})
        optimiser.zero_grad()
        cross_entropy(context(centre(words)), neighbours).backward()
        optimiser.step()
    gap = within - between
    return Measured(
        holds=gap > 0.5,
        outcome="alike" if gap > 0.5 else "apart" if gap < -0.5 else "equal",
        said=f"The mean cosine of two words of a kind is {within:.2f}, of an animal and a tool {between:.2f}.",
        numbers={"of a kind": within, "animal and tool": between},
        heat=Heat(
            cosines.tolist(),
            ANIMALS + TOOLS,
            [name[:2] for name in ANIMALS + TOOLS],
            "cosine similarity after training",
        ),
    )
