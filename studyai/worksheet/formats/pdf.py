"""Papers as PDF, by Typst with the fonts it brings along: the same bytes everywhere."""

from __future__ import annotations

import re

from studyai.document.compose import key, question
from studyai.document.question import AskedQuestion, on_paper
from studyai.document.question import key as question_key
from studyai.document.typst import TypstRenderer, compile_pdf, preamble
from studyai.exercise.sample import Variant
from studyai.formula.draw.typst import quoted
from studyai.worksheet.forms import Form, Part, Write
from studyai.worksheet.paper import PaperWriter, Sheet
from studyai.worksheet.plan import Plan, Slot

RENDERER = TypstRenderer()
LAST_LINES = re.compile(r"\n#working\((?=\d+\)\s*\Z)")


def piece(variant: Variant, slot: Slot) -> tuple[str, str]:
    """Return question and key in Typst."""
    return RENDERER.render(question(variant, slot.number + 1)), RENDERER.render(key(variant, slot.number + 1))


def question_piece(asked: AskedQuestion, slot: Slot) -> tuple[str, str]:
    """Return a concept question and its key in Typst."""
    number = slot.number + 1
    question = f"#together[\n{RENDERER.render(on_paper(asked, number))}]\n"
    return question, RENDERER.render(question_key(asked, number))


def assemble(sheets: list[Sheet]) -> bytes:
    """Return the PDF of all papers and keys."""
    return compile_pdf(source_of(sheets))


def source_of(sheets: list[Sheet]) -> str:
    """Return the whole Typst source."""
    title = quoted(sheets[0].title)
    return f"{preamble()}\n#set document(title: {title}, date: none)\n{''.join(map(_sheet, sheets))}"


def _sheet(sheet: Sheet) -> str:
    points = 0 if sheet.is_key else sheet.points
    ending = f"end-{'key' if sheet.is_key else 'paper'}-{sheet.letters}"
    heads = ", ".join((quoted(sheet.title), quoted(sheet.code), quoted(sheet.kind), str(points), quoted(ending)))
    body = sheet.body if sheet.is_key else LAST_LINES.sub("\n#working-to-the-end(", sheet.body)
    return f"#paper({heads})[\n{body}]\n"


def _writer(plan: Plan, part: Part, write: Write) -> PaperWriter:
    return PaperWriter(plan, part, write, assemble)


FORM = Form("pdf", ".pdf", piece, question_piece, _writer, package="typst")
