"""A formula that computes nothing is the answer itself: Practise keeps it until the hint with the numbers."""

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.sample import sample
from studyai.study.practice import Practice
from studyai.tui.practise.text import formula


@pytest.mark.parametrize("level", [1, 2])
def test_a_list_of_sizes_is_kept_until_the_second_hint(level: int) -> None:
    variant = sample(Bank([built_in()]).exercise("birnn-shapes"), level, 1)
    line = next(line for line in variant.solution.lines if line.formula.text.startswith("[B, T"))
    practice = Practice(variant)
    assert formula(practice, line, 60)[0].endswith("= ?")
    practice.hints_used = 2
    assert "[B, T" in formula(practice, line, 60)[0]


def test_a_formula_that_computes_is_shown_at_once() -> None:
    variant = sample(Bank([built_in()]).exercise("sgd"), 1, 1)
    assert "α" in formula(Practice(variant), variant.solution.lines[0], 60)[0]
