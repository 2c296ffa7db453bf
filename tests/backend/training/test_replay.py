"""A run is done again from its line, number for number; what was measured on the way is what torch measures by hand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from studyai.backend.architectures import registry
from studyai.backend.training import replay, weights
from studyai.backend.training.settings import BadSetting, Settings, Value
from studyai.backend.training.trainer import Trainer

NOISY = "mlp/spirals?seed=4&dropout=0.3&input_noise=0.2&label_noise=0.1&batch_size=40"


def trainer_of(line: str) -> Trainer:
    asked = replay.read(line)
    return Trainer(Settings(registry.find(asked.architecture), asked.settings), asked.changes)


def run(trainer: Trainer, updates: int) -> list[float]:
    return [trainer.step() for _ in range(updates)]


def test_a_line_with_live_changes_gives_the_same_losses() -> None:
    changes: list[dict[str, Value]] = [
        {"learning_rate": 0.003},
        {"dropout": 0.6, "batch_size": 16},
        {"optimiser": "sgd", "momentum": 0.9},
        {"schedule": "exponential", "clip": 0.5, "l2": 1e-3},
    ]
    trainer = trainer_of(NOISY)
    losses = run(trainer, 7)
    for change in changes:
        assert not trainer.change(change)
        losses += run(trainer, 9)
    line = trainer.replay()
    assert line == (
        "mlp/spirals?seed=4&dropout=0.3&input_noise=0.2&label_noise=0.1&batch_size=40@7:learning_rate=0.003"
        "@16:dropout=0.6&batch_size=16@25:optimiser=sgd&momentum=0.9@34:schedule=exponential&clip=0.5&l2=0.001"
    )
    again = trainer_of(line)
    assert again.unfinished
    assert run(again, len(losses)) == losses
    assert not again.unfinished
    assert again.replay() == line


def test_two_at_once_do_not_disturb_each_other() -> None:
    alone = run(trainer_of(NOISY), 60)
    with ThreadPoolExecutor(3) as threads:
        together = [threads.submit(run, trainer_of(NOISY), 60) for _ in range(3)]
        for _ in range(200):
            torch.rand(3)
        assert all(one.result() == alone for one in together)


@pytest.mark.parametrize("name", registry.names())
def test_every_architecture_replays_whatever_else_draws(name: str) -> None:
    rows = Settings(registry.find(name)).rows
    wanted = {"dropout": "0.2", "input_noise": "0.1", "label_noise": "0.1"}
    line = f"{name}?seed=2&" + "&".join(f"{key}={value}" for key, value in wanted.items() if key in rows)
    one, other = trainer_of(line), trainer_of(line)
    first, second = run(one, 6), []
    for _ in range(6):
        torch.rand(5)
        second.append(other.step())
    assert first == second


def test_a_rebuild_or_a_reset_begins_a_new_line_with_the_settings_of_now() -> None:
    trainer = trainer_of("mlp?seed=1")
    run(trainer, 3)
    trainer.change({"learning_rate": 0.5})
    assert trainer.replay() == "mlp/moons?seed=1@3:learning_rate=0.5"
    trainer.reset()
    assert trainer.replay() == "mlp/moons?seed=1&learning_rate=0.5"
    trainer.change({"hidden_size": 4, "batch_norm": True, "initialisation": "1/n"})
    line = "mlp/moons?seed=1&learning_rate=0.5&hidden_size=4&batch_norm=true&initialisation=1/n"
    assert trainer.replay() == line
    assert run(trainer, 4) == run(trainer_of(line), 4)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("mlp?seed", "no list of NAME=VALUE"),
        ("mlp@x:l2=1", "UPDATES:NAME=VALUE"),
        ("mlp@5:l2=0.1@3:l2=0.2", "order"),
        ("mlp@5:hidden_size=3", "a new model begins at update 0"),
        ("mlp@5:l2=-1", "l2 -1 is not from 0"),
        ("mlp?loaded=weights", "loaded from a file"),
    ],
)
def test_a_bad_line_is_refused(line: str, said: str) -> None:
    with pytest.raises(BadSetting, match=said):
        trainer_of(line)


def test_signals_are_what_torch_computes_by_hand() -> None:
    observed, twin = trainer_of("cnn?seed=3&l2=0.1"), trainer_of("cnn?seed=3&l2=0.1")
    run(observed, 2)
    run(twin, 2)
    batch = next(twin._batches)
    parameters = dict(twin.model.named_parameters())
    loss = twin.task.loss(twin.model(*batch.inputs), batch.targets)
    gradients = dict(zip(parameters, torch.autograd.grad(loss, list(parameters.values())), strict=True))
    before = {name: one.detach().clone() for name, one in observed.model.named_parameters()}
    value, measured = observed.observed_step()
    after = dict(observed.model.named_parameters())
    assert (value, measured.step) == (pytest.approx(loss.item()), 3)
    assert [signal.layer for signal in measured.signals] == ["conv1", "conv2", "dense"]
    for signal in measured.signals:
        names = [f"{signal.layer}.weight", f"{signal.layer}.bias"]

        def norm(tensors: dict[str, torch.Tensor], names: list[str] = names) -> float:
            return torch.cat([tensors[name].detach().flatten() for name in names]).norm().item()

        moved = {name: after[name].detach() - before[name] for name in names}
        assert signal.gradient == pytest.approx(norm(gradients), rel=1e-5)
        assert signal.weight == pytest.approx(norm(before), rel=1e-5)
        assert signal.update == pytest.approx(norm(moved), rel=1e-5)
        assert signal.ratio == pytest.approx(norm(moved) / norm(before), rel=1e-5)


def test_weights_come_back_as_they_were_and_other_models_are_refused_with_the_differences() -> None:
    trainer, other = trainer_of("mlp?seed=1&batch_norm=true"), trainer_of("mlp?seed=2&batch_norm=true")
    run(trainer, 5)
    data = weights.saved(trainer.model, {"architecture": "mlp"})
    other.load(weights.fitting(data, other.model))
    state = other.model.state_dict()
    assert all(torch.equal(tensor, state[name]) for name, tensor in trainer.model.state_dict().items())
    assert other.evaluate(other.test) == trainer.evaluate(trainer.test)
    assert other.replay() == "mlp/moons?seed=2&batch_norm=true&loaded=weights"
    narrow, cnn = trainer_of("mlp?hidden_size=4&batch_norm=true"), trainer_of("cnn")
    with pytest.raises(weights.BadWeights, match=r"hidden\.dense1\.weight is 16×2 in the file and 4×2 here; .* more"):
        weights.fitting(data, narrow.model)
    with pytest.raises(weights.BadWeights, match=r"conv1\.weight 8×1×3×3 is missing in the file"):
        weights.fitting(data, cnn.model)
    with pytest.raises(weights.BadWeights, match="no safetensors file"):
        weights.fitting(b"rubbish" * 10, cnn.model)
