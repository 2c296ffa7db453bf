"""What is typed becomes values, or one line that says what is accepted."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.client.sweep.errors import SweepError
from studyai.client.sweep.grid import values_of
from studyai.client.sweep.plan import STEPS, Cell, planned, wish
from studyai.protocol import Setting, SettingValue

RATE = Setting("learning_rate", "number", 0.01, 0.01, "live", "", 1e-12, 1e6)
DROPOUT = Setting("dropout", "number", 0.0, 0.0, "live", "", 0.0, 0.95)
L2 = Setting("l2", "number", 0.0, 0.0, "live", "", 0.0, 1e3)
UNITS = Setting("hidden_size", "whole", 16, 16, "rebuild", "", 1, 1024)
ACTIVATION = Setting("activation", "choice", "relu", "relu", "rebuild", "", choices=("relu", "tanh"))
NORM = Setting("batch_norm", "flag", False, False, "rebuild", "")
ROWS = {row.name: row for row in (RATE, DROPOUT, L2, UNITS, ACTIVATION, NORM)}


@pytest.mark.parametrize(
    ("row", "text", "points", "values"),
    [
        (RATE, "1e-4..1", 9, (1e-4, 0.000316, 0.001, 0.00316, 0.01, 0.0316, 0.1, 0.316, 1.0)),
        (RATE, "0.1..0.4", 3, (0.1, 0.2, 0.4)),  # a rate: equal factors, however near
        (DROPOUT, "0..0.8", 9, (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)),
        (L2, "0.01..0.5", 3, (0.01, 0.255, 0.5)),
        (L2, "0.01..1", 3, (0.01, 0.1, 1.0)),  # a hundred times: equal factors
        (UNITS, "4,16, 8", 9, (4, 8, 16)),
        (UNITS, "1..100", 5, (1, 3, 10, 32, 100)),
        (UNITS, "1..4", 9, (1, 2, 3, 4)),  # no value twice
        (ACTIVATION, "tanh,relu", 9, ("tanh", "relu")),
        (NORM, "off,on", 9, (False, True)),
    ],
)
def test_ranges_and_lists(row: Setting, text: str, points: int, values: tuple[SettingValue, ...]) -> None:
    assert values_of(text, row, points) == values


@pytest.mark.parametrize(
    ("row", "text", "said"),
    [
        (RATE, "1..1e-4", "from its lower to its higher end"),
        (RATE, "0..1", "learning_rate has no value '0'; accepted: numbers from 1e-12 to 1e+06"),
        (RATE, "..1", "no value ''"),
        (RATE, "nan..1", "no value 'nan'"),
        (RATE, "0.1,inf", "no value 'inf'"),
        (RATE, "0.1,0.1", "is one value"),
        (DROPOUT, "0..0.96", "no value '0.96'; accepted: numbers from 0 to 0.95"),
        (UNITS, "4,4.5", "no value '4.5'; accepted: whole numbers from 1 to 1024"),
        (UNITS, "1,2e999", "no value '2e999'"),
        (UNITS, ",".join(map(str, range(1, 200))), "199 values; accepted: up to 100"),
        (ACTIVATION, "relu..tanh", "activation has no range; accepted: relu, tanh"),
        (ACTIVATION, "relu,gelu", "no value 'gelu'; accepted: relu, tanh"),
        (NORM, "true,maybe", "no value 'maybe'; accepted: true,false"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_is_accepted(row: Setting, text: str, said: str) -> None:
    with pytest.raises(SweepError) as problem:
        values_of(text, row, 9)
    assert said in str(problem.value)
    assert "\n" not in str(problem.value)


@given(low=st.floats(1e-12, 1e5), factor=st.floats(1.5, 1e6), points=st.integers(2, 100))
def test_a_range_of_rates_rises_between_its_ends(low: float, factor: float, points: int) -> None:
    high = min(low * factor, 1e6)
    values = [float(one) for one in values_of(f"{low!r}..{high!r}", RATE, points)]
    assert values == sorted(set(values))
    assert len(values) <= points + 2
    assert min(values) == pytest.approx(low, rel=5e-3)
    assert max(values) == pytest.approx(high, rel=5e-3)


@given(text=st.text(max_size=30), row=st.sampled_from(list(ROWS.values())))
def test_whatever_is_typed_is_read_or_told(text: str, row: Setting) -> None:
    with suppress(SweepError):
        assert len(values_of(text, row, 9)) > 1


def test_one_setting_is_swept_and_the_others_stay() -> None:
    sweep = planned(wish("mlp", {"hidden_size": "4,8", "dropout": "0.5"}, seeds=2), ROWS)
    assert (sweep.setting, sweep.scale, sweep.values) == ("hidden_size", "linear", (4, 8))
    assert sweep.cells == [Cell(4, 0), Cell(8, 0), Cell(4, 1), Cell(8, 1)]  # a whole curve first
    assert sweep.settings(Cell(8, 1)) == {"dropout": 0.0, "steps": STEPS, "hidden_size": 8, "seed": 1}  # as built
    assert planned(wish("mlp", {}), ROWS).setting == "learning_rate"
    assert planned(wish("mlp", {"activation": "relu,tanh"}), ROWS).scale == "words"
    assert planned(wish("mlp", {"learning_rate": "1,2"}), ROWS).scale == "logarithmic"


@pytest.mark.parametrize(
    ("settings", "steps", "said"),
    [
        ({"dropout": "0,0.5", "learning_rate": "1,2"}, None, "accepted: one setting with several"),
        ({"learning_rate": "0.1"}, None, "no setting has several values"),
        ({"seed": "1,2"}, None, "the seed is not a setting of a sweep"),
        ({"steps": "1,2"}, 3, "the number of updates is given twice"),
        ({"heads": "1,2"}, None, "mlp has no setting 'heads'; it has learning_rate, dropout"),
    ],
)
def test_what_is_no_sweep_is_told(settings: dict[str, str], steps: int | None, said: str) -> None:
    with pytest.raises(SweepError, match=said):
        planned(wish("mlp", settings, steps=steps), ROWS)


def test_there_are_not_more_runs_than_anybody_waits_for() -> None:
    with pytest.raises(SweepError, match="more than 1,000 runs"):
        planned(wish("mlp", {}, points=100, seeds=20), ROWS)
