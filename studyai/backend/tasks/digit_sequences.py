"""Sequences of digits to be written again in another order: reversed, or sorted. Every sequence is used once."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor
from torch.nn import functional

from studyai.backend.tasks.registry import Data, Task, task

DIGITS = "0123456789"
START = len(DIGITS)  # the decoder's first input: a token of its own, which is never written
TRAIN, VALIDATION, TEST = 8192, 256, 1024
SPLIT_SEED = 0  # every run is tested on the same sequences, so that runs can be compared


def token_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Return mean cross-entropy of all tokens: logits (N, T, vocabulary), targets (N, T)."""
    return functional.cross_entropy(logits.flatten(0, 1), targets.flatten())


def whole_sequences(written: Tensor, targets: Tensor) -> Tensor:
    """Return the share of sequences (N, T) in which every token is right."""
    return (written == targets).all(dim=1).float().mean()


def teacher_forced(sources: Tensor, targets: Tensor, start: int) -> Data:
    """Return data whose decoder is given the start token, then each right token a step after it is to be written."""
    first = torch.full_like(targets[:, :1], start)  # (N, 1)
    return Data((sources, torch.cat([first, targets[:, :-1]], dim=1)), targets)


def _task(length: int, reorder: Callable[[Tensor], Tensor]) -> Task:
    numbers = random.Random(SPLIT_SEED).sample(range(10**length), TRAIN + VALIDATION + TEST)
    places = 10 ** torch.arange(length - 1, -1, -1)  # (T) of the digits, the first the highest
    sources = torch.tensor(numbers)[:, None] // places % 10  # (N, T)
    data = teacher_forced(sources, reorder(sources), START)
    return Task(
        train=data.rows(slice(TRAIN)),
        validation=data.rows(slice(TRAIN, TRAIN + VALIDATION)),
        test=data.rows(slice(TRAIN + VALIDATION, None)),
        sizes={"vocabulary": len(DIGITS) + 1, "start": START, "source_length": length, "target_length": length},
        classes=(*DIGITS, "start"),
        metric="whole sequences",
        loss=token_loss,
        measure=whole_sequences,
        sequences=True,
    )


def _reversed(sources: Tensor) -> Tensor:
    return sources.flip(dims=[1])


def _sorted(sources: Tensor) -> Tensor:
    return sources.sort(dim=1).values


@task("reverse-5")
@cache
def reverse_5() -> Task:
    """Five digits (N, 5), to be written last first; a vector can still hold them."""
    return _task(5, _reversed)


@task("reverse-8")
@cache
def reverse_8() -> Task:
    """Eight digits (N, 8), to be written last first."""
    return _task(8, _reversed)


@task("sort-8")
@cache
def sort_8() -> Task:
    """Eight digits (N, 8), to be written smallest first."""
    return _task(8, _sorted)
