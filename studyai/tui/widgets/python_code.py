"""Python with its colours: code that a question shows, an oracle's, an architecture's."""

from __future__ import annotations

from textual.content import Content

from studyai.tui.widgets.plain import printable


def python_code(source: str) -> Content:
    """Return the source, coloured by what its words are."""
    from textual.highlight import highlight  # it takes its time, and no first screen shows code

    return highlight(printable(source), language="python")


def read_grammar() -> None:
    """Compile what tells Python's words apart, before the first source waits for it; safe in a thread."""
    python_code("")
