"""Proves the questions of a pack together: none can be guessed, none is asked twice in other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from studyai.bank.kinds.questions.guessing import rates
from studyai.bank.kinds.questions.question import Question
from studyai.bank.report import Finding
from studyai.bank.section import Placed

FEWEST = 100  # questions, fewer say nothing about a rule
MARGIN = 0.04
ALIKE = 0.8  # the share of words that two asks have in common, beyond which they ask the same
FEWEST_WORDS = 4


def lint_together(placed: Sequence[Placed[Question]]) -> list[Finding]:
    """Return what is wrong with the questions together."""
    return [*_guessable(placed), *_alike(placed)]


def _guessable(placed: Sequence[Placed[Question]]) -> list[Finding]:
    return [
        Finding(
            "guessing",
            placed[0].file,
            placed[0].line,
            f"who chooses {rate.rule} is right in {rate.right:.1%} of {rate.questions} questions, chance is "
            f"{rate.chance:.1%}; {MARGIN * 100:.0f} points apart at most: reword options",
        )
        for rate in rates([one.value for one in placed])
        if rate.questions >= FEWEST and abs(rate.right - rate.chance) > MARGIN
    ]


def _alike(placed: Sequence[Placed[Question]]) -> list[Finding]:
    words = [(one, frozenset(re.findall(r"\w+", _all_words(one.value).lower()))) for one in placed]
    return [
        Finding("twice", two.file, two.line, f"{two.id} asks nearly in the words of {one.id} ({one.file}:{one.line})")
        for (one, some), (two, others) in combinations(words, 2)
        if len(some) >= FEWEST_WORDS and len(some & others) > ALIKE * len(some | others)
    ]


def _all_words(question: Question) -> str:
    return f"{question.ask} {question.code} {question.working} {question.sort}"
