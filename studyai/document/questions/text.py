"""Blocks of questions as plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from studyai.document.questions.blocks import Blank, Choices, Judged, Matching, Ordering, Plot, QuestionBlock, Verbatim
from studyai.document.questions.plot import table_lines


def written(block: QuestionBlock) -> Iterator[str]:
    """Yield the block's parts; its text is escaped already."""
    match block:
        case Verbatim(lines):
            yield from ("", *(f"  {line}" for line in lines), "")
        case Plot() as plot:
            yield from ("", *(f"  {line}" for line in table_lines(plot)), "")
        case Choices(rows, several):
            box = "☐ " if several else ""
            yield from (f"  {box}{row.label})  {row.text}" for row in rows)
        case Blank(words):
            yield f"  Answer: ________  {words}".rstrip()
        case Ordering(rows):
            yield from (f"  {row.label})  {row.text}" for row in rows)
            yield from (f"  {number}. ____" for number in range(1, len(rows) + 1))
        case Matching(rows, partners):
            yield from (f"  ____ {row.label}. {row.text}" for row in rows)
            yield from (f"  {partner.label})  {partner.text}" for partner in partners)
        case Judged(rows):
            yield from (f"  {'✓' if row.is_right else '✗'} {row.text}" + _said(row.say) for row in rows)


def _said(words: str) -> str:
    return f" ({words})" if words else ""
