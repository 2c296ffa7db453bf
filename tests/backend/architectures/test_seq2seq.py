"""Reading into one vector and writing from it, against torch's cell step by step."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from studyai.backend.architectures import registry
from studyai.backend.architectures.seq2seq import Seq2Seq
from studyai.backend.tasks import registry as tasks


@pytest.fixture
def network() -> Seq2Seq:
    torch.manual_seed(0)
    network = registry.find("seq2seq").build(tasks.find("reverse-5").sizes, {"hidden_size": 12})
    assert isinstance(network, Seq2Seq)
    return network.double()


def cell(of: nn.GRU) -> nn.GRUCell:
    twin = nn.GRUCell(of.input_size, of.hidden_size).double()
    twin.load_state_dict({name.removesuffix("_l0"): weight for name, weight in of.state_dict().items()})
    return twin


def greedy_twin(network: Seq2Seq, source: Tensor) -> Tensor:
    read, write = cell(network.encoder), cell(network.decoder)
    state = torch.zeros(len(source), 12, dtype=torch.float64)
    for token in source.T:
        state = read(network.embedding.weight[token], state)
    token, written = torch.full((len(source),), 10), []
    for _ in range(5):
        state = write(network.embedding.weight[token], state)
        token = network.output(state).argmax(dim=1)
        written.append(token)
    return torch.stack(written, dim=1)


def test_it_writes_what_a_loop_over_torchs_cell_writes(network: Seq2Seq) -> None:
    source = tasks.find("reverse-5").test.inputs[0][:50]
    assert torch.equal(network.answer(source), greedy_twin(network, source))


def test_what_it_writes_is_the_likeliest_given_what_it_wrote(network: Seq2Seq) -> None:
    source, given = (one[:50] for one in tasks.find("reverse-5").test.inputs)
    written = network.answer(source, given)
    own = torch.cat([given[:, :1], written[:, :-1]], dim=1)
    assert torch.equal(network(source, own).argmax(dim=2), written)


def test_its_answer_does_not_depend_on_the_teacher(network: Seq2Seq) -> None:
    source, given = (one[:50] for one in tasks.find("reverse-5").test.inputs)
    assert torch.equal(network.answer(source, given), network.answer(source, given.flip(0)))


def test_a_later_token_changes_no_earlier_logits(network: Seq2Seq) -> None:
    source, given = (one[:50].clone() for one in tasks.find("reverse-5").test.inputs)
    before = network(source, given)
    given[:, 3] = (given[:, 3] + 1) % 10
    after = network(source, given)
    assert torch.equal(after[:, :3], before[:, :3])
    assert not torch.isclose(after[:, 3:], before[:, 3:]).all(dim=2).any()


def test_layers_are_stacked_and_it_still_decodes() -> None:
    task = tasks.find("reverse-5")
    network = registry.find("seq2seq").build(task.sizes, {"hidden_size": 8, "layers": 2})
    source, given = (one[:3] for one in task.test.inputs)
    assert network(source, given).shape == (3, 5, 11)
    assert network.answer(source, given).shape == (3, 5)
