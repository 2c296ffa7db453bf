"""Givens: what is accepted, on both sides of every limit, what is said of the rest, and the names they are bound to."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from a_pack import exercises_in

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.definition import Domain, Exercise, Formula, Given, Requirement, Rule, without_optional
from studyai.exercise.givens import (
    GivenError,
    GivenValue,
    accept,
    bind,
    check_names,
    check_requirements,
    read_own,
    stated_conventions,
    wanted,
)
from studyai.formula.arrays import as_array, entries, same, shape_of
from studyai.formula.expression import Expression, variable
from studyai.formula.parse import parse_formula
from studyai.formula.values import Value

ANY, COUNT, SHARE = Domain(), Domain(whole=True, at_least=1), Domain(above=0, at_most=1)
LOSSES = {"loss-mean": "The loss is the mean.", "loss-sum": "The loss is the sum."}
EXPRESSION = "an expression in w, x, with + - * / **, exp, log, sqrt, sin, cos, tanh, sigmoid"


def a_given(domain: Domain = ANY, **parts: Any) -> Given:
    return Given("X", "table", Rule((1,)), domain, **parts)


def expression(text: str) -> Expression:
    return Expression(parse_formula(text))


@pytest.mark.parametrize(
    ("domain", "said", "inside", "outside"),
    [
        (Domain(), "a number", [-1e300, 0, Fraction(1, 3)], []),
        (Domain(whole=True), "a whole number", [-3, 0, 4.0, Fraction(4, 2)], [0.5, Fraction(1, 3)]),
        (Domain(at_least=0), "a number at least 0", [0, 1e-9], [-1e-9]),
        (Domain(above=0), "a number above 0", [1e-9], [0, -1]),
        (Domain(at_most=1), "a number at most 1", [1, -5], [1 + 1e-9]),
        (Domain(below=1), "a number below 1", [1 - 1e-9], [1, 2]),
        (Domain(at_least=0, below=1), "a number at least 0 and below 1", [0, 0.5], [-1, 1]),
        (Domain(whole=True, above=0, at_most=3), "a whole number above 0 and at most 3", [1, 3], [0, 4, 1.5]),
    ],
)
def test_a_domain_holds_what_it_says(domain: Domain, said: str, inside: list[float], outside: list[float]) -> None:
    assert str(domain) == said
    assert [number for number in inside if not domain.holds(number)] == []
    assert [number for number in outside if domain.holds(number)] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (a_given(options=LOSSES), "one of loss-mean, loss-sum"),
        (a_given(variables=("w", "x")), EXPRESSION),
        (a_given(COUNT, pair=True), "a whole number at least 1 for both sides, or [height, width] of such"),
        (a_given(SHARE), "a number above 0 and at most 1"),
        (a_given(shape=("n",)), "a list of n entries, each a number"),
        (a_given(COUNT, shape=(3, "W")), "a 3×W matrix, each a whole number at least 1"),
        (a_given(shape=("c", "H", "W")), "a c×H×W array (lists in lists), each a number"),
        (a_given(shape=("T", "k?")), "a list of T entries or a T×k matrix, each a number"),
        (a_given(shape=("k?",)), "a single number or a list of k entries, each a number"),
    ],
)
def test_what_is_accepted_is_said_in_words(given: Given, said: str) -> None:
    assert wanted(given) == said


@pytest.mark.parametrize(
    ("given", "value", "sizes", "said"),
    [
        (a_given(options=LOSSES), "loss-half", {}, "must be one of loss-mean, loss-sum"),
        (a_given(COUNT), "three", {}, "must be a whole number at least 1, not text"),
        (a_given(), expression("w"), {}, "must be a number"),
        (a_given(variables=("w", "x")), 3, {}, f"must be {EXPRESSION}"),
        (
            a_given(variables=("w", "x")),
            expression("relu(w) + exp(x) + abs(x)"),
            {},
            f"must be {EXPRESSION}; abs, relu is not among them",
        ),
        (a_given(variables=("w", "x")), expression("log(-1 - w**2)"), {}, "has no value anywhere it was tried"),
        (a_given(COUNT), 0, {}, "must be a whole number at least 1; 0 is not accepted"),
        (a_given(COUNT), Fraction(5, 2), {}, "must be a whole number at least 1; 2.5 is not accepted"),
        (a_given(COUNT), Fraction(4, 3), {}, "must be a whole number at least 1; 4/3 is not accepted"),
        (a_given(COUNT), Fraction(1, 2**13), {}, "must be a whole number at least 1; 1/8192 is not accepted"),
        (a_given(COUNT), True, {}, "must be a whole number at least 1; True is not accepted"),
        (a_given(), 10**12 + 1, {}, "must be from -1000000000000 to 1000000000000; 1000000000001 is not accepted"),
        (a_given(), -2e12, {}, "must be from -1000000000000 to 1000000000000; -2000000000000.0 is not accepted"),
        (a_given(SHARE, shape=("n",)), as_array([1, 0, 2]), {}, "; 0 is not accepted"),
        (a_given(), as_array([1, 2]), {}, "must be a number, not 2 entries"),
        (
            a_given(COUNT, pair=True),
            as_array([1, 2, 3]),
            {},
            "must be a whole number at least 1 for both sides, or [height, width] of such, not 3 entries",
        ),
        (a_given(COUNT, pair=True), as_array([3, 0]), {}, "; 0 is not accepted"),
        (a_given(shape=("H", "W")), 7, {}, "must be a H×W matrix, each a number, not a number"),
        (
            a_given(shape=(3, "W")),
            as_array([[1, 2], [3, 4]]),
            {},
            "must be a 3×W matrix, each a number with 3, not a 2×2 matrix",
        ),
        (
            a_given(shape=("n",)),
            as_array([1, 2]),
            {"n": 3},
            "must be a list of n entries, each a number with n = 3, not 2 entries",
        ),
        (
            a_given(shape=("n", "n")),
            as_array([[1, 2]]),
            {},
            "must be a n×n matrix, each a number with n = 1, not a 1×2 matrix",
        ),
        (
            a_given(shape=("T", "k?")),
            as_array([1, 2]),
            {"k": 2},
            "must be a list of T entries or a T×k matrix, each a number, like the other givens, not 2 entries",
        ),
        (a_given(shape=("n",)), as_array([0] * 10_001), {}, "may have 10000 entries at most"),
    ],
)
def test_a_given_that_does_not_fit_is_refused_with_what_is_accepted(
    given: Given, value: GivenValue, sizes: dict[str, int], said: str
) -> None:
    with pytest.raises(GivenError) as caught:
        accept(given, value, sizes)
    assert caught.value.symbol == "X"
    words = str(caught.value)
    assert words == f"X: {said}" or (said.startswith(";") and words.endswith(said))


@pytest.mark.parametrize(
    ("given", "value", "sizes", "bound"),
    [
        (a_given(options=LOSSES), "loss-sum", {}, {}),
        (a_given(variables=("w", "x")), expression("exp(w*x)"), {}, {}),
        (a_given(), -(10**12), {}, {}),
        (a_given(COUNT), 1, {}, {}),
        (a_given(COUNT, pair=True), 3, {}, {}),
        (a_given(COUNT, pair=True), as_array([3, 5]), {}, {}),
        (a_given(shape=("n",)), as_array([0] * 10_000), {}, {"n": 10_000}),
        (a_given(shape=(1, "W")), as_array([[1, 2]]), {"W": 2}, {"W": 2}),
        (a_given(shape=("T", "k?")), as_array([[1, 2]]), {}, {"T": 1, "k": 2}),
        (a_given(shape=("T", "k?")), as_array([1, 2, 3]), {}, {"T": 3, "k": 0}),
        (a_given(shape=("T", "k?")), as_array([1, 2, 3]), {"k": 0}, {"T": 3, "k": 0}),
        (a_given(shape=("d_k?",)), 4, {}, {"d_k": 0}),
    ],
)
def test_a_given_that_fits_stays_as_it_is_and_fixes_the_sizes_it_is_the_first_to_have(
    given: Given, value: GivenValue, sizes: dict[str, int], bound: dict[str, int]
) -> None:
    accepted = accept(given, value, sizes)
    assert accepted == value if isinstance(value, str) else same(accepted, value)  # type: ignore[arg-type]
    assert sizes == bound


@pytest.mark.parametrize(
    ("value", "exact"),
    [(3.0, "3"), (Fraction(8, 2), "4"), (as_array([[1.0, 2.0], [3.0, 4.0]]), "[[1 2]\n [3 4]]")],
)
def test_a_whole_number_is_kept_exact_however_it_was_written(value: Value, exact: str) -> None:
    accepted = accept(a_given(COUNT, shape=("n", "m") if shape_of(value) else ()), value, {})
    assert str(accepted) == exact
    assert all(isinstance(entry, int) for entry in entries(accepted))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shape", "rank", "held_against"),
    [
        ((), 0, ()),
        (("n",), 1, ("n",)),
        (("n",), 2, ("n",)),
        ((3, 2), 2, (3, 2)),
        (("T", "k?"), 2, ("T", "k")),
        (("T", "k?"), 1, ("T",)),
        (("k?",), 0, ()),
    ],
)
def test_an_optional_last_axis_is_there_or_not(
    shape: tuple[str | int, ...], rank: int, held_against: tuple[str | int, ...]
) -> None:
    assert without_optional(shape, rank) == held_against


PACK = """\
section: 1
title: Givens
exercises:
  - exercise: of-every-kind
    title: Every kind
    ask: Take it.
    convention: Entries are counted from 0.
    given:
      X: {int: [1, 9], shape: [T, k?], name: inputs}
      F: {int: [1, 3], pair: true, name: kernel, at_least: 1}
      f: {name: function, expression: [w], one_of: ["w**2"]}
      loss:
        name: loss
        default: loss-mean
        options: {loss-mean: The loss is the mean., loss-sum: The loss is the sum.}
    sizes: {T: {int: [2, 2]}, k: {int: [0, 2]}}
    levels: {1: {}}
    require:
      - {rule: F_h < 4, say: the kernel is low}
      - {rule: F_w + max(X) < 20, say: kernel and inputs are small}
      - {rule: T < 5, say: the series is short}
      - {rule: pi < 4, say: the circle is round}
    steps:
      - y: {name: largest, formula: max(X)}
    source: none
