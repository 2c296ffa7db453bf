"""A question in words with choices and no exercise behind it, as any kind of item may be: nothing more is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studyai.exercise.hints import Hint
from studyai.exercise.mark import Mark, Verdict
from studyai.study.items.item import Evidence, Form, Response, Working

SOURCE = Evidence(source="Nair and Hinton 2010")


@dataclass(frozen=True)
class Question:
    id: str = "relu-at-zero"
    kind: str = "question"
    section: int | None = 4
    about: str = "activation functions"
    ask: str = "Which of [these] is 0 at -1?"
    choices: Sequence[str] = ("ReLU", "[tanh]", "sigmoid")
    right: int = 0
    working: Working | None = None
    form: Form = Form.CHOICE
    partners: Sequence[str] = ()
    is_settled_at_once: bool = False
    hints: int = 0
    budget: float = 20.0
    evidence: Evidence = SOURCE
    explanation: str = "max(0, -1) is 0; the others bend, but never stay at 0."

    def hint(self, number: int) -> Hint:
        raise IndexError(number)

    def mark(self, response: Response) -> Mark:
        is_right = response == (self.right,)
        words = "Correct." if is_right else "That one is negative at -1, or a half at 0."
        return Mark(self.id, Verdict.CORRECT if is_right else Verdict.WRONG, words)

    def in_words(self, response: Response) -> str:
        return response if isinstance(response, str) else " | ".join(self.choices[place] for place in response)
