"""The line in which another value is typed for a cell of the worked solution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from studyai.exercise.solve import Line
from studyai.exercise.what_if import Index, number_at
from studyai.formula.arrays import describe, shape_of
from studyai.formula.errors import FormulaError
from studyai.formula.typed.answer import read_answer
from studyai.formula.values import Scalar
from studyai.tui.calculate.typed_givens import typed_number
from studyai.tui.commands import Command, bindings
from studyai.tui.exercise.drawn import flat_symbol
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady


class WhatIfLine(Steady, Vertical):
    """Hidden until it is asked for a cell; it ends with `Supposed` or `Left`."""

    heading = "What if"
    offers: ClassVar[tuple[Command, ...]] = (
        Command("what-if.leave", "escape", "Leave", "Back to the steps, nothing changed.", "leave"),
    )
    BINDINGS = bindings(offers)

    @dataclass
    class Supposed(Message):
        """Another value for a cell."""

        key: str
        index: Index
        value: Scalar

    class Left(Message):
        """Leave all as it is."""

    def compose(self) -> ComposeResult:
        """Lay the line out."""
        with Horizontal():
            yield Static(id="what-if-name")
            yield AnswerLine(id="what-if-value")
        yield Static(id="what-if-trouble")

    def ask(self, line: Line, index: Index) -> None:
        """Ask for another value of that cell."""
        self._key, self._index = line.key, index
        name = ", ".join(part for part in (flat_symbol(line), place_in_words(index)) if part)
        self.query_one("#what-if-name", Static).update(Content.assemble("What if ", (printable(name), "bold"), " = "))
        field = self.query_one(AnswerLine)
        field.value = typed_number(number_at(line.value, index))
        self._tell("")
        self.display = True
        field.focus()
        field.action_select_all()

    @on(AnswerLine.Changed)
    def forget_trouble(self, event: AnswerLine.Changed) -> None:
        """Forget what was wrong: it may be right now."""
        event.stop()
        self._tell("")

    @on(AnswerLine.Submitted)
    def read(self, event: AnswerLine.Submitted) -> None:
        """Take the value, or say what is wrong with it."""
        event.stop()
        try:
            value = read_answer(event.value)
        except FormulaError as problem:
            *_, caret = problem.caret(event.value).splitlines()
            before = " " * self.query_one("#what-if-name").outer_size.width
            self._tell(f"{before} {caret}\n✗ {problem.message}")
            return
        if shape := shape_of(value):
            self._tell(f"✗ One number stands here, not {describe(shape)}.")
            return
        self.post_message(self.Supposed(self._key, self._index, number_at(value, ())))
        self.display = False

    def action_leave(self) -> None:
        """Leave all as it is."""
        self.display = False
        self.post_message(self.Left())

    def _tell(self, trouble: str) -> None:
        shown = self.query_one("#what-if-trouble", Static)
        shown.update(Content("\n".join(map(printable, trouble.splitlines()))))
        shown.display = bool(trouble)


def place_in_words(index: Index) -> str:
    """`entry 2` of a vector, `row 1, column 2` of a matrix, counted from 1; nothing for a number."""
    words = ("entry",) if len(index) == 1 else (*["part"] * (len(index) - 2), "row", "column")
    return ", ".join(f"{word} {place + 1}" for word, place in zip(words, index, strict=False))
