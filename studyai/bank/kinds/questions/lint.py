"""Proves a question: what it names exists, the claim it rests on holds, and it reads well."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from studyai.bank.kinds.questions.lines import WIDEST, line_key, shown_lines
from studyai.bank.kinds.questions.question import Gap, Match, Number, Options, Order, Question
from studyai.bank.report import Report, Trial
from studyai.bank.section import Placed
from studyai.exercise.sample import sample
from studyai.exercise.slips import slips_at

MOST_WORDS = {"ask": 70, "explanation": 110, "feedback": 50, "option": 30}
ABOUT_ALL = ("all of the above", "none of the above", "all of these", "none of these", "both of the above")


def lint_question(placed: Placed[Question], trial: Trial) -> Report:
    """Check one question."""
    question, report = placed.value, Report(placed)
    _check_names(question, trial, report)
    _check_claim(question, trial, report)
    _check_number(question, report)
    _check_words(question, report)
    _check_lines(question, report)
    report.close()
    proof = question.proof
    rests_on = ", ".join(one for one in (proof.claim, proof.exercise, proof.reference) if one)
    report.summary = f"{question.sort}, rests on {rests_on}"
    report.counted = {"sort": str(question.sort), "theme": str(question.theme)}
    report.tallies = {"evidence": 1}
    return report


def _check_names(question: Question, trial: Trial, report: Report) -> None:
    known, proof, links, curve = trial.known, question.proof, question.links, question.curve
    named = [
        ("evidence", "claim", proof.claim, known.claims),
        ("evidence", "exercise", proof.exercise, known.exercises),
        ("evidence", "reference", proof.reference, known.references),
        ("curve", "claim", curve.claim if curve else "", known.claims),
        ("links", "architecture", links.lab, known.architectures),
        *(("links", "exercise", one, known.exercises) for one in links.exercises),
        *(("links", "claim", one, known.claims) for one in links.claims),
    ]
    for key, kind, name, names in named:
        if name and name not in names:
            report.blame(key, f"no {kind} {name}{_near(name, names)}", key)


def _near(name: str, names: Collection[str]) -> str:
    near = get_close_matches(name, sorted(names))
    return f"; near: {', '.join(near)}" if near else ""


def _check_claim(question: Question, trial: Trial, report: Report) -> None:
    claim = question.proof.claim
    if claim in trial.known.claims and (against := trial.against(claim)):
        report.blame("evidence", f"the claim {claim} does not hold: {against}", "evidence")


def _check_number(question: Question, report: Report) -> None:
    """Blame mistakes of a number that could not be told from the answer or from one another."""
    if not isinstance(question.answer, Number):
        return
    (line,) = sample(question.answer.exercise, 1, 0).solution.lines
    told = {slipped.slip.tag for slipped in slips_at(line)}
    for slip in line.step.slips:
        if slip.tag not in told:
            report.blame("number", f"{slip.tag} leads to the answer or to another mistake's value", "number")


def _check_words(question: Question, report: Report) -> None:
    for key, part, text in _texts(question):
        most = MOST_WORDS[part]
        if len(text.split()) > most:
            report.blame("length", f"{len(text.split())} words in {part}; {most} at most: “{text[:40]}…”", key)
        if part == "option" and text.lower().strip(" .") in ABOUT_ALL:
            report.blame("guessing", f"“{text}” gives itself away; name what is meant", key)


def _check_lines(question: Question, report: Report) -> None:
    """Blame lines of code or of working that a small terminal cannot hold."""
    for place, line in enumerate(shown_lines(question)):
        if len(line) > WIDEST:
            said = f"{len(line)} columns with its number; {WIDEST} at most: “{line.strip()[:40]}…”"
            report.blame("width", said, line_key(place))


def _texts(question: Question) -> Iterator[tuple[str, str, str]]:
    """Yield every text with the key of the entry that it stands under, and what part of a question it is."""
    yield "ask", "ask", question.ask
    yield "explanation", "explanation", question.explanation
    match question.answer:
        case Options(options):
            for one in options:
                yield "options", "option", one.text
                yield "options", "feedback", one.feedback
        case Order(parts):
            for part in parts:
                yield "order", "option", part.text
                yield "order", "feedback", part.feedback
        case Match(pairs):
            for pair in pairs:
                yield "match", "option", pair.text
                yield "match", "feedback", pair.feedback
        case Gap(_, mistakes):
            for mistake in mistakes:
                yield "gap", "feedback", mistake.feedback
        case Number(exercise):
            for step in exercise.steps():
                for slip in step.slips:
                    yield "number", "feedback", slip.say
