"""What there is, by name: each thing is registered in a file of one folder, and the folder's files are all imported.

An oracle, an architecture, a task is added by one more file there, without a list that names it.
"""

from __future__ import annotations

import importlib
import pkgutil
import traceback
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Generic, TypeVar

from studyai.backend.refusal import Refusal

T = TypeVar("T")
_Decorated = TypeVar("_Decorated")

ROOT = Path(__file__).parents[2]  # the folder that files are named from


class Unknown(Refusal):
    """Nothing of that name; ``kind`` says of what, the message which names are near, or all if none is."""

    def __init__(self, kind: str, name: str, names: Iterable[str]) -> None:
        known = sorted(names)
        near = get_close_matches(name, known)
        told = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known) or 'none'}"
        super().__init__(f"no {kind} named {name!r}; {told}")
        self.kind, self.problem = kind, f"unknown-{kind}"


class BrokenFile(Refusal):
    """A file of the folder cannot be imported: which, in which line, and why, on one line."""

    problem = "broken-file"

    def __init__(self, file: str, line: int | None, error: Exception) -> None:
        path = Path(file)
        place = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        words = error.msg if isinstance(error, SyntaxError) else " ".join(str(error).split())
        super().__init__(f"{place}:{line}: {type(error).__name__}: {words}")


class Registry(Generic[T]):
    """Things of one ``kind`` ("oracle") by name, from the files of ``package``."""

    def __init__(self, kind: str, package: str) -> None:
        self._kind = kind
        self._package = package
        self._things: dict[str, T] = {}
        self._complete = False

    def register(self, name: str, make: Callable[[_Decorated], T]) -> Callable[[_Decorated], _Decorated]:
        """Return a decorator: what ``make`` makes of the function or class below it is found under that name."""

        def register(decorated: _Decorated) -> _Decorated:
            self._things[name] = make(decorated)
            return decorated

        return register

    def find(self, name: str) -> T:
        """Return what has that name. Raises `Unknown`, `BrokenFile`."""
        if name not in self._things:
            self._import_all()
        if name not in self._things:
            raise Unknown(self._kind, name, self._things)
        return self._things[name]

    def names(self) -> list[str]:
        """Return all names, in order. Raises `BrokenFile`."""
        self._import_all()
        return sorted(self._things)

    def _import_all(self) -> None:
        if self._complete:
            return
        for module in pkgutil.iter_modules(importlib.import_module(self._package).__path__):
            _import(f"{self._package}.{module.name}")
        self._complete = True


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except SyntaxError as error:
        raise BrokenFile(error.filename or name, error.lineno, error) from error
    except Exception as error:
        file, line = _place(error)
        raise BrokenFile(file, line, error) from error


def _place(error: Exception) -> tuple[str, int | None]:
    """Return the innermost line of a file of ours that was running as the file was imported."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [one for one in frames if one.name == "<module>" and Path(one.filename).is_relative_to(ROOT)]
    last = (own or frames)[-1]
    return last.filename, last.lineno
