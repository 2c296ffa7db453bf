"""Moodle XML: a question for each value asked, with what to say about each slip.

A number is typed (`numerical`); a list of numbers or an expression is chosen (`multichoice`), and where there
are too few slips to choose from, its entries are typed (`cloze`) or the expression is (`shortanswer`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from studyai.document.asked import RIGHT, asked_lines, feedback, stem, value
from studyai.document.blocks import Paragraph
from studyai.document.compose import KEY_CELLS, solution
from studyai.document.html import HtmlRenderer
from studyai.exercise.choices import Choice, offered
from studyai.exercise.precision import asked_decimals, tolerance
from studyai.exercise.present import value_text
from studyai.exercise.sample import Variant
from studyai.exercise.slips import slips_at
from studyai.exercise.solve import Line
from studyai.formula.arrays import entries, shape_of
from studyai.formula.expression import Expression
from studyai.formula.values import Scalar
from studyai.worksheet.forms import Form, Part, Piece, Write
from studyai.worksheet.plan import Plan, Slot

RENDERER = HtmlRenderer()
FEWEST_CHOICES = 3
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
TAIL = "</quiz>\n"


def piece(variant: Variant, slot: Slot) -> tuple[str, str]:
    """Return the questions as XML elements; the key is in them."""
    elements = (_question(variant, line) for line in asked_lines(variant))
    return "".join(f"{ElementTree.tostring(element, encoding='unicode')}\n" for element in elements), ""


def _question(variant: Variant, line: Line) -> Element:
    if isinstance(line.value, Expression) or shape_of(line.value):
        choices = offered(variant, line)
        if len(choices) >= FEWEST_CHOICES:
            return _multichoice(variant, line, choices)
        return _short(variant, line) if isinstance(line.value, Expression) else _cloze(variant, line)
    return _numerical(variant, line, line.value)  # type: ignore[arg-type]


def _started(kind: str, variant: Variant, line: Line, extra: str = "") -> Element:
    question = Element("question", type=kind)
    _text(SubElement(question, "name"), f"{variant.id} {line.key}")
    _html(SubElement(question, "questiontext"), RENDERER.render(stem(variant, line)) + extra)
    _html(SubElement(question, "generalfeedback"), RENDERER.render(solution(variant, most_cells=KEY_CELLS, brief=True)))
    SubElement(question, "idnumber").text = f"{variant.id}:{line.key}"
    if kind != "cloze":
        SubElement(question, "defaultgrade").text = "1"
    return question


def _multichoice(variant: Variant, line: Line, choices: list[Choice]) -> Element:
    question = _started("multichoice", variant, line)
    SubElement(question, "single").text = "true"
    SubElement(question, "shuffleanswers").text = "true"
    SubElement(question, "answernumbering").text = "ABCD"
    for choice in choices:
        fraction = 100 if choice.slip is None else 0
        _answer(question, fraction, RENDERER.inline(value(choice)), feedback(choice), is_html=True)
    return question


def _numerical(variant: Variant, line: Line, truth: Scalar) -> Element:
    question = _started("numerical", variant, line)
    decimals = asked_decimals(truth, line.step.decimals)
    right = _answer(question, 100, _number(truth), RIGHT)
    SubElement(right, "tolerance").text = _number(tolerance(truth, decimals))
    for slipped in slips_at(line):
        if not shape_of(slipped.value):
            wrong = _answer(question, 0, _number(slipped.value), slipped.slip.say)  # type: ignore[arg-type]
            SubElement(wrong, "tolerance").text = _number(tolerance(slipped.value, decimals))  # type: ignore[arg-type]
    return question


def _cloze(variant: Variant, line: Line) -> Element:
    decimals = asked_decimals(line.value, line.step.decimals)
    blanks = " ".join(
        f"{{1:NUMERICAL:={_number(entry)}:{_number(tolerance(entry, decimals))}}}" for entry in entries(line.value)
    )
    return _started(
        "cloze", variant, line, RENDERER.render([Paragraph(("Entry by entry, row by row:",))]) + f"<p>{blanks}</p>"
    )


def _short(variant: Variant, line: Line) -> Element:
    question = _started("shortanswer", variant, line)
    SubElement(question, "usecase").text = "1"
    _answer(question, 100, value_text(line.value).replace("*", r"\*"), RIGHT)  # a bare * stands for any text
    return question


def _answer(question: Element, fraction: int, text: str, say: str, is_html: bool = False) -> Element:
    answer = SubElement(question, "answer", fraction=str(fraction), format="html" if is_html else "moodle_auto_format")
    SubElement(answer, "text").text = text
    _html(SubElement(answer, "feedback"), RENDERER.render([Paragraph((say,))]))
    return answer


def _text(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = text


def _html(parent: Element, text: str) -> None:
    parent.set("format", "html")
    _text(parent, text)


def _number(number: Scalar) -> str:
    """Return digits as Moodle reads them, nothing lost."""
    whole = float(number).is_integer() and abs(float(number)) < 1e15
    return str(int(number)) if whole else repr(float(number))


def _category(title: str) -> Element:
    question = Element("question", type="category")
    _text(SubElement(question, "category"), f"$course$/top/StudyAI/{title.replace('/', '//')}")
    return question


@dataclass
class MoodleWriter:
    """Writes the questions one after the other, in a category of their own."""

    plan: Plan
    part: Part
    write: Write
    _begun: bool = False

    def add(self, piece: Piece) -> None:
        """Write the next questions."""
        self.write("".join((*self._head(), piece.question)).encode())

    def _head(self) -> Iterator[str]:
        if not self._begun:
            self._begun = True
            yield HEAD + ElementTree.tostring(_category(self.plan.title), encoding="unicode") + "\n"

    def finish(self) -> None:
        """Close the file."""
        self.write(TAIL.encode())


FORM = Form("moodle", ".xml", piece, MoodleWriter, separable=False)
