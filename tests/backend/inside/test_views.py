"""What is seen inside a model, against its own tensors and against gradients by hand."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from studyai.backend.architectures import registry
from studyai.backend.architectures.network import Network, Tap
from studyai.backend.inside import views
from studyai.backend.inside.trace import trace
from studyai.backend.tasks.registry import Data, Task
from studyai.backend.training.settings import Settings
from studyai.backend.training.trainer import Trainer
from studyai.protocol import Probe, View


class Loop(Network):
    """h_t = tanh(W x_t + U h_{t-1}); the last state is scored."""

    def __init__(self) -> None:
        super().__init__()
        self.read = nn.Linear(3, 4)
        self.carry = nn.Linear(4, 4, bias=False)
        self.states = Tap("time", "unit")
        self.output = nn.Linear(4, 2)

    def forward(self, inputs: Tensor) -> Tensor:
        h, steps = inputs.new_zeros(len(inputs), 4), []
        for x in inputs.unbind(dim=1):
            h = torch.tanh(self.read(x) + self.carry(h))
            steps.append(h)
        logits: Tensor = self.output(self.states(steps)[:, -1])
        return logits


class Layers(Network):
    """One of each kind that a table should name."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(7, 6)
        self.norm = nn.LayerNorm(6)
        self.gru = nn.GRU(6, 5, batch_first=True)
        self.lstm = nn.LSTM(5, 4, batch_first=True)
        self.rnn = nn.RNN(4, 4, batch_first=True)
        self.act = nn.GELU()
        self.scale = nn.Parameter(torch.ones(4))
        self.output = nn.Linear(4, 7)

    def forward(self, tokens: Tensor) -> Tensor:
        states, _ = self.gru(self.norm(self.embedding(tokens)))
        states, _ = self.lstm(states)
        states, _ = self.rnn(states)
        logits: Tensor = self.output(self.act(states) * self.scale)
        return logits


def task_of(data: Data, classes: tuple[str, ...] = ("a", "b")) -> Task:
    return Task(data, data, data, {}, classes, "accuracy", functional.cross_entropy, lambda a, b: a.mean())


def trainer(name: str, **settings: str) -> Trainer:
    return Trainer(Settings(registry.find(name), settings))


def seen(trained: Trainer, probe: str, example: int = 0, word: int = 0) -> View:
    return views.look(trained.model, trained.task, trained.test, views.Gaze(probe, example, word))


def test_gradients_over_time_are_those_of_the_loss_by_every_state() -> None:
    torch.manual_seed(0)
    model, data = Loop(), Data((torch.randn(3, 6, 3),), torch.tensor([1, 0, 1]))
    task = task_of(data)
    entries = views.look(model, task, data, views.Gaze("states.gradient", example=2))
    norms = views.look(model, task, data, views.Gaze("states.gradient_norm", example=2))
    assert all(parameter.grad is None for parameter in model.parameters())
    nudged = [torch.zeros(4, requires_grad=True) for _ in range(6)]  # added to each state: ∂loss/∂nudge = ∂loss/∂h_t
    h = torch.zeros(4)
    for x, nudge in zip(data.inputs[0][2], nudged, strict=True):
        h = torch.tanh(model.read(x) + model.carry(h)) + nudge
    functional.cross_entropy(model.output(h), data.targets[2]).backward()
    wanted = torch.stack([nudge.grad for nudge in nudged if nudge.grad is not None])
    assert torch.allclose(torch.tensor(entries.tensor.values()), wanted, atol=1e-6)
    assert torch.allclose(torch.tensor(norms.tensor.values()), wanted.norm(dim=1), atol=1e-6)
    assert (entries.axes, norms.axes) == (("time", "unit"), ("time",))


def test_layers_of_every_kind_are_named_and_all_parameters_are_counted() -> None:
    model = Layers()
    tokens = torch.tensor([[1, 2, 3]])
    layers, found = views.all_probes(
        model, task_of(Data((tokens,), torch.tensor([[0, 1, 2]]))), Data((tokens,), tokens)
    )
    assert sum(layer.parameters for layer in layers) == sum(one.numel() for one in model.parameters())
    named = {probe.name: probe for probe in found}
    assert named["embedding.vectors"] == Probe("embedding.vectors", ("position", "unit"), (3, 6))
    assert named["norm.normalised"].axes == ("position", "unit")
    assert named["lstm.states"] == Probe("lstm.states", ("time", "unit"), (3, 4))
    assert named["lstm.recurrent_weights"].shape == (16, 4)
    assert named["rnn.states"].shape == (3, 4)
    assert named["act.activations"].axes == ("time", "unit")
    assert named["scale"] == Probe("scale", ("unit",), (4,))
    states, _ = model.gru(model.norm(model.embedding(tokens)))
    assert torch.equal(trace(model, tokens).inner["gru.states"].tensor, states)


