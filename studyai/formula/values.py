"""What a formula has as its value: a number, an array of numbers, or an expression."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias, Union

from studyai.formula.expression import Expression

if TYPE_CHECKING:
    import numpy

Scalar: TypeAlias = int | Fraction | float
Array: TypeAlias = "numpy.ndarray[Any, numpy.dtype[Any]]"
Value: TypeAlias = Union[int, Fraction, float, "Array", Expression]
