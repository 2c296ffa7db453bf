"""From what comes over the wire to what an oracle's arguments are annotated with, and back."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, Literal, get_args, get_origin

import torch
from torch import Tensor

from studyai.backend.refusal import Refusal

Size = tuple[int, int]
"""Height and width; given as one number for both or as a pair."""

Scalar = Annotated[Tensor, "a number"]
Vector = Annotated[Tensor, "a list of numbers"]
Matrix = Annotated[Tensor, "a list of rows"]
Expression = Annotated[str, "an expression"]

LARGEST_SIZE = 10_000  # of a kernel, stride, padding or dilation: what is built must fit in memory
LARGEST_WHOLE = 10**9
LONGEST_NUMBER = 400  # characters
LONGEST_EXPRESSION = 4000
DEEPEST = 4  # brackets within brackets


class GivensError(Refusal):
    """A given is missing, unknown, or not of the kind that the oracle takes."""

    problem = "bad-givens"


def check_depth(value: Any, left: int = DEEPEST) -> None:
    """Refuse what is nested too deep to be read, or drawn in a message."""
    if isinstance(value, dict) or (isinstance(value, list) and not left):
        raise GivensError(f"wants a number, or lists of them at most {DEEPEST} deep")
    if isinstance(value, list):
        for entry in value:
            check_depth(entry, left - 1)


def number(value: Any) -> float:
    """Return the float64 nearest to an int, a float, a decimal text or a fraction text."""
    if type(value) is float or type(value) is int:
        result = float(value) if abs(value) < 1e308 else math.inf
    elif isinstance(value, str):
        result = _read(value)
    else:
        raise GivensError(f"wants a number, got {_show(value)}")
    if not math.isfinite(result):
        raise GivensError(f"wants a finite number, got {_show(value)}")
    return result


def _read(text: str) -> float:
    numerator, slash, denominator = text.partition("/")
    try:
        if len(text) > LONGEST_NUMBER:
            raise ValueError
        return int(numerator) / int(denominator) if slash else float(numerator)
    except (ValueError, ArithmeticError):
        raise GivensError(f"wants a number, got {_show(text)}") from None


def exact(value: Any) -> Fraction:
    """Return the number as written: 0.1 is one tenth, not the binary float nearest to it."""
    nearest = number(value)
    try:
        if isinstance(value, str) and abs(int(value.lower().partition("e")[2] or 0)) > LONGEST_NUMBER:
            raise ValueError
        return Fraction(value if isinstance(value, str) else str(nearest))
    except ValueError:
        raise GivensError(f"wants a number, got {_show(value)}") from None


def whole(value: Any) -> int:
    """Return an int; a float or text is fine if it is one."""
    result = number(value)
    if not result.is_integer() or abs(result) > LARGEST_WHOLE:
        raise GivensError(f"wants a whole number of at most {LARGEST_WHOLE}, got {_show(value)}")
    return int(result)


def flag(value: Any) -> bool:
    """Return whether a given that must be 0 or 1 is 1."""
    if value not in (0, 1, "0", "1"):
        raise GivensError(f"wants 0 or 1, got {_show(value)}")
    return bool(int(value))


def size(value: Any) -> Size:
    """Return height and width, from one number or a pair."""
    pair = value if isinstance(value, list) else [value, value]
    if len(pair) != 2:
        raise GivensError(f"wants one number or [height, width], got {_show(value)}")
    height, width = (whole(side) for side in pair)
    if not 0 <= min(height, width) <= max(height, width) <= LARGEST_SIZE:
        raise GivensError(f"wants whole numbers from 0 to {LARGEST_SIZE}, got {_show(value)}")
    return height, width


def tensor(value: Any) -> Tensor:
    """Return a float64 tensor of the shape of the nested lists."""
    numbers = _numbers(value)
    try:
        return torch.tensor(numbers, dtype=torch.float64)
    except (ValueError, TypeError):  # what torch raises for rows of unequal length
        raise GivensError(f"wants rows of equal length, got {_show(value)}") from None


def _numbers(value: Any) -> Any:
    return [_numbers(entry) for entry in value] if isinstance(value, list) else number(value)


def shaped(dimensions: int, name: str) -> Callable[[Any], Tensor]:
    """Return a reader of tensors with that many dimensions."""

    def read(value: Any) -> Tensor:
        result = tensor(value)
        if result.dim() != dimensions or 0 in result.shape:
            raise GivensError(f"wants {name}, got {_show(value)}")
        return result

    return read


def text(value: Any) -> str:
    """Return an expression's text, bounded in length."""
    if not isinstance(value, str) or len(value) > LONGEST_EXPRESSION:
        raise GivensError(f"wants an expression of at most {LONGEST_EXPRESSION} characters, got {_show(value)}")
    return value


def series(one: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    """Return a reader of lists, each entry read by ``one``."""

    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise GivensError(f"wants a list, got {_show(value)}")
        return [one(entry) for entry in value]

    return read


def choice(options: tuple[str, ...]) -> Callable[[Any], str]:
    """Return a reader of one of the options, such as the name of a convention."""

    def read(value: Any) -> str:
        if value not in options:
            raise GivensError(f"wants one of {', '.join(options)}, got {_show(value)}")
        return str(value)

    return read


_READERS: dict[Any, Callable[[Any], Any]] = {
    Tensor: tensor,
    **{kind: shaped(n, get_args(kind)[1]) for n, kind in enumerate((Scalar, Vector, Matrix))},
    Expression: text,
    float: number,
    int: whole,
    bool: flag,
    Fraction: exact,
    Size: size,
}


def reader(annotation: Any) -> Callable[[Any], Any]:
    """Return how a given is read for an argument annotated so; None in a union only marks it optional."""
    if annotation in _READERS:
        return _READERS[annotation]
    parts = get_args(annotation)
    if get_origin(annotation) is Literal:
        return choice(parts)
    if get_origin(annotation) is list:
        return series(reader(parts[0]))
    (kind,) = (part for part in parts if part is not type(None))
    return reader(kind)


def plain(answer: Any) -> Any:
    """Return what an oracle returns, as JSON carries it: tensors as lists; fractions and nan, inf as text."""
    if isinstance(answer, Tensor):
        answer = answer.tolist()
    if isinstance(answer, list | tuple):
        return [plain(entry) for entry in answer]
    if isinstance(answer, Fraction):
        return int(answer) if answer.denominator == 1 else str(answer)
    if isinstance(answer, float) and not math.isfinite(answer):
        return str(answer)
    return answer


def _show(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"
