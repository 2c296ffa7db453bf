"""Marking, for every exercise of the bank: the truth, each slip, coarse answers, follow-through."""

from __future__ import annotations

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.givens import GivenError
from studyai.exercise.hints import RUNGS, hint
from studyai.exercise.mark import Mark, Verdict, mark, mark_value
from studyai.exercise.precision import asked_decimals, rounded
from studyai.exercise.sample import Variant, read_variant_id, sample, with_own_givens
from studyai.exercise.slips import slips_at, solve_with_slip
from studyai.exercise.solve import Override, solve
from studyai.formula.arrays import as_array, nested, same
from studyai.formula.errors import EvaluationError
from studyai.formula.evaluate import evaluate
from studyai.formula.expression import Expression
from studyai.formula.values import Value

BANK = Bank([built_in()])
SEEDS = range(1, 13)


def _rounded(value: Value, decimals: int) -> Value:
    if isinstance(value, Expression):
        return value
    shown = nested(value, lambda entry: rounded(entry, decimals))
    return as_array(shown) if isinstance(shown, list) else shown


def _variants(identifier: str) -> list[Variant]:
    exercise = BANK.exercise(identifier)
    return [sample(exercise, level, seed) for level in exercise.levels for seed in SEEDS]


@pytest.mark.parametrize("identifier", BANK.ids())
def test_rounded_truths_are_correct_all_the_way(identifier: str) -> None:
    for variant in _variants(identifier):
        earlier: dict[str, Value] = {}
        for line in variant.solution.lines:
            typed = _rounded(line.value, asked_decimals(line.value, line.step.decimals))
            assert mark_value(variant.solution, line.key, typed, earlier).verdict is Verdict.CORRECT
            earlier[line.key] = typed


@pytest.mark.parametrize("identifier", BANK.ids())
def test_every_slip_is_named_at_the_first_wrong_step(identifier: str) -> None:
    for variant in _variants(identifier):
        earlier: dict[str, Value] = {}
        for line in variant.solution.lines:
            decimals = asked_decimals(line.value, line.step.decimals)
            for slipped in slips_at(line):
                shown = _rounded(slipped.value, decimals or asked_decimals(slipped.value, 0))
                given = mark_value(variant.solution, line.key, shown, earlier)
                assert (given.verdict, given.slip) == (Verdict.SLIP, slipped.slip.tag), (variant.id, line.key)
            earlier[line.key] = line.value


@pytest.mark.parametrize("identifier", ["adam", "lstm-step", "self-attention", "momentum", "conv-output-size"])
def test_what_follows_from_a_slip_is_carried(identifier: str) -> None:
    """A learner makes one slip and goes on correctly: every later wrong value is right given the earlier."""
    carried = 0
    for variant in _variants(identifier):
        for line in variant.solution.lines:
            for slipped in slips_at(line)[:1]:
                carried += _follow(variant, line.key, slipped.value)
    assert carried > 0


def _follow(variant: Variant, key: str, wrong: Value) -> int:
    try:
        own = solve(variant.exercise, variant.givens, Override({}, {key: wrong}))
    except EvaluationError:  # a negative second moment has no root: nothing follows from it
        return 0
    earlier: dict[str, Value] = {}
    carried = 0
    for true, learnt in zip(variant.solution.lines, own.lines, strict=True):
        given = mark_value(variant.solution, true.key, learnt.value, earlier)
        if true.key != key:
            assert given.earns_credit, (variant.id, true.key)
            carried += given.verdict is Verdict.CARRIED
        earlier[true.key] = learnt.value
    return carried


@pytest.mark.parametrize("identifier", ["bptt", "lstm-unroll", "adadelta", "backprop-two-layer"])
def test_who_rounds_each_step_as_asked_is_right_to_the_end(identifier: str) -> None:
    """Rounding adds up until a value is no longer the truth's; nobody is told of an earlier mistake for that."""
    drifted = 0
    for variant in _variants(identifier):
        earlier: dict[str, Value] = {}
        for line in variant.solution.lines:
            own = solve(variant.exercise, variant.givens, Override({}, earlier)).line(line.key).value
            typed = _rounded(own, asked_decimals(line.value, line.step.decimals))
            given = mark_value(variant.solution, line.key, typed, earlier)
            assert given.verdict is Verdict.CORRECT, (variant.id, line.key)
            drifted += "rounded" in given.feedback
            earlier[line.key] = typed
    assert drifted > 0


