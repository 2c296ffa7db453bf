"""Papers as Markdown."""

from __future__ import annotations

from studyai.document.compose import key, question
from studyai.document.markdown import MarkdownRenderer
from studyai.document.question import AskedQuestion, on_paper
from studyai.document.question import key as question_key
from studyai.exercise.sample import Variant
from studyai.worksheet.forms import Form, Part, Write
from studyai.worksheet.paper import PaperWriter, Sheet
from studyai.worksheet.plan import Plan, Slot

RENDERER = MarkdownRenderer()


def piece(variant: Variant, slot: Slot) -> tuple[str, str]:
    """Return question and key in Markdown."""
    return RENDERER.render(question(variant, slot.number + 1)), RENDERER.render(key(variant, slot.number + 1))


def question_piece(asked: AskedQuestion, slot: Slot) -> tuple[str, str]:
    """Return a concept question and its key in Markdown."""
    number = slot.number + 1
    return RENDERER.render(on_paper(asked, number)), RENDERER.render(question_key(asked, number))


def assemble(sheets: list[Sheet]) -> bytes:
    """Return the document."""
    return "\n".join(map(_sheet, sheets)).encode()


def _sheet(sheet: Sheet) -> str:
    head = f"# {RENDERER.inline(sheet.title)}: {sheet.kind} ({RENDERER.inline(sheet.code)})\n\n"
    names = (
        "" if sheet.is_key else rf"Name: \_\_\_\_\_\_\_\_\_\_\_\_\_\_\_\_ Points: \_\_\_\_ of {sheet.points}" + "\n\n"
    )
    return f"{head}{names}{sheet.body}"


def _writer(plan: Plan, part: Part, write: Write) -> PaperWriter:
    return PaperWriter(plan, part, write, assemble)


FORM = Form("markdown", ".md", piece, question_piece, _writer)
