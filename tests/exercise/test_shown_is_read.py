"""What the program shows, it reads: every value as an answer, every given as that given, in each of their forms.

Two seeds of each level; `python -m benchmarks fuzz --shown 100` tries a hundred.
"""

from __future__ import annotations

import pytest

from benchmarks.fuzz.answers import bank
from benchmarks.fuzz.shown import read_back
from studyai.exercise.mark import Verdict, mark
from studyai.exercise.present import value_text
from studyai.exercise.sample import sample, with_own_givens


@pytest.mark.parametrize("identifier", bank().ids())
def test_every_value_and_given_is_read_as_it_is_shown(identifier: str) -> None:
    exercise = bank().exercise(identifier)
    for level in exercise.levels:
        for seed in (3, 4):
            assert read_back(sample(exercise, level, seed)).mistakes == []


def test_a_large_whole_number_is_shown_whole_and_read() -> None:
    """The multiplications of VGG16's second layer: 64·224·224·3·3·64."""
    own = {"C_in": 64, "C_out": 64, "H": 224, "W": 224, "F": 3, "S": 1, "P": 1}
    variant = with_own_givens(bank().exercise("conv-macs"), 1, 0, own)
    (shown,) = {value_text(line.value) for line in variant.solution.lines if line.value == 1849688064}
    assert shown == "1 849 688 064"
    assert read_back(variant).mistakes == []
    approximate = mark(variant.solution, variant.solution.lines[-1].key, "1.84969×10⁹")
    assert (approximate.verdict, approximate.uses_attempt) == (Verdict.COARSE, False)
    assert approximate.feedback == "Right so far, but give the whole number to its last digit."
