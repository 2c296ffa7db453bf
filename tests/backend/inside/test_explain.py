"""The arithmetic of any cell gives the number that is shown, for every architecture and everything it computes."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from studyai.backend.architectures import registry
from studyai.backend.inside import neighbours, views
from studyai.backend.inside.explain import LEARNED, explain
from studyai.backend.training.settings import BadSetting, Settings
from studyai.backend.training.trainer import Trainer
from studyai.protocol import Part, Probe, Stage, View

CELLS = 4  # of every probe

ACTIVATIONS: dict[str, Callable[[float], float]] = {
    "sum": lambda z: z,
    "root": math.sqrt,
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: z if z >= 0 else 0.01 * z,
    "elu": lambda z: z if z >= 0 else math.expm1(z),
    "gelu": lambda z: z * (1 + math.erf(z / math.sqrt(2))) / 2,
    "silu": lambda z: z / (1 + math.exp(-z)),
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "softplus": lambda z: math.log1p(math.exp(z)),
}


def total(part: Part) -> float:
    return math.fsum(map(math.prod, part.terms))


def evaluated(stage: Stage) -> float:
    """The stage by Python's own mathematics."""
    sums = [total(part) for part in stage.parts]
    if stage.of == "max":
        return max(math.prod(term) for part in stage.parts for term in part.terms)
    if stage.of == "quotient":
        above, below = sums
        return above / below
    if stage.of == "softmax":
        return math.exp(sums[stage.chosen]) / math.fsum(map(math.exp, sums))
    return ACTIVATIONS[stage.of](math.fsum(sums))


def trained(name: str, settings: dict[str, str], updates: int = 3) -> Trainer:
    trainer = Trainer(Settings(registry.find(name), settings))
    for _ in range(updates):
        trainer.step()
    return trainer


def places_of(probe: Probe, draw: random.Random) -> list[tuple[int, ...]]:
    shape = (neighbours.MOST_NEIGHBOURS,) if probe.name.endswith(neighbours.NEIGHBOURS) else probe.shape
    shape = tuple(min(side, 64) for side in shape)
    corners = [tuple(0 for _ in shape), tuple(side - 1 for side in shape)]
    return corners + [tuple(draw.randrange(side) for side in shape) for _ in range(CELLS)]


def number_at(view: object, place: tuple[int, ...]) -> float:
    assert isinstance(view, View)
    if view.neighbours:
        return view.neighbours[place[0]].similarity
    found = view.tensor.values()
    for index in place:
        found = found[index]
    return float(found)


def agrees(trainer: Trainer, probe: Probe, example: int = 1) -> set[str]:
    """Hold some cells of a probe against what is shown; the notes of those that have no stages."""
    gaze, notes = views.Gaze(probe.name, example, word=2), set()
    view = views.look(trainer.model, trainer.task, trainer.test, gaze)
    for place in places_of(probe, random.Random(probe.name)):
        found = explain(trainer.model, trainer.task, trainer.test, gaze, place)
        where = f"{probe.name} {place}"
        assert found.value == pytest.approx(number_at(view, place), rel=1e-5, abs=1e-6), where
        assert bool(found.stages) != bool(found.note), where
        notes.add(found.note)
        for stage in found.stages:
            scale = max((abs(math.prod(term)) for part in stage.parts for term in part.terms), default=1.0)
            assert evaluated(stage) == pytest.approx(stage.value, rel=1e-4, abs=1e-5 * max(scale, 1.0)), (where, stage)
        if found.stages:
            assert found.stages[-1].value == pytest.approx(found.value, rel=1e-6, abs=1e-7), where
    return notes


SETTINGS = [
    *((name, {}) for name in registry.names()),
    ("cnn", {"batch_norm": "true"}),
    ("mlp", {"batch_norm": "true", "activation": "gelu", "task": "digits"}),
    *(
        ("mlp", {"activation": name})
        for name in ("leaky_relu", "elu", "silu", "sigmoid", "tanh", "softplus", "identity")
    ),
    ("rnn", {"activation": "relu", "layers": "2"}),
    ("lstm", {"layers": "2"}),
    ("lstm", {"hidden_size": "70"}),
    ("birnn", {"layers": "2"}),
    ("gru", {"layers": "2"}),
    ("seq2seq", {"layers": "2"}),
]


