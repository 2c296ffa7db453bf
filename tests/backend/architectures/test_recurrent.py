"""RNN, BiRNN, LSTM and GRU against torch's own modules, weights, gradients and all; and the tasks they learn."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch import Tensor, nn

from studyai.backend.architectures import registry
from studyai.backend.architectures.recurrent import Recurrent
from studyai.backend.inside.trace import trace
from studyai.backend.tasks import registry as tasks
from studyai.backend.tasks.adding import near_enough
from studyai.backend.training.settings import Settings
from studyai.backend.training.trainer import Trainer

SIZES = {"in_features": 3, "out_features": 2}
HIDDEN = 4
TWINS: dict[str, type[nn.RNNBase]] = {"rnn": nn.RNN, "birnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
GATES = {
    "rnn": ["hidden_states"],
    "lstm": ["input_gates", "forget_gates", "candidates", "output_gates", "cell_states", "hidden_states"],
    "gru": ["reset_gates", "update_gates", "candidates", "hidden_states"],
}
SEQUENCES = ("parity", "majority", "lag-memory", "adding")


def network(name: str, layers: int = 1, **options: object) -> Recurrent:
    torch.manual_seed(0)
    model = registry.find(name).build(SIZES, {"hidden_size": HIDDEN, "layers": layers, **options})
    assert isinstance(model, Recurrent)
    return model.double()


def parameters(name: str, model: Recurrent) -> dict[str, Tensor]:
    """Ours under torch's names: weight_ih_l0_reverse is layer 0's leftward.weight_ih."""
    found = {}
    for number, layer in enumerate(model.layers):
        directions = {"": layer.rightward, "_reverse": layer.leftward} if name == "birnn" else {"": layer}
        for suffix, one in directions.items():
            found[f"weight_ih_l{number}{suffix}"] = one.weight_ih
            found[f"weight_hh_l{number}{suffix}"] = one.weight_hh
            found[f"bias_ih_l{number}{suffix}"] = one.bias
    return found


def twin_of(name: str, model: Recurrent, layers: int, **more: str) -> nn.RNNBase:
    """Torch's module with our weights; its second bias, which a textbook's cell does not have, is zero."""
    twin = TWINS[name](3, HIDDEN, layers, batch_first=True, bidirectional=name == "birnn", dtype=torch.float64, **more)
    ours = parameters(name, model)
    assert all(own in ours or own.startswith("bias_hh") for own, _ in twin.named_parameters())
    with torch.no_grad():
        for own, parameter in twin.named_parameters():
            parameter.copy_(ours.get(own, torch.zeros_like(parameter)))
    return twin


def inputs(count: int = 5, length: int = 7) -> Tensor:
    return torch.randn(count, length, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(1))


def states_of(model: Recurrent, sequences: Tensor) -> Tensor:
    states = sequences
    for layer in model.layers:
        states = layer(states)
    return states


@pytest.mark.parametrize(("name", "layers"), itertools.product(TWINS, [1, 2]))
def test_states_and_gradients_are_torchs(name: str, layers: int) -> None:
    model = network(name, layers)
    twin = twin_of(name, model, layers)
    ours, theirs = inputs().requires_grad_(), inputs().requires_grad_()
    states, (expected, _) = states_of(model, ours), twin(theirs)
    assert torch.allclose(states, expected, atol=1e-10, rtol=0)
    outputs = model(ours)
    assert torch.allclose(outputs, model.output(expected), atol=1e-10, rtol=0)
    outputs.square().sum().backward()
    model.output(expected).square().sum().backward()
    assert torch.allclose(ours.grad, theirs.grad, atol=1e-10, rtol=0)
    for own, parameter in parameters(name, model).items():
        assert torch.allclose(parameter.grad, getattr(twin, own).grad, atol=1e-10, rtol=0), own


def test_a_relu_rnn_is_torchs_too() -> None:
    model = network("rnn", activation="relu")
    expected, _ = twin_of("rnn", model, 1, nonlinearity="relu")(inputs())
    assert torch.allclose(states_of(model, inputs()), expected, atol=1e-10, rtol=0)


def test_the_forget_gate_begins_open() -> None:
    torch.manual_seed(0)
    layer = registry.find("lstm").build(SIZES).layers[0]
    i, f, g, o = layer.bias.chunk(4)
    assert f.min() > 0.8
    assert max(one.abs().max() for one in (i, g, o)) < 0.2


@pytest.mark.parametrize("name", GATES)
def test_gates_of_all_steps_can_be_looked_at(name: str) -> None:
    model, sequences = network(name), inputs()
    inner = trace(model, sequences).inner
    found = {tap: inner[f"layers.0.{tap}"] for tap in GATES[name]}
    assert all(one.axes == ("time", "unit") and one.tensor.shape == (5, 7, HIDDEN) for one in found.values())
    seen = {tap: one.tensor for tap, one in found.items()}
    h = seen["hidden_states"]
    before = torch.cat([torch.zeros_like(h[:, :1]), h[:, :-1]], dim=1)
    if name == "lstm":
        c = seen["cell_states"]
        c_before = torch.cat([torch.zeros_like(c[:, :1]), c[:, :-1]], dim=1)
        assert torch.allclose(c, seen["forget_gates"] * c_before + seen["input_gates"] * seen["candidates"])
        assert torch.allclose(h, seen["output_gates"] * c.tanh())
    if name == "gru":
        z = seen["update_gates"]
        assert torch.allclose(h, (1 - z) * seen["candidates"] + z * before)


@pytest.mark.parametrize("name", GATES)
def test_the_gradient_by_an_early_state_has_come_back_through_all_later_ones(name: str) -> None:
    model, sequences = network(name), inputs(count=1)
    traced = trace(model, sequences, gradients=True)
    steps = traced.inner["layers.0.hidden_states"].steps
    by_first, by_last = torch.autograd.grad(traced.output[:, -1].sum(), [steps[0], steps[-1]])
    assert torch.allclose(by_last, model.output.weight.sum(dim=0))
    assert by_first.abs().max() > 1e-6


def test_the_gradient_of_an_rnn_over_time_is_the_product_of_its_jacobians() -> None:
    model, sequences = network("rnn"), inputs(count=1)
    traced = trace(model, sequences, gradients=True)
    steps = traced.inner["layers.0.hidden_states"].steps
    found = torch.autograd.grad(traced.output[:, -1].sum(), steps)
    expected = model.output.weight.sum(dim=0)  # (hidden), by the last state
    weight_hh = model.layers[0].weight_hh
    for h, gradient in zip(reversed(steps), reversed(found), strict=True):
        assert torch.allclose(gradient[0], expected)
        expected = weight_hh.T @ ((1 - h[0].square()) * expected)


def test_dropout_is_between_layers_not_between_steps() -> None:
    model = network("lstm", layers=2, dropout=0.9)
    before = model.layers[0](inputs())
    torch.manual_seed(1)
    assert not torch.equal(model(inputs()), model(inputs()))
    assert torch.equal(model.layers[0](inputs()), before)
    model.eval()
    assert torch.equal(model(inputs()), model.output(states_of(model, inputs())))


# Tasks


@pytest.mark.parametrize("name", SEQUENCES)
def test_no_sequence_is_in_two_parts(name: str) -> None:
    task = tasks.find(name)
    parts = [task.train, task.validation, task.test]
    everything = torch.cat([part.inputs[0] for part in parts])
    assert len(everything.unique(dim=0)) == len(everything) == sum(map(len, parts))


def test_parity_is_whether_the_ones_so_far_are_odd() -> None:
    data = tasks.find("parity").train
    for bits, targets in zip(data.inputs[0][:, :, 0].tolist(), data.targets.tolist(), strict=True):
        assert targets == [bits[: t + 1].count(1) % 2 for t in range(8)]


def test_majority_is_of_the_neighbours_and_itself() -> None:
    data = tasks.find("majority").train
    for bits, targets in zip(data.inputs[0][:, :, 0].tolist(), data.targets.tolist(), strict=True):
        padded = [0, *bits, 0]
        assert targets == [int(sum(padded[t : t + 3]) >= 2) for t in range(10)]


def test_what_is_to_be_remembered_is_the_first_bit() -> None:
    data = tasks.find("lag-memory").test
    assert data.inputs[0].shape == (512, 21, 1)
    assert torch.equal(data.inputs[0][:, 0, 0].long(), data.targets)
    assert 0.4 < data.targets.float().mean() < 0.6


def test_adding_is_the_sum_of_two_marked_numbers_one_in_each_half() -> None:
    data = tasks.find("adding").test
    for sequence, target in zip(data.inputs[0][:100].tolist(), data.targets[:100].tolist(), strict=True):
        marked = [t for t, (_, mark) in enumerate(sequence) if mark]
        assert len(marked) == 2
        assert marked[0] < 10 <= marked[1] < 20
        assert target == pytest.approx(sum(sequence[t][0] for t in marked), abs=1e-6)


def test_a_sum_counts_as_right_within_a_tenth_at_the_last_step() -> None:
    outputs = torch.zeros(4, 20, 1)
    outputs[:, -1, 0] = torch.tensor([1.05, 0.85, 0.95, 1.15])
    assert near_enough(outputs, torch.ones(4)).item() == 0.5


def test_tasks_and_architectures_that_do_not_fit_are_refused() -> None:
    with pytest.raises(registry.Mismatch, match="it needs out_features"):
        registry.find("rnn").build(tasks.find("moons").sizes)
    with pytest.raises(registry.Mismatch, match="it needs classes"):
        registry.find("mlp").build(tasks.find("parity").sizes)


def trained(name: str, updates: int, **given: str | int) -> float:
    trainer = Trainer(Settings(registry.find(name), given))
    for _ in range(updates):
        trainer.step()
    return trainer.evaluate(trainer.test)


def test_who_reads_both_ways_knows_the_majority_and_who_reads_one_way_cannot() -> None:
    assert trained("birnn", 150) >= 0.99
    assert 0.7 < trained("rnn", 300, task="majority") < 0.85


def test_an_rnn_learns_parity() -> None:
    assert trained("rnn", 480) >= 0.95
