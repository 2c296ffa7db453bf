"""What the program shows, it reads: every value as an answer, every given as that given, in each of their forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.givens import read_own
from studyai.exercise.mark import Verdict, mark
from studyai.exercise.precision import agrees, asked_decimals
from studyai.exercise.present import DIGITS, draw_value, value_text
from studyai.exercise.sample import Variant, sample, with_own_givens
from studyai.exercise.slips import slips_at
from studyai.formula.draw.latex import draw_latex
from studyai.formula.expression import Expression
from studyai.formula.tree import Put
from studyai.formula.values import Value

BANK = Bank([built_in()], Path("/nonexistent/index.json"))


def forms(value: Value) -> Iterator[str]:
    """The ways in which a value is shown on a screen, in a text and on paper."""
    yield value_text(value)
    yield draw_latex(Put(value), digits=DIGITS)
    yield f"${draw_latex(Put(value), digits=DIGITS)}$"
    if not isinstance(value, Expression):
        yield "\n".join(draw_value(value).lines)


def check(variant: Variant) -> None:
    for line in variant.solution.lines:
        for shown in forms(line.value):
            marked = mark(variant.solution, line.key, shown)
            assert marked.verdict is Verdict.CORRECT, (variant.id, line.key, shown, marked.feedback)
        for slipped in slips_at(line):
            marked = mark(variant.solution, line.key, value_text(slipped.value))
            assert marked.slip == slipped.slip.tag, (variant.id, line.key, value_text(slipped.value), marked.feedback)
    for symbol, value in variant.told_givens.items():
        if isinstance(value, str):
            continue
        for shown in forms(value):
            read = read_own(variant.exercise, symbol, shown)
            assert not isinstance(read, str)
            assert agrees(read, value, asked_decimals(value, 9)), (variant.id, symbol, shown)


@pytest.mark.parametrize("identifier", BANK.ids())
def test_every_value_and_given_is_read_as_it_is_shown(identifier: str) -> None:
    exercise = BANK.exercise(identifier)
    for level in exercise.levels:
        for seed in (3, 4):
            check(sample(exercise, level, seed))


def test_a_large_whole_number_is_shown_whole_and_read() -> None:
    """The multiplications of VGG16's second layer: 64·224·224·3·3·64."""
    own = {"C_in": 64, "C_out": 64, "H": 224, "W": 224, "F": 3, "S": 1, "P": 1}
    variant = with_own_givens(BANK.exercise("conv-macs"), 1, 0, own)
    (shown,) = {value_text(line.value) for line in variant.solution.lines if line.value == 1849688064}
    assert shown == "1 849 688 064"
    check(variant)
    approximate = mark(variant.solution, variant.solution.lines[-1].key, "1.84969×10⁹")
    assert (approximate.verdict, approximate.uses_attempt) == (Verdict.COARSE, False)
    assert approximate.feedback == "Right so far, but give the whole number to its last digit."
