"""Inputs that random trials found: each once led to a traceback or to a value that torch did not have."""

from __future__ import annotations

from fractions import Fraction

import pytest

from benchmarks.fuzz.shown import read_back
from studyai.backend.oracles.registry import Refused, find
from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.client.check import compare, oracle_givens
from studyai.exercise.givens import OWN_BOUNDS, GivenError, read_own
from studyai.exercise.mark import Verdict, mark
from studyai.exercise.sample import Variant, sample, with_own_givens
from studyai.formula.arrays import entries
from studyai.formula.errors import FormulaError
from studyai.formula.typed.answer import read_answer

BANK = Bank([built_in()])


def own(identifier: str, **texts: str) -> Variant:
    exercise = BANK.exercise(identifier)
    return with_own_givens(exercise, 1, 0, {symbol: read_own(exercise, symbol, texts[symbol]) for symbol in texts})


def agrees(variant: Variant) -> bool:
    return compare(variant.solution, find(variant.exercise.oracle).answer(oracle_givens(variant.solution))).agrees


def test_a_slip_is_told_or_not_whatever_shape_an_earlier_answer_had() -> None:
    """A slip's `when` was asked of the learner's own list where a number belongs."""
    variant = sample(BANK.exercise("seq2seq-greedy"), 2, 1)
    *_, last = variant.solution.lines
    earlier = {line.key: read_answer("[1, 0]") for line in variant.solution.lines[:-1]}
    assert mark(variant.solution, last.key, "99999", earlier).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    "text",
    ["[" * 1900, "[" * 900 + "1 2" + "]" * 900, "⎡" * 900 + "1" + "⎤" * 900],
    ids=["opened", "opened and closed", "drawn"],
)
def test_brackets_without_end_are_nested_too_deeply(text: str) -> None:
    with pytest.raises(FormulaError, match="nested too deeply"):
        read_answer(text)
    with pytest.raises(FormulaError, match="nested too deeply"):
        read_answer(text, OWN_BOUNDS)


@pytest.mark.parametrize(
    ("identifier", "givens", "key", "value"),
    [
        ("adam", {"theta_0": "1", "g": "[2]", "alpha": "0"}, "theta_1", 1),
        ("sgd", {"theta_0": "1", "g": "[2]", "alpha": "0"}, "theta_1", 1),
        ("perceptron-update", {"w": "[-1]", "x": "[1]", "b": "2", "y": "0", "alpha": "0"}, "b_new", 2),
        ("learning-rate-stability", {"lambda": "2", "alpha": "0", "theta_0": "3", "n": "2"}, "theta_n", 3),
        ("learning-rate-stability", {"lambda": "1e-12", "alpha": "0.25", "theta_0": "1", "n": "1"}, "v", 1),
        ("momentum-rate", {"alpha": "0", "beta": "0.75", "g": "0"}, "f", 4),
        ("rmsprop", {"theta_0": "[1, 2]", "g": "[[0, 0]]", "s_0": "4", "alpha": "0.5"}, "theta_1", [1, 2]),
        ("momentum", {"theta_0": "1", "g": "[3]", "alpha": "0.5", "beta": "1", "v_0": "0"}, "theta_1", 1),
        (
            "nesterov",
            {"theta_0": "1", "a": "1", "c": "1", "alpha": "0.5", "beta": "1", "v_0": "0", "T": "1"},
            "theta_1",
            1,
        ),
        ("nadam", {"theta_0": "1", "g": "[2]", "alpha": "0", "P_0": "0"}, "theta_1", 1),
        ("softmax-jacobian", {"z": "[3]", "i": "1", "j": "1"}, "p", [1]),
        ("categorical-cross-entropy", {"P": "[[1]]", "c": "[1]"}, "J", 0),
        ("binary-cross-entropy", {"y": "[1]", "p": "[1e-8]"}, "J", pytest.approx(18.420680743952367)),
        ("word-analogy", {"E": "[[2, 0], [1, 0], [0, 1], [1, 1]]", "a": "0", "b": "0", "c": "1"}, "w", 3),
        ("teacher-forcing", {"y": "[5, 3]", "p": "[5, 3, 0]", "s": "0", "e": "0"}, "x", [0, 5, 3]),
    ],
)
def test_torch_agrees_where_mathematics_does_not_end(
    identifier: str, givens: dict[str, str], key: str, value: object
) -> None:
    variant = own(identifier, **givens)
    found = variant.solution.line(key).value
    assert (found.tolist() if isinstance(value, list) else found) == value  # type: ignore[union-attr]
    assert agrees(variant)


def test_a_probability_that_float64_rounds_is_worked_though_torch_cannot_check_it() -> None:
    variant = own("binary-cross-entropy", y="[0]", p="[1e-12]")
    assert float(variant.solution.line("J").value) == pytest.approx(1e-12, rel=1e-12)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="nearer to 0 or 1 than 1e-08"):
        agrees(variant)


def test_what_torch_asserts_is_a_refusal() -> None:
    with pytest.raises(Refused, match="embed_dim must be divisible"):
        find("multi-head-attention").answer(
            {"X": [[2]], "W_O": [[1]], **{f"W_{what}_{head}": [[1]] for what in "QKV" for head in (1, 2)}}
        )


def test_a_given_that_is_a_division_by_zero_is_told() -> None:
    with pytest.raises(GivenError, match="division by zero"):
        own("adam", theta_0="1/0")


def test_an_exact_value_that_is_copied_is_read_however_many_digits_it_has() -> None:
    assert read_back(sample(BANK.exercise("ewa-window"), 3, 3)).mistakes == []


@pytest.mark.parametrize("text", ["[10/3  10/3  0]", "[[10/3, 10/3, 0]]"])
def test_a_row_with_fractions_is_read_as_it_is_drawn(text: str) -> None:
    assert entries(read_answer(text)) == [Fraction(10, 3), Fraction(10, 3), 0]
    with pytest.raises(FormulaError):
        read_answer("[1/0  10/3e]")


def test_a_weight_that_is_next_to_nothing_is_read_as_it_is_shown() -> None:
    assert read_answer("2.6504×10⁻²⁶¹") == Fraction("2.6504e-261")
