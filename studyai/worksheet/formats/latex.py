"""Papers as LaTeX source."""

from __future__ import annotations

from studyai.document.compose import key, question
from studyai.document.latex import END, LatexRenderer, preamble
from studyai.document.question import AskedQuestion, on_paper
from studyai.document.question import key as question_key
from studyai.exercise.sample import Variant
from studyai.worksheet.forms import Form, Part, Write
from studyai.worksheet.paper import PaperWriter, Sheet
from studyai.worksheet.plan import Plan, Slot

RENDERER = LatexRenderer()


def piece(variant: Variant, slot: Slot) -> tuple[str, str]:
    """Return question and key in LaTeX."""
    return RENDERER.render(question(variant, slot.number + 1)), RENDERER.render(key(variant, slot.number + 1))


def question_piece(asked: AskedQuestion, slot: Slot) -> tuple[str, str]:
    """Return a concept question and its key in LaTeX."""
    number = slot.number + 1
    return RENDERER.render(on_paper(asked, number)), RENDERER.render(question_key(asked, number))


def assemble(sheets: list[Sheet]) -> bytes:
    """Return the document."""
    return (preamble() + "\n".join(map(_sheet, sheets)) + END).encode()


def _sheet(sheet: Sheet) -> str:
    head = rf"\sheet{{{RENDERER.inline(sheet.title)}}}{{{RENDERER.inline(f'{sheet.kind} · {sheet.code}')}}}"
    names = "" if sheet.is_key else rf"\names{{{sheet.points}}}"
    return f"{head}{names}\n{sheet.body}"


def _writer(plan: Plan, part: Part, write: Write) -> PaperWriter:
    return PaperWriter(plan, part, write, assemble)


FORM = Form("latex", ".tex", piece, question_piece, _writer)
