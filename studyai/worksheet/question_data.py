"""A concept question for programs: all of it, with the ids that never change."""

from __future__ import annotations

from typing import Any

from studyai.bank.kinds.questions.numbers import line_of
from studyai.bank.kinds.questions.question import Gap, Match, Number, Options, Order, Question
from studyai.document.question import POINTS, AskedQuestion, label
from studyai.document.solutions.json import plain
from studyai.exercise.precision import asked_decimals, tolerance
from studyai.exercise.slips import slips_at
from studyai.formula.arrays import entries


def asked_data(asked: AskedQuestion) -> dict[str, Any]:
    """Return what is asked, its choices in the order in which they stand."""
    question = asked.question
    return {
        "question": question.id,
        "section": question.section,
        "kind": str(question.sort),
        "theme": str(question.theme),
        "difficulty": question.difficulty,
        "ask": question.ask,
        **_looked_at(question),
        **_choices(asked),
        "points": POINTS,
    }


def key_data(asked: AskedQuestion) -> dict[str, Any]:
    """Return what is right, what is said to each mistake, why, and what that rests on."""
    question = asked.question
    proof = {name: getattr(question.proof, name) for name in ("claim", "exercise", "reference", "at")}
    return {
        "question": question.id,
        **_right(question),
        "explanation": question.explanation,
        "evidence": {name: text for name, text in proof.items() if text},
        "rests_on": asked.rests_on,
    }


def _looked_at(question: Question) -> dict[str, Any]:
    curve = question.curve
    parts = {
        "code": question.code,
        "working": question.working,
        "curve": {"x": curve.x, "y": curve.y, "series": curve.series} if curve else None,
    }
    return {name: part for name, part in parts.items() if part}


def _choices(asked: AskedQuestion) -> dict[str, Any]:
    arranged = asked.arranged
    rows = [{"id": name, "text": text} for name, text in zip(arranged.ids, arranged.choices, strict=True)]
    match asked.question.answer:
        case Options(several=several):
            return {"options": [{"label": label(place), **row} for place, row in enumerate(rows)], "several": several}
        case Number() as number:
            line = line_of(number)
            return {"decimals": asked_decimals(line.value, line.step.decimals)}
        case Order():
            return {"order": [{"label": label(place), **row} for place, row in enumerate(rows)]}
        case Match():
            return {"match": rows, "partners": list(arranged.partners)}
        case _:
            return {}


def _right(question: Question) -> dict[str, Any]:
    match question.answer:
        case Options(options):
            right = [one.id for one in options if one.is_right]
            return {"right": right, "feedback": {one.id: one.feedback for one in options if one.feedback}}
        case Number() as number:
            return _right_number(number)
        case Order(parts):
            return {"right": [part.id for part in parts], "feedback": {part.id: part.feedback for part in parts}}
        case Match(pairs):
            partner = {pair.id: pair.partner for pair in pairs}
            return {"right": partner, "feedback": {pair.id: pair.feedback for pair in pairs}}
        case Gap(accepted, mistakes):
            wrong = [{"id": one.id, "texts": list(one.texts), "feedback": one.feedback} for one in mistakes]
            return {"right": list(accepted), "mistakes": wrong}


def _right_number(number: Number) -> dict[str, Any]:
    line = line_of(number)
    (entry,) = entries(line.value)
    wrong = [
        {"id": slipped.slip.tag, "value": plain(slipped.value), "feedback": slipped.slip.say}
        for slipped in slips_at(line)
    ]
    within = tolerance(entry, asked_decimals(line.value, line.step.decimals))
    return {"right": plain(line.value), "tolerance": within, "mistakes": wrong}
