"""Knobs of claims in words: what is typed is read or refused in a sentence, and what is written can be typed."""

from __future__ import annotations

import re

import pytest

from studyai.client import knobs
from studyai.protocol import Knob, SettingValue

RATE = Knob("rate", "a rate", 0.1, 0.0, 1.0)
UPDATES = Knob("updates", "updates", 20, 2, 2_000_000)
KIND = Knob("kind", "which one", "tanh", choices=("tanh", "leaky relu"))
ON = Knob("on", "a switch", False)
BELOW = Knob("below", "a number", -10.0, -1e9, 9.0)


@pytest.mark.parametrize(
    ("knob", "typed", "value"),
    [
        (UPDATES, " 7 ", 7),
        (UPDATES, "7.0", 7),
        (UPDATES, "1,000,000", 1_000_000),
        (RATE, "1e-5", 1e-5),
        (BELOW, "−2.5", -2.5),
        (KIND, "leaky relu", "leaky relu"),
        (ON, "true", True),
        (ON, "False", False),
    ],
)
def test_a_value_is_read(knob: Knob, typed: str, value: SettingValue) -> None:
    read = knobs.read_value(knob, typed)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("knob", "typed", "said"),
    [
        (UPDATES, "7.5", "updates takes a whole number from 2 to 2,000,000, not 7.5."),
        (UPDATES, "1,5", "updates takes a whole number from 2 to 2,000,000, not 1,5."),
        (RATE, "nan", "rate takes a number from 0 to 1, not nan."),
        (RATE, "1e400", "rate takes a number from 0 to 1, not 1e400."),
        (RATE, "  ", "rate takes a number from 0 to 1; nothing was typed."),
        (BELOW, "10", "below takes a number from −1,000,000,000 to 9, not 10."),
        (KIND, "relu", "kind takes one of tanh, leaky relu, not relu."),
        (ON, "1", "on takes true or false, not 1."),
    ],
)
def test_what_a_knob_does_not_take_is_told(knob: Knob, typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        knobs.read_value(knob, typed)


@pytest.mark.parametrize(
    ("knob", "value"),
    [(RATE, 1e-5), (RATE, 1 / 3), (UPDATES, 1_000_000), (BELOW, -1e9), (BELOW, -0.1), (KIND, "leaky relu"), (ON, True)],
)
def test_what_is_written_may_be_typed(knob: Knob, value: SettingValue) -> None:
    assert knobs.read_value(knob, knobs.typed_text(value)) == value
    assert knobs.value_text(knobs.read_value(knob, knobs.value_text(value))) == knobs.value_text(value)
