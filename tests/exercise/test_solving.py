"""Solving: how often a block repeats and from which number, its limits, and steps that have no value."""

from __future__ import annotations

import pytest
from a_pack import exercises_in

from studyai.exercise.definition import Exercise
from studyai.exercise.givens import GivenError
from studyai.exercise.sample import with_own_givens
from studyai.exercise.solve import Override, Solution, solve_as_far
from studyai.exercise.used_givens import used_givens
from studyai.formula.arrays import as_array
from studyai.formula.errors import EvaluationError
from studyai.formula.values import Value

PACK = """\
section: 1
title: Rounds
exercises:
  - exercise: counted
    title: Rounds counted by a formula, from a first one
    ask: Count.
    given:
      n: {decimal: [1, 3, 1], name: rounds}
      k: {decimal: [1, 3, 1], name: first}
    levels: {1: {}}
    steps:
      - repeat: t
        times: n
        first: k
        carry: {s: 0}
        steps:
          - s: {name: sum, formula: s_prev + t}
    source: none

  - exercise: entries
    title: A round for each entry
    ask: Add up.
    given:
      x: {int: [1, 9], shape: [T], name: numbers}
      c: {int: [1, 9], name: divisor}
      a: {int: [1, 9], name: start}
      which: {name: which, options: {divided: Divided., plain: Plain.}}
    sizes: {T: {int: [2, 4]}}
    levels: {1: {}}
    steps:
      - repeat: t
        each: {x_t: x}
        carry: {s: a}
        steps:
          - d: {name: share, formula: {divided: x_t/c, plain: x_t + 0*a*sum(x)}}
          - s: {name: sum, formula: s_prev + d}
    source: none

  - exercise: bounded
    title: Rounds whose numbers another convention reads
    ask: Count.
    given:
      n: {int: [1, 9], name: rounds}
      k: {int: [1, 9], name: first}
      c: {int: [1, 9], name: step}
      which: {name: which, options: {ones: Ones., all: All.}}
    levels: {1: {}}
    steps:
      - repeat: t
        times: n
        first: k
        carry: {s: 0}
        steps:
          - s: {name: sum, formula: {ones: s_prev + 1, all: s_prev + n + k + c}}
    source: none
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Exercise]:
    return exercises_in(tmp_path_factory.mktemp("pack"), PACK)


def _solved(exercise: Exercise, **givens: Value | str) -> Solution:
    return with_own_givens(exercise, 1, 0, givens).solution


@pytest.mark.parametrize(
    ("n", "k", "sums"),
    [
        (1, 1, {"s_1": 1}),
        (3, 1, {"s_1": 1, "s_2": 3, "s_3": 6}),
        (2, 5, {"s_5": 5, "s_6": 11}),
    ],
)
def test_rounds_are_counted_from_the_first_ones_number(
    pack: dict[str, Exercise], n: int, k: int, sums: dict[str, int]
) -> None:
    lines = _solved(pack["counted"], n=n, k=k).lines
    assert {line.key: line.value for line in lines} == sums
    assert [line.round for line in lines] == [int(key.removeprefix("s_")) for key in sums]
    assert {line.index for line in lines} == {"t"}


def test_a_block_repeats_up_to_200_times(pack: dict[str, Exercise]) -> None:
    assert _solved(pack["counted"], n=200, k=1).lines[-1].value == 20100  # 1 + 2 + … + 200
    assert _solved(pack["entries"], x=as_array([1] * 200), c=1, a=5, which="divided").line("s_200").value == 205


@pytest.mark.parametrize(
    ("n", "k", "said"),
    [
        (201, 1, "n: must make 1 to 200 rounds, not 201"),
        (0, 1, "n: must make 1 to 200 rounds, not 0"),
        (1.5, 1, "n: must make 1 to 200 rounds, not 1.5"),
        (1, 0, "a block's first round has a whole number from 1 on, not 0"),
        (1, 0.5, "a block's first round has a whole number from 1 on, not 0.5"),
    ],
)
def test_a_number_of_rounds_out_of_range_is_told(pack: dict[str, Exercise], n: Value, k: Value, said: str) -> None:
    with pytest.raises((EvaluationError, GivenError)) as caught:
        _solved(pack["counted"], n=n, k=k)
    assert str(caught.value) == said


def test_a_series_too_long_for_rounds_is_told(pack: dict[str, Exercise]) -> None:
    with pytest.raises(GivenError) as caught:
        _solved(pack["entries"], x=as_array([1] * 201), c=1, a=0, which="divided")
    assert str(caught.value) == "x: may have 200 entries at most, a round for each, not 201"


def test_a_step_without_a_value_is_named_with_its_round(pack: dict[str, Exercise]) -> None:
    with pytest.raises(EvaluationError) as caught:
        _solved(pack["entries"], x=as_array([1, 2]), c=0, a=0, which="divided")
    assert str(caught.value) == "step d_1: a division by zero"


def test_what_comes_before_a_step_without_a_value_is_kept(pack: dict[str, Exercise]) -> None:
    solution = _solved(pack["entries"], x=as_array([1, 2]), c=1, a=0, which="divided")
    supposed = Override({}, {"s_1": as_array([[1, 2], [3, 4]]), "d_2": as_array([1, 2, 3])})
    kept = solve_as_far(pack["entries"], solution.givens, supposed)
    assert [line.key for line in kept.lines] == ["d_1", "s_1", "d_2"]  # shapes that do not fit end it


@pytest.mark.parametrize(
    ("identifier", "own", "told"),
    [
        ("entries", {"x": as_array([4, 6]), "which": "divided"}, ["x", "c", "a"]),
        ("entries", {"x": as_array([4, 6]), "which": "plain"}, ["x", "a"]),
        ("bounded", {"which": "ones"}, ["n", "k"]),
        ("bounded", {"which": "all"}, ["n", "k", "c"]),
    ],
)
def test_what_a_block_goes_through_starts_from_and_counts_by_is_shown(
    pack: dict[str, Exercise], identifier: str, own: dict[str, Value], told: list[str]
) -> None:
    assert list(used_givens(with_own_givens(pack[identifier], 1, 0, own))) == told