"""


@pytest.fixture(scope="module")
def of_every_kind(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    return exercises_in(tmp_path_factory.mktemp("pack"), PACK)["of-every-kind"]


def test_formulas_know_sides_sizes_options_variables_and_pi(of_every_kind: Exercise) -> None:
    square = expression("w**2")
    matrix, pair = as_array([[1, 2], [3, 4], [5, 6]]), as_array([2, 3])
    bound = bind(of_every_kind, {"loss": "loss-sum", "X": matrix, "F": pair, "f": square})
    assert bound.pop("X") is matrix
    assert bound.pop("F") is pair
    assert bound == {
        "pi": math.pi,
        "T": 3,
        "k": 2,
        "F_h": 2,
        "F_w": 3,
        "f": square,
        "w": variable("w"),
        "loss_mean": 0,
        "loss_sum": 1,
    }


def test_one_number_stands_for_both_sides_and_an_axis_left_out_has_no_size(of_every_kind: Exercise) -> None:
    bound = bind(of_every_kind, {"X": as_array([1, 2]), "F": 3})
    assert (bound["F"], bound["F_h"], bound["F_w"], bound["T"]) == (3, 3, 3, 2)
    assert "k" not in bound


def test_the_conventions_in_force_are_stated_the_exercises_own_first(of_every_kind: Exercise) -> None:
    assert stated_conventions(of_every_kind, {"F": 3, "loss": "loss-sum"}) == [
        "Entries are counted from 0.",
        "The loss is the sum.",
    ]
    plain = Bank([built_in()]).exercise("conv-output-size")
    assert stated_conventions(plain, {"H": 5}) == ([plain.convention] if plain.convention else [])


def test_a_name_that_the_exercise_does_not_have_is_refused_with_those_it_has(of_every_kind: Exercise) -> None:
    check_names(of_every_kind, ["X", "loss", "T", "k"])  # sizes may be supplied too
    with pytest.raises(GivenError) as caught:
        check_names(of_every_kind, ["X", "pi", "Q"])
    assert str(caught.value) == "pi: of-every-kind has no such given; its givens are X, F, f, loss"
    assert caught.value.symbol == "pi"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"F_h": 4}, "F: the kernel is low (F_h < 4)"),
        ({"F_w": 11}, "X and F: kernel and inputs are small (F_w + max(X) < 20)"),
        ({"T": 5}, "X: the series is short (T < 5)"),
        ({"pi": 4}, "givens: the circle is round (pi < 4)"),
    ],
)
def test_a_broken_rule_names_the_givens_it_is_about(
    of_every_kind: Exercise, changed: dict[str, Value], said: str
) -> None:
    values = {"pi": math.pi, "X": as_array([9, 1]), "T": 2, "F": 3, "F_h": 3, "F_w": 10, "loss_mean": 1, "loss_sum": 0}
    check_requirements(of_every_kind, values)
    with pytest.raises(GivenError) as caught:
        check_requirements(of_every_kind, {**values, **changed})
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"F_h < 10{'+0' * 36}", f"F: it is low (F_h < 10{'+0' * 36})"),  # 80 characters
        (f"F_h < 1{'+0' * 37}", "F: it is low"),  # 81
    ],
)
def test_a_rule_of_more_than_80_characters_is_not_shown(of_every_kind: Exercise, text: str, said: str) -> None:
    ruled = replace(of_every_kind, require=(Requirement(Formula(text, parse_formula(text)), "it is low"),))
    with pytest.raises(GivenError) as caught:
        check_requirements(ruled, {"F_h": 20})
    assert str(caught.value) == said


def test_a_long_list_of_a_users_own_is_read() -> None:
    softmax = Bank([built_in()]).exercise("softmax")
    assert shape_of(read_own(softmax, "z", f"[{'0.125, ' * 4999}1]")) == (5000,)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quiet", "value", "silent"),
    [(True, 0, True), (True, Fraction(0), True), (True, 1, False), (False, 0, False), (True, "none", False)],
)
def test_a_quiet_given_is_not_mentioned_while_it_has_its_default(quiet: bool, value: object, silent: bool) -> None:
    assert a_given(quiet=quiet, default=0).is_silent(value) is silent
