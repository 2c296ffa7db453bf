"""The head of a page, `section` and `title`: all that is needed to know where the page stands."""

from __future__ import annotations

import re
from pathlib import Path

from studyai.bank.kinds.sheets import shape
from studyai.bank.kinds.sheets.page import Page
from studyai.bank.located import BankError, Located
from studyai.bank.section import Placed, Section
from studyai.bank.span import Span
from studyai.bank.yaml_text import read_bytes, read_part, read_text

LAST_SECTION = 99
HEAD = re.compile(r"---\n(.*?\n)---(?:\n|$)", re.DOTALL)


def outline_file(file: Path) -> Section[None]:
    """Return the page of a file by its head alone; raises BankError where that cannot be read."""
    text = plain(read_text(file, read_bytes(file)))
    number, title, _ = read_head(file, text)
    name = Page(number, title, (), 0).id
    return Section(number, title, file, {name: Placed(name, title, (), None, file, Span(0, 0, 0, len(text)), {})}, ())


def plain(text: str) -> str:
    """Return the text with the line ends that Markdown is split at."""
    return text.replace("\r\n", "\n")


def read_head(file: Path, text: str) -> tuple[int, str, int]:
    """Return section and title, and where the head ends."""
    head = HEAD.match(text)
    if head is None:
        raise BankError(file, 1, "a page begins with its head: ---, section: NUMBER, title: TEXT, ---")
    place: Located = read_part(file, text, Span(1, 0, head.start(1), head.end(1)))
    fields = place.fields(shape.Head)
    number = fields["section"].whole()
    if not 1 <= number <= LAST_SECTION:
        raise fields["section"].wrong(f"{number} is no section; accepted: 1 to {LAST_SECTION}")
    return number, fields["title"].text(), head.end()
