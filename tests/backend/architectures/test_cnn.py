"""The lab's network against torch's own modules, and what is said about it against its tensors."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from studyai.backend.architectures import registry
from studyai.backend.architectures.network import Network
from studyai.backend.inside import views
from studyai.backend.inside.trace import trace
from studyai.backend.tasks import registry as tasks


@pytest.fixture
def network() -> Network:
    torch.manual_seed(0)
    return registry.find("cnn").build(tasks.find("digits").sizes)


@pytest.mark.parametrize(
    ("options", "maps", "activation"), [({}, 8, nn.ReLU), ({"maps": 3, "activation": "gelu"}, 3, nn.GELU)]
)
def test_it_is_what_a_sequence_of_torchs_layers_computes(
    options: dict[str, int | str], maps: int, activation: type[nn.Module]
) -> None:
    model = registry.find("cnn").build(tasks.find("digits").sizes, options)
    twin = nn.Sequential(
        nn.Conv2d(1, maps, 3, padding=1),
        activation(),
        nn.MaxPool2d(2),
        nn.Conv2d(maps, 2 * maps, 3, padding=1),
        activation(),
        nn.Flatten(),
        nn.Linear(2 * maps * 4 * 4, 10),
    )
    twin.load_state_dict(dict(zip(twin.state_dict(), model.state_dict().values(), strict=True)))
    images = torch.randn(5, 1, 8, 8)
    assert torch.equal(model(images), twin(images))


def test_batch_norm_stands_before_the_activation_and_dropout_before_the_dense_layer() -> None:
    sizes = tasks.find("digits").sizes
    model = registry.find("cnn").build(sizes, {"batch_norm": True, "dropout": 0.5})
    twin = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Flatten(),
        nn.Dropout(0.5),
        nn.Linear(256, 10),
    )
    twin.load_state_dict(dict(zip(twin.state_dict(), model.state_dict().values(), strict=True)))
    images = torch.randn(5, 1, 8, 8)
    torch.manual_seed(1)
    outputs = model(images)
    torch.manual_seed(1)
    assert torch.equal(outputs, twin(images))
    model.eval()
    twin.eval()
    assert torch.equal(model(images), twin(images))


def test_the_layer_table_counts_what_is_there(network: Network) -> None:
    images = torch.randn(4, 1, 8, 8)
    traced = trace(network, images)
    assert sum(layer.parameters for layer in traced.layers) == sum(one.numel() for one in network.parameters())
    assert [layer.shape for layer in traced.layers if layer.kind == "Conv2d"] == [(4, 8, 8, 8), (4, 16, 4, 4)]
    assert torch.equal(traced.output, network(images))


def test_a_view_holds_the_real_tensors(network: Network) -> None:
    task = tasks.find("digits")
    test = task.test
    view = views.look(network, task, test, views.Gaze("conv1.feature_maps", example=7))
    maps = network.conv1(test.inputs[0][7:8])[0].detach()  # (8, 8, 8)
    assert torch.allclose(torch.tensor(view.tensor.values()), maps)
    assert view.label == int(test.targets[7])
    assert sum(view.probabilities) == pytest.approx(1)


def test_digits_are_the_real_ones_split_without_overlap() -> None:
    task = tasks.find("digits")
    assert (len(task.train), len(task.validation), len(task.test)) == (1257, 180, 360)
    assert sorted(set(task.train.targets.tolist())) == list(range(10))
    assert task.train.inputs[0].min() == 0
    assert task.train.inputs[0].max() == 1
