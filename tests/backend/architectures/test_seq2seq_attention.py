"""Attention over the encoder's states, against torch's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from studyai.backend.architectures import registry
from studyai.backend.architectures.registry import Mismatch
from studyai.backend.architectures.seq2seq_attention import Seq2SeqWithAttention
from studyai.backend.tasks import registry as tasks


@pytest.fixture
def network() -> Seq2SeqWithAttention:
    torch.manual_seed(0)
    network = registry.find("seq2seq-attention").build(tasks.find("reverse-8").sizes, {"hidden_size": 12})
    assert isinstance(network, Seq2SeqWithAttention)
    return network.double()


def examples() -> tuple[Tensor, Tensor]:
    source, given = (one[:50].clone() for one in tasks.find("reverse-8").test.inputs)
    return source, given


def test_the_context_is_what_torchs_attention_makes(network: Seq2SeqWithAttention) -> None:
    states, memory = torch.randn(2, 4, 12).double().requires_grad_(), torch.randn(2, 7, 12).double()
    ours = network.attend(states, memory)
    keys = memory @ network.score.weight.T
    twin = functional.scaled_dot_product_attention(states, keys, memory, scale=1.0)
    assert torch.allclose(ours, twin, atol=1e-10)
    weight = torch.randn_like(ours)
    gradient = torch.autograd.grad((ours * weight).sum(), states)[0]
    assert torch.allclose(gradient, torch.autograd.grad((twin * weight).sum(), states)[0], atol=1e-10)


def test_the_alignment_is_a_distribution_over_the_source_at_every_step(network: Seq2SeqWithAttention) -> None:
    seen: list[Tensor] = []
    network.alignment.register_forward_hook(lambda tap, inputs, output: seen.append(output))
    network(*examples())
    (alignment,) = seen
    assert network.alignment.axes == ("target", "source")
    assert alignment.shape == (50, 8, 8)
    assert torch.allclose(alignment.sum(dim=2), torch.ones(50, 8).double())


def test_what_it_writes_is_the_likeliest_given_what_it_wrote(network: Seq2SeqWithAttention) -> None:
    source, given = examples()
    written = network.answer(source, given)
    own = torch.cat([given[:, :1], written[:, :-1]], dim=1)
    assert torch.equal(network(source, own).argmax(dim=2), written)


def test_its_answer_does_not_depend_on_the_teacher(network: Seq2SeqWithAttention) -> None:
    source, given = examples()
    assert torch.equal(network.answer(source, given), network.answer(source, given.flip(0)))


def test_a_later_token_changes_no_earlier_logits(network: Seq2SeqWithAttention) -> None:
    source, given = examples()
    before = network(source, given)
    given[:, 3] = (given[:, 3] + 1) % 10
    after = network(source, given)
    assert torch.allclose(after[:, :3], before[:, :3], atol=1e-12)
    assert not torch.isclose(after[:, 3:], before[:, 3:]).all(dim=2).any()


def test_the_decoder_begins_with_the_last_states_of_both_directions(network: Seq2SeqWithAttention) -> None:
    memory, state = network.encode(examples()[0])
    assert torch.equal(state[0, :, :6], memory[:, -1, :6])
    assert torch.equal(state[0, :, 6:], memory[:, 0, 6:])


def test_a_hidden_size_must_be_shared_by_two_directions() -> None:
    with pytest.raises(Mismatch, match="odd"):
        registry.find("seq2seq-attention").build(tasks.find("reverse-8").sizes, {"hidden_size": 7})


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Networks this small are slower on two, far slower where another test has the second."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("one_thread")
def test_to_reverse_it_learns_to_look_along_the_anti_diagonal() -> None:
    task = tasks.find("reverse-5")
    torch.manual_seed(0)
    ours = registry.find("seq2seq-attention").build(task.sizes, {"hidden_size": 32})
    seen: list[Tensor] = []
    ours.get_submodule("alignment").register_forward_hook(lambda tap, inputs, output: seen.append(output))
    optimiser = torch.optim.Adam(ours.parameters(), lr=0.01)
    batches = task.train.batches(128, torch.Generator().manual_seed(0))
    for _ in range(150):
        batch = next(batches)
        optimiser.zero_grad()
        task.loss(ours(*batch.inputs), batch.targets).backward()
        optimiser.step()
    ours(*task.test.inputs)
    most_read = seen[-1].argmax(dim=2)  # (N, target)
    assert (most_read == torch.arange(4, -1, -1)).float().mean() >= 0.9
    assert task.measure(ours.answer(*task.test.inputs), task.test.targets) >= 0.9
