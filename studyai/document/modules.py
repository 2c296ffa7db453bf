"""The modules of a package by name, without importing any: a format is a file, and its name is the file's."""

from __future__ import annotations

from collections.abc import Iterable
from pkgutil import iter_modules


def module_names(folders: Iterable[str]) -> tuple[str, ...]:
    """Return the names of a package's modules, in the order of the alphabet."""
    return tuple(sorted(module.name for module in iter_modules(list(folders))))
