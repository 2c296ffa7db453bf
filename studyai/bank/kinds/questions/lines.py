"""The lines of code or of working that a question is about."""

from __future__ import annotations

import re

from studyai.bank.kinds.questions.question import Question

OWN_NUMBER = re.compile(r"^\s*\(?(?:\d+|[A-Z])[.)]\s|#\s*\d+(?:,|\s*$)")

WIDEST = 67  # columns that a terminal of 80 has for a line with its number


def shown_lines(question: Question) -> list[str]:
    """Return the lines with their numbers, which answers speak of; those numbered or lettered already as they are."""
    lines = (question.code or question.working).splitlines()
    if any(OWN_NUMBER.search(line) for line in lines):
        return lines
    return [f"{number:{len(str(len(lines)))}}  {line}" for number, line in enumerate(lines, 1)]


def line_key(place: int) -> str:
    """Return what a line, counted from 0, is called among the parts of a question."""
    return f"line {place}"