def _output_size() -> Variant:
    own = {"H": 28, "W": 28, "F": 5, "S": 2, "P": 1, "D": 1}
    return with_own_givens(BANK.exercise("conv-output-size"), 3, 0, own)


def _mark(variant: Variant, key: str, text: str) -> Mark:
    return mark(variant.solution, key, text)


def test_the_designs_example_names_the_missing_floor() -> None:
    given = _mark(_output_size(), "O_h", "13.5")
    assert (given.verdict, given.slip) == (Verdict.SLIP, "no-floor")


def test_answers_in_any_form_and_too_coarse_ones() -> None:
    own = {"z": as_array([0, 0, 0])}
    variant = with_own_givens(BANK.exercise("softmax"), 1, 0, own)
    assert _mark(variant, "p", "[1/3, 1/3, exp(0)/3]").verdict is Verdict.CORRECT
    assert _mark(variant, "p", "[0.333, 0.333, 0.333]").verdict is Verdict.CORRECT
    coarse = _mark(variant, "p", "[0.33, 0.33, 0.33]")
    assert (coarse.verdict, coarse.uses_attempt) == (Verdict.COARSE, False)
    assert "3 decimals" in coarse.feedback


def test_wrong_answers_say_what_is_wrong() -> None:
    own = {"X": as_array([[1, 2, 3], [4, 5, 7]]), "F": 1, "S": 1}
    variant = with_own_givens(BANK.exercise("max-pool"), 1, 0, own)
    assert "transposed" in _mark(variant, "A", "[[1, 4], [2, 5], [3, 7]]").feedback
    assert "row 2, column 3" in _mark(variant, "A", "[[1, 2, 3], [4, 5, 6]]").feedback
    assert "sign" in _mark(variant, "A", "[[-1, -2, -3], [-4, -5, -7]]").feedback
    unreadable = _mark(variant, "A", "[[1, 2, 3], [4, 5, x]]")
    assert (unreadable.verdict, unreadable.position, unreadable.uses_attempt) == (Verdict.UNREADABLE, 19, False)


def test_a_final_answer_alone_reveals_an_earlier_slip() -> None:
    variant = sample(BANK.exercise("adam"), 1, 3)
    line = variant.solution.line("v_hat_1")
    slip = next(one.slip for one in slips_at(line) if one.slip.tag == "no-bias-correction")
    answer = solve_with_slip(variant.solution, line, slip).line("theta_1").value
    given = mark_value(variant.solution, "theta_1", answer, {})
    assert given.verdict is Verdict.SLIP


@pytest.mark.parametrize("identifier", BANK.ids())
def test_the_hint_ladder_ends_in_the_value(identifier: str) -> None:
    variant = sample(BANK.exercise(identifier), 3, 1)
    for line in variant.solution.lines:
        if isinstance(line.value, Expression):
            continue  # its rungs are rules (test_symbolic)
        rungs = [hint(line, rung) for rung in range(len(RUNGS))]
        numbers, operation, value = rungs[1:]
        assert mark_value(variant.solution, line.key, evaluate(numbers.node), {}).verdict is Verdict.CORRECT
        assert evaluate(operation.node) == operation.value
        assert value.value is line.value


def test_variants_are_reproducible_by_their_printed_id() -> None:
    for identifier in BANK.ids():
        variant = sample(BANK.exercise(identifier), 2, 41)
        name, level, seed = read_variant_id(variant.id)
        again = sample(BANK.exercise(name), level, seed)
        pairs = zip(variant.solution.lines, again.solution.lines, strict=True)
        assert all(same(one.value, other.value) for one, other in pairs)
        assert repr(variant.givens) == repr(again.givens)


