"""Moodle XML: a question for each value asked, with what to say about each slip.

A number is typed (`numerical`); a list of numbers or an expression is chosen (`multichoice`), and where there
are too few slips to choose from, its entries are typed (`cloze`) or the expression is (`shortanswer`).
Concept questions are written by `moodle_questions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from studyai.document.asked import RIGHT, asked_lines, feedback, stem, value
from studyai.document.blocks import Paragraph
from studyai.document.compose import KEY_CELLS, solution
from studyai.document.question import AskedQuestion
from studyai.exercise.choices import Choice, offered
from studyai.exercise.precision import asked_decimals, tolerance
from studyai.exercise.present import value_text
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Line
from studyai.formula.arrays import entries, shape_of
from studyai.formula.expression import Expression
from studyai.formula.values import Scalar
from studyai.worksheet import moodle_questions
from studyai.worksheet.forms import Form, Part, Piece, Write
from studyai.worksheet.moodle_xml import RENDERER, add_answer, add_numbers, add_text, begun, number, typed
from studyai.worksheet.plan import Plan, Slot, is_repeated

FEWEST_CHOICES = 3
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
TAIL = "</quiz>\n"


def piece(variant: Variant, slot: Slot) -> tuple[str, str]:
    """Return the questions as XML elements; the key is in them."""
    elements = (_question(variant, line) for line in asked_lines(variant))
    return "".join(f"{ElementTree.tostring(element, encoding='unicode')}\n" for element in elements), ""


def question_piece(asked: AskedQuestion, slot: Slot) -> tuple[str, str]:
    """Return a concept question as an XML element; the key is in it."""
    return f"{ElementTree.tostring(moodle_questions.element(asked), encoding='unicode')}\n", ""


def _question(variant: Variant, line: Line) -> Element:
    if isinstance(line.value, Expression) or shape_of(line.value):
        choices = offered(variant, line)
        if len(choices) >= FEWEST_CHOICES:
            return _multichoice(variant, line, choices)
        return _short(variant, line) if isinstance(line.value, Expression) else _cloze(variant, line)
    return _numerical(variant, line, line.value)  # type: ignore[arg-type]


def _started(kind: str, variant: Variant, line: Line, extra: str = "") -> Element:
    text = RENDERER.render(stem(variant, line)) + extra
    worked = RENDERER.render(solution(variant, most_cells=KEY_CELLS, brief=True))
    return begun(kind, f"{variant.id} {line.key}", text, worked, f"{variant.id}:{line.key}")


def _multichoice(variant: Variant, line: Line, choices: list[Choice]) -> Element:
    question = _started("multichoice", variant, line)
    SubElement(question, "single").text = "true"
    SubElement(question, "shuffleanswers").text = "true"
    SubElement(question, "answernumbering").text = "ABCD"
    for choice in choices:
        fraction = "100" if choice.slip is None else "0"
        add_answer(question, fraction, RENDERER.inline(value(choice)), feedback(choice), is_html=True)
    return question


def _numerical(variant: Variant, line: Line, truth: Scalar) -> Element:
    question = _started("numerical", variant, line)
    add_numbers(question, line, truth)
    return question


def _cloze(variant: Variant, line: Line) -> Element:
    decimals = asked_decimals(line.value, line.step.decimals)
    blanks = " ".join(
        f"{{1:NUMERICAL:={number(entry)}:{number(tolerance(entry, decimals))}}}" for entry in entries(line.value)
    )
    return _started(
        "cloze", variant, line, RENDERER.render([Paragraph(("Entry by entry, row by row:",))]) + f"<p>{blanks}</p>"
    )


def _short(variant: Variant, line: Line) -> Element:
    question = _started("shortanswer", variant, line)
    SubElement(question, "usecase").text = "1"
    add_answer(question, "100", typed(value_text(line.value)), RIGHT)
    return question


def _category(title: str) -> Element:
    question = Element("question", type="category")
    add_text(SubElement(question, "category"), f"$course$/top/StudyAI/{title.replace('/', '//')}")
    return question


@dataclass
class MoodleWriter:
    """Writes the questions one after the other, in a category of their own."""

    plan: Plan
    part: Part
    write: Write
    _begun: bool = False

    def add(self, piece: Piece) -> None:
        """Write the next questions; a concept question once, for Moodle shuffles by itself."""
        if is_repeated(piece.slot):
            return
        self.write("".join((*self._head(), piece.question)).encode())

    def _head(self) -> Iterator[str]:
        if not self._begun:
            self._begun = True
            yield HEAD + ElementTree.tostring(_category(self.plan.title), encoding="unicode") + "\n"

    def finish(self) -> None:
        """Close the file."""
        self.write(TAIL.encode())


FORM = Form("moodle", ".xml", piece, question_piece, MoodleWriter, separable=False)
