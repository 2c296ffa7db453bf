"""The references of a pack: its BibTeX file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studyai.bank.content import read_content
from studyai.bank.located import BankError
from studyai.bank.yaml_text import read_text

FILE_NAME = "references.bib"
REQUIRED = ("author", "title", "year")
VENUES = ("journal", "booktitle", "publisher", "school", "institution", "howpublished", "archiveprefix")


@dataclass(frozen=True)
class Reference:
    """A work that is referred to, and the line where it stands."""

    key: str
    fields: Mapping[str, str]
    file: Path
    line: int

    @property
    def missing(self) -> list[str]:
        """What a reader would miss to find the work."""
        missing = [name for name in REQUIRED if not self.fields.get(name)]
        has_venue = any(self.fields.get(name) for name in VENUES)
        return missing if has_venue else [*missing, "a journal, book title, publisher or archive"]

    @property
    def short(self) -> str:
        """Who and when."""
        return f"{_authors(self.fields.get('author', ''))} {self.fields.get('year', '')}".strip()

    @property
    def words(self) -> str:
        """Who, when, what and where, in a line."""
        fields = self.fields
        where = next((fields[name] for name in VENUES if fields.get(name)), "")
        if fields.get("eprint"):
            where = f"arXiv {fields['eprint']}"
        return (
            f"{_authors(fields.get('author', ''))} {fields.get('year', '')}, {fields.get('title', '')}. {where}".strip()
        )


def _authors(written: str) -> str:
    names = [" ".join(name.split()) for name in written.split(" and ")]
    families = [name.partition(",")[0] if "," in name else name.rpartition(" ")[2] for name in names]
    if len(families) > 2:
        return f"{families[0]} et al."
    return " and ".join(families)


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
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    for block in library.failed_blocks:
        said = " ".join(str(block.error).split()) or "is no BibTeX"
        raise BankError(file, (block.start_line or 0) + 1, f"not valid BibTeX: {said}")
    return {
        entry.key: Reference(
            entry.key,
            {field.key.lower(): _plain(str(field.value)) for field in entry.fields},
            file,
            (entry.start_line or 0) + 1,
        )
        for entry in library.entries
    }


def _plain(value: str) -> str:
    """Return a field without the braces that keep its capitals."""
    return " ".join(value.replace("{", "").replace("}", "").split())
