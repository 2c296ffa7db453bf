"""A concept question as blocks: what is asked, room for the answer, and the key with what is said to each mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from studyai.bank.kinds.questions.arranged import Arranged
from studyai.bank.kinds.questions.evidence import evidence_words
from studyai.bank.kinds.questions.lines import shown_lines
from studyai.bank.kinds.questions.numbers import line_of, number_text
from studyai.bank.kinds.questions.question import Gap, Match, Number, Options, Order, Question
from studyai.bank.references import Reference
from studyai.document.blocks import Block, Heading, Paragraph, Strong, WorkingLines
from studyai.document.compose import points_words
from studyai.document.questions.blocks import (
    Blank,
    Choice,
    Choices,
    Judged,
    Judgement,
    Matching,
    Ordering,
    Plot,
    Series,
    Verbatim,
)
from studyai.exercise.present import asked_precision, value_text
from studyai.exercise.slips import slips_at
from studyai.formula.arrays import shape_of

POINTS = 1  # for each question, whatever its kind
NUMBER_LINES = 2  # for the work that leads to a number


@dataclass(frozen=True)
class AskedQuestion:
    """A question in the order in which its choices stand, and what it rests on in words."""

    arranged: Arranged
    rests_on: str

    @property
    def question(self) -> Question:
        """The question itself."""
        return self.arranged.question


def asked_question(question: Question, seed: int, references: Mapping[str, Reference]) -> AskedQuestion:
    """Return the question as it is asked; the seed shuffles its choices."""
    return AskedQuestion(Arranged(question, seed), evidence_words(question.proof, references))


def on_paper(asked: AskedQuestion, number: int) -> list[Block]:
    """Return a question of a paper, with room for the answer."""
    heading = Heading(f"{number}. {how(asked.question)}", 2, aside=points_words(POINTS))
    return [heading, *statement(asked.question), *to_answer(asked)]


def key(asked: AskedQuestion, number: int) -> list[Block]:
    """Return what is right, what is said to each mistake, and why."""
    heading = Heading(f"{number}. {how(asked.question)}", 2, aside=asked.question.id)
    return [heading, right_answer(asked), *said_to_answers(asked), *explained(asked)]


def how(question: Question) -> str:
    """Return how it is answered."""
    match question.answer:
        case Options(several=several):
            return "Mark each that is right" if several else "Choose one"
        case Number():
            return "Give a number"
        case Order():
            return "Put in order"
        case Match():
            return "Find the partner of each"
        case Gap():
            return "Fill the gap"


def statement(question: Question) -> list[Block]:
    """Return the question, and the lines or the curves that it is about."""
    return [Paragraph((question.ask,)), *_looked_at(question)]


def _looked_at(question: Question) -> Iterator[Block]:
    if lines := shown_lines(question):
        yield Verbatim(tuple(lines))
    if curve := question.curve:
        yield Plot(curve.x, curve.y, tuple(Series(name, points) for name, points in curve.series.items()))


def to_answer(asked: AskedQuestion) -> list[Block]:
    """Return the choices, or room to write."""
    match asked.question.answer:
        case Options(several=several):
            return [Choices(_lettered(asked.arranged.choices), several)]
        case Number() as number:
            return [WorkingLines(NUMBER_LINES), Blank(asked_precision(line_of(number)))]
        case Order():
            return [Ordering(_lettered(asked.arranged.choices))]
        case Match():
            rows = tuple(Choice(str(number), text) for number, text in enumerate(asked.arranged.choices, 1))
            return [Matching(rows, _lettered(asked.arranged.partners))]
        case Gap():
            return [Blank("")]


def label(place: int) -> str:
    """Return the letter of a choice, counted from 0."""
    return ascii_uppercase[place % 26] * (place // 26 + 1)


def _lettered(texts: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(label(place), text) for place, text in enumerate(texts))


def right_answer(asked: AskedQuestion) -> Block:
    """Return the right answer as it is written on the paper."""
    return Paragraph((Strong("Answer:"), f" {right_words(asked)}"))


def right_words(asked: AskedQuestion) -> str:
    """Return the letters, the number or the words that are right."""
    arranged = asked.arranged
    match asked.question.answer:
        case Options() as options:
            return ", ".join(label(place) for place, one in enumerate(arranged.ids) if one in options.right)
        case Number() as number:
            line = line_of(number)
            return number_text(line, line.value)
        case Order(parts):
            return ", ".join(label(arranged.ids.index(part.id)) for part in parts)
        case Match(pairs):
            partner = {pair.id: arranged.partners.index(pair.partner) for pair in pairs}
            return ", ".join(f"{number} {label(partner[one])}" for number, one in enumerate(arranged.ids, 1))
        case Gap(accepted):
            return " or ".join(accepted)


def said_to_answers(asked: AskedQuestion) -> list[Block]:
    """Return each answer that is foreseen with what is said to who gives it; nothing where there is none."""
    rows = tuple(_judgements(asked))
    return [Judged(rows)] if rows else []


def _judgements(asked: AskedQuestion) -> Iterator[Judgement]:
    arranged = asked.arranged
    match asked.question.answer:
        case Options(options):
            by_id = {one.id: one for one in options}
            for place, one in enumerate(by_id[name] for name in arranged.ids):
                yield Judgement(one.is_right, f"{label(place)}  {one.text}", one.feedback)
        case Number() as number:
            line = line_of(number)
            for slipped in slips_at(line):
                if not shape_of(slipped.value):
                    yield Judgement(False, value_text(slipped.value), slipped.slip.say)
        case Order(parts):
            for part in parts:
                yield Judgement(True, f"{label(arranged.ids.index(part.id))}  {part.text}", part.feedback)
        case Match(pairs):
            by_name = {pair.id: pair for pair in pairs}
            for row, pair in enumerate((by_name[name] for name in arranged.ids), 1):
                letter = label(arranged.partners.index(pair.partner))
                yield Judgement(True, f"{row} {letter}  {pair.text}: {pair.partner}", pair.feedback)
        case Gap(_, mistakes):
            for mistake in mistakes:
                yield Judgement(False, ", ".join(mistake.texts), mistake.feedback)


def explained(asked: AskedQuestion) -> list[Block]:
    """Return why it is so, and what that rests on."""
    return [Paragraph((asked.question.explanation,)), Paragraph((Strong("Rests on:"), f" {asked.rests_on}"))]
