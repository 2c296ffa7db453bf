"""The references of a pack: its BibTeX file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count, product
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from studyai.bank.content import read_content
from studyai.bank.located import BankError
from studyai.bank.yaml_text import read_text

if TYPE_CHECKING:
    from bibtexparser.model import Entry

FILE_NAME = "references.bib"
REQUIRED = ("author", "title", "year")
VENUES = ("journal", "booktitle", "publisher", "school", "institution", "howpublished", "archiveprefix")

ENDS = (".", "?", "!")  # of a title that needs no full stop


@dataclass(frozen=True)
class Reference:
    """A work that is referred to, and the line where it stands."""

    key: str
    fields: Mapping[str, str]
    file: Path
    line: int
    families: tuple[str, ...] = ()  # the authors' family names; a group in braces is one name
    letter: str = ""  # behind the year, where another work is cited alike

    @property
    def missing(self) -> list[str]:
        """What a reader would miss to find the work."""
        missing = [name for name in REQUIRED if not self.fields.get(name)]
        has_venue = any(self.fields.get(name) for name in VENUES)
        return missing if has_venue else [*missing, "a journal, book title, publisher or archive"]

    @property
    def faults(self) -> list[str]:
        """What is wrong with the entry, in words that follow its key."""
        said = [f"has no {', no '.join(self.missing)}"] if self.missing else []
        return [*said, f"says “{self.repeated}” in its title already; leave it out there"] if self.repeated else said

    @property
    def repeated(self) -> str:
        """The place of publication, where the title says it already."""
        return self._where if self._where and self._where.lower() in self._title.lower() else ""

    @property
    def short(self) -> str:
        """Who and when."""
        return f"{self._authors} {self.fields.get('year', '')}{self.letter}".strip()

    @property
    def words(self) -> str:
        """Who, when, what and where, in a line."""
        title = self._title if self._title.endswith(ENDS) else f"{self._title}."
        return f"{self.short}, {title} {'' if self.repeated else self._where}".strip()

    @property
    def _title(self) -> str:
        return self.fields.get("title", "")

    @property
    def _where(self) -> str:
        if eprint := self.fields.get("eprint"):
            return f"arXiv {eprint}"
        return next((self.fields[name] for name in VENUES if self.fields.get(name)), "")

    @property
    def _authors(self) -> str:
        return f"{self.families[0]} et al." if len(self.families) > 2 else " and ".join(self.families)


def told_apart(references: Mapping[str, Reference]) -> dict[str, Reference]:
    """Return the same works, those that would be cited alike with a letter behind the year, in the order of titles."""
    alike: dict[str, list[Reference]] = {}
    for one in references.values():
        alike.setdefault(one.short, []).append(one)
    letters = {
        one.key: letter
        for works in alike.values()
        if len(works) > 1
        for one, letter in zip(sorted(works, key=_by_title), _letters(), strict=False)
    }
    return {key: replace(one, letter=letters.get(one.key, "")) for key, one in references.items()}


def _by_title(work: Reference) -> tuple[str, str]:
    return work.fields.get("title", "").casefold(), work.key


def _letters() -> Iterator[str]:
    """Yield a, b, …, z, aa, ab, …"""
    return ("".join(one) for length in count(1) for one in product(ascii_lowercase, repeat=length))


def _family(name: str) -> str:
    """Return the family name of an author as BibTeX writes one: `Last, First` or `First Last`."""
    name = " ".join(name.split())
    return _plain(name.partition(",")[0] if "," in name else name.rpartition(" ")[2])


def read_references(folder: Path) -> dict[str, Reference]:
    """Return the references of a pack by key, nothing where it has no file; raises BankError at the first mistake."""
    file = folder / FILE_NAME
    if not file.exists():
        return {}
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import LatexDecodingMiddleware

    try:
        text = read_text(file, read_content(file))
    except OSError as problem:
        raise BankError(file, 1, f"cannot be read: {problem.strerror}") from problem
    library = parse_string(text)
    for block in library.failed_blocks:
        said = " ".join(str(block.error).split()) or "is no BibTeX"
        raise BankError(file, (block.start_line or 0) + 1, f"not valid BibTeX: {said}")
    groups = {entry.key for entry in library.entries if _is_group(entry)}  # decoding takes the braces away
    decoded = LatexDecodingMiddleware().transform(library)
    return {entry.key: _reference(entry, file, entry.key in groups) for entry in decoded.entries}


def _is_group(entry: Entry) -> bool:
    """Return whether the author is one name in braces, such as a group of people."""
    author = entry.get("author")
    return author is not None and str(author.value).startswith("{") and str(author.value).endswith("}")


def _reference(entry: Entry, file: Path, is_group: bool) -> Reference:
    written = {field.key.lower(): str(field.value) for field in entry.fields}
    author = written.get("author", "")
    families = (_plain(author),) if is_group else tuple(_family(name) for name in author.split(" and ") if name.strip())
    plain = {key: _plain(value) for key, value in written.items()}
    return Reference(entry.key, plain, file, (entry.start_line or 0) + 1, families)


def _plain(value: str) -> str:
    """Return a field without the braces that keep its capitals."""
    return " ".join(value.replace("{", "").replace("}", "").split())
