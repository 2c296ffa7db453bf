"""Finds words on the pages of the course sheet: section, heading, and the line that has them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyai.bank.kinds.sheets import page as sheet
from studyai.document.sheet import Composer
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.text import to_text


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: the place of its block (the title has none), the heading above it, and its text.

    `written` is what may be typed to find it beside its text.
    """

    section: int
    title: str
    place: int
    heading: str
    text: str
    written: str = ""
    is_heading: bool = False

    @property
    def searched(self) -> str:
        """What is looked through, in small letters."""
        return f"{self.title} {self.heading} {self.text} {self.written}".lower()


def all_lines(pages: Sequence[sheet.Page], composer: Composer) -> list[Line]:
    """Return every line of the pages that can be found."""
    return [line for page in pages for line in _lines(page, composer)]


def found(lines: Sequence[Line], typed: str) -> list[Line]:
    """Return the lines with all the words, headings first."""
    words = typed.lower().split()
    hits = [line for line in lines if words and all(word in line.searched for word in words)]
    # A heading that has the words answers for what stands below it, but for the lines that have a word themselves.
    own = [line for line in hits if line.is_heading or any(word in _own(line) for word in words)]
    return sorted(own, key=lambda line: not line.is_heading)


def _own(line: Line) -> str:
    return f"{line.text} {line.written}".lower()


def _lines(page: sheet.Page, composer: Composer) -> Iterator[Line]:
    heading = ""
    yield Line(page.section, page.title, -1, "", page.title, is_heading=True)
    for place, block in enumerate(page.blocks):
        if isinstance(block, sheet.Heading):
            heading = block.text
            yield Line(page.section, page.title, place, heading, heading, is_heading=True)
            continue
        for text, written in _texts(block, composer):
            yield Line(page.section, page.title, place, heading, text, written)


def _texts(block: sheet.Block, composer: Composer) -> Iterator[tuple[str, str]]:
    match block:
        case sheet.Formulas(formulas):
            for one in formulas:
                drawing = draw_terminal(one.node, subscripts=one.subscripts)
                text = to_text(one.node).replace("==", "=")
                yield (drawing.lines[0] if drawing.height == 1 else text), f"{text} {one.comment}"
        case sheet.Table(head, rows):
            for row in (head, *rows):
                yield " · ".join(map(sheet.plain, row)), ""
        case sheet.Claimed(claim):
            yield composer.statement(claim), claim
        case sheet.Example(exercise):
            yield f"Example: {exercise}", exercise.replace("-", " ")
        case sheet.Correction():
            yield f"In fact: {sheet.plain(block.fact)}", sheet.plain(block.says)
        case _:
            for words in sheet.all_words(block):
                yield sheet.plain(words), ""
