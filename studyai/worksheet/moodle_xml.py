"""Elements of Moodle XML: a question begun, its texts, its answers with what is said to each."""

from __future__ import annotations

import re
from html import escape
from xml.etree.ElementTree import Element, SubElement

from studyai.document.asked import RIGHT
from studyai.document.blocks import Paragraph
from studyai.document.html import MATHEMATICS_SIGN, HtmlRenderer
from studyai.document.renderer import printable
from studyai.exercise.precision import asked_decimals, tolerance
from studyai.exercise.slips import slips_at
from studyai.exercise.solve import Line
from studyai.formula.arrays import shape_of
from studyai.formula.values import Scalar

RENDERER = HtmlRenderer()


def begun(kind: str, name: str, text: str, feedback: str, identifier: str) -> Element:
    """Return a question with its HTML, and the HTML that follows whatever was answered."""
    question = Element("question", type=kind)
    add_text(SubElement(question, "name"), name)
    add_html(SubElement(question, "questiontext"), text)
    add_html(SubElement(question, "generalfeedback"), feedback)
    SubElement(question, "idnumber").text = identifier
    if kind != "cloze":
        SubElement(question, "defaultgrade").text = "1"
    return question


def add_text(parent: Element, text: str) -> None:
    """Add plain text."""
    SubElement(parent, "text").text = text


def add_html(parent: Element, text: str) -> None:
    """Add HTML."""
    parent.set("format", "html")
    add_text(parent, text)


def add_answer(question: Element, fraction: str, text: str, say: str, *, is_html: bool = False) -> Element:
    """Add an answer: per cent that it earns, and what is said to who gives it."""
    answer = SubElement(question, "answer", fraction=fraction, format="html" if is_html else "moodle_auto_format")
    add_text(answer, text)
    add_html(SubElement(answer, "feedback"), RENDERER.render([Paragraph((say,))]) if say else "")
    return answer


def add_numbers(question: Element, line: Line, truth: Scalar) -> None:
    """Add the value of a step, and those that known mistakes lead to."""
    decimals = asked_decimals(truth, line.step.decimals)
    right = add_answer(question, "100", number(truth), RIGHT)
    SubElement(right, "tolerance").text = number(tolerance(truth, decimals))
    for slipped in slips_at(line):
        if not shape_of(slipped.value):
            wrong = add_answer(question, "0", number(slipped.value), slipped.slip.say)  # type: ignore[arg-type]
            SubElement(wrong, "tolerance").text = number(tolerance(slipped.value, decimals))  # type: ignore[arg-type]


def number(value: Scalar) -> str:
    """Return digits as Moodle reads them, nothing lost."""
    whole = float(value).is_integer() and abs(float(value)) < 1e15
    return str(int(value)) if whole else repr(float(value))


def typed(text: str) -> str:
    """Return what a learner types, where a bare `*` would stand for any text."""
    return printable(text).replace("*", r"\*")


def listed(text: str) -> str:
    """Return text of a list to choose from: Moodle takes tags out of it and leaves entities, so it is all entities."""
    safe = escape(printable(text))
    return re.sub(MATHEMATICS_SIGN, lambda sign: f"&#{ord(sign[0])};", safe)
