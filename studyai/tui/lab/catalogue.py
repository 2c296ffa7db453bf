"""What the lab says of each architecture before it is built: read from a file beside this one, when first needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An architecture: what it is in a line, what it learns and must reach, and what to look at first.

    ``updates`` are about as many as it takes to its target.
    """

    name: str
    title: str
    words: str = ""
    task: str = ""
    target: float | None = None
    updates: int = 300
    look: list[str] = []
    beside: list[str] = []


class _Catalogue(msgspec.Struct, forbid_unknown_fields=True):
    entry: list[Entry]


@cache
def entries() -> tuple[Entry, ...]:
    """Return every architecture that is described, in the order of the syllabus."""
    text = Path(__file__).with_name("catalogue.toml").read_bytes()
    return tuple(msgspec.toml.decode(text, type=_Catalogue).entry)


def entry_of(name: str) -> Entry:
    """Return what is known of an architecture; one that nobody described is titled by its name."""
    return next((item for item in entries() if item.name == name), Entry(name, name.replace("-", " ").capitalize()))


def known(names: Sequence[str]) -> list[Entry]:
    """Return the architectures that a worker has: described ones in the syllabus's order, then the others."""
    described = [item for item in entries() if item.name in names]
    return described + [entry_of(name) for name in names if name not in {item.name for item in described}]
