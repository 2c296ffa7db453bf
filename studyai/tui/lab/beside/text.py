"""What the side-by-side screen says: no widgets."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from studyai.protocol import Evaluation, Frame, Started
from studyai.tui.lab.beside.demos import Demo
from studyai.tui.lab.catalogue import entry_of
from studyai.tui.lab.pace import Pace
from studyai.tui.lab.plan import plan_of
from studyai.tui.lab.settings.text import value_words
from studyai.tui.lab.text import STATE_WORDS, percent
from studyai.tui.widgets.plain import printable

MARKS = ("⣀", "•")  # of the two curves
STYLES = ("$accent", "$warning")


def title(demo: Demo, sides: Sequence[tuple[Started, Frame | None]], pace: Pace) -> Content:
    """Return the comparison's name and pace, and for each run its mark, what it is, and how far it has come."""
    lines = [Content.assemble((printable(demo.title), "bold $accent"), (f"   pace {pace.name}", "dim"))]
    for (started, frame), mark, style in zip(sides, MARKS, STYLES, strict=True):
        settings = ", ".join(f"{name} {value_words(value)}" for name, value in plan_of(started).settings.items())
        parameters = sum(layer.parameters for layer in started.layers)
        state = f"{STATE_WORDS[frame.state]} step {frame.step:,}" if frame is not None else ""
        facts = f"  {state}  {parameters:,} parameters{'  ' if settings else ''}{printable(settings)}"
        lines.append(
            Content.assemble((f"{mark} ", style), (entry_of(started.architecture).title, "bold"), (facts, "dim"))
        )
    return Content("\n").join(lines)


def legend(name: str, newest: Sequence[str]) -> Content:
    """Return what is drawn, with the newest value of each curve behind its mark."""
    parts: list[str | tuple[str, str]] = [name]
    for words, mark, style in zip(newest, MARKS, STYLES, strict=True):
        parts += ["  ", (mark, style), (f" {words}", "bold")]
    return Content.assemble(*parts)


def percent_words(evaluations: Sequence[Evaluation]) -> str:
    """Return the newest metric."""
    return percent(evaluations[-1].value) if evaluations else "–"