@pytest.mark.parametrize(("name", "settings"), SETTINGS, ids=lambda one: str(one))
def test_the_terms_of_every_cell_give_the_number_that_is_shown(name: str, settings: dict[str, str]) -> None:
    trainer = trained(name, settings)
    _, found = views.all_probes(trainer.model, trainer.task, trainer.train.rows(slice(4)))
    notes = {probe.name: agrees(trainer, probe) for probe in found}
    assert {note for said in notes.values() for note in said} <= {"", LEARNED}


def test_of_several_layers_of_torch_the_topmost_is_computed_again() -> None:
    trainer = trained("seq2seq", {"layers": "3"})
    for name in ("encoder.states", "decoder.states"):
        assert agrees(trainer, Probe(name, ("time", "unit"), (5, 64))) == {""}


def test_a_gradient_is_what_the_next_step_hands_back_and_what_comes_otherwise() -> None:
    trainer = trained("rnn", {})
    gaze = views.Gaze("layers.0.hidden_states.gradient")
    (found,) = explain(trainer.model, trainer.task, trainer.test, gaze, (2, 3)).stages
    seen = trainer.test.rows(slice(1))
    states = trainer.model.layers[0](seen.inputs[0])[0]  # (T, hidden)
    recurrent = trainer.model.get_parameter("layers.0.weight_hh")
    slopes = (1 - states[3] ** 2) * recurrent[:, 3]  # of tanh(W x + U h + b) by h_3
    assert [slope for _, slope in found.parts[0].terms] == pytest.approx(slopes.tolist(), rel=1e-5)
    (last,) = explain(trainer.model, trainer.task, trainer.test, gaze, (7, 3)).stages
    assert len(last.parts) == 1


def test_a_feature_map_is_window_times_kernel_and_the_activation_goes_on_from_it() -> None:
    trainer = trained("cnn", {})
    gaze = views.Gaze("activation1.activations", example=1)
    first, last = explain(trainer.model, trainer.task, trainer.test, gaze, (3, 4, 4)).stages
    window = trainer.test.inputs[0][1, 0, 3:6, 3:6].flatten().tolist()
    kernel = trainer.model.get_parameter("conv1.weight")[3, 0].flatten().tolist()
    assert first.parts[0].terms == [[x, k] for x, k in zip(window, kernel, strict=True)]
    assert first.parts[1].terms == [[trainer.model.get_parameter("conv1.bias")[3].item()]]
    assert (last.of, last.parts[0].terms) == ("relu", [[pytest.approx(first.value)]])


def test_a_window_over_the_edge_has_zeros() -> None:
    trainer = trained("cnn", {})
    gaze = views.Gaze("conv1.feature_maps")
    (stage,) = explain(trainer.model, trainer.task, trainer.test, gaze, (0, 0, 0)).stages
    assert [x for x, _ in stage.parts[0].terms[:3]] == [0.0, 0.0, 0.0]
    assert len(stage.parts[0].terms) == 9


def test_a_masked_position_says_so() -> None:
    trainer = trained("transformer", {})
    gaze = views.Gaze("decoder.0.self_attention.weights")
    (masked,) = explain(trainer.model, trainer.task, trainer.test, gaze, (0, 2, 5)).stages
    assert "masked" in masked.formula
    _, share = explain(trainer.model, trainer.task, trainer.test, gaze, (0, 2, 1)).stages
    assert len(share.parts) == 3  # positions 0, 1, 2 may be read
    assert share.chosen == 1


@pytest.mark.parametrize("place", [(), (8, 0, 0), (0, 0, -1), (0, 0)])
def test_a_place_that_is_not_there_is_refused(place: tuple[int, ...]) -> None:
    trainer = trained("cnn", {}, updates=0)
    with pytest.raises(BadSetting, match="does not lie in a tensor of shape"):
        explain(trainer.model, trainer.task, trainer.test, views.Gaze("conv1.feature_maps"), place)
