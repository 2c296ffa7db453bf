"""A line to type an answer into."""

from __future__ import annotations

from studyai.tui.widgets.field import Field

LONGEST = 4000  # characters


class AnswerLine(Field):
    """A field as long as an answer may be."""

    def __init__(self, value: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(value, id=id, classes=classes, compact=True, select_on_focus=False, max_length=LONGEST)
