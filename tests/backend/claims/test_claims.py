"""Every claim: it holds as it stands, fails at its failing setting, and is well told."""

from __future__ import annotations

import math

import pytest

from studyai.backend.claims import registry
from studyai.backend.claims.registry import BadKnob, Measured
from studyai.protocol import Guess, Plot, Point, Proven, SettingValue

CARDS = {card.name: card for card in registry.cards()}


def run(name: str, knobs: dict[str, SettingValue] | None = None) -> tuple[Proven, list[Point]]:
    running, points = registry.find(name).run(knobs or {}), []
    while True:
        try:
            points.append(next(running))
        except StopIteration as end:
            proven: Proven = end.value
            return proven, points


def _check_told(name: str, proven: Proven, points: list[Point]) -> None:
    card = CARDS[name]
    if card.guess.choices:
        assert proven.outcome in card.guess.choices
    else:
        assert isinstance(proven.outcome, float)
        assert math.isfinite(proven.outcome)
    assert proven.measured.endswith(".")
    assert bool(points) == (card.plot is not None)
    xs = [point.x for point in points]
    assert xs == sorted(xs)
    assert card.plot is None or not card.plot.x_logarithmic or min(xs) > 0


@pytest.mark.parametrize("name", CARDS)
def test_it_holds(name: str) -> None:
    proven, points = run(name)
    assert proven.holds, proven.measured
    _check_told(name, proven, points)


@pytest.mark.parametrize("name", CARDS)
def test_it_fails_at_its_failing_setting(name: str) -> None:
    card = CARDS[name]
    assert card.fails
    assert card.fails.keys() <= {knob.name for knob in card.knobs} - {registry.SEED}
    proven, points = run(name, card.fails)
    assert not proven.holds, proven.measured
    _check_told(name, proven, points)


@pytest.mark.parametrize("name", CARDS)
def test_it_is_well_told(name: str) -> None:
    card = CARDS[name]
    assert 1 <= card.section <= 23
    assert card.says.endswith(".")
    assert card.why.removesuffix(")").endswith(".")
    assert card.guess.ask.endswith(("?", "…"))
    assert not card.guess.choices or 2 <= len(card.guess.choices) <= 5
    assert registry.find(name).source().startswith("from __future__")


def test_there_are_eighty_of_all_sections() -> None:
    assert len(CARDS) >= 80
    assert {card.section for card in CARDS.values()} == set(range(1, 24))


def test_a_run_repeats_and_another_seed_is_another_run() -> None:
    name = "a-mini-batch-gradient-is-unbiased"
    assert run(name)[0].numbers == run(name)[0].numbers
    assert run(name, {"seed": 1})[0].numbers != run(name)[0].numbers


@pytest.mark.parametrize(
    ("knobs", "said"),
    [
        ({"negative_slope": 2}, "negative_slope is a number from 0 to 1, not 2"),
        ({"negative_slope": "steep"}, "negative_slope is a number from 0 to 1, not steep"),
        ({"negative_slope": float("nan")}, "negative_slope is a number from 0 to 1, not nan"),
        ({"seed": 0.5}, "seed is a whole number from 0 to 1000, not 0.5"),
        ({"slope": 1}, "a-dead-relu-unit-never-recovers has no knob slope; there are negative_slope"),
    ],
)
def test_a_knob_out_of_range_is_told(knobs: dict[str, SettingValue], said: str) -> None:
    with pytest.raises(BadKnob, match=said):
        run("a-dead-relu-unit-never-recovers", knobs)


def test_a_claim_whose_knob_has_no_range_is_refused_where_it_is_written() -> None:
    with pytest.raises(TypeError, match="no Option"):

        @registry.claim(section=1, says="", guess=Guess(""), why="", fails={}, plot=Plot("", ""))
        def a_claim(size: int = 1) -> Measured:
            raise AssertionError
