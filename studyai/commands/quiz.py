"""`studyai quiz`: exercises, questions and predictions as plain prompts and lines."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle

from msgspec import structs

from studyai.bank.bank import Bank, SectionEntry
from studyai.bank.choosing import NoQuestionError, chosen_entries
from studyai.bank.index import Entry
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.client.errors import WorkerLost
from studyai.commands.asking import exercises, questions
from studyai.commands.asking.lines import QuitError
from studyai.commands.errors import BadInputError
from studyai.commands.output import complain, say
from studyai.study.items.question import QuestionItem
from studyai.study.next_up import Chosen, next_up
from studyai.study.practice import sit_down
from studyai.study.quiz import draw
from studyai.study.record.store import Record
from studyai.study.sitting import Sitting

KINDS = ("questions", "exercises", "predictions")


def quiz(bank: Bank, arguments: Namespace) -> int:
    """Ask; every mark is recorded as it is given."""
    wanted = _Wanted(bank, arguments)
    with closing(Record(tell=complain)) as record:
        try:
            _ask(bank, record, wanted)
        except (QuitError, KeyboardInterrupt):
            say("\nStopped. Every mark so far is kept; studyai quiz goes on from here.")
        record.look_after()
    return 0


def _ask(bank: Bank, record: Record, wanted: _Wanted) -> None:
    asking = [_ASKS[kind](bank, record, wanted) for kind in _in_turn(bank, record, wanted)]
    say(exercises.CHOICE_KEYS if wanted.choices else exercises.KEYS)
    rounds = cycle(asking)
    left, idle = wanted.count, 0
    while left and idle < len(asking):
        if next(next(rounds), False):
            left, idle = left - 1, 0
        else:
            idle += 1


def _in_turn(bank: Bank, record: Record, wanted: _Wanted) -> list[str]:
    """Return the kinds in the order in which they are asked: first exercises, where one was left unfinished."""
    kinds = wanted.kinds
    suggestion = next_up(wanted.sections(bank), record, wanted.level) if "exercises" in kinds else None
    left = suggestion is not None and suggestion.unfinished and wanted.seed is None
    return sorted(kinds, key=lambda kind: kind != "exercises") if left else kinds


class _Wanted:
    """What is asked for: kinds, sections with their exercises, single questions."""

    def __init__(self, bank: Bank, arguments: Namespace) -> None:
        names: list[str] = arguments.sections
        known = {str(section.number) for section in (*bank.sections(), *bank.sections(QUESTIONS))}
        ids, question_ids = set(bank.ids()), set(bank.ids(QUESTIONS))
        for name in names:
            if name not in known | ids | question_ids:
                numbers = ", ".join(sorted(known, key=int))
                raise BadInputError(f"{name} is no section number, exercise or question; sections: {numbers}")
        self.numbers = {int(name) for name in names if name in known}
        self.questions = [name for name in names if name in question_ids]
        self.exercises = [name for name in names if name in ids]
        self.theme: str = arguments.theme or ""
        self.level, self.seed, self.choices = arguments.level, arguments.seed, arguments.choices
        self.count: int = arguments.count
        self.is_everything = not names
        self.kinds = self._kinds(arguments.kind)

    def _kinds(self, kind: str | None) -> list[str]:
        if kind:
            return [kind]
        if self.theme:
            return ["questions"]
        if self.is_everything or self.numbers:
            return list(KINDS)
        return [*(["exercises"] if self.exercises else []), *(["questions"] if self.questions else [])]

    def sections(self, bank: Bank) -> list[SectionEntry]:
        """Return the sections with the exercises that are asked for alone."""
        if self.is_everything:
            return bank.sections()
        return [structs.replace(section, entries=self._among(section)) for section in bank.sections()]

    def _among(self, section: SectionEntry) -> tuple[Entry, ...]:
        if section.number in self.numbers:
            return section.exercises
        return tuple(entry for entry in section.exercises if entry.id in self.exercises)


def _exercises(bank: Bank, record: Record, wanted: _Wanted) -> Iterator[bool]:
    """Ask one exercise at each turn."""
    sections, turn = wanted.sections(bank), 0
    while (suggestion := next_up(sections, record, wanted.level)) is not None:
        chosen = suggestion.chosen
        if wanted.seed is not None:
            turn += 1
            chosen = Chosen(chosen.exercise, chosen.level, wanted.seed + turn - 1)
        elif suggestion.unfinished:
            say("You left this exercise unfinished; here is where you stopped.")
        exercises.ask_exercise(sit_down(bank, record, chosen), wanted.choices)
        yield True


def _questions(bank: Bank, record: Record, wanted: _Wanted) -> Iterator[bool]:
    """Ask one question at each turn."""
    try:
        entries = chosen_entries(bank, wanted.numbers, wanted.theme)
    except NoQuestionError:
        if wanted.kinds == ["questions"]:
            raise
        return
    if wanted.questions and not wanted.numbers:
        entries = [entry for entry in entries if entry.id in wanted.questions]
    for item in draw(bank, record, entries, len(entries), seed=wanted.seed):
        questions.ask_question(Sitting[QuestionItem]([item], record), bank.references)
        yield True


def _predictions(bank: Bank, record: Record, wanted: _Wanted) -> Iterator[bool]:
    """Ask one prediction at each turn; without torch none."""
    from studyai.commands.asking import predictions

    try:
        cards = predictions.read_cards()
    except WorkerLost as lost:
        if wanted.kinds == ["predictions"]:
            raise BadInputError(lost.reason) from lost
        say(f"\nNo predictions: {lost.reason}")
        return
    chosen = [card for card in cards if not wanted.numbers or card.section in wanted.numbers]
    for card in predictions.draw(chosen, record, wanted.seed):
        predictions.ask_prediction(card, record)
        yield True


_ASKS: dict[str, Callable[[Bank, Record, _Wanted], Iterator[bool]]] = {
    "questions": _questions,
    "exercises": _exercises,
    "predictions": _predictions,
}
