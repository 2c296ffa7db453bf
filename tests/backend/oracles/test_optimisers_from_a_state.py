"""Optimisers that go on from a state: the bank's steps are torch's, and the round's number is the step's."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyai.backend.oracles.registry import find
from studyai.bank.bank import Bank
from studyai.client.check import compare, oracle_givens
from studyai.exercise.sample import with_own_givens
from studyai.exercise.used_givens import used_givens
from studyai.formula.arrays import as_array

BANK = Bank()
STATES = {
    "momentum": ("v_0",),
    "adagrad": ("s_0",),
    "rmsprop": ("s_0",),
    "adadelta": ("s_0", "u_0"),
    "adam": ("m_0", "v_0", "t_0"),
    "adamax": ("m_0", "u_0", "t_0"),
    "nadam": ("m_0", "v_0", "P_0", "t_0"),
}

number = st.integers(-400, 400).filter(bool).map(lambda n: Fraction(n, 100))
positive = st.integers(1, 400).map(lambda n: Fraction(n, 100))
OTHERS = {"t_0": st.integers(1, 500), "P_0": st.integers(1, 99).map(lambda n: Fraction(n, 100)), "m_0": number}


@pytest.mark.parametrize("name", STATES)
@settings(max_examples=25)
@given(data=st.data())
def test_torch_agrees_wherever_the_state_is(name: str, data: st.DataObject) -> None:
    vector = data.draw(st.booleans())

    def shaped(one: st.SearchStrategy[Fraction]) -> object:
        return as_array(data.draw(st.lists(one, min_size=2, max_size=2))) if vector else data.draw(one)

    own = {"theta_0": shaped(number), "g": as_array([shaped(number) for _ in range(2)])}
    for symbol in STATES[name]:
        one = OTHERS.get(symbol, positive)
        own[symbol] = data.draw(one) if symbol in ("t_0", "P_0") else shaped(one)
    variant = with_own_givens(BANK.exercise(name), 1, 0, own)
    answer = find(name).answer(oracle_givens(variant.solution))
    found = compare(variant.solution, answer)
    assert found.agrees, found.problem
    first = own.get("t_0", 0) + 1
    assert [line.round for line in variant.solution.lines][:: len(variant.solution.lines) - 1] == [first, first + 1]
    assert set(STATES[name]) <= set(used_givens(variant))


@pytest.mark.parametrize("name", STATES)
def test_a_state_at_rest_is_not_told_of_and_changes_nothing(name: str) -> None:
    exercise = BANK.exercise(name)
    rest = {symbol: 1 if symbol == "P_0" else 0 for symbol in STATES[name] if exercise.givens[symbol].quiet}
    own = {"theta_0": 1, "g": as_array([2, -3])}
    plain, told = with_own_givens(exercise, 1, 0, own), with_own_givens(exercise, 1, 0, own | rest)
    assert plain.solution.answer == told.solution.answer
    assert not set(rest) & set(told.told_givens)
    assert not set(rest) & set(used_givens(told))
