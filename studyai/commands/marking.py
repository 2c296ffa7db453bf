"""`studyai mark`: marks typed answers, as the app does."""

from __future__ import annotations

from argparse import Namespace

from studyai.bank.bank import Bank
from studyai.commands.errors import BadInputError
from studyai.commands.output import say, say_json
from studyai.commands.variants import named_values, variant_of
from studyai.exercise.mark import GLYPHS, Mark, Verdict, mark
from studyai.exercise.sample import Variant
from studyai.formula.values import Value


def mark_answers(bank: Bank, arguments: Namespace) -> int:
    """Print the marks and return 1 if any answer is not right."""
    variant = variant_of(bank, arguments)
    marks = _marks(variant, _answers(variant, arguments.answer))
    if arguments.json:
        say_json({"variant": variant.id, "marks": [_document(one) for one in marks]})
    else:
        for one in marks:
            say(f"{GLYPHS[one.verdict]} {one.key}: {one.feedback}")
    return 0 if all(one.earns_credit for one in marks) else 1


def _answers(variant: Variant, texts: list[str]) -> dict[str, str]:
    last = {line.step.symbol: line.key for line in variant.solution.lines}
    keys = [line.key for line in variant.solution.lines]
    answers: dict[str, str] = {}
    for symbol, answer in named_values("--answer", texts, f"write SYMBOL=TEXT, such as {keys[0]}=3").items():
        key = symbol if symbol in keys else last.get(symbol, "")
        if not key:
            raise BadInputError(f"--answer {symbol}: no such step; the steps are {', '.join(keys)}")
        if key in answers:
            raise BadInputError(f"--answer {symbol}: is {key}, which has an answer already; give one of them")
        answers[key] = answer
    return answers


def _marks(variant: Variant, answers: dict[str, str]) -> list[Mark]:
    marks: list[Mark] = []
    earlier: dict[str, Value] = {}
    for line in variant.solution.lines:
        if line.key not in answers:
            continue
        given = mark(variant.solution, line.key, answers[line.key], earlier)
        marks.append(given)
        if given.value is not None and given.uses_attempt:
            earlier[line.key] = given.value
    return marks


def _document(given: Mark) -> dict[str, object]:
    document: dict[str, object] = {
        "symbol": given.key,
        "verdict": str(given.verdict),
        "slip": given.slip or None,
        "feedback": given.feedback,
    }
    if given.verdict is Verdict.UNREADABLE:
        document["position"] = given.position
    return document
