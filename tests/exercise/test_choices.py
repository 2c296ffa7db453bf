"""Multiple choice: the truth once, slips beside it, nothing that could be confused, an order that the seed decides."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise import present
from studyai.exercise.choices import as_shown, choices, mark_choice, offered
from studyai.exercise.mark import Verdict, mark_value
from studyai.exercise.precision import asked_decimals, confusable
from studyai.exercise.sample import sample
from studyai.formula.values import Value

BANK = Bank([built_in()], Path("/nonexistent/index.json"))


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
