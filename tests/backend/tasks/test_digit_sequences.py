"""Sequences to be written again in another order: targets, splits, what the decoder is given."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from studyai.backend.tasks import registry as tasks
from studyai.backend.tasks.digit_sequences import token_loss, whole_sequences

TASKS = {"reverse-5": lambda digits: digits[::-1], "reverse-8": lambda digits: digits[::-1], "sort-8": sorted}


@pytest.mark.parametrize("name", TASKS)
def test_targets_are_the_sources_in_the_other_order(name: str) -> None:
    task = tasks.find(name)
    for data in (task.train, task.validation, task.test):
        for source, target in zip(data.inputs[0][:300].tolist(), data.targets[:300].tolist(), strict=True):
            assert target == list(TASKS[name](source))


@pytest.mark.parametrize("name", TASKS)
def test_the_decoder_is_given_the_start_token_and_then_the_token_before(name: str) -> None:
    task = tasks.find(name)
    given, targets = task.train.inputs[1], task.train.targets
    assert (given[:, 0] == task.sizes["start"]).all()
    assert torch.equal(given[:, 1:], targets[:, :-1])
    assert task.sizes["start"] not in targets


@pytest.mark.parametrize("name", TASKS)
def test_no_sequence_is_used_twice(name: str) -> None:
    task = tasks.find(name)
    sources = torch.cat([data.inputs[0] for data in (task.train, task.validation, task.test)])
    assert len(sources.unique(dim=0)) == len(sources)
    assert sources.shape[1] == task.sizes["source_length"] == task.sizes["target_length"]
    assert sorted(sources.unique().tolist()) == list(range(10))


def test_the_loss_is_the_mean_over_all_tokens_and_a_sequence_counts_when_all_are_right() -> None:
    logits, targets = torch.randn(6, 5, 11), torch.randint(0, 10, (6, 5))
    by_token = [nn.functional.cross_entropy(logits[:, step], targets[:, step]) for step in range(5)]
    assert torch.allclose(token_loss(logits, targets), torch.stack(by_token).mean())
    written = targets.clone()
    written[0, 4] += 1
    written[1] += 1
    assert whole_sequences(written, targets).item() == pytest.approx(4 / 6)
