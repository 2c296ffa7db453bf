"""Builds concept questions from a pack's YAML; every mistake is a BankError with file and line."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from studyai.bank.kinds.exercises.formulas import read_formula
from studyai.bank.kinds.exercises.names import read_identifier
from studyai.bank.kinds.listed import read_listed
from studyai.bank.kinds.questions import shape
from studyai.bank.kinds.questions.curves import read_curve
from studyai.bank.kinds.questions.lines import line_key
from studyai.bank.kinds.questions.question import (
    Answer,
    Gap,
    GapMistake,
    Links,
    Match,
    Number,
    Option,
    Options,
    Order,
    Pair,
    Part,
    Proof,
    Question,
    Sort,
    Theme,
)
from studyai.bank.located import Located
from studyai.bank.section import Placed, Section
from studyai.exercise.definition import Exercise, Level, Slip, Step
from studyai.exercise.sample import SamplingError, sample
from studyai.formula.probing import CONSTANTS

LONGEST = 1200  # characters of a text
MOST_LINES, LONGEST_LINE = 16, 100
GAP = "___"
ANSWERED_BY = {
    Sort.ONE_CHOICE: "options",
    Sort.SEVERAL_CHOICES: "options",
    Sort.TRUE_FALSE: "options",
    Sort.NUMBER: "number",
    Sort.ORDER: "order",
    Sort.MATCH: "match",
    Sort.GAP: "gap",
    Sort.SPOT_THE_MISTAKE: "options",
    Sort.READ_THE_CURVE: "options",
    Sort.REMEDY: "options",
}
WAYS = tuple(dict.fromkeys(ANSWERED_BY.values()))
LOOKED_AT = ("code", "working", "curve")
LINES = {"code", "working"}
VALUE = "answer"

_Enum = TypeVar("_Enum", bound=StrEnum)
_Entry = TypeVar("_Entry")


def load_file(file: Path) -> Section[Question]:
    """Return the questions in a file; raises BankError where the file as a whole cannot be used."""
    return read_listed(file, shape.File, "questions", "question", place_question)


def place_question(place: Located, section: int) -> Placed[Question]:
    """Return one question and where it stands; raises BankError at the first mistake."""
    question = read_question(place, section)
    lines = {key: at.line for key, at in place.mapping().items()}
    for key in LINES & lines.keys():  # they stand below their key
        lines |= {line_key(number): lines[key] + 1 + number for number in range(MOST_LINES)}
    tags = (str(question.theme), str(question.sort))
    return Placed(question.id, question.ask, (), question, place.file, place.span, lines, tags)


def read_question(place: Located, section: int) -> Question:
    """Return one question; raises BankError at the first mistake."""
    entries = place.fields(shape.Question)
    sort = _one_of(Sort, entries["kind"])
    _check_keys(place, entries, sort)
    identifier = _identifier(entries["question"])
    ask = _text(entries["ask"])
    if (ask.count(GAP) == 1) is not (sort is Sort.GAP):
        raise entries["ask"].wrong(f"{GAP} stands once in the ask of a gap, and in no other")
    return Question(
        id=identifier,
        section=section,
        sort=sort,
        theme=_one_of(Theme, entries["theme"]),
        difficulty=_whole(entries["difficulty"], 1, 3),
        sheet=tuple(_identifier(one) for one in entries["sheet"].items()) if "sheet" in entries else (),
        ask=ask,
        answer=_read_answer(entries, sort, identifier, section),
        explanation=_text(entries["explanation"]),
        proof=_read_proof(entries["evidence"]),
        links=_read_links(entries["links"]) if "links" in entries else Links(),
        code=entries["code"].lines(MOST_LINES, LONGEST_LINE) if "code" in entries else "",
        working=entries["working"].lines(MOST_LINES, LONGEST_LINE) if "working" in entries else "",
        curve=read_curve(entries["curve"]) if "curve" in entries else None,
    )


def _check_keys(place: Located, entries: dict[str, Located], sort: Sort) -> None:
    way = ANSWERED_BY[sort]
    for other in WAYS:
        if (other in entries) is not (other == way):
            raise entries.get(other, place).wrong(f"{sort} is answered by {way}: alone, and not left out")
    if "decoys" in entries and way != "match":
        raise entries["decoys"].wrong("decoys stand beside match only")
    looked_at = [key for key in LOOKED_AT if key in entries]
    if len(looked_at) > 1:
        raise entries[looked_at[1]].wrong(f"one of {', '.join(LOOKED_AT)} at most")
    if sort is Sort.SPOT_THE_MISTAKE and not looked_at:
        raise place.wrong(f"{sort} needs code, working or a curve to look at")
    if sort is Sort.READ_THE_CURVE and looked_at != ["curve"]:
        raise place.wrong(f"{sort} needs a curve")


def _read_answer(entries: dict[str, Located], sort: Sort, identifier: str, section: int) -> Answer:
    place = entries[ANSWERED_BY[sort]]
    match ANSWERED_BY[sort]:
        case "options":
            return _read_options(place, sort)
        case "number":
            return _read_number(place, identifier, section)
        case "order":
            parts = _many(place, shape.FEWEST_PARTS, shape.MOST_PARTS, _read_part)
            _all_different(place, [part.text for part in parts])
            return Order(parts)
        case "match":
            return _read_match(place, entries.get("decoys"))
        case _:
            return _read_gap(place)


def _read_options(place: Located, sort: Sort) -> Options:
    options = _many(place, shape.FEWEST_OPTIONS, shape.MOST_OPTIONS, _read_option)
    _all_different(place, [one.text for one in options])
    several = sort is Sort.SEVERAL_CHOICES
    right = sum(one.is_right for one in options)
    if several and not 1 <= right < len(options):
        raise place.wrong(f"{right} of {len(options)} are right; one at least, and not all")
    if not several and right != 1:
        raise place.wrong(f"{right} options are right; mark exactly one with `right: true`")
    if sort is Sort.TRUE_FALSE and not all(one.text.startswith(("True", "False")) for one in options):
        raise place.wrong(f'each option of {sort} begins with "True" or "False", and gives its reason')
    return Options(options, several)


def _read_option(name: str, place: Located) -> Option:
    entries = place.fields(shape.Option)
    is_right = entries["right"].flag() if "right" in entries else False
    if not is_right and "feedback" not in entries:
        raise place.wrong(f"{name} has no feedback; say which belief it is, and what shows that it is wrong")
    return Option(name, _text(entries["text"]), is_right, _text(entries["feedback"]) if "feedback" in entries else "")


def _read_number(place: Located, identifier: str, section: int) -> Number:
    """Return the number as an exercise of one step, so that it is read, marked and diagnosed like any other."""
    entries = place.fields(shape.Number)
    mistakes = entries["mistakes"].mapping() if "mistakes" in entries else {}
    step = Step(
        VALUE,
        "your answer",
        read_formula(entries["value"], CONSTANTS.keys()),
        decimals=_whole(entries["decimals"], 0, shape.MOST_DECIMALS),
        slips=tuple(_read_mistake(_name(name, at), at) for name, at in mistakes.items()),
    )
    exercise = Exercise(identifier, section, "", "", {}, {}, {1: Level({}, {})}, (), (step,), (VALUE,), "", "")
    try:
        sample(exercise, 1, 0)
    except SamplingError as problem:
        raise entries["value"].wrong("the value cannot be computed") from problem
    return Number(exercise)


def _read_mistake(name: str, place: Located) -> Slip:
    entries = place.fields(shape.NumberMistake)
    return Slip(name, _text(entries["feedback"]), read_formula(entries["value"], CONSTANTS.keys()))


def _read_part(name: str, place: Located) -> Part:
    entries = place.fields(shape.Part)
    return Part(name, _text(entries["text"]), _text(entries["feedback"]))


def _read_match(place: Located, decoys: Located | None) -> Match:
    pairs = _many(place, shape.FEWEST_OPTIONS, shape.MOST_OPTIONS, _read_pair)
    _all_different(place, [pair.text for pair in pairs])
    match = Match(pairs, tuple(_text(one) for one in decoys.items()) if decoys else ())
    if decoys:
        _all_different(decoys, [*{pair.partner for pair in pairs}, *match.decoys])
    if len(match.partners) < 2:
        raise place.wrong("all have the same partner; there is nothing to match")
    return match


def _read_pair(name: str, place: Located) -> Pair:
    entries = place.fields(shape.Pair)
    return Pair(name, _text(entries["text"]), _text(entries["partner"]), _text(entries["feedback"]))


def _read_gap(place: Located) -> Gap:
    entries = place.fields(shape.Gap)
    mistakes = entries["mistakes"].mapping() if "mistakes" in entries else {}
    read = []
    for name, at in mistakes.items():
        fields = at.fields(shape.GapMistake)
        read.append(GapMistake(_name(name, at), _texts(fields["texts"]), _text(fields["feedback"])))
    return Gap(_texts(entries["accepted"]), tuple(read))


def _read_proof(place: Located) -> Proof:
    entries = place.fields(shape.Evidence)
    if not entries.keys() & {"claim", "exercise", "reference"}:
        raise place.wrong("evidence is a claim, an exercise or a reference; name one at least")
    if ("reference" in entries) is not ("at" in entries):
        raise place.wrong("a reference stands with `at:`, the place in it (section, table, figure, page)")
    return Proof(
        claim=_identifier(entries["claim"]) if "claim" in entries else "",
        exercise=_identifier(entries["exercise"]) if "exercise" in entries else "",
        reference=entries["reference"].text() if "reference" in entries else "",
        at=_text(entries["at"]) if "at" in entries else "",
    )


def _read_links(place: Located) -> Links:
    entries = place.fields(shape.Links)
    return Links(
        exercises=tuple(_identifier(one) for one in entries["exercises"].items()) if "exercises" in entries else (),
        claims=tuple(_identifier(one) for one in entries["claims"].items()) if "claims" in entries else (),
        lab=entries["lab"].text() if "lab" in entries else "",
    )


def _many(place: Located, least: int, most: int, read: Callable[[str, Located], _Entry]) -> tuple[_Entry, ...]:
    entries = tuple(read(_name(name, at), at) for name, at in place.mapping().items())
    if not least <= len(entries) <= most:
        raise place.wrong(f"{len(entries)} stand here; accepted: {least} to {most}")
    return entries


def _all_different(place: Located, texts: list[str]) -> None:
    doubled = next((text for text in texts if texts.count(text) > 1), None)
    if doubled is not None:
        raise place.wrong(f"{doubled!r} stands here twice")


def _one_of(kind: type[_Enum], place: Located) -> _Enum:
    text = place.text()
    if text not in {one.value for one in kind}:
        raise place.wrong(f"{text} is not known here; accepted: {', '.join(kind)}")
    return kind(text)


def _identifier(place: Located) -> str:
    return _name(place.text(), place)


def _name(name: str, place: Located) -> str:
    return read_identifier(name, place)


def _whole(place: Located, least: int, most: int) -> int:
    value = place.whole()
    if not least <= value <= most:
        raise place.wrong(f"{value} is not from {least} to {most}")
    return value


def _text(place: Located) -> str:
    text = place.text()
    if len(text) > LONGEST:
        raise place.wrong(f"{len(text)} characters; {LONGEST} at most")
    return text


def _texts(place: Located) -> tuple[str, ...]:
    texts = [_text(one) for one in place.items()]
    if not texts:
        raise place.wrong("may not be empty")
    _all_different(place, texts)
    return tuple(texts)
