"""Skip-gram on a small world: sentences, pairs, splits, loss, neighbours, and that kinds come out of contexts alone."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
import torch
from torch import nn

from studyai.backend.architectures import registry
from studyai.backend.architectures.word_embeddings import WordEmbeddings
from studyai.backend.tasks import registry as tasks
from studyai.backend.tasks.small_world import Grammar, read_grammar, same_kind, skip_grams


def network() -> WordEmbeddings:
    torch.manual_seed(0)
    built = registry.find("word-embeddings").build(tasks.find("small-world").sizes)
    assert isinstance(built, WordEmbeddings)
    return built


def test_the_grammar_fills_every_slot_with_a_word_of_the_kind_and_no_word_has_two_kinds() -> None:
    grammar = read_grammar()
    members = [word for words in grammar.kinds.values() for word in words]
    plain = {word for pattern in grammar.patterns for word in re.sub(r"{\w+}", "", pattern).split()}
    assert len(set(members)) == len(members)
    assert plain.isdisjoint(members)
    assert {slot for pattern in grammar.patterns for slot in re.findall(r"{(\w+)}", pattern)} == set(grammar.kinds)
    draw = random.Random(1)
    for _ in range(300):
        assert set(grammar.sentence(draw)) <= plain | set(members)


def test_a_sentence_follows_its_pattern() -> None:
    grammar = Grammar({"animal": ["cat", "dog"], "colour": ["red"]}, ["a {colour} {animal} and a {animal}"])
    sentences = {" ".join(grammar.sentence(random.Random(seed))) for seed in range(50)}
    assert sentences == {f"a red {one} and a {other}" for one in ("cat", "dog") for other in ("cat", "dog")}


def test_pairs_are_every_word_with_the_two_on_either_side() -> None:
    pairs = skip_grams([["a", "b", "c", "d"], ["e"], ["f", "g"]])
    expected = ["ab", "ac", "ba", "bc", "bd", "ca", "cb", "cd", "db", "dc", "fg", "gf"]
    assert ["".join(pair) for pair in pairs] == expected


def test_validation_and_test_are_about_different_words_and_together_about_all() -> None:
    task = tasks.find("small-world")
    validation, test = (
        {task.classes[word] for word in data.inputs[0].tolist()} for data in (task.validation, task.test)
    )
    assert validation.isdisjoint(test)
    assert validation | test == {word for words in read_grammar().kinds.values() for word in words}
    assert set(task.train.targets.tolist()) == set(range(task.sizes["words"]))


def test_a_word_counts_once_however_often_it_is_asked() -> None:
    measure = same_kind(torch.tensor([0, 0, 1, 1, -1]))
    neighbours = torch.tensor([[0, 1], [0, 1], [0, 1], [1, 2], [2, 3], [3, 4]])
    assert measure(neighbours, torch.zeros(6)).item() == pytest.approx(1 / 2)


def test_the_loss_is_the_cross_entropy_of_a_softmax_over_the_dot_products() -> None:
    task, ours = tasks.find("small-world"), network()
    data = task.train.rows(slice(200))
    v, u = ours.embedding.weight, ours.output.weight
    scores = torch.stack([u @ v[word] for word in data.inputs[0]])
    expected = (scores.logsumexp(dim=1) - scores[range(200), data.targets]).mean()
    assert torch.allclose(task.loss(ours(*data.inputs), data.targets), expected)


def test_a_neighbour_is_the_other_word_with_the_largest_cosine() -> None:
    ours, words = network(), torch.tensor([3, 50, 3, 200])
    table = ours.embedding.weight
    for word, neighbour in ours.answer(words).tolist():
        cosines = nn.functional.cosine_similarity(table[word], table, dim=1)
        cosines[word] = -2
        assert neighbour == cosines.argmax().item()
    assert ours.answer(words)[:, 0].tolist() == words.tolist()


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Networks this small are slower on two, far slower where another test has the second."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("one_thread")
def test_kinds_come_out_of_contexts_alone() -> None:
    task, ours = tasks.find("small-world"), network()
    optimiser = torch.optim.Adam(ours.parameters(), lr=0.005)
    before = task.measure(ours.answer(*task.test.inputs), task.test.targets)
    batches = task.train.batches(256, torch.Generator().manual_seed(0))
    for _ in range(1100):
        batch = next(batches)
        optimiser.zero_grad()
        task.loss(ours(*batch.inputs), batch.targets).backward()
        optimiser.step()
    assert before < 0.3
    assert task.measure(ours.answer(*task.test.inputs), task.test.targets) >= 0.9
