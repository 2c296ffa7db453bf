"""Blocks of questions as LaTeX."""

from __future__ import annotations

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

RIGHT, WRONG = r"$\checkmark$", r"$\times$"
LINE_END = "\n"


def written(block: QuestionBlock) -> Iterator[str]:
    """Yield the block's parts; its text is escaped already."""
    match block:
        case Verbatim(lines):
            yield rf"\codelines{{{''.join(map(_code_line, lines))}}}"
        case Plot() as plot:
            yield _table(table(plot), plot.y)
        case Choices(rows, several):
            box = r"$\square$ " if several else ""
            yield _labelled((f"{box}{row.label}", row.text) for row in rows)
        case Blank(words):
            yield rf"Answer: \blank{{}} {words}\par"
        case Ordering(rows):
            yield _labelled((row.label, row.text) for row in rows)
            yield _labelled((f"{number}.", r"\blank{}") for number in range(1, len(rows) + 1))
        case Matching(rows, partners):
            yield _columns(rows, partners)
        case Judged(rows):
            yield _labelled((RIGHT if row.is_right else WRONG, rf"{row.text}{_said(row.say)}") for row in rows)


def _labelled(items: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"  \\item[{{{label}}}] {item}\n" for label, item in items)
    return f"\\begin{{itemize}}\n{lines}\\end{{itemize}}"


def _code_line(line: str) -> str:
    return line.replace(" ", r"\ ") + "\\strut\\par\n"


def _table(rows: Sequence[Sequence[str]], words: str) -> str:
    head, *others = (" & ".join(row) + r" \tabularnewline" for row in rows)
    body = "\n".join((head, r"\hline", *others))
    return f"{words}:\\par\n\\begin{{tabular}}{{{'r' * len(rows[0])}}}\n{body}\n\\end{{tabular}}\\par"


def _columns(rows: Sequence[Choice], partners: Sequence[Choice]) -> str:
    left = (rf"\blank{{}} {row.label}. {row.text}" for row in rows)
    right = (rf"\textbf{{{partner.label}}} {partner.text}" for partner in partners)
    lines = (rf"{one} & {other} \tabularnewline" for one, other in zip_longest(left, right, fillvalue=""))
    return rf"\twocolumns{{{LINE_END.join(lines)}}}"


def _said(words: str) -> str:
    return rf"\newline\mistake{{{words}}}" if words else ""
