"""Questions and predictions in plain lines: letters for choices, lists of them for several, an order, partners."""

from __future__ import annotations

from collections.abc import Mapping

from studyai.bank.kinds.questions.evidence import evidence_words
from studyai.bank.kinds.questions.lines import shown_lines
from studyai.bank.references import Reference
from studyai.commands.asking.lines import say_mark, typed
from studyai.commands.output import say
from studyai.exercise.mark import Mark
from studyai.study.items.item import Form, Item, Response
from studyai.study.items.question import QuestionItem
from studyai.study.sitting import Sitting

LETTERS = "abcdefghi"
HOW = {
    Form.CHOICE: "Type its letter.",
    Form.CHOICES: "Type the letters of all that are right, as in: a c",
    Form.ORDER: "Type the letters in the right order, as in: b a c",
    Form.MATCH: "Type, for a, b, c in turn, the number of what belongs to it, as in: 2 1 3",
    Form.TYPED: "Type your answer.",
}


def ask_question(sitting: Sitting[QuestionItem], references: Mapping[str, Reference]) -> None:
    """Ask the question until it is settled, then explain. Raises QuitError."""
    item = sitting.item
    assert item is not None
    say(f"\nQuestion {item.id}    section {item.section}, {item.about}")
    say(item.ask)
    for line in shown_lines(item.question):
        say(f"  {line}")
    if item.question.curve is not None:
        for name, points in item.question.curve.series.items():
            say(f"  {name}: " + ", ".join(f"{x:g} {y:.3g}" for x, y in points))
        say(f"  ({item.question.curve.x} and {item.question.curve.y} of each point)")
    mark = ask_item(sitting, item)
    if not mark.earns_credit:
        say(f"Right: {right_in_words(item)}")
    say(item.explanation)
    say(f"Rests on: {evidence_words(item.question.proof, references)}")


def ask_item(sitting: Sitting[QuestionItem], item: Item) -> Mark:
    """Say the choices, and read answers until one can be marked. Raises QuitError."""
    say_choices(item)
    while True:
        text = typed()
        if text:
            response = read_response(item, text)
            mark = sitting.answer(text if response is None else response)
            say_mark(mark, text)
            if mark.uses_attempt:
                return mark


def say_choices(item: Item) -> None:
    """Say what there is to choose from, and how."""
    for letter, choice in zip(LETTERS, item.choices, strict=False):
        say(f"  {letter}) {choice}")
    for number, partner in enumerate(item.partners, 1):
        say(f"  {number}: {partner}")
    say(HOW[item.form])


def read_response(item: Item, text: str) -> Response | None:
    """Return what was typed as the item takes it; None where it names no choices."""
    if item.form is Form.TYPED:
        return text
    names = [f"{number}" for number in range(1, 10)] if item.form is Form.MATCH else list(LETTERS)
    words = text.lower().replace(",", " ").split()
    if len(words) == 1 and len(words[0]) > 1:
        words = list(words[0])
    limit = len(item.partners) if item.form is Form.MATCH else len(item.choices)
    if not all(word in names[:limit] for word in words):
        return None
    return tuple(names.index(word) for word in words)


def right_in_words(item: QuestionItem) -> str:
    """Return the right answer in words."""
    right = item.right
    if isinstance(right, str):
        return right
    if item.form is Form.MATCH:
        pairs = zip(item.choices, right, strict=True)
        return "; ".join(f"{choice}: {item.partners[place]}" for choice, place in pairs)
    return (" → " if item.form is Form.ORDER else "; ").join(item.choices[place] for place in right)
