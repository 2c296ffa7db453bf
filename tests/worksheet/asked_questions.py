"""Concept questions of a bank as every format writes them, for tests."""

from __future__ import annotations

from studyai.bank.bank import Bank
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.document.question import AskedQuestion, asked_question
from studyai.worksheet.formats import form
from studyai.worksheet.forms import Piece
from studyai.worksheet.plan import Plan, QuestionSource


def plan_of(bank: Bank, *, seed: int = 5, papers: int = 1) -> Plan:
    """A plan with every question of the bank."""
    return Plan("Quiz & <test> / ]]>", seed, papers, tuple(QuestionSource(name) for name in bank.ids(QUESTIONS)))


def asked_by(bank: Bank, plan: Plan) -> list[AskedQuestion]:
    """The questions of a plan as they are asked."""
    asked = []
    for slot in plan.slots():
        assert isinstance(slot.source, QuestionSource)
        asked.append(asked_question(bank.entry(QUESTIONS, slot.source.question), slot.seed, bank.references))
    return asked


def pieces_of(name: str, bank: Bank, plan: Plan) -> list[Piece]:
    """Every question as a format writes it."""
    write = form(name).question
    slots = zip(plan.slots(), asked_by(bank, plan), strict=True)
    return [Piece(slot, *write(asked, slot), 1, asked.question.id) for slot, asked in slots]


def file_of(name: str, bank: Bank, plan: Plan) -> bytes:
    """The whole file."""
    chunks: list[bytes] = []
    writer = form(name).writer(plan, "all", chunks.append)
    for piece in pieces_of(name, bank, plan):
        writer.add(piece)
    writer.finish()
    return b"".join(chunks)
