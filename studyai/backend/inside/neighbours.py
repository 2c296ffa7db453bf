"""``….neighbours`` of an embedding of the task's words: the words whose vectors point most nearly the same way."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from studyai import protocol
from studyai.backend.architectures.network import Network
from studyai.backend.inside.stages import Explanation, Place, check_place, one, products, stage
from studyai.backend.tasks.registry import Task

NEIGHBOURS = ".neighbours"
AXES = ("unit",)
MOST_NEIGHBOURS = 10


def probes(model: Network, task: Task) -> Iterator[protocol.Probe]:
    """Yield one for every embedding of the task's words."""
    for name, module in model.named_modules():
        if isinstance(module, nn.Embedding) and module.num_embeddings == len(task.classes):
            yield protocol.Probe(name + NEIGHBOURS, AXES, (module.embedding_dim,))


def vectors(model: Network, name: str) -> Tensor:
    """Return all words' vectors, of the embedding that the probe is about."""
    return model.get_submodule(name.removesuffix(NEIGHBOURS)).get_parameter("weight").detach()


def neighbours(model: Network, task: Task, name: str, word: int) -> list[protocol.Neighbour]:
    """Return the nearest words, the nearest first."""
    similar, others = _nearest(vectors(model, name), word)
    return [protocol.Neighbour(task.classes[one], similar[one].item()) for one in others]


def _nearest(table: Tensor, word: int) -> tuple[Tensor, list[int]]:
    """Return the cosines of all vectors with that word's, and the words that are nearest to it."""
    similar = torch.cosine_similarity(table, table[word], dim=1)
    return similar, [one for one in similar.argsort(descending=True).tolist() if one != word][:MOST_NEIGHBOURS]


def explained(model: Network, name: str, word: int, place: Place) -> Explanation:
    """Return the cosine of the angle between the word's vector and a neighbour's."""
    table = vectors(model, name)
    similar, others = _nearest(table, word)
    check_place(place, (len(others),))
    other = others[place[0]]
    u, v = table[word], table[other]
    lengths = u.norm(), v.norm()
    value = similar[other].item()
    product = protocol.Part("u·v", products(u, v))
    stages = [
        stage("length |u|", "√Σ u²", "root", [protocol.Part("u²", products(u, u))], lengths[0]),
        stage("length |v|", "√Σ v²", "root", [protocol.Part("v²", products(v, v))], lengths[1]),
        stage("cosine", "u·v / (|u| |v|)", "quotient", [product, one("|u| |v|", *lengths)], value),
    ]
    return Explanation(value, stages)
