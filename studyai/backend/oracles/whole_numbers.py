"""Exact arithmetic in torch: fractions as whole numbers with a common denominator, computed modulo primes.

int64 would silently wrap around where the givens have many digits. Modulo a small prime nothing does, and what a
polynomial is modulo enough primes says what it is (the Chinese remainder theorem).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import isqrt, lcm
from typing import Any

import torch
from torch import Tensor

LARGEST_PRIME = 2**24  # a product of two residues has 48 bits, so that thousands of them add up within int64


def scaled(values: list[Fraction]) -> tuple[list[int], int]:
    """Return the values as whole numbers, and the number they were multiplied by."""
    unit = lcm(*(value.denominator for value in values))
    return [int(value * unit) for value in values], unit


def exactly(compute: Callable[..., Tensor], *numbers: Any) -> Any:
    """Return what a polynomial is of whole numbers (each argument one, or nested lists), however many digits.

    It may multiply two numbers and add up thousands of such products, no more: residues must stay within int64.
    """
    sizes = (torch.tensor(_each(abs, one), dtype=torch.float64) for one in numbers)
    most = int(compute(*sizes).abs().max()) + 1  # all signs alike, so that nothing cancels
    found, product = 0, 1
    primes = _primes()
    while product <= 4 * most:  # twice for the sign, twice for what floating point rounds off
        prime = next(primes)
        found = _joined(found, product, _modulo(prime, compute, numbers), prime)
        product *= prime
    return _each(lambda number: number - product if number > product // 2 else number, found)


def _modulo(prime: int, compute: Callable[..., Tensor], numbers: Sequence[Any]) -> Any:
    residues = (torch.tensor(_each(lambda number: number % prime, one)) for one in numbers)
    return (compute(*residues) % prime).tolist()


def fires(z: int) -> int:
    """Return the step function, 1 from 0 on, by torch."""
    sign = torch.tensor(float((z > 0) - (z < 0)))  # the number itself may have more digits than a float
    return int(torch.heaviside(sign, torch.ones_like(sign)))


def _each(change: Callable[[int], int], nested: Any) -> Any:
    return [_each(change, one) for one in nested] if isinstance(nested, list) else change(nested)


def _joined(found: Any, product: int, here: Any, prime: int) -> Any:
    """Return the numbers that are `found` modulo the product and `here` modulo one more prime."""
    if isinstance(here, list):
        before = found if isinstance(found, list) else [found] * len(here)
        return [_joined(one, product, other, prime) for one, other in zip(before, here, strict=True)]
    return found + product * ((here - found) * pow(product, -1, prime) % prime)


def _primes() -> Iterator[int]:
    for number in range(LARGEST_PRIME - 1, 2, -2):
        if all(number % divisor for divisor in range(3, isqrt(number) + 1, 2)):
            yield number
