"""Sampling: what is drawn, how often it is drawn again, which givens of a user's own are taken, and ids."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from a_pack import exercises_in

from studyai.exercise.definition import Exercise
from studyai.exercise.givens import GivenError, Givens, GivenValue
from studyai.exercise.sample import SamplingError, read_variant_id, sample, with_own_givens
from studyai.formula.arrays import as_array, entries, shape_of
from studyai.formula.errors import EvaluationError
from studyai.formula.values import Value

PACK = """\
section: 1
title: Sampling
exercises:
  - exercise: every-kind
    title: Every kind
    ask: Take it.
    given:
      a: {decimal: [0, 1, 0.25], name: a decimal}
      F: {int: [1, 3], pair: true, name: kernel}
      X: {int: [1, 9], shape: [T, 2, k?], name: inputs}
      P: {one_of: [[0, 1], [1, 0]], shape: [2, 2], name: rows}
      f: {name: function, expression: [w], words: {u: [w, 3*w], v: [4, 5]}, one_of: ["{u} + {v}", "exp({u})"]}
      loss: {name: loss, options: {mean: The mean., sum: The sum., none: Neither.}}
      still: {int: [5, 9], name: not drawn, default: 0, quiet: true}
    sizes: {T: {int: [1, 3]}, k: {int: [0, 2]}}
    levels:
      1: {a: 0.5, T: 2, k: [0, 1], loss: mean, f: ["w - 1"]}
      2: {loss: [mean, none]}
      3: {}
    steps:
      - y: {name: sum, formula: a + still}
    source: none

  - exercise: equal
    title: Two equal numbers
    ask: Take them.
    given:
      a: {int: [1, 9], name: one}
      b: {int: [1, 9], name: other}
      c: {int: [1, 9], name: third, default: 4}
    levels: {1: {}, 3: {}}
    require:
      - {rule: a == b, say: they are equal}
    steps:
      - y: {name: share, formula: a/(b - 1 + c - 4)}
    source: none

  - exercise: series
    title: A series
    ask: Add it up.
    given:
      x: {int: [1, 9], shape: [T], name: numbers}
      y: {int: [1, 9], shape: [T], name: others}
    sizes: {T: {int: [2, 4]}}
    levels: {1: {}}
    steps:
      - s: {name: sum, formula: sum(x + y)}
    source: none

  - exercise: never
    title: Never
    ask: Take it.
    given:
      a: {int: [1, 9], name: one}
    levels: {1: {}}
    require:
      - {rule: a > 9, say: it is large}
    steps:
      - y: {name: same, formula: a}
    source: none

  - exercise: told
    title: A slip that one number in fifteen gives away
    ask: Take it.
    given:
      a: {int: [1, 15], name: one}
    levels: {1: {}}
    steps:
      - y:
          name: same
          formula: a
          decimals: 0
          slips:
            - {tag: seven, formula: "where(a == 7, 8, a)", say: Not seven.}
    source: none
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Exercise]:
    return exercises_in(tmp_path_factory.mktemp("pack"), PACK)


@pytest.fixture(scope="module")
def drawn(pack: dict[str, Exercise]) -> dict[int, list[Givens]]:
    """The givens of many seeds, by level."""
    exercise = pack["every-kind"]
    return {level: [sample(exercise, level, seed).givens for seed in range(150)] for level in exercise.levels}


def _number(value: GivenValue) -> str:
    return str(value.tolist() if hasattr(value, "tolist") else value)


