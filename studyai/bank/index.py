"""The index of all packs: which entry stands where in which file, without building any of them.

Reading entries costs more than a start may. Those of the built-in bank, which its tests prove, are only
looked for; what is wrong in others is told. And what each file holds is remembered in a cache, under the
file's own SHA-256. A changed file has another key and is read again; an entry that does not
decode, or that turns out not to be where it says, is thrown away and read again.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from studyai.bank.content import content_key, read_content
from studyai.bank.kind import Kind
from studyai.bank.kinds.registry import kind_of, unknown_kind
from studyai.bank.packs import Pack, all_packs, built_in
from studyai.bank.section import Section
from studyai.bank.span import Span
from studyai.files import MEBIBYTE, read_file

LARGEST_CACHE = 64 * MEBIBYTE
FORMAT = 4  # raise it when the meaning of an entry changes


class Entry(msgspec.Struct, frozen=True):
    """An entry in the index: what it is and where it stands in its file."""

    kind: str
    id: str
    title: str
    levels: tuple[int, ...]
    span: Span
    tags: tuple[str, ...] = ()


class Problem(msgspec.Struct, frozen=True):
    """A mistake in a file, as it is shown; `id` is that of the entry it is in, as far as known."""

    line: int
    message: str
    id: str = ""


class FileIndex(msgspec.Struct, frozen=True):
    """What one file holds."""

    section: int
    title: str
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()


class Cache(msgspec.Struct):
    """The cache file: file content's SHA-256 → what it holds."""

    format: int
    files: dict[str, FileIndex]


class IndexedFile(msgspec.Struct, frozen=True):
    """A file of a pack with its index; `index` is None where the file as a whole cannot be read.

    `key` is the SHA-256 of what was indexed.
    """

    pack: str
    file: Path
    index: FileIndex | None
    problem: str = ""
    key: str = ""


def read_index(packs: list[Pack] | None = None, cache_file: Path | None = None) -> list[IndexedFile]:
    """Return every file of the packs with what it holds; a mistake in one leaves the others usable."""
    cache_file = cache_file or default_cache_file()
    known = _read_cache(cache_file)
    used: dict[str, FileIndex] = {}
    indexed = [
        _index_file(pack, file, known, used)
        for pack in (all_packs() if packs is None else packs)
        for file in pack.files()
    ]
    if used != known:
        _write_cache(cache_file, used)
    return indexed


def default_cache_file() -> Path:
    """Return the cache's place in the user's cache folder."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("studyai", appauthor=False)) / "index.json"


def forget(cache_file: Path | None = None) -> None:
    """Throw the cache away; it is made anew when next needed."""
    (cache_file or default_cache_file()).unlink(missing_ok=True)


def _index_file(pack: Pack, file: Path, known: dict[str, FileIndex], used: dict[str, FileIndex]) -> IndexedFile:
    kind = kind_of(file)
    if kind is None:
        return IndexedFile(pack.name, file, None, unknown_kind(file))
    try:
        key = content_key(read_content(file))
    except OSError as problem:
        return IndexedFile(pack.name, file, None, f"{file}:1: cannot be read: {problem.strerror}")
    if key not in known:
        return _read_file(pack, file, kind, key, used)
    used[key] = known[key]
    return IndexedFile(pack.name, file, known[key], key=key)


def _read_file(pack: Pack, file: Path, kind: Kind[Any], key: str, used: dict[str, FileIndex]) -> IndexedFile:
    from studyai.bank.located import BankError

    try:
        section = _section(pack, file, kind)
    except BankError as problem:
        return IndexedFile(pack.name, file, None, str(problem))
    index = FileIndex(
        section.number,
        section.title,
        tuple(Entry(kind.name, one.id, one.title, one.levels, one.span, one.tags) for one in section.placed.values()),
        tuple(Problem(one.error.line, one.error.message, one.id) for one in section.broken),
    )
    if not index.problems:  # what is a mistake today may be accepted by the next version
        used[key] = index
    return IndexedFile(pack.name, file, index, key=key)


def _section(pack: Pack, file: Path, kind: Kind[Any]) -> Section[Any]:
    """Return what a file holds, each entry read; of the built-in bank only where it stands, if that can be seen."""
    from studyai.bank.located import BankError

    if pack == built_in():
        with contextlib.suppress(BankError):  # then reading it tells what is wrong
            section = kind.outline(file)
            if not section.broken:
                return section
    return kind.read(file)


def _read_cache(file: Path) -> dict[str, FileIndex]:
    try:
        cache = msgspec.json.decode(read_file(file, LARGEST_CACHE), type=Cache)
    except (OSError, msgspec.DecodeError):
        return {}  # no cache yet, or a damaged one: everything is read anew
    return cache.files if cache.format == FORMAT else {}


def _write_cache(file: Path, files: dict[str, FileIndex]) -> None:
    # A cache that cannot be written only costs the next start some time.
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(msgspec.json.encode(Cache(FORMAT, files)))
        Path(name).replace(file)
