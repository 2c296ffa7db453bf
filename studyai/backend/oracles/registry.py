"""Oracles by name. A new one is a function with ``@oracle("name")`` in any file of this folder.

Its arguments are the exercise's givens by symbol; their annotations say how each is read (`givens`), a
default makes one optional. A symbol that Python keeps for itself has an underscore behind it there
(`lambda_`). It returns symbol → number, tensor, fraction or nested list.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import keyword
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from studyai.backend.oracles.givens import GivensError, check_depth, plain, reader
from studyai.backend.randomness import seeded
from studyai.backend.refusal import Refusal

Answers = dict[str, Any]

LONGEST_REFUSAL = 400  # characters

_Function = TypeVar("_Function", bound=Callable[..., Answers])

# what torch and Python raise over values and shapes that do not go together
_REFUSALS = (RuntimeError, ValueError, TypeError, IndexError, ArithmeticError, MemoryError)


class UnknownOracle(Refusal):
    """No oracle of that name."""

    problem = "unknown-oracle"


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
        """Return the function as run, below the imports, constants and other functions of its file that it uses."""
        function = inspect.getsource(self.function)
        file = Path(inspect.getfile(self.function)).read_text(encoding="utf-8")
        helpers, names = _helpers(ast.parse(file).body, ast.parse(function))
        lines = ["from __future__ import annotations", ""]
        for node in ast.parse(file).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                node.names = [name for name in node.names if (name.asname or name.name) in names]
                lines += [ast.unparse(node)] if node.names else []
        written = [ast.get_source_segment(file, node) or "" for node in helpers]
        return "\n".join([*lines, *(f"\n\n{one}" for one in written), "", "", function])


def _helpers(body: list[ast.stmt], function: ast.AST) -> tuple[list[ast.stmt], set[str]]:
    """Return what of a file's own functions and constants a function uses, itself or through these; all names used."""
    names, used = _names(function), []
    own = [node for node in body if isinstance(node, ast.FunctionDef | ast.Assign | ast.AnnAssign)]
    while found := [node for node in own if node not in used and _defined(node) & names]:
        used += found
        names = names.union(*map(_names, found))
    return [node for node in own if node in used], names


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _defined(node: ast.FunctionDef | ast.Assign | ast.AnnAssign) -> set[str]:
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _argument(symbol: str) -> str:
    return f"{symbol}_" if keyword.iskeyword(symbol) else symbol


def _symbol(argument: str) -> str:
    symbol = argument.removesuffix("_")
    return symbol if keyword.iskeyword(symbol) else argument


_oracles: dict[str, Oracle] = {}


def oracle(name: str) -> Callable[[_Function], _Function]:
    """Register the function below as the oracle of that name."""

    def register(function: _Function) -> _Function:
        hints = get_type_hints(function, include_extras=True)
        parameters = inspect.signature(function).parameters.values()
        readers = {_symbol(one.name): reader(hints[one.name]) for one in parameters}
        required = frozenset(_symbol(one.name) for one in parameters if one.default is inspect.Parameter.empty)
        _oracles[name] = Oracle(name, function, readers, required)
        return function

    return register


def load() -> dict[str, Oracle]:
    """Return all oracles by name: imports every file of this folder."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        importlib.import_module(f"{__package__}.{module.name}")
    return dict(sorted(_oracles.items()))


def find(name: str) -> Oracle:
    """Return the oracle of that name. Raises `UnknownOracle` with the names that exist."""
    if name not in _oracles and name not in load():
        raise UnknownOracle(f"no oracle named {name!r}; there are {', '.join(sorted(_oracles))}")
    return _oracles[name]
