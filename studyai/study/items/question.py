"""A concept question as an item: shuffled for the screen, marked and recorded by the ids of what was chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from studyai.bank.kinds.questions.arranged import Arranged
from studyai.bank.kinds.questions.numbers import line_of, number_text, variant_of
from studyai.bank.kinds.questions.question import Gap, Match, Number, Option, Options, Order, Question
from studyai.exercise.mark import Mark, Verdict, mark
from studyai.exercise.sample import Variant
from studyai.study.items.at_once import AtOnce
from studyai.study.items.item import Evidence, Form, Response

QUESTION = "question"
ALIKE = 0.85  # how alike a misspelt word is to the right one
DECOY = "decoy-"
BETWEEN = ", "
NONE_OF_THEM = "This is none of the choices."


@dataclass(frozen=True, eq=False)
class QuestionItem(AtOnce):
    """A question of the bank; ``seed`` decides in which order its choices stand."""

    question: Question
    seed: int = 0

    @property
    def kind(self) -> str:
        """A question."""
        return QUESTION

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id

    @property
    def section(self) -> int | None:
        """The question's section."""
        return self.question.section

    @property
    def about(self) -> str:
        """Its theme."""
        return self.question.theme.replace("-", " ")

    @property
    def ask(self) -> str:
        """The question."""
        return self.question.ask

    @property
    def form(self) -> Form:
        """How it is answered."""
        match self.question.answer:
            case Options(several=several):
                return Form.CHOICES if several else Form.CHOICE
            case Order():
                return Form.ORDER
            case Match():
                return Form.MATCH
            case _:
                return Form.TYPED

    @cached_property
    def _arranged(self) -> Arranged:
        return Arranged(self.question, self.seed)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the choices, in the order in which they stand."""
        return self._arranged.ids

    @property
    def choices(self) -> Sequence[str]:
        """Their words."""
        return self._arranged.choices

    @property
    def partners(self) -> Sequence[str]:
        """What the choices of a match belong to, in the order in which they stand."""
        return self._arranged.partners

    @property
    def evidence(self) -> Evidence:
        """The claim, the exercise, the reference that it rests on."""
        proof = self.question.proof
        source = f"{proof.reference}, {proof.at}" if proof.reference else ""
        return Evidence(claim=proof.claim, exercise=proof.exercise, source=source)

    @property
    def explanation(self) -> str:
        """Why it is so."""
        return self.question.explanation

    @property
    def number(self) -> Variant | None:
        """The exercise of one step that a number is the answer of; None where no number is asked."""
        answer = self.question.answer
        return variant_of(answer) if isinstance(answer, Number) else None

    @cached_property
    def right(self) -> Response:
        """The right answer, as it is handed in; of a gap the first accepted word."""
        match self.question.answer:
            case Options() as options:
                return tuple(place for place, one in enumerate(self.ids) if one in options.right)
            case Order(parts):
                return tuple(self.ids.index(part.id) for part in parts)
            case Match(pairs):
                partner = {pair.id: pair.partner for pair in pairs}
                return tuple(self.partners.index(partner[one]) for one in self.ids)
            case Gap(accepted):
                return accepted[0]
            case Number() as number:
                line = line_of(number)
                return number_text(line, line.value)

    def mark(self, response: Response) -> Mark:
        """Return the mark, with what to say to who chose so."""
        answer = self.question.answer
        if isinstance(answer, (Number, Gap)):
            typed = self.in_words(response)
            return self._mark_number(typed) if isinstance(answer, Number) else self._mark_gap(answer, typed)
        places = self._places(response) if isinstance(response, str) else response
        problem = NONE_OF_THEM if places is None else self._problem(places)
        if places is None or problem:
            return Mark(self.id, Verdict.UNREADABLE, problem)
        match answer:
            case Options() as options:
                return self._mark_options(options, {self.ids[place] for place in places})
            case Order() as order:
                return self._mark_order(order, [self.ids[place] for place in places])
            case Match() as match:
                return self._mark_match(match, [self.partners[place] for place in places])

    def in_words(self, response: Response) -> str:
        """Return typed text as it is, and what was chosen by its ids: marked again, it gives the same mark."""
        if isinstance(response, str):
            return response
        if self.form is Form.MATCH:
            named = [self._partner_id(self.partners[place]) for place in response]
            return BETWEEN.join(f"{one}={other}" for one, other in zip(self.ids, named, strict=False))
        return BETWEEN.join(self.ids[place] for place in response if place < len(self.ids))

    def feedback(self, place: int) -> str:
        """Return what is said to who chose that of the options wrongly; nothing of a right one without."""
        return self._options[self.ids[place]].feedback if isinstance(self.question.answer, Options) else ""

    # Marks, one for each way to answer

    def _mark_options(self, options: Options, chosen: set[str]) -> Mark:
        wrong = [one for one in options.options if one.id in chosen and not one.is_right]
        if wrong:
            said = " ".join(one.feedback for one in wrong)
            return Mark(self.id, Verdict.SLIP, said, slip=wrong[0].id)
        missed = [one for one in options.options if one.id not in chosen and one.is_right]
        if missed:
            said = " ".join(one.feedback for one in missed if one.feedback)
            count = "One more is right." if len(missed) == 1 else f"{len(missed)} more are right."
            return Mark(self.id, Verdict.WRONG, f"{count} {said}".strip())
        return self._correct()

    def _mark_order(self, order: Order, ids: list[str]) -> Mark:
        for part, placed in zip(order.parts, ids, strict=True):
            if part.id != placed:
                wrong = next(one for one in order.parts if one.id == placed)
                return Mark(self.id, Verdict.SLIP, f"“{wrong.text}” comes too early. {wrong.feedback}", slip=placed)
        return self._correct()

    def _mark_match(self, match: Match, partners: list[str]) -> Mark:
        given = dict(zip(self.ids, partners, strict=True))
        wrong = [pair for pair in match.pairs if given[pair.id] != pair.partner]
        if not wrong:
            return self._correct()
        right = len(match.pairs) - len(wrong)
        seen = sorted(wrong, key=lambda pair: self.ids.index(pair.id))
        said = " ".join(pair.feedback for pair in seen[:2])
        return Mark(self.id, Verdict.SLIP, f"{right} of {len(match.pairs)} are right. {said}", slip=wrong[0].id)

    def _mark_number(self, typed: str) -> Mark:
        variant = self.number
        assert variant is not None
        (line,) = variant.solution.lines
        return mark(variant.solution, line.key, typed)

    def _mark_gap(self, gap: Gap, typed: str) -> Mark:
        word = _bare(typed)
        if not word:
            return Mark(self.id, Verdict.UNREADABLE, "Type the word that is missing.")
        accepted = [_bare(one) for one in gap.accepted]
        if word in accepted:
            return self._correct()
        for mistake in gap.mistakes:
            if word in map(_bare, mistake.texts):
                return Mark(self.id, Verdict.SLIP, mistake.feedback, slip=mistake.id)
        if any(SequenceMatcher(None, word, one).ratio() >= ALIKE for one in accepted):
            return Mark(self.id, Verdict.COARSE, "Nearly: look at the spelling.")
        return Mark(self.id, Verdict.WRONG, "This is not the word.")

    def _correct(self) -> Mark:
        return Mark(self.id, Verdict.CORRECT, "Correct.")

    # What was handed in

    def _problem(self, places: Sequence[int]) -> str:
        """Return why the places are no answer; nothing where they are one."""
        limit = len(self.partners if self.form is Form.MATCH else self.ids)
        if any(not 0 <= place < limit for place in places):
            return NONE_OF_THEM
        match self.form:
            case Form.CHOICE if len(places) != 1:
                return "Choose one."
            case Form.CHOICES if not places:
                return "Mark at least one."
            case Form.CHOICES if len(set(places)) != len(places):
                return "Mark each once."
            case Form.ORDER if sorted(places) != list(range(limit)):
                return f"Put all {limit} in order, each once."
            case Form.MATCH if len(places) != len(self.ids):
                return f"Each of the {len(self.ids)} needs a partner."
        return ""

    def _places(self, recorded: str) -> tuple[int, ...] | None:
        """Return the places of what was recorded by its ids; None where an id is unknown."""
        names = [name for name in recorded.split(BETWEEN) if name]
        try:
            if self.form is not Form.MATCH:
                return tuple(self.ids.index(name) for name in names)
            pairs = dict(name.split("=", 1) for name in names)
            partners = [self._partner_id(partner) for partner in self.partners]
            return tuple(partners.index(pairs[one]) for one in self.ids)
        except (ValueError, KeyError):
            return None

    def _partner_id(self, partner: str) -> str:
        """Return what a partner is recorded as: the id of the first pair that it belongs to."""
        answer = self.question.answer
        assert isinstance(answer, Match)
        owner = next((pair.id for pair in answer.pairs if pair.partner == partner), "")
        return owner or f"{DECOY}{answer.decoys.index(partner) + 1}"

    @cached_property
    def _options(self) -> dict[str, Option]:
        answer = self.question.answer
        return {one.id: one for one in answer.options} if isinstance(answer, Options) else {}


def _bare(text: str) -> str:
    """Return a word without what does not matter: capitals, hyphens, blanks, an article, quotes."""
    words = re.sub(r"[^\w+√/%.]+", " ", text.casefold()).split()
    return "".join(words[1:] if len(words) > 1 and words[0] in ("a", "an", "the") else words)
