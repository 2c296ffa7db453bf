"""Pages of the course sheet as a kind of file: `sheet.md`, one entry a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from studyai.bank.kind import Kind
from studyai.bank.section import Placed, Section
from studyai.bank.span import Span

if TYPE_CHECKING:
    from studyai.bank.kinds.sheets.page import Page
    from studyai.bank.report import Report, Trial


class Sheets(Kind["Page"]):
    """Pages, each written in Markdown."""

    name = "sheets"
    one = "sheet"
    file_name = "sheet.md"

    def read(self, file: Path) -> Section[Page]:
        """Return the page of a file."""
        from studyai.bank.kinds.sheets.load import load_file

        return load_file(file)

    def outline(self, file: Path) -> Section[None]:
        """Return the page's section and title."""
        from studyai.bank.kinds.sheets.head import outline_file

        return outline_file(file)

    def read_entry(self, file: Path, text: str, span: Span, section: int) -> Placed[Page]:
        """Return the page: it is all of the file."""
        from studyai.bank.kinds.sheets.load import place_page

        return place_page(file, text)

    def lint(self, placed: Placed[Page], trial: Trial) -> Report:
        """Check what it names, its formulas, and how long it is."""
        from studyai.bank.kinds.sheets.lint import lint_page

        return lint_page(placed, trial)

    def schema(self) -> None:
        """Return nothing: it is no YAML."""


SHEETS = Sheets()