@pytest.mark.parametrize("name", registry.names())
def test_every_probe_of_every_architecture_can_be_looked_at(name: str) -> None:
    trained = trainer(name)
    layers, found = views.all_probes(trained.model, trained.task, trained.train.rows(slice(4)))
    assert sum(layer.parameters for layer in layers) == sum(one.numel() for one in trained.model.parameters())
    assert len({probe.name for probe in found}) == len(found)
    for probe in found:
        view = seen(trained, probe.name)
        assert (view.axes, view.full_shape) == (probe.axes, probe.shape)
        assert len(view.axes) == len(view.full_shape)


def test_a_sequence_is_told_in_words_and_its_answer_is_what_the_model_writes() -> None:
    trained = trainer("seq2seq")
    view = seen(trained, "output.outputs", example=3)
    source, _ = (one[3:4] for one in trained.test.inputs)
    assert view.kind == "sequence"
    assert view.words[0] == [str(digit) for digit in source[0].tolist()]
    assert view.words[1][0] == "start"
    assert view.expected == view.words[0][::-1]
    with torch.no_grad():
        assert view.answered == [str(token) for token in trained.model.answer(source)[0].tolist()]
    assert (view.label, view.probabilities) == (-1, [])


def test_a_number_is_told_as_a_number() -> None:
    data = Data((torch.randn(2, 3),), torch.tensor([0.25, 1.5]))
    model = registry.find("mlp").build({"in_features": 3, "classes": 1})
    view = views.look(model, task_of(data, ()), data, views.Gaze("output.outputs", example=1))
    assert (view.kind, view.expected) == ("number", ["1.5"])
    assert float(view.answered[0]) == pytest.approx(model(data.inputs[0])[1].item(), rel=1e-3)


def test_the_plane_is_scored_where_it_says_it_is() -> None:
    trained = trainer("mlp")
    view = seen(trained, "plane")
    assert view.plane is not None
    assert view.full_shape == (40, 60, 2)
    scores = torch.tensor(view.tensor.values())
    (left, right), (bottom, top) = view.plane.across, view.plane.up
    for row, column, point in [(0, 0, (left, top)), (39, 59, (right, bottom)), (0, 59, (right, top))]:
        with torch.no_grad():
            wanted = torch.softmax(trained.model(torch.tensor([point])), dim=1)[0]
        assert torch.allclose(scores[row, column], wanted, atol=1e-5)
    points = torch.tensor(view.plane.points.values())
    assert torch.equal(points, trained.task.train.inputs[0][: len(points)])
    assert view.plane.labels == trained.task.train.targets[: len(points)].tolist()
    assert left < points[:, 0].min() < points[:, 0].max() < right
    assert bottom < points[:, 1].min() < points[:, 1].max() < top


def test_a_perceptron_has_a_plane_of_one_score_and_a_class() -> None:
    trained = trainer("perceptron")
    view = seen(trained, "plane", example=2)
    assert view.full_shape == (40, 60, 1)
    assert view.kind == "class"
    assert view.prediction == trained.model.answer(trained.test.inputs[0][2:3]).item()


def test_neighbours_are_the_words_with_the_largest_cosines() -> None:
    trained = trainer("seq2seq")
    vectors = trained.model.get_submodule("embedding").get_parameter("weight")
    view = seen(trained, "embedding.neighbours", word=4)
    assert view.word == "4"
    similar = functional.normalize(vectors, dim=1) @ functional.normalize(vectors[4], dim=0)
    order = [one for one in similar.argsort(descending=True).tolist() if one != 4]
    assert [one.word for one in view.neighbours] == [trained.task.classes[one] for one in order[:10]]
    assert view.neighbours[0].similarity == pytest.approx(similar[order[0]].item(), rel=1e-5)
