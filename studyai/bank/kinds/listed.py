"""Files that list their entries: `section`, `title`, then the entries, each beginning with its id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from studyai.bank.located import BankError, Located
from studyai.bank.section import Broken, Placed, Section, T
from studyai.bank.yaml_text import read_outline, read_yaml

HEAD = ("section", "title")


def read_listed(
    file: Path, shape: type[msgspec.Struct], listed: str, identifier: str, read: Callable[[Located, int], Placed[T]]
) -> Section[T]:
    """Return a file's entries; one with a mistake does not take the others with it.

    `shape` is the file's, `listed` its key that holds the entries, `identifier` an entry's key that holds its id.
    """
    return _section(file, read_yaml(file).fields(shape), listed, identifier, read)


def outline_listed(
    file: Path, depth: int, listed: str, identifier: str, read: Callable[[Located, int], Placed[T]]
) -> Section[T]:
    """Do as `read_listed`, with no more of the file than what `depth` collections, one in the other, hold."""
    fields = read_outline(file, depth).mapping(required=(*HEAD, listed))
    return _section(file, fields, listed, identifier, read)


def _section(
    file: Path, fields: Mapping[str, Located], listed: str, identifier: str, read: Callable[[Located, int], Placed[T]]
) -> Section[T]:
    number = fields["section"].whole()
    placed: dict[str, Placed[T]] = {}
    broken: list[Broken] = []
    for item in fields[listed].items():
        try:
            entry = read(item, number)
            if entry.id in placed:
                first = placed[entry.id].line
                raise item.wrong(f"{entry.id} stands in this file twice, first in line {first}; give it another id")
            placed[entry.id] = entry
        except BankError as problem:
            broken.append(Broken(_id(item, identifier), problem))
    return Section(number, fields["title"].text(), file, placed, tuple(broken))


def _id(item: Located, identifier: str) -> str:
    try:
        return item.mapping()[identifier].text()
    except (BankError, KeyError):
        return ""
