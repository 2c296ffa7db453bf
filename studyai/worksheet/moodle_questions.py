"""Concept questions in Moodle's own kinds.

An order is written as `matching`, each thing with its number. Moodle has a kind `ordering` of its own, in core only
since 4.4: an older one stops at a kind that it does not know, and imports nothing of the whole file.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from studyai.bank.kinds.questions.load import GAP
from studyai.bank.kinds.questions.numbers import line_of
from studyai.bank.kinds.questions.question import Gap, Match, Number, Options, Order
from studyai.document.asked import RIGHT
from studyai.document.blocks import Paragraph, Strong
from studyai.document.question import AskedQuestion, explained, how, statement
from studyai.document.questions.blocks import Judged, Judgement
from studyai.exercise.present import asked_precision
from studyai.formula.arrays import entries
from studyai.worksheet.moodle_xml import RENDERER, add_answer, add_html, add_numbers, add_text, begun, listed, typed

INPUT = "_____"  # where Moodle puts the field into the text


def element(asked: AskedQuestion) -> Element:
    """Return the question in the kind that fits how it is answered."""
    match asked.question.answer:
        case Options() as options:
            return _multichoice(asked, options)
        case Number() as number:
            return _numerical(asked, number)
        case Gap() as gap:
            return _short(asked, gap)
        case Order(parts):
            question = _begun("matching", asked, [Judgement(True, part.text, part.feedback) for part in parts])
            _add_pairs(question, [(part.text, str(place)) for place, part in enumerate(parts, 1)])
            return question
        case Match(pairs, decoys):
            said = [Judgement(True, f"{pair.text}: {pair.partner}", pair.feedback) for pair in pairs]
            question = _begun("matching", asked, said)
            _add_pairs(question, [*((pair.text, pair.partner) for pair in pairs), *(("", decoy) for decoy in decoys)])
            return question


def _begun(kind: str, asked: AskedQuestion, said: list[Judgement] | None = None, words: str = "") -> Element:
    """Return the question begun; `said`: what a kind without feedback for each answer says to them all."""
    question = asked.question
    how_words = f"{how(question)}{f' ({words})' if words else ''}."
    text = RENDERER.render([*statement(question), Paragraph((Strong(how_words),))])
    feedback = RENDERER.render([*([Judged(tuple(said))] if said else []), *explained(asked)])
    return begun(kind, question.id, text, feedback, question.id)


def _multichoice(asked: AskedQuestion, options: Options) -> Element:
    question = _begun("multichoice", asked)
    SubElement(question, "single").text = str(not options.several).lower()
    SubElement(question, "shuffleanswers").text = str(not asked.arranged.keeps_order).lower()
    SubElement(question, "answernumbering").text = "ABCD"
    right = len(options.right)
    wrong = len(options.options) - right
    by_id = {one.id: one for one in options.options}
    for one in (by_id[name] for name in asked.arranged.ids):
        # Of several, who marks them all earns nothing: what is wrong takes away as much as what is right gives.
        fraction = _share(right) if one.is_right else f"-{_share(wrong)}" if options.several else "0"
        said = one.feedback or (RIGHT if one.is_right else "")
        add_answer(question, fraction, RENDERER.inline(one.text), said, is_html=True)
    return question


def _share(count: int) -> str:
    """Return per cent as Moodle lists them: 33.33333, and no other third."""
    return f"{100 / count:.5f}".rstrip("0").rstrip(".")


def _numerical(asked: AskedQuestion, number: Number) -> Element:
    line = line_of(number)
    question = _begun("numerical", asked, words=asked_precision(line))
    (truth,) = entries(line.value)
    add_numbers(question, line, truth)
    return question


def _short(asked: AskedQuestion, gap: Gap) -> Element:
    question = _begun("shortanswer", asked)
    text = question.find("questiontext/text")
    assert text is not None
    text.text = re.sub(GAP, INPUT, text.text or "", count=1)
    SubElement(question, "usecase").text = "0"
    for one in gap.accepted:
        add_answer(question, "100", typed(one), RIGHT)
    for mistake in gap.mistakes:
        for one in mistake.texts:
            add_answer(question, "0", typed(one), mistake.feedback)
    return question


def _add_pairs(question: Element, pairs: list[tuple[str, str]]) -> None:
    SubElement(question, "shuffleanswers").text = "true"
    for thing, partner in pairs:
        pair = SubElement(question, "subquestion")
        add_html(pair, RENDERER.inline(thing))
        add_text(SubElement(pair, "answer"), listed(partner))