def test_a_known_variant_never_changes() -> None:
    """Printed ids are kept by learners: this one must give these numbers on every machine and version."""
    assert dict(sample(BANK.exercise("conv-output-size"), 1, 1).givens) == {
        "H": 42, "W": 63, "F": 3, "S": 1, "P": 0, "D": 1,
    }  # fmt: skip


def test_users_own_givens_of_any_valid_shape() -> None:
    width = 5
    own: dict[str, Value] = {"x": as_array([1, 2, 3])}
    own |= {f"W_{gate}": as_array([[0.1] * 3] * width) for gate in "ifgo"}
    own |= {f"U_{gate}": as_array([[0] * width] * width) for gate in "ifgo"}
    own |= {name: as_array([0] * width) for name in ("h", "c", "b_i", "b_f", "b_g", "b_o")}
    solution = with_own_givens(BANK.exercise("lstm-step"), 1, 0, own).solution
    assert solution.line("h_new").value.shape == (width,)
    vector = {"theta_0": as_array([1, 2]), "g": as_array([[1, -1], [2, 3]])}
    assert with_own_givens(BANK.exercise("adam"), 1, 0, vector).solution.line("theta_2").value.shape == (2,)


@pytest.mark.parametrize(
    ("identifier", "own", "said"),
    [
        ("max-pool", {"X": as_array([[1, 2], [3, 4]]), "F": 3, "S": 1}, "X and F and P: the window fits"),
        ("max-pool", {"X": as_array([1, 2])}, "X: must be a H×W matrix"),
        ("max-pool", {"F": 0}, "F: must be a whole number at least 1"),
        ("max-pool", {"Q": 1}, "its givens are X, F, S, P, ceil_mode"),
        ("adam", {"beta_1": 1.2}, "beta_1: must be a number at least 0 and below 1"),
        ("adam", {"theta_0": 1, "g": as_array([[1, 2]])}, "g: must be a list of T entries or a T×k matrix"),
        ("masked-sequence-loss", {"m": as_array([0, 0])}, "at least one token is real"),
        ("self-attention", {"X": as_array([[1, 2]]), "W_Q": as_array([[1, 2, 3]])}, "W_Q: must be a d×d_k matrix"),
        ("momentum", {"convention": "sheet"}, "must be one of ewa, torch, rate-inside"),
        ("softmax", {"z": as_array([1e9])}, "at most 1000000"),
    ],
)
def test_bad_givens_name_the_given_and_the_rule(identifier: str, own: dict[str, Value], said: str) -> None:
    with pytest.raises(GivenError) as caught:
        with_own_givens(BANK.exercise(identifier), 1, 0, own)
    assert said in str(caught.value)


def _counted() -> Variant:
    """Of an exercise whose answer is a large whole number."""
    for identifier in BANK.ids():
        for variant in _variants(identifier)[:1]:
            for line in variant.solution.lines:
                if isinstance(line.value, int) and line.value >= 1000 and line.step.decimals == 0:
                    return variant
    raise AssertionError("no exercise has such an answer")


def test_thousands_may_be_parted_by_commas_where_a_large_whole_number_is_asked() -> None:
    variant = _counted()
    line = next(one for one in variant.solution.lines if isinstance(one.value, int) and one.value >= 1000)
    assert mark(variant.solution, line.key, f"{line.value:,}").verdict is Verdict.CORRECT
    assert mark(variant.solution, line.key, f" {line.value + 1000:,} ").verdict is not Verdict.UNREADABLE
    assert mark(variant.solution, line.key, "1,23").verdict is not Verdict.CORRECT
    assert mark(variant.solution, line.key, "1,849.5").verdict is not Verdict.CORRECT


def test_where_decimals_are_asked_a_comma_before_three_digits_is_told_to_be_unclear() -> None:
    variant = sample(BANK.exercise("activation-value"), 1, 1)
    line = next(one for one in variant.solution.lines if asked_decimals(one.value, one.step.decimals) > 0)
    said = mark(variant.solution, line.key, "1,234")
    assert said.verdict is Verdict.UNREADABLE
    assert "1,234 can be read as 1234 or as 1.234" in said.feedback
