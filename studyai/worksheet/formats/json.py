"""Papers as one JSON document, written piece by piece: a line for each question, never all of them in memory."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from studyai.document.compose import points
from studyai.document.question import AskedQuestion
from studyai.document.solutions import json as solved
from studyai.exercise.sample import Variant
from studyai.worksheet.forms import Form, Part, Piece, Write
from studyai.worksheet.plan import Plan, Slot
from studyai.worksheet.question_data import asked_data, key_data


def piece(variant: Variant, slot: Slot) -> tuple[str, str]:
    """Return question and key as JSON objects."""
    asked = [{"symbol": line.key, "name": line.step.name} for line in variant.solution.lines]
    question = {**solved.question(variant), "asked": asked, "points": points(variant)}
    return _encoded(question), _encoded({"variant": variant.id, **solved.key(variant), "verified": slot.checked})


def question_piece(asked: AskedQuestion, slot: Slot) -> tuple[str, str]:
    """Return a concept question and its key as JSON objects."""
    return _encoded(asked_data(asked)), _encoded(key_data(asked))


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()


@dataclass
class JsonWriter:
    """`{"title", "seed", "papers": [{"code", "questions": [{"question", "key"}, …]}, …]}`."""

    plan: Plan
    part: Part
    write: Write
    _paper: int = -1

    def add(self, piece: Piece) -> None:
        """Write the piece."""
        head = ""
        if piece.slot.paper != self._paper:
            opening = "]},\n" if self._paper >= 0 else self._head()
            head = f'{opening}{{"code": {_encoded(self.plan.code(piece.slot.paper))}, "questions": [\n'
            self._paper = piece.slot.paper
        else:
            head = ",\n"
        self.write(f"{head}{self._entry(piece)}".encode())

    def _head(self) -> str:
        return f'{{"title": {_encoded(self.plan.title)}, "seed": {self.plan.seed}, "papers": [\n'

    def _entry(self, piece: Piece) -> str:
        if self.part == "questions":
            return piece.question
        if self.part == "key":
            return piece.key
        return f'{{"question": {piece.question}, "key": {piece.key}}}'

    def finish(self) -> None:
        """Close what is open."""
        self.write(b"\n]}]}\n")


FORM = Form("json", ".json", piece, question_piece, JsonWriter)
