"""Settings at the start and while it trains; schedules, penalties, clipping, initialisation against torch by hand."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from studyai.backend.architectures import registry
from studyai.backend.registry import Unknown
from studyai.backend.training import schedules
from studyai.backend.training.health import Diverged
from studyai.backend.training.settings import BadSetting, Settings, Value
from studyai.backend.training.trainer import Trainer

LIVE: dict[str, Value] = {
    "optimiser": "rmsprop",
    "learning_rate": 0.003,
    "momentum": 0.5,
    "schedule": "cosine",
    "decay": 0.9,
    "decay_every": 3,
    "warm_up": 30,
    "batch_size": 8,
    "l1": 0.1,
    "l2": 0.1,
    "clip": 0.01,
    "input_noise": 0.3,
    "label_noise": 0.5,
    "dropout": 0.5,
}
REBUILDING: dict[str, Value] = {
    "seed": 9,
    "task": "spirals",
    "initialisation": "xavier",
    "hidden_size": 8,
    "layers": 1,
    "activation": "tanh",
    "batch_norm": True,
}


def mlp(**settings: Value) -> Trainer:
    return Trainer(Settings(registry.find("mlp"), settings))


def cnn(**settings: Value) -> Trainer:
    return Trainer(Settings(registry.find("cnn"), settings))


def run(trainer: Trainer, updates: int) -> list[float]:
    return [trainer.step() for _ in range(updates)]


def weights(trainer: Trainer) -> list[torch.Tensor]:
    return [one.detach().clone() for one in trainer.model.parameters() if one.dim() > 1]


def test_every_setting_there_is_is_changed_below() -> None:
    assert {"steps", *LIVE, *REBUILDING} == set(mlp().settings.rows)


@pytest.mark.parametrize("name", LIVE)
def test_a_live_change_takes_hold_in_the_next_updates(name: str) -> None:
    schedule: dict[str, Value] = {"schedule": "exponential"} if name.startswith("decay") else {}
    changed, unchanged = mlp(optimiser="sgd", **schedule), mlp(optimiser="sgd", **schedule)
    assert run(changed, 12) == run(unchanged, 12)
    model = changed.model
    assert not changed.change({name: LIVE[name]})
    assert changed.model is model
    assert changed.settings.rows[name].value == LIVE[name]
    assert run(changed, 12) != run(unchanged, 12)


@pytest.mark.parametrize("name", REBUILDING)
def test_a_change_that_rebuilds_says_so_and_is_what_a_start_with_it_is(name: str) -> None:
    changed = mlp()
    run(changed, 3)
    assert changed.change({name: REBUILDING[name]})
    assert changed.updates == 0
    assert run(changed, 5) == run(mlp(**{name: REBUILDING[name]}), 5)


def test_options_shape_the_network() -> None:
    trainer = mlp(hidden_size=5, layers=3, activation="sigmoid", dropout=0.25, batch_norm=True)
    kinds = [type(one) for one in trainer.model.modules()]
    assert kinds.count(nn.Sigmoid) == sum(kind.__name__.startswith("BatchNorm") for kind in kinds) == 3
    assert {one.p for one in trainer.model.modules() if isinstance(one, nn.Dropout)} == {0.25}
    trainer.change({"dropout": "0.5"})
    assert {one.p for one in trainer.model.modules() if isinstance(one, nn.Dropout)} == {0.5}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"learning_rate": 0}, "learning_rate 0 is not from 1e-12 to 1e+06"),
        ({"learning_rate": math.nan}, "learning_rate nan is not from"),
        ({"momentum": 1}, "momentum 1 is not from 0 to 0.9999"),
        ({"dropout": "much"}, "dropout much is not from 0 to 0.95"),
        ({"hidden_size": 1.5}, "hidden_size 1.5 is not a whole number from 1 to 1024"),
        ({"layers": True}, "layers True is not a whole number"),
        ({"batch_size": 10**6}, "batch_size 1000000 is not a whole number from 1 to 600"),
        ({"optimiser": "magic"}, "optimiser 'magic' is not one of sgd, "),
        ({"activation": "magic"}, "activation 'magic' is not one of relu, "),
        ({"batch_norm": "perhaps"}, "batch_norm 'perhaps' is neither true nor false"),
        ({"task": "magic"}, "no task named 'magic'"),
        ({"heads": 2}, "mlp has no setting 'heads'; it has task, seed, optimiser, "),
    ],
)
def test_what_is_out_of_range_is_refused_whole_with_what_is_accepted(given: dict[str, Value], said: str) -> None:
    trainer = mlp()
    before = trainer.settings
    with pytest.raises((BadSetting, Unknown)) as refusal:
        trainer.change({"l2": 0.1} | given)
    assert said in str(refusal.value.args[0])
    assert trainer.settings is before


def test_noise_is_offered_only_where_it_means_something() -> None:
    assert "input_noise" not in Settings(registry.find("seq2seq")).rows
    with pytest.raises(BadSetting, match="no setting 'input_noise'"):
        Settings(registry.find("seq2seq"), {"input_noise": 0.1})


@pytest.mark.parametrize(
    ("schedule", "twin"),
    [
        ("step", lambda optimiser: torch.optim.lr_scheduler.StepLR(optimiser, 4, 0.3)),
        ("exponential", lambda optimiser: torch.optim.lr_scheduler.ExponentialLR(optimiser, 0.3 ** (1 / 4))),
        ("cosine", lambda optimiser: torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, 20)),
    ],
)
def test_schedules_are_torchs(schedule: str, twin: object) -> None:
    optimiser = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.5)
    scheduler = twin(optimiser)  # type: ignore[operator]
    course = schedules.Course(warm_up=0, steps=20, decay=0.3, decay_every=4)
    for update in range(20):
        assert 0.5 * schedules.factor(schedule, course, update) == pytest.approx(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()


def test_a_warm_up_grows_to_the_full_rate_and_the_optimiser_obeys() -> None:
    trainer = cnn(learning_rate=0.08, warm_up=4)
    rates = []
    for _ in range(6):
        trainer.step()
        rates.append(trainer.optimiser.param_groups[0]["lr"])
    assert rates == pytest.approx([0.02, 0.04, 0.06, 0.08, 0.08, 0.08])


@pytest.mark.parametrize(("l1", "l2", "clip"), [(0.01, 0.0, 0.0), (0.0, 0.02, 0.0), (0.01, 0.02, 0.5), (0.0, 0.0, 0.1)])
def test_penalties_and_clipping_are_what_autograd_makes_of_their_formulas(l1: float, l2: float, clip: float) -> None:
    ours, plain = cnn(l1=l1, l2=l2, clip=clip, momentum=0.0), cnn(momentum=0.0)
    batch = next(plain._batches)
    loss = plain.task.loss(plain.model(*batch.inputs), batch.targets)
    spared = [one for one in plain.model.parameters() if one.dim() > 1]
    total = loss + l1 * sum(one.abs().sum() for one in spared) + l2 / 2 * sum((one**2).sum() for one in spared)
    total.backward()
    if clip:
        nn.utils.clip_grad_norm_(plain.model.parameters(), clip)
    plain.optimiser.step()
    assert ours.step() == pytest.approx(loss.item())
    for one, other in zip(ours.model.parameters(), plain.model.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-7)


@pytest.mark.parametrize(
    ("scheme", "variance"), [("he", 2 / 256), ("xavier", 2 / (256 + 10)), ("1/n", 1 / 256), ("zeros", 0.0)]
)
def test_weights_begin_with_the_variance_of_their_scheme(scheme: str, variance: float) -> None:
    dense = cnn(initialisation=scheme).model.get_submodule("dense")
    weight, bias = dense.get_parameter("weight"), dense.get_parameter("bias")
    assert weight.var().item() == pytest.approx(variance, rel=0.08)
    assert not bias.any()


def test_input_noise_has_its_standard_deviation_and_label_noise_its_share() -> None:
    trainer = mlp(input_noise=0.5, label_noise=0.4, batch_size=600)
    clean = trainer.train
    noisy = trainer._noisy(clean)
    assert (noisy.inputs[0] - clean.inputs[0]).std().item() == pytest.approx(0.5, rel=0.1)
    assert (noisy.targets != clean.targets).float().mean().item() == pytest.approx(0.4 / 2, abs=0.06)


def test_a_network_without_gradient_is_told_to_be_dead_and_why() -> None:
    with pytest.raises(Diverged, match=r"dead: at update \d+ .* began at zero.* he\."):
        run(mlp(initialisation="zeros"), 500)
    silent = mlp()
    with torch.no_grad():
        silent.model.get_submodule("hidden.dense2").get_parameter("bias").fill_(-100.0)
    with pytest.raises(Diverged, match=r"dead: .* ReLU .* leaky_relu"):
        run(silent, 500)


def test_metric_and_loss_come_together_as_they_do_one_by_one() -> None:
    for name, updates in (("mlp", 5), ("perceptron", 5), ("seq2seq-attention", 100)):
        trainer = Trainer(Settings(registry.find(name)))
        run(trainer, updates)
        data = trainer.validation
        metric, loss = trainer.evaluation(data)
        assert 0 < metric < 1
        assert (metric, loss) == (trainer.evaluate(data), trainer.loss(data))


def test_a_large_rate_only_scales_a_perceptron() -> None:
    trainer = Trainer(Settings(registry.find("perceptron"), {"learning_rate": 1000.0}))
    run(trainer, 2000)
    assert trainer.evaluate(trainer.test) == 1.0


def test_a_perceptron_without_mistakes_is_not_dead() -> None:
    trainer = Trainer(Settings(registry.find("perceptron")))
    assert 0.0 in run(trainer, 1000)
