"""Blocks of questions as calls of the functions in `paper.typ`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
from studyai.document.questions.plot import svg
from studyai.formula.draw.typst import quoted


def written(block: QuestionBlock) -> Iterator[str]:
    """Yield the block's parts; its text is escaped already."""
    match block:
        case Verbatim(lines):
            yield _call("verbatim", lines)
        case Plot() as plot:
            yield _call("plotted", (plot.x, plot.y, quoted(svg(plot)), *(series.name for series in plot.series)))
        case Choices(rows, several):
            yield _call("choices", (str(several).lower(), *map(_choice, rows)))
        case Blank(words):
            yield f"#room({words})"
        case Ordering(rows):
            yield _call("ordering", map(_choice, rows))
        case Matching(rows, partners):
            yield f"#matching({_many(rows)}, {_many(partners)})"
        case Judged(rows):
            yield _call("judged", (f"({str(row.is_right).lower()}, {row.text}, {row.say})" for row in rows))


def _choice(choice: Choice) -> str:
    return f"({choice.label}, {choice.text})"


def _many(choices: Iterable[Choice]) -> str:
    return f"({''.join(f'{_choice(one)}, ' for one in choices)})"


def _call(function: str, arguments: Iterable[str]) -> str:
    return f"#{function}({', '.join(arguments)})"
