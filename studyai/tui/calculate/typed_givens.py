"""Givens as they are typed: made into a variant, or the reason why they cannot be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from studyai.exercise.definition import Exercise
from studyai.exercise.givens import GivenError, GivenValue, wanted
from studyai.exercise.sample import SamplingError, Variant, with_own_givens
from studyai.formula.arrays import nested
from studyai.formula.errors import EvaluationError, FormulaError
from studyai.formula.typed.answer import read_answer, read_cells
from studyai.formula.typed.expression import read_expression
from studyai.formula.values import Scalar, Value

Cells: TypeAlias = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Typed:
    """One given's field: its text, the cells where it is a grid, whether it names a convention's option."""

    text: str
    cells: Cells | None = None
    option: bool = False


@dataclass(frozen=True)
class Trouble:
    """Why there is no solution; `symbols` are the givens or sizes to blame, none where it is the whole."""

    symbols: tuple[str, ...]
    message: str

    def at(self, edited: str, bound: Collection[str]) -> str:
        """Return the one at whose field it is said: the one last edited, if it is to blame.

        So is a size among ``bound``, those of the givens to blame.
        """
        return edited if edited in (*self.symbols, *bound) else self.symbols[0] if self.symbols else ""


def typed_text(value: Value) -> str:
    """Return a value as one would type it, nothing lost: `1/3`, `[[1, 2], [3, 4]]`."""
    return _listed(nested(value, typed_number))


def typed_number(value: Scalar) -> str:
    """Return a number as one would type it: `1.5`, `1e-8`, and `1/3` where no short decimal is exact."""
    if not isinstance(value, Fraction):
        return str(value)
    decimal = f"{float(value):.12g}".replace("e-0", "e-")
    return decimal if Fraction(decimal) == value else str(value)


def _listed(shown: object) -> str:
    return f"[{', '.join(map(_listed, shown))}]" if isinstance(shown, list) else str(shown)


def solve_typed(exercise: Exercise, level: int, seed: int, typed: Mapping[str, Typed]) -> Variant | Trouble:
    """Return the variant with these givens."""
    own: dict[str, GivenValue] = {}
    for symbol, field in typed.items():
        try:
            own[symbol] = read_typed(field, exercise.givens[symbol].variables)
        except FormulaError as problem:
            return Trouble((symbol,), f"{problem.message}. Accepted: {wanted(exercise.givens[symbol])}")
    try:
        return with_own_givens(exercise, level, seed, own)
    except GivenError as problem:
        blamed = problem.symbol.split(" and ")
        symbols = tuple(symbol for symbol in blamed if symbol in exercise.givens)
        return Trouble(symbols, problem.said if symbols else str(problem))
    except (EvaluationError, SamplingError) as problem:
        return Trouble((), str(problem))


def read_typed(field: Typed, variables: Sequence[str]) -> GivenValue:
    """Return what stands in a field, an expression where there are variables; raises FormulaError."""
    if field.option:
        return field.text
    if not field.text.strip():
        raise FormulaError("Nothing is typed here", 0)
    if field.cells is not None:
        for row, line in enumerate(field.cells, start=1):
            for column, text in enumerate(line, start=1):
                if not text.strip():
                    raise FormulaError(f"Row {row}, column {column} is empty", 0)
        read_cells(field.cells)
    if variables:
        return read_expression(field.text, variables)
    return read_answer(field.text)