def _shape(value: GivenValue) -> str:
    return "×".join(map(str, shape_of(value)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("level", "symbol", "shown", "all_of_them"),
    [
        (1, "a", str, {"1/2"}),
        (3, "a", str, {"0", "1/4", "1/2", "3/4", "1"}),
        (2, "F", _number, {"1", "2", "3"}),  # below the highest level, both sides are the same
        (3, "F", _number, {"1", "2", "3", "[1, 2]", "[1, 3]", "[2, 1]", "[2, 3]", "[3, 1]", "[3, 2]"}),
        (1, "X", _shape, {"2×2", "2×2×1"}),  # an optional axis of size 0 is left out
        (3, "X", _shape, {f"{T}×2{k}" for T in (1, 2, 3) for k in ("", "×1", "×2")}),
        (3, "P", _number, {f"[{one}, {two}]" for one in ("[0, 1]", "[1, 0]") for two in ("[0, 1]", "[1, 0]")}),
        (1, "f", str, {"w - 1"}),
        (3, "f", str, {"w + 4", "w + 5", "3*w + 4", "3*w + 5", "exp(w)", "exp(3*w)"}),
        (1, "loss", str, {"mean"}),
        (2, "loss", str, {"mean", "none"}),
        (3, "loss", str, {"mean", "sum", "none"}),
        (3, "still", str, {"0"}),
    ],
)
def test_everything_that_a_level_allows_is_drawn_and_nothing_else(
    drawn: dict[int, list[Givens]], level: int, symbol: str, shown: Callable[[GivenValue], str], all_of_them: set[str]
) -> None:
    assert {shown(givens[symbol]) for givens in drawn[level]} == all_of_them


def test_at_the_highest_level_two_ninths_of_the_pairs_are_not_square(drawn: dict[int, list[Givens]]) -> None:
    """A third of those whose sides come out different, as two thirds of three numbers do."""
    assert 25 < sum(shape_of(givens["F"]) == (2,) for givens in drawn[3]) < 42  # type: ignore[arg-type]


def test_an_id_gives_its_numbers_for_ever(pack: dict[str, Exercise]) -> None:
    """Printed ids are kept: the order and the way of drawing may not change."""
    drawn = sample(pack["every-kind"], 3, 51).givens
    assert {symbol: _number(value) for symbol, value in drawn.items()} == {
        "a": "3/4",
        "F": "[3, 2]",
        "X": "[[[7], [7]], [[4], [2]]]",
        "P": "[[1, 0], [0, 1]]",
        "f": "exp(3*w)",
        "loss": "mean",
        "still": "0",
    }


def test_numbers_that_break_a_rule_or_have_no_value_are_drawn_again(pack: dict[str, Exercise]) -> None:
    variants = [sample(pack["equal"], 1, seed) for seed in range(60)]
    assert all(variant.givens["a"] == variant.givens["b"] for variant in variants)
    divisors = [variant.givens["b"] - 1 + variant.givens["c"] - 4 for variant in variants]  # type: ignore[operator]
    assert 0 not in divisors
    assert len({variant.redraws for variant in variants}) > 5


def test_an_exercise_without_usable_numbers_is_said_with_its_level_and_seed(pack: dict[str, Exercise]) -> None:
    with pytest.raises(SamplingError) as caught:
        sample(pack["never"], 1, 3)
    assert str(caught.value) == "never, level 1, seed 3: no usable draw in 300"


@pytest.mark.parametrize(
    ("seed", "redraws", "number"),
    [
        (71, 0, 7),
        (7, 1, 7),
        (38, 18, 7),
        (27, 19, 7),
        (145, 0, 15),
        (36, 0, 1),
    ],  # a 7 comes as draw 21 and 22 of the last
)
def test_twenty_draws_are_made_to_give_a_slip_away_then_the_first_is_taken(
    pack: dict[str, Exercise], seed: int, redraws: int, number: int
) -> None:
    variant = sample(pack["told"], 1, seed)
    assert (variant.redraws, variant.givens["a"]) == (redraws, number)


@pytest.mark.parametrize(("identifier", "level", "levels"), [("equal", 2, "1, 3"), ("told", 0, "1")])
def test_a_level_that_is_not_there_is_said_with_those_that_are(
    pack: dict[str, Exercise], identifier: str, level: int, levels: str
) -> None:
    for draw in (lambda: sample(pack[identifier], level, 1), lambda: with_own_givens(pack[identifier], level, 1, {})):
        with pytest.raises(GivenError) as caught:
            draw()
        assert str(caught.value) == f"level: {identifier} has levels {levels}, not {level}"
        assert caught.value.symbol == "level"


def test_an_id_is_read_back(pack: dict[str, Exercise]) -> None:
    assert sample(pack["equal"], 3, 7).id == "equal:3:7"
    assert read_variant_id("equal:3:7") == ("equal", 3, 7)
    assert read_variant_id("equal:10:0") == ("equal", 10, 0)
    assert with_own_givens(pack["equal"], 3, 7, {"a": 3}).id == "equal:3:own"


@pytest.mark.parametrize("text", ["", "adam", "adam:3", "adam:3:7:9", "adam:x:7", "adam:3:own", "adam:3:", "adam:-1:7"])
def test_what_is_not_an_id_is_told_how_one_looks(text: str) -> None:
    with pytest.raises(ValueError, match=" is not a variant id") as caught:
        read_variant_id(text)
    assert str(caught.value) == f"'{text}' is not a variant id; it looks like adam:3:7 (exercise:level:seed)"


def test_what_a_user_leaves_out_takes_its_default_or_is_drawn_to_fit(pack: dict[str, Exercise]) -> None:
    variants = [with_own_givens(pack["equal"], 1, seed, {"a": 3}) for seed in range(20)]
    assert [dict(variant.givens) for variant in variants] == [{"a": 3, "b": 3, "c": 4}] * 20
    assert len({variant.redraws for variant in variants}) > 5  # how often b was drawn until it was 3
    assert [variant.solution.answer for variant in variants] == [{"y": Fraction(3, 2)}] * 20
    assert dict(with_own_givens(pack["equal"], 1, 1, {"b": 5, "c": 6}).givens) == {"a": 5, "b": 5, "c": 6}


def test_what_is_drawn_beside_a_users_givens_is_decided_by_level_and_seed(pack: dict[str, Exercise]) -> None:
    def drawn(level: int, seed: int) -> list[str]:
        own = with_own_givens(pack["every-kind"], level, seed, {"still": 2})
        return [_number(value) for value in own.givens.values()]

    assert drawn(3, 1) == drawn(3, 1)
    assert drawn(3, 1) != drawn(3, 2)
    assert drawn(2, 1) != drawn(3, 1)
    assert drawn(3, 1)[-1] == "2"


@pytest.mark.parametrize(
    ("identifier", "own", "said"),
    [
        ("equal", {"a": 3, "b": 5}, "a and b: they are equal (a == b)"),
        ("equal", {"a": 50}, "a and b: they are equal (a == b)"),  # which no number drawn for b is
        ("never", {"a": 9}, "a: it is large (a > 9)"),
        ("never", {}, "a: it is large (a > 9)"),
        ("equal", {"d": 5}, "d: equal has no such given; its givens are a, b, c"),
        ("series", {"T": 0}, "T: must be a whole number from 1 to 100"),
        ("series", {"T": 101}, "T: must be a whole number from 1 to 100"),
        ("series", {"T": True}, "T: must be a whole number from 1 to 100"),
        ("series", {"T": 2.0}, "T: must be a whole number from 1 to 100"),
        ("series", {"T": "two"}, "T: must be a whole number from 1 to 100"),
        (
            "series",
            {"T": 3, "x": as_array([1, 2])},
            "x: must be a list of T entries, each a whole number with T = 3, not 2 entries",
        ),
        (
            "series",
            {"x": as_array([1, 2, 3]), "y": as_array([1, 2])},
            "y: must be a list of T entries, each a whole number with T = 3, not 2 entries",
        ),
    ],
)
def test_givens_that_cannot_be_used_are_refused(
    pack: dict[str, Exercise], identifier: str, own: dict[str, GivenValue], said: str
) -> None:
    with pytest.raises(GivenError) as caught:
        with_own_givens(pack[identifier], 1, 1, own)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("own", "length"), [({"T": 1}, 1), ({"T": 100}, 100), ({"T": 7}, 7), ({"x": as_array([1] * 6)}, 6)]
)
def test_a_users_size_or_series_decides_the_length_of_what_is_drawn(
    pack: dict[str, Exercise], own: dict[str, GivenValue], length: int
) -> None:
    givens = with_own_givens(pack["series"], 1, 1, own).givens
    assert [shape_of(givens[symbol]) for symbol in "xy"] == [(length,), (length,)]  # type: ignore[arg-type]
    assert set(entries(givens["y"])) <= set(range(1, 10))  # type: ignore[arg-type]


def test_a_users_numbers_that_give_a_step_no_value_are_said(pack: dict[str, Exercise]) -> None:
    with pytest.raises(EvaluationError) as caught:
        with_own_givens(pack["equal"], 1, 1, {"a": 1, "b": 1, "c": 4})
    assert str(caught.value).startswith("step y: ")


def test_only_quiet_givens_at_their_default_are_not_told_of(pack: dict[str, Exercise]) -> None:
    others = ["a", "F", "X", "P", "f", "loss"]
    assert list(sample(pack["every-kind"], 3, 1).told_givens) == others
    own: dict[str, Value] = {"still": 1}
    assert list(with_own_givens(pack["every-kind"], 3, 1, own).told_givens) == [*others, "still"]
