"""Multiple choice: the truth once, slips beside it, nothing that could be confused, an order that the seed decides."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise import present
from studyai.exercise.choices import Choice, as_shown, choices, mark_choice, offered
from studyai.exercise.mark import Mark, Verdict, mark_value
from studyai.exercise.precision import asked_decimals, confusable
from studyai.exercise.sample import sample, with_own_givens
from studyai.exercise.slips import slips_at
from studyai.formula.arrays import as_array, entries
from studyai.formula.values import Value

BANK = Bank([built_in()])


@pytest.mark.parametrize("identifier", BANK.ids())
def test_one_choice_is_right_and_each_other_a_slip(identifier: str) -> None:
    for level in BANK.exercise(identifier).levels:
        solution = sample(BANK.exercise(identifier), level, 11).solution
        for line in solution.lines:
            offered = choices(solution, line.key, source=random.Random(1))
            assert len(offered) <= 4
            assert [choice.value for choice in offered if choice.slip is None] == [line.value]
            decimals = asked_decimals(line.value, line.step.decimals)
            assert not any(confusable(one.value, two.value, decimals) for one, two in combinations(offered, 2))
            own = {slip.tag for slip in line.step.slips}
            for choice in offered:
                if choice.slip is not None and choice.slip.tag in own:
                    marked = mark_value(solution, line.key, choice.value, {})
                    assert marked.verdict is not Verdict.CORRECT, (identifier, level, line.key)


def test_the_seed_decides_the_order_and_every_place_may_be_right() -> None:
    solution = sample(BANK.exercise("conv-output-size"), 3, 2).solution
    orders = [choices(solution, "O_h", source=random.Random(seed)) for seed in range(40)]
    again = [choices(solution, "O_h", source=random.Random(seed)) for seed in range(40)]
    assert [[one.value for one in order] for order in orders] == [[one.value for one in order] for order in again]
    places = {next(place for place, one in enumerate(order) if one.slip is None) for order in orders}
    assert places == set(range(len(orders[0])))
    assert len(choices(solution, "O_h", 2, source=random.Random(0))) == 2


def test_slips_of_earlier_steps_fill_up_what_a_step_lacks() -> None:
    solution = sample(BANK.exercise("self-attention"), 3, 2).solution
    own = {slip.tag for slip in solution.line("Y").step.slips}
    offered = choices(solution, "Y", source=random.Random(0))
    assert len(offered) == 4
    assert any(choice.slip is not None and choice.slip.tag not in own for choice in offered)


@pytest.mark.parametrize("identifier", BANK.ids())
def test_a_choice_is_marked_as_the_slip_that_led_to_it_and_no_two_look_alike(identifier: str) -> None:
    for level in BANK.exercise(identifier).levels:
        variant = sample(BANK.exercise(identifier), level, 5)
        earlier: dict[str, Value] = {}
        for line in variant.solution.lines:
            choices = offered(variant, line)
            shown = [present.value_text(as_shown(choice, line)) for choice in choices]
            assert len(set(shown)) == len(shown), (variant.id, line.key, shown)
            for choice in choices:
                given = mark_choice(variant.solution, line.key, choice, earlier)
                if choice.slip is None:
                    assert given.verdict is Verdict.CORRECT
                else:
                    assert given.verdict is Verdict.SLIP, (variant.id, line.key, choice.slip.tag)
                    assert (given.slip, given.feedback) == (choice.slip.tag, choice.slip.say)
            earlier[line.key] = line.value


def test_a_variant_is_offered_its_choices_in_one_order_always() -> None:
    variant = sample(BANK.exercise("conv-output-size"), 3, 2)
    line = variant.solution.line("O_h")
    orders = {tuple(choice.value for choice in offered(variant, line)) for _ in range(20)}
    assert len(orders) == 1


def test_a_choice_is_shown_at_the_decimals_asked_and_a_slips_half_stays_a_half() -> None:
    sizes = {"H": 28, "W": 28, "F": 5, "S": 2, "P": 1}
    size = with_own_givens(BANK.exercise("conv-output-size"), 1, 0, sizes).solution
    no_floor = Choice(13.5, size.line("O_h").step.slips[0])
    assert as_shown(no_floor, size.line("O_h")) == 13.5  # whole numbers are asked: rounding would hide the slip
    equal = with_own_givens(BANK.exercise("softmax"), 1, 0, {"z": as_array([0, 0, 0])}).solution.line("p")
    assert [float(one) for one in entries(as_shown(Choice(equal.value, None), equal))] == [0.333, 0.333, 0.333]


def test_what_a_chosen_slip_is_marked_as_is_whole() -> None:
    sizes = {"H": 28, "W": 28, "F": 5, "S": 2, "P": 1}
    size = with_own_givens(BANK.exercise("conv-output-size"), 1, 0, sizes).solution
    slip = next(one.slip for one in slips_at(size.line("O_h")) if one.slip.tag == "no-floor")
    assert mark_choice(size, "O_h", Choice(13.5, slip), {}) == Mark("O_h", Verdict.SLIP, slip.say, "no-floor", 13.5)
    assert mark_choice(size, "O_h", Choice(13, None), {}) == Mark("O_h", Verdict.CORRECT, "Correct.", value=13)


def test_a_slip_chosen_that_is_right_from_the_learners_own_value_is_carried() -> None:
    """m̂₁ = 25 is what m₁ = 5 leads to, whichever slip the choice was made of."""
    own = {"theta_0": 1, "g": as_array([2, -1]), "alpha": 0.1, "beta_1": 0.8, "beta_2": 0.9}
    adam = with_own_givens(BANK.exercise("adam"), 1, 0, own).solution
    slip = adam.line("m_hat_1").step.slips[0]
    assert mark_choice(adam, "m_hat_1", Choice(25, slip), {"m_1": 5}).verdict is Verdict.CARRIED
