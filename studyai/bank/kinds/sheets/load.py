"""Builds a page from its Markdown; every mistake is a BankError with file and line."""

from __future__ import annotations

from pathlib import Path

from studyai.bank.kinds.sheets.blocks import read_blocks
from studyai.bank.kinds.sheets.head import plain, read_head
from studyai.bank.kinds.sheets.page import Page
from studyai.bank.located import BankError
from studyai.bank.section import Broken, Placed, Section
from studyai.bank.span import Span
from studyai.bank.yaml_text import read_bytes, read_text

LARGEST, MOST_LINES = 60_000, 400  # characters and lines, so that reading never takes long


def load_file(file: Path) -> Section[Page]:
    """Return the page of a file, which is its section's; raises BankError where the head cannot be read."""
    text = plain(read_text(file, read_bytes(file)))
    number, title, _ = read_head(file, text)
    try:
        placed = place_page(file, text)
    except BankError as problem:
        return Section(number, title, file, {}, (Broken(Page(number, title, (), 0).id, problem),))
    return Section(number, title, file, {placed.id: placed}, ())


def place_page(file: Path, text: str) -> Placed[Page]:
    """Return the page and where it stands; raises BankError at the first mistake."""
    text = plain(text)
    _check_size(file, text)
    number, title, end = read_head(file, text)
    before = text.count("\n", 0, end)
    blocks = read_blocks(file, text[end:], before)
    page = Page(number, title, blocks, len(text.splitlines()))
    lines = {str(place): block.line for place, block in enumerate(blocks)}
    return Placed(page.id, title, (), page, file, Span(0, 0, 0, len(text)), lines)


def _check_size(file: Path, text: str) -> None:
    if len(text) > LARGEST or text.count("\n") > MOST_LINES:
        raise BankError(file, 1, f"a page has at most {MOST_LINES} lines and {LARGEST} characters")
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.isprintable():
            raise BankError(file, number, "holds a control character (a tab is one: indent with blanks)")
