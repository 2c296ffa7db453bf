"""Papers as a Jupyter notebook: a cell for each question, and one with its givens as NumPy to calculate with.

Format: nbformat 4.5, https://nbformat.readthedocs.io/en/latest/format_description.html.
"""

from __future__ import annotations

from keyword import iskeyword

import msgspec

from studyai.document.blocks import Block, WorkingLines
from studyai.document.compose import key, question
from studyai.document.markdown import MarkdownRenderer
from studyai.document.question import AskedQuestion, on_paper
from studyai.document.question import key as question_key
from studyai.exercise.copied import as_numpy
from studyai.exercise.sample import Variant
from studyai.exercise.used_givens import used_givens
from studyai.formula.expression import Expression
from studyai.worksheet.forms import Form, Part, Write
from studyai.worksheet.paper import PaperWriter, Sheet
from studyai.worksheet.plan import Plan, Slot

RENDERER = MarkdownRenderer()
NUMPY = "np"


def piece(variant: Variant, slot: Slot) -> tuple[str, str]:
    """Return the cells of question and key; the question has its givens as code."""
    number, place = slot.number + 1, _place(slot)
    asked = _words(f"question-{place}", question(variant, number)) + _code(f"givens-{place}", _givens(variant))
    return asked, _words(f"key-{place}", key(variant, number))


def question_piece(asked: AskedQuestion, slot: Slot) -> tuple[str, str]:
    """Return the cells of a concept question, with one to answer in, and of its key."""
    number, place = slot.number + 1, _place(slot)
    question_cells = _words(f"question-{place}", on_paper(asked, number)) + _markdown(f"answer-{place}", "**Answer:** ")
    return question_cells, _words(f"key-{place}", question_key(asked, number))


def _place(slot: Slot) -> str:
    return f"{slot.paper + 1}-{slot.number + 1}"


def _words(identifier: str, blocks: list[Block]) -> str:
    written = RENDERER.render([block for block in blocks if not isinstance(block, WorkingLines)])
    return _markdown(identifier, written.strip())


def _markdown(identifier: str, source: str) -> str:
    return _cell({"cell_type": "markdown", "id": identifier, "metadata": {}, "source": source})


def _code(identifier: str, source: str) -> str:
    not_run: dict[str, object] = {"execution_count": None, "outputs": []}
    return _cell({"cell_type": "code", "id": identifier, "metadata": {}, "source": source, **not_run})


def _cell(cell: dict[str, object]) -> str:
    """Return the cell and the comma that parts it from the next one."""
    return f"{msgspec.json.encode(cell).decode()},\n"


def _givens(variant: Variant) -> str:
    """Return what gives every given its value in Python; a function, which is no number, is left out."""
    lines = [
        f"{_variable(symbol)} = {as_numpy(value)}"
        for symbol, value in used_givens(variant).items()
        if not isinstance(value, Expression)
    ]
    imported = [f"import numpy as {NUMPY}", ""] if any(f" = {NUMPY}." in line for line in lines) else []
    return "\n".join([*imported, *lines])


def _variable(symbol: str) -> str:
    return f"{symbol}_" if iskeyword(symbol) or symbol == NUMPY else symbol


def assemble(sheets: list[Sheet]) -> bytes:
    """Return the notebook."""
    cells = "".join(map(_sheet, sheets)).rstrip(",\n")
    python = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    rest = msgspec.json.encode({"metadata": python, "nbformat": 4, "nbformat_minor": 5}).decode()
    return f'{{"cells": [\n{cells}\n], {rest[1:]}\n'.encode()


def _sheet(sheet: Sheet) -> str:
    identifier = f"{'key' if sheet.is_key else 'paper'}-{sheet.letters}"
    title = f"# {RENDERER.inline(sheet.title)}: {sheet.kind} ({RENDERER.inline(sheet.code)})"
    names = "" if sheet.is_key else f"\n\nName: ________________ Points: ____ of {sheet.points}".replace("_", r"\_")
    return _markdown(identifier, title + names) + sheet.body


def _writer(plan: Plan, part: Part, write: Write) -> PaperWriter:
    return PaperWriter(plan, part, write, assemble)


FORM = Form("notebook", ".ipynb", piece, question_piece, _writer)
