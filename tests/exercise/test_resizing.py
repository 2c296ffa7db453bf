"""Givens of other sizes: what was there stays, the rest is drawn, and everything fits."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.definition import Exercise
from studyai.exercise.givens import GivenError, Givens, bind, fulfils, requirements
from studyai.exercise.resizing import entries_of, fitting, is_optional, resized, shape_with, sizes_of
from studyai.exercise.sample import sample
from studyai.exercise.solve import solve
from studyai.formula.arrays import shape_of


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank([built_in()])


def with_size(exercise: Exercise, givens: Givens, size: str, length: int) -> Givens:
    sizes = fitting(exercise, givens, {**sizes_of(exercise, givens), size: length}, [size])
    return resized(exercise, 1, 1, givens, sizes, {})


def test_every_size_of_the_bank_grows_and_shrinks_and_all_still_fits(bank: Bank) -> None:
    tried = refused = 0
    for exercise in map(bank.exercise, bank.ids()):
        givens = sample(exercise, 1, 1).givens
        for size, length in sizes_of(exercise, givens).items():
            for other in (length + 1, length - 1):
                if other < (0 if is_optional(exercise, size) else 1):
                    continue
                tried += 1
                try:
                    found = with_size(exercise, givens, size, other)
                except GivenError:
                    refused += 1  # a rule about sizes alone: two classes at least
                    continue
                now = sizes_of(exercise, found)
                assert now[size] == other
                for symbol, value in found.items():
                    given = exercise.givens[symbol]
                    if given.shape and not isinstance(value, str) and not given.is_silent(value):
                        assert shape_of(value) == shape_with(given, now), (exercise.id, symbol)
                if (exercise.id, size, other) == ("word-analogy", "d", 1):
                    continue  # words of one number have no analogy: its rule is told
                assert fulfils(requirements(exercise, exercise.givens), bind(exercise, found)), (exercise.id, size)
                solve(exercise, found)
    assert tried > 150
    assert refused < 10


def test_what_was_there_stays(bank: Bank) -> None:
    exercise = bank.exercise("lstm-step")
    givens = sample(exercise, 2, 3).givens
    found = with_size(exercise, givens, "n", 3)
    before, after = entries_of(givens), entries_of(found)
    for symbol, entries in before.items():
        assert {index: after[symbol][index] for index in entries} == entries
    assert shape_of(found["U_f"]) == (3, 3)  # type: ignore[arg-type]


def test_numbers_that_are_remembered_come_back(bank: Bank) -> None:
    exercise = bank.exercise("softmax")
    givens = sample(exercise, 1, 1).givens
    found = resized(exercise, 1, 1, givens, {"n": 5}, {"z": {(0,): 7, (4,): Fraction(1, 3)}})
    assert found["z"][0] == 7  # type: ignore[index]
    assert found["z"][4] == Fraction(1, 3)  # type: ignore[index]


def test_another_size_follows_where_a_rule_needs_it(bank: Bank) -> None:
    exercise = bank.exercise("multi-head-attention")
    givens = sample(exercise, 3, 1).givens
    assert sizes_of(exercise, with_size(exercise, givens, "k", 3))["d"] == 6
    with pytest.raises(GivenError, match="the two heads share"):
        with_size(exercise, givens, "d", 5)


def test_a_given_that_is_in_the_way_is_drawn_anew(bank: Bank) -> None:
    exercise = bank.exercise("softmax-jacobian")
    givens = {**sample(exercise, 1, 1).givens, "z": np.array([1, 2, 3, 4], dtype=object), "i": 4, "j": 1}
    found = with_size(exercise, givens, "n", 2)
    assert found["i"] in (1, 2)
    assert list(found["z"]) == [1, 2]  # type: ignore[arg-type]


def test_rows_of_probabilities_keep_their_total(bank: Bank) -> None:
    exercise = bank.exercise("categorical-cross-entropy")
    givens = sample(exercise, 2, 1).givens
    for classes in (2, 4, 6):
        rows = with_size(exercise, givens, "k", classes)["P"]
        assert all(sum(row) == 1 and min(row) > 0 for row in rows)  # type: ignore[union-attr]


def test_an_axis_that_may_be_absent_comes_and_goes(bank: Bank) -> None:
    exercise = bank.exercise("sgd")
    givens = sample(exercise, 1, 1).givens
    first = givens["theta_0"]
    vector = with_size(exercise, givens, "k", 3)
    assert shape_of(vector["theta_0"]) == (3,)  # type: ignore[arg-type]
    assert vector["theta_0"][0] == first  # type: ignore[index]
    assert with_size(exercise, vector, "k", 0)["theta_0"] == first


@pytest.mark.parametrize("length", [0, -1, 65, 10**9])
def test_a_size_out_of_bounds_is_refused(bank: Bank, length: int) -> None:
    exercise = bank.exercise("lstm-step")
    with pytest.raises(GivenError, match="from 1 to 64"):
        with_size(exercise, sample(exercise, 1, 1).givens, "n", length)


def test_too_many_entries_are_refused_before_they_are_drawn(bank: Bank) -> None:
    exercise = bank.exercise("conv-forward-channels")
    givens = sample(exercise, 1, 1).givens
    sizes = {**sizes_of(exercise, givens), "C": 64, "M": 64, "F_h": 64, "F_w": 64, "H": 64, "W": 64}
    with pytest.raises(GivenError, match="10000 entries at most"):
        resized(exercise, 1, 1, givens, sizes, {})
