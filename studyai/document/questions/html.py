"""Blocks of questions as HTML."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import cycle

from studyai.document.questions.blocks import Blank, Choices, Judged, Matching, Ordering, Plot, QuestionBlock, Verbatim
from studyai.document.questions.plot import SIGNS, svg

LINE_END = "\n"


def written(block: QuestionBlock) -> Iterator[str]:
    """Yield the block's parts; its text is escaped already."""
    match block:
        case Verbatim(lines):
            yield f"<pre>{LINE_END.join(lines)}</pre>"
        case Plot() as plot:
            yield _drawn(plot)
        case Choices(rows, several):
            yield _lettered(f"☐ {row.text}" if several else row.text for row in rows)
        case Blank(words):
            yield f"<p>Answer: ________ {words}</p>" if words else ""
        case Ordering(rows):
            yield _lettered(row.text for row in rows)
        case Matching(rows, partners):
            things = f"<ol>{''.join(f'<li>{row.text}</li>' for row in rows)}</ol>"
            columns = (things, _lettered(partner.text for partner in partners))
            yield f"<table><tr>{''.join(f'<td>{column}</td>' for column in columns)}</tr></table>"
        case Judged(rows):
            said = (f"{'✓' if row.is_right else '✗'} <b>{row.text}</b>{_said(row.say)}" for row in rows)
            yield f"<ul>{''.join(f'<li>{one}</li>' for one in said)}</ul>"


def _lettered(items: Iterable[str]) -> str:
    return f'<ol type="A">{"".join(f"<li>{item}</li>" for item in items)}</ol>'


def _said(words: str) -> str:
    return f"<br>{words}" if words else ""


def _drawn(plot: Plot) -> str:
    """Return the curves as a picture within the text; its numbers also in words, for who does not see it."""
    picture = b64encode(svg(plot).encode()).decode()
    told = "; ".join(f"{one.name}: {', '.join(f'{x:g} {y:g}' for x, y in one.points)}" for one in plot.series)
    names = " &nbsp; ".join(f"{sign} {one.name}" for sign, one in zip(cycle(SIGNS), plot.series, strict=False))
    image = f'<img src="data:image/svg+xml;base64,{picture}" alt="{told}">'
    return f"<p><small>{plot.y}: {names}</small><br>{image}<br><small>{plot.x}</small></p>"
