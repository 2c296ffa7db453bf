"""What a question shows: the givens that matter under its conventions, and the arithmetic that there is."""

from __future__ import annotations

import pytest

from studyai.bank.bank import Bank
from studyai.exercise.present import has_cells
from studyai.exercise.sample import Variant, with_own_givens
from studyai.exercise.used_givens import used_givens

BANK = Bank()


def schedule(kind: str) -> Variant:
    return with_own_givens(BANK.exercise("learning-rate-schedule"), 3, 1, {"kind": kind})


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("exponential", ["alpha_0", "t", "gamma"]),
        ("by-stages", ["alpha_0", "t", "s", "gamma"]),
        ("cosine", ["alpha_0", "t", "s", "alpha_min"]),
    ],
)
def test_a_given_that_only_another_convention_uses_is_not_shown(kind: str, shown: list[str]) -> None:
    assert list(used_givens(schedule(kind))) == shown


def test_what_only_a_slip_uses_is_shown_for_it_tempts() -> None:
    variant = with_own_givens(BANK.exercise("init-variance"), 1, 1, {"layer": "relu-he"})
    assert list(used_givens(variant)) == ["n", "m"]


def test_a_pair_is_used_through_its_sides() -> None:
    for transform, shown in {"cropped": ["X", "p", "f"], "translated": ["X", "p"], "half-turn": ["X"]}.items():
        own = {"transform": transform, "f": 1}
        assert list(used_givens(with_own_givens(BANK.exercise("data-augmentation"), 1, 1, own))) == shown


def test_moved_entries_have_no_arithmetic_to_show() -> None:
    assert not any(map(has_cells, solved("data-augmentation").solution.lines))
    assert [has_cells(line) for line in solved("patchify").solution.lines] == [False, False]
    assert any(map(has_cells, solved("batch-norm").solution.lines))


def solved(identifier: str) -> Variant:
    return with_own_givens(BANK.exercise(identifier), 2, 1, {})
