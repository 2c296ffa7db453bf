"""Every option of every architecture: what is outside of its range is refused with the range, both ends are built."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
import torch
from torch import nn

from studyai.backend.architectures import registry
from studyai.backend.architectures.network import Network
from studyai.backend.architectures.options import Option
from studyai.backend.architectures.registry import Architecture
from studyai.backend.tasks import registry as tasks
from studyai.backend.training.settings import BadSetting, Settings, Value
from studyai.protocol import Setting

OPTIONS = [(name, option) for name in registry.names() for option in registry.find(name).options()]
NUMBERS = [(name, option) for name, option in OPTIONS if Settings(registry.find(name)).rows[option].low is not None]
EXAMPLES = 2  # a batch of them passes through the largest networks there may be
SMALL: dict[str, Value] = {"hidden_size": 64, "layers": 1, "heads": 1}  # so that one end at a time is large


def row_of(name: str, option: str) -> Setting:
    return Settings(registry.find(name)).rows[option]


@pytest.mark.parametrize(("name", "option"), NUMBERS)
def test_what_is_outside_is_refused_with_the_range(name: str, option: str) -> None:
    row = row_of(name, option)
    assert row.low is not None
    assert row.high is not None
    assert row.low <= float(row.default) <= row.high
    past: list[Any] = [row.low - 1, row.high + 1, float("nan"), float("inf"), "nan", "-inf", "many", "", True]
    for value in [*past, *([row.low + 0.5] if row.kind == "whole" else [])]:
        kind = "a whole number " if row.kind == "whole" else ""
        with pytest.raises(BadSetting) as refusal:
            Settings(registry.find(name), {option: value})
        assert str(refusal.value) == f"{option} {value} is not {kind}from {row.low:g} to {row.high:g}"


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_both_ends_and_every_choice_make_a_network_that_answers_and_learns(name: str, option: str) -> None:
    architecture = registry.find(name)
    row = row_of(name, option)
    ends: list[Any] = list(row.choices) or ([True, False] if row.kind == "flag" else [row.low, row.high])
    small = {one: value for one, value in SMALL.items() if one in architecture.options()}
    settings = [Settings(architecture, small | {option: end}) for end in ends]
    for one in settings:
        model = architecture.build(one.task.sizes, one.options())
        data = one.task.train.rows(slice(EXAMPLES))
        loss = one.task.loss(model(*data.inputs), data.targets)
        loss.backward()
        assert torch.isfinite(loss)
        assert name == "perceptron" or any(one.grad is not None and one.grad.any() for one in model.parameters())


@pytest.mark.parametrize("name", registry.names())
def test_a_task_is_refused_or_learnt_but_never_a_crash(name: str) -> None:
    architecture, learnt = registry.find(name), set()
    for task in map(tasks.find, tasks.names()):
        try:
            model = architecture.build(task.sizes)
        except registry.Mismatch:
            continue
        data = task.train.rows(slice(EXAMPLES))
        task.loss(model(*data.inputs), data.targets).backward()
        assert 0 <= task.measure(model.answer(*data.inputs), data.targets) <= 1
        learnt.add(task.metric)
    assert tasks.find(architecture.recipe.task).metric in learnt


def test_an_option_without_a_range_is_no_option() -> None:
    class Wide(Network):
        def __init__(self, in_features: int, width: int = 3) -> None:
            super().__init__()
            self.layer = nn.Linear(in_features, width)

    class Ranged(Network):
        def __init__(self, in_features: int, width: Annotated[int, Option("units")] = 3) -> None:
            super().__init__()
            self.layer = nn.Linear(in_features, width)

    recipe = registry.find("mlp").recipe
    with pytest.raises(TypeError, match="wide: width has a default and no Option"):
        registry.architecture("wide", recipe)(Wide)
    with pytest.raises(TypeError, match="ranged: width is a number without a range"):
        registry.architecture("ranged", recipe)(Ranged)


def test_an_option_of_its_own_is_a_setting_with_its_range() -> None:
    class Code(Network):
        def __init__(
            self, in_features: int, classes: int, code_size: Annotated[int, Option("numbers of the code", 1, 64)] = 2
        ) -> None:
            super().__init__()
            self.layers = nn.Sequential(nn.Linear(in_features, code_size), nn.Linear(code_size, classes))

    architecture = Architecture("code", Code, registry.find("mlp").recipe)
    row = Settings(architecture).rows["code_size"]
    assert (row.kind, row.default, row.low, row.high, row.when) == ("whole", 2, 1, 64, "rebuild")
    assert row.help == "numbers of the code"
    with pytest.raises(BadSetting, match=r"^code_size 0 is not a whole number from 1 to 64$"):
        Settings(architecture, {"code_size": "0"})
