"""A step in words: how exactly it is asked, its numbers in the question, its value as data."""

from __future__ import annotations

from fractions import Fraction

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise import present
from studyai.exercise.sample import Variant, with_own_givens
from studyai.formula.arrays import as_array, same
from studyai.formula.typed_expression import read_expression

BANK = Bank([built_in()])


def own(exercise: str, level: int = 1, **givens: object) -> Variant:
    return with_own_givens(BANK.exercise(exercise), level, 0, givens)  # type: ignore[arg-type]


CONVOLUTION = own("conv-output-size", W=7, F=3, S=2, P=1)
ADAM = own("adam", theta_0=1, g=as_array([2, -1]))
DERIVATIVE = own("symbolic-gradient", J=read_expression("(w*x + b - y)**2", ("w", "x", "b", "y")))
POOLED = own("max-pool", X=as_array([[1, 5, 2], [4, 3, 0], [7, 6, 8]]), F=2, S=1)


@pytest.mark.parametrize(
    ("variant", "key", "words"),
    [
        (CONVOLUTION, "O_w", "a whole number"),
        (POOLED, "A", "whole numbers"),
        (ADAM, "m_1", "to 4 decimals"),
        (
            DERIVATIVE,
            "dJ_dw",
            "an expression in w, x, b, y",
        ),
    ],
)
def test_how_exactly_a_step_is_asked(variant: Variant, key: str, words: str) -> None:
    assert present.asked_precision(variant.solution.line(key)) == words


def test_fractions_are_said_as_the_decimals_asked_for() -> None:
    line = ADAM.solution.line("m_1")
    assert float(present.as_decimals(line, Fraction(1, 3))) == 0.3333  # type: ignore[arg-type]
    assert present.as_decimals(line, 4) is None
    assert present.as_decimals(line, as_array([1, 2])) is None
    both = present.as_decimals(line, as_array([Fraction(2, 3), Fraction(1, 7)]))
    assert both is not None
    assert same(both, as_array([0.6667, 0.1429]))


def test_the_question_has_its_numbers_and_its_symbols_as_written_by_hand() -> None:
    assert present.ask_text(ADAM).startswith("Starting from theta_0, take one Adam step for each gradient in g")
    assert present.ask_line(ADAM).startswith("Starting from θ₀, take one Adam step for each gradient in g")
    assert "window 2, stride 1 and padding 0" in present.ask_text(POOLED)


def test_a_step_of_a_repeated_block_names_its_round() -> None:
    assert present.step_name(ADAM.solution.line("m_2")) == "first moment, t = 2"
    assert present.step_name(CONVOLUTION.solution.line("O_w")) == "output width"


def test_every_cell_has_its_place_and_its_own_value() -> None:
    cells = present.cells(POOLED.solution.line("A"))
    assert [(cell.index, cell.value) for cell in cells] == [((0, 0), 5), ((0, 1), 5), ((1, 0), 7), ((1, 1), 8)]
    (only,) = present.cells(CONVOLUTION.solution.line("O_w"))
    assert (only.index, only.value) == ((), 4)
    assert present.cell(POOLED.solution.line("A"), (1, 0)).value == 7


def test_a_value_is_written_in_a_line_and_kept_whole_as_data() -> None:
    assert present.value_text(as_array([[1, Fraction(1, 4)], [-3, 2]])) == "[[1, 0.25], [−3, 2]]"
    assert present.exact(as_array([[1, 2], [3, 4]])) == [[1, 2], [3, 4]]
    assert present.exact(Fraction(1, 3)) == "1/3"
    assert present.exact(0.1) == 0.1
