"""Blocks of questions as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from studyai.document.questions.blocks import (
    Blank,
    Choice,
    Choices,
    Judged,
    Matching,
    Ordering,
    Plot,
    QuestionBlock,
    Verbatim,
)
from studyai.document.questions.plot import table

BLANK, SHORT_BLANK = r"\_\_\_\_\_\_\_\_", r"\_\_\_\_"


def written(block: QuestionBlock) -> Iterator[str]:
    """Yield the block's parts; its text is escaped already."""
    match block:
        case Verbatim(lines):
            yield fenced(lines)
        case Plot() as plot:
            yield _table(table(plot), plot.y)
        case Choices(rows, several):
            box = "☐ " if several else ""
            yield "\n".join(f"- {box}**{row.label}** {row.text}" for row in rows)
        case Blank(words):
            yield f"Answer: {BLANK} {words}".rstrip()
        case Ordering(rows):
            yield "\n".join(f"- **{row.label}** {row.text}" for row in rows)
            yield "\n".join(f"{number}. {BLANK}" for number in range(1, len(rows) + 1))
        case Matching(rows, partners):
            yield _columns(rows, partners)
        case Judged(rows):
            yield "\n".join(f"- {'✓' if row.is_right else '✗'} **{row.text}**{_said(row.say)}" for row in rows)


def fenced(lines: Iterable[str]) -> str:
    """Return lines that stand as they are: the fence is longer than any row of backticks in them."""
    text = "\n".join(lines)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def _table(rows: Sequence[Sequence[str]], words: str) -> str:
    head, *others = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join((f"{words}:\n", head, f"|{'--:|' * len(rows[0])}", *others))


def _columns(rows: Sequence[Choice], partners: Sequence[Choice]) -> str:
    left = (f"{SHORT_BLANK} {row.label}. {row.text}" for row in rows)
    right = (f"**{partner.label}** {partner.text}" for partner in partners)
    lines = (f"| {one} | {other} |" for one, other in zip_longest(left, right, fillvalue=""))
    return "\n".join(("| | |", "|---|---|", *lines))


def _said(words: str) -> str:
    return f": {words}" if words else ""
