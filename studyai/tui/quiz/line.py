"""The line that a question's answer is typed into."""

from __future__ import annotations

from typing import ClassVar

from studyai.tui.commands import Command, bindings
from studyai.tui.widgets.answer_line import AnswerLine


class QuestionLine(AnswerLine):
    """An answer line whose Enter the footer names."""

    heading = "Answer"
    offers: ClassVar[tuple[Command, ...]] = (
        Command("answer.enter", "enter", "Answer", "Hand in what is typed.", "submit"),
    )
    BINDINGS = bindings(offers)
