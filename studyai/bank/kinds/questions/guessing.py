"""Rules by which somebody who knows nothing could answer: how often each is right, beside chance."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from studyai.bank.kinds.questions.question import Options, Question
from studyai.bank.located import NUMBER

WORD = re.compile(r"[a-z]{4,}")
CAREFUL = re.compile(r"\b(sometimes|often|usually|mostly|may|can|might|about|roughly|typically|tends?|nearly|some)\b")
Score = Callable[[Question, Sequence[str], int], float]


@dataclass(frozen=True)
class Rate:
    """How often a rule is right over the questions, and how often chance is."""

    rule: str
    right: float
    chance: float
    questions: int


def rates(questions: Sequence[Question]) -> list[Rate]:
    """Return the rate of each rule, over the questions with options of which one is right."""
    asked = [
        (question, answer)
        for question in questions
        if isinstance(answer := question.answer, Options) and not answer.several
    ]
    if not asked:
        return []
    chance = fmean(1 / len(answer.options) for _, answer in asked)
    return [
        Rate(name, fmean(_share(question, answer, score) for question, answer in asked), chance, len(asked))
        for name, score in RULES.items()
    ]


def _share(question: Question, answer: Options, score: Score) -> float:
    """Return the chance that who goes by the rule is right: they pick at random among the best options."""
    texts = [one.text for one in answer.options]
    scores = [score(question, texts, place) for place in range(len(texts))]
    best = [one for one, points in zip(answer.options, scores, strict=True) if points == max(scores)]
    return sum(one.is_right for one in best) / len(best)


def _longest(_: Question, texts: Sequence[str], place: int) -> float:
    return len(texts[place])


def _shortest(_: Question, texts: Sequence[str], place: int) -> float:
    return -len(texts[place])


def _middle(_: Question, texts: Sequence[str], place: int) -> float:
    """Score the middle one of numbers, by value; of texts, by length."""
    numbers = [text.replace("−", "-").replace(" ", "") for text in texts]
    are_numbers = all(NUMBER.fullmatch(number) for number in numbers)
    sizes = [float(number) for number in numbers] if are_numbers else [float(len(text)) for text in texts]
    return -abs(sorted(sizes).index(sizes[place]) - (len(texts) - 1) / 2)


def _careful(_: Question, texts: Sequence[str], place: int) -> float:
    return len(CAREFUL.findall(texts[place].lower()))


def _repeats(question: Question, texts: Sequence[str], place: int) -> float:
    return len(_words(question.ask) & _words(texts[place]))


def _odd_one_out(_: Question, texts: Sequence[str], place: int) -> float:
    own = _words(texts[place])
    others = [_words(text) for other, text in enumerate(texts) if other != place]
    return -sum(len(own & words) / max(1, len(own | words)) for words in others)


def _starts_with_true(_: Question, texts: Sequence[str], place: int) -> float:
    return float(texts[place].startswith("True"))


def _words(text: str) -> set[str]:
    return {word[:6] for word in WORD.findall(text.lower())}


RULES: dict[str, Score] = {
    "the longest": _longest,
    "the shortest": _shortest,
    "the middle one": _middle,
    "the one with “sometimes”": _careful,
    "the one that repeats the question's words": _repeats,
    "the odd one out": _odd_one_out,
    "“True”": _starts_with_true,
}
