"""The index of all packs: which exercise stands in which file, without building any of them.

Reading YAML costs more than a start may; so what each file holds is remembered in a cache, under the
file's own SHA-256. A changed file has another key and is read again; an entry that does not
decode, or whose exercise turns out not to be where it says, is thrown away and read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import msgspec

from studyai.bank.packs import Pack, all_packs

FORMAT = 2  # raise it when the meaning of an entry changes


class Entry(msgspec.Struct, frozen=True):
    """An exercise in the index."""

    id: str
    title: str
    levels: tuple[int, ...]


class Problem(msgspec.Struct, frozen=True):
    """A mistake in a file, as it is shown."""

    line: int
    message: str


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
    """A file of a pack with its index; `index` is None where the file as a whole cannot be read."""

    pack: str
    file: Path
    index: FileIndex | None
    problem: str = ""


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
    try:
        key = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as problem:
        return IndexedFile(pack.name, file, None, f"{file}: {problem.strerror}")
    if key in known:
        used[key] = known[key]
        return IndexedFile(pack.name, file, known[key])
    from studyai.bank.load import load_file
    from studyai.bank.located import BankError

    try:
        section = load_file(file)
    except BankError as problem:
        return IndexedFile(pack.name, file, None, str(problem))
    index = FileIndex(
        section.number,
        section.title,
        tuple(Entry(one.id, one.title, tuple(one.levels)) for one in section.exercises.values()),
        tuple(Problem(problem.line, problem.message) for problem in section.problems),
    )
    if not index.problems:  # what is a mistake today may be accepted by the next version
        used[key] = index
    return IndexedFile(pack.name, file, index)


def _read_cache(file: Path) -> dict[str, FileIndex]:
    try:
        cache = msgspec.json.decode(file.read_bytes(), type=Cache)
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
