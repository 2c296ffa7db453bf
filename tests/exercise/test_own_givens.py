"""Givens as a user writes them: what is read, and what is said of what is not."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.givens import GivenError, read_own, stated_conventions
from studyai.exercise.sample import Variant, with_own_givens
from studyai.formula.arrays import nested
from studyai.formula.errors import EvaluationError
from studyai.formula.expression import Expression

BANK = Bank([built_in()])
CONVOLUTION = BANK.exercise("conv-output-size")
DERIVATIVE = BANK.exercise("symbolic-gradient")
WEIGHTS = BANK.exercise("init-variance")


def test_a_number_a_convention_and_an_expression_are_read_each_in_its_way() -> None:
    assert read_own(CONVOLUTION, "W", "14/2") == 7
    assert read_own(CONVOLUTION, "S", "1/3") == Fraction(1, 3)
    convention, options = next((symbol, given.options) for symbol, given in WEIGHTS.givens.items() if given.options)
    assert read_own(WEIGHTS, convention, f" {next(iter(options))} ") == next(iter(options))
    assert isinstance(read_own(DERIVATIVE, "J", "(w*x - y)**2"), Expression)


@pytest.mark.parametrize(
    ("symbol", "text", "said"),
    [
        ("W", "7 7", "W: cannot be read: two numbers with nothing between them"),
        ("W", "2(3", "W: cannot be read: "),
        ("nothing", "q", "nothing: cannot be read: "),
    ],
)
def test_what_cannot_be_read_is_said_with_the_name_of_the_given(symbol: str, text: str, said: str) -> None:
    with pytest.raises(GivenError, match=said):
        read_own(CONVOLUTION, symbol, text)


@pytest.mark.parametrize(
    ("value", "said"),
    [(Fraction(5, 2), "2.5 is not accepted"), (Fraction(1, 3), "1/3 is not accepted"), (-4, "-4 is not accepted")],
)
def test_a_number_out_of_range_is_said_as_it_would_be_typed(value: object, said: str) -> None:
    with pytest.raises(GivenError, match=said):
        with_own_givens(CONVOLUTION, 1, 0, {"W": value, "F": 3, "S": 1, "P": 0})  # type: ignore[dict-item]


def worked(identifier: str, own: Mapping[str, str], level: int = 1) -> Variant:
    exercise = BANK.exercise(identifier)
    return with_own_givens(exercise, level, 0, {symbol: read_own(exercise, symbol, own[symbol]) for symbol in own})


ADAM = {"theta_0": "1", "alpha": "0.5"}


@pytest.mark.parametrize(
    ("identifier", "own", "key", "right"),
    [
        ("adam", {**ADAM, "g": "[0, 0]"}, "theta_2", 1),
        ("adam", {**ADAM, "g": "[-2]", "epsilon": "0", "beta_1": "0", "beta_2": "0"}, "theta_1", 1.5),
        ("sgd", {"theta_0": "1", "alpha": "0.5", "g": "[0, 4]"}, "theta_2", -1),
        ("momentum", {"theta_0": "1", "v_0": "7", "alpha": "1/2", "g": "[3]", "beta": "0"}, "theta_1", -0.5),
        ("adagrad", {"theta_0": "1", "g": "[0]", "alpha": "0.5"}, "theta_1", 1),
        ("rmsprop", {"theta_0": "1", "g": "[0]", "alpha": "0.5"}, "theta_1", 1),
        ("adadelta", {"theta_0": "1", "g": "[0]", "epsilon": "0.1"}, "theta_1", 1),
        ("nadam", {"theta_0": "1", "g": "[0]", "beta_1": "0"}, "theta_1", 1),
        ("adamax", {"theta_0": "1", "g": "[0]", "epsilon": "0.1"}, "theta_1", 1),
        ("perceptron-update", {"w": "[1, 2]", "x": "[0, 0]", "b": "1", "y": "0", "alpha": "0.5"}, "b_new", 0.5),
        ("learning-rate-stability", {"theta_0": "0"}, "theta_n", 0),
        ("clip-by-norm", {"g": "[0, 0]", "c": "2"}, "g_new", [0, 0]),
        ("clip-by-norm", {"g": "[3, -4]", "c": "0"}, "g_new", [0, 0]),
        ("clip-by-norm", {"g": "[3, -4]", "c": "10"}, "g_new", [3, -4]),
        ("clip-by-value", {"g": "[3, -4]", "c": "0"}, "g_new", [0, 0]),
        ("dropout", {"a": "[3]", "m": "[1]", "p": "0.999"}, "a_train", [3000]),
        ("ewa-window", {"beta": "0.99999", "k": "0"}, "n", 100000),
        ("momentum-rate", {"alpha": "0.5", "beta": "0", "g": "3"}, "s", 1.5),
        ("activation-value", {"z": "-2", "activation": "act-leaky", "c": "1"}, "a", -2),
        ("softmax", {"z": "[1000, 0]"}, "p", [1, 0]),
        ("softmax", {"z": "[-1000, -1000]"}, "p", [0.5, 0.5]),
        ("softmax-cross-entropy-gradient", {"z": "[1000, 0]", "c": "2"}, "J", 1000),
        ("softmax-cross-entropy-gradient", {"z": "[1000, 0]", "c": "2"}, "dJ_dz", [1, -1]),
        ("softmax-cross-entropy-gradient", {"z": "[20, 0, 0]", "c": "1"}, "J", 4.12230723e-9),
        ("categorical-cross-entropy", {"P": "[[0.09, 0.25, 0.66]]", "c": "[2]"}, "dJ_dP", [[0, -4, 0]]),
        ("categorical-cross-entropy", {"P": "[[0.25, 0.25, 0.49]]", "c": "[2]"}, "dJ_dP", [[0, -4, 0]]),
        ("categorical-cross-entropy", {"P": "[[1/3, 1/3, 1/3]]", "c": "[2]"}, "dJ_dP", [[0, -3, 0]]),
        ("cosine-similarity", {"a": "[0.0003, 0.0004]", "b": "[3, 4]"}, "cos", 1),
        ("batch-norm", {"X": "[[1], [3]]", "gamma": "[2]", "beta": "[1]", "epsilon": "0"}, "Y", [[-1], [3]]),
    ],
)
def test_numbers_are_worked_as_far_as_mathematics_goes(
    identifier: str, own: dict[str, str], key: str, right: object
) -> None:
    value = nested(worked(identifier, own).solution.line(key).value, float)
    assert value == (pytest.approx(right) if isinstance(right, float) else right)


def test_where_mathematics_ends_the_step_says_so() -> None:
    with pytest.raises(EvaluationError, match="step theta_1: a division by zero"):
        worked("adam", {**ADAM, "g": "[0]", "epsilon": "0"})


def test_a_rule_for_drawn_numbers_still_holds_for_those_that_are_drawn() -> None:
    drawn = [worked("adam", {"theta_0": str(start)}).givens["g"] for start in range(40)]
    assert all(0 not in nested(g, float) for g in drawn)


@pytest.mark.parametrize(("z", "stated"), [("[1, 2]", False), ("[1000, 0]", True)])
def test_a_stable_form_is_stated_where_it_is_taken(z: str, stated: bool) -> None:
    variant = worked("softmax", {"z": z})
    said = " ".join(stated_conventions(variant.exercise, variant.givens))
    assert ("largest logit is subtracted" in said) == stated == ("form" in variant.told_givens)


@pytest.mark.parametrize("form", ["plain", "shifted"])
def test_who_names_a_form_gets_it(form: str) -> None:
    assert worked("softmax", {"z": "[1, 2]", "form": form}).givens["form"] == form


def test_a_form_that_does_not_fit_is_not_changed_against_ones_word() -> None:
    with pytest.raises(GivenError, match="z and form: the plain form needs exponentials"):
        worked("softmax", {"z": "[1000, 0]", "form": "plain"})


VGG_16 = {
    "F": "[3, 3, 2, 3, 3, 2, 3, 3, 3, 2, 3, 3, 3, 2, 3, 3, 3, 2, 7]",
    "S": "[1, 1, 2, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 2, 1]",
    "D": str([1] * 19),
}


def test_a_receptive_field_is_bounded_by_its_own_size() -> None:
    assert worked("receptive-field", VGG_16).solution.answer == {"r_19": 404, "j_19": 32}
    with pytest.raises(GivenError, match="F and S and D: the stack sees a million entries at most"):
        worked("receptive-field", {"F": "[1000, 1000]", "S": "[1000, 1000]", "D": "[1, 2]"})


@pytest.mark.parametrize(
    ("identifier", "own", "said"),
    [
        ("sgd", {"g": str([1] * 201)}, "g: may have 200 entries at most, a round for each, not 201"),
        (
            "perceptron-output",
            {"b": "1e13"},
            "b: must be from -1000000000000 to 1000000000000; 10000000000000 is not accepted",
        ),
        ("nesterov", {"T": "101"}, "T: must be a whole number at least 1 and at most 100; 101 is not accepted"),
        (
            "categorical-cross-entropy",
            {"P": "[[0.09, 0.24, 0.6]]"},
            "P: each row must add up to 1, and it adds up to 0.93",
        ),
        (
            "categorical-cross-entropy",
            {"P": "[[0.5, 0.5], [1, 1]]"},
            "P: each row must add up to 1, and row 2 adds up to 2",
        ),
        (
            "seq2seq-greedy",
            {"P": "[[0.5, 0.25], [0.5, 0.5]]"},
            "P: each row must add up to 1, and row 1 adds up to 0.75",
        ),
        ("beam-search", {"P": "[[1/3, 1/2]]"}, "P: each row must add up to 1, and it adds up to 5/6"),
    ],
)
def test_a_limit_is_said_once_with_its_given(identifier: str, own: dict[str, str], said: str) -> None:
    with pytest.raises(GivenError) as refused:
        worked(identifier, own)
    assert str(refused.value) == said
