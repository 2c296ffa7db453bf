"""Oracles by name. A new one is a function with ``@oracle("name")`` in any file of this folder.

Its arguments are the exercise's givens by symbol; their annotations say how each is read (`givens`), a
default makes one optional. A symbol that Python keeps for itself has an underscore behind it there
(`lambda_`). It returns symbol → number, tensor, fraction or nested list.
"""

from __future__ import annotations

import inspect
import keyword
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints

from studyai.backend.oracles.givens import GivensError, check_depth, plain, reader
from studyai.backend.oracles.shown_source import shown_source
from studyai.backend.refusal import Refusal
from studyai.backend.registry import Registry
from studyai.backend.training.randomness import seeded

Answers = dict[str, Any]

LONGEST_REFUSAL = 400  # characters

_Function = TypeVar("_Function", bound=Callable[..., Answers])

# what torch and Python raise over values and shapes that do not go together
_REFUSALS = (RuntimeError, ValueError, TypeError, IndexError, ArithmeticError, AssertionError, MemoryError)


class Refused(Refusal):
    """Torch itself does not accept these givens; its own words."""

    problem = "refused"


@dataclass(frozen=True)
class Oracle:
    """A named torch computation with the readers of its arguments."""

    name: str
    function: Callable[..., Answers]
    readers: dict[str, Callable[[Any], Any]]
    required: frozenset[str]

    def answer(self, givens: dict[str, Any]) -> Answers:
        """Return symbol to plain value. Raises `GivensError` or `Refused`."""
        arguments = self._arguments(givens)
        try:
            with seeded(0):  # layers draw initial weights, which must not disturb a training
                answers = self.function(**arguments)
        except GivensError:
            raise
        except _REFUSALS as error:
            words = " ".join(str(error).split()) or type(error).__name__
            raise Refused(f"torch refuses: {words[:LONGEST_REFUSAL]}") from error
        return {symbol: plain(value) for symbol, value in answers.items()}

    def _arguments(self, givens: dict[str, Any]) -> dict[str, Any]:
        takes = f"{self.name} takes {', '.join(self.readers)}"
        for symbol in givens.keys() - self.readers.keys():
            raise GivensError(f"unknown given {symbol}; {takes}")
        for symbol in self.required - givens.keys():
            raise GivensError(f"given {symbol} is missing; {takes}")
        arguments = {}
        for symbol, value in givens.items():
            try:
                check_depth(value)
                arguments[_argument(symbol)] = self.readers[symbol](value)
            except GivensError as error:
                raise GivensError(f"{symbol} {error}") from None
        return arguments

    def source(self) -> str:
        """Return the function as run, with what it uses of its file."""
        return shown_source(self.function)


def _argument(symbol: str) -> str:
    return f"{symbol}_" if keyword.iskeyword(symbol) else symbol


def _symbol(argument: str) -> str:
    symbol = argument.removesuffix("_")
    return symbol if keyword.iskeyword(symbol) else argument


_oracles: Registry[Oracle] = Registry("oracle", __package__)
find, names = _oracles.find, _oracles.names


def oracle(name: str) -> Callable[[_Function], _Function]:
    """Register the function below as the oracle of that name."""

    def make(function: _Function) -> Oracle:
        return _oracle(name, function)

    return _oracles.register(name, make)


def _oracle(name: str, function: Callable[..., Answers]) -> Oracle:
    hints = get_type_hints(function, include_extras=True)
    parameters = inspect.signature(function).parameters.values()
    readers = {_symbol(one.name): reader(hints[one.name]) for one in parameters}
    required = frozenset(_symbol(one.name) for one in parameters if one.default is inspect.Parameter.empty)
    return Oracle(name, function, readers, required)
