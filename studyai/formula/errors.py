"""What can go wrong with a formula, said so that its author or the learner can mend it."""

from __future__ import annotations

from studyai.errors import ToldError


class FormulaError(ToldError):
    """A text that cannot be read: what is wrong, and at which character (counted from 0)."""

    def __init__(self, message: str, position: int = 0):
        super().__init__(message)
        self.message = message
        self.position = position

    def caret(self, text: str) -> str:
        """Return two lines: the text and a caret below the error (control characters shown as `?`)."""
        shown = "".join(character if character.isprintable() else "?" for character in text)
        return f"{shown}\n{' ' * self.position}^"


class EvaluationError(ToldError):
    """A formula that can be read but has no value for these numbers."""
