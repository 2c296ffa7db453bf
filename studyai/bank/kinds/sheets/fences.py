"""The blocks that stand between ``` and ```: formulas, a worked example, a claim, a correction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from studyai.bank.kinds.exercises.names import read_identifier
from studyai.bank.kinds.sheets import shape
from studyai.bank.kinds.sheets.formulas import read_formula
from studyai.bank.kinds.sheets.page import Block, Citation, Claimed, Correction, Example, Formulas, Words
from studyai.bank.kinds.sheets.words import KEY, WordsError, read_words
from studyai.bank.located import BankError, Located
from studyai.bank.span import Span
from studyai.bank.yaml_text import read_part
from studyai.formula.errors import FormulaError

MOST_FORMULAS = 30
HIGHEST_LEVEL, MOST_SEED = 9, 2**31 - 1


@dataclass(frozen=True, slots=True)
class Fence:
    """What stands in a block, and the line that opens it."""

    file: Path
    content: str
    line: int

    def wrong(self, message: str) -> BankError:
        """Return the error to raise for a mistake in it."""
        return BankError(self.file, self.line, message)

    def located(self) -> Located:
        """Return its content as YAML, its lines counted from the file's first."""
        return read_part(self.file, self.content, Span(self.line, 0, 0, len(self.content)))


def _formulas(fence: Fence) -> Formulas:
    read = []
    for place, text in enumerate(fence.content.split("\n"), start=1):
        if not text.strip():
            continue
        try:
            read.append(read_formula(text, fence.line + place))
        except FormulaError as problem:
            said = f"formula: {problem.message}\n{problem.caret(text)}"
            raise BankError(fence.file, fence.line + place, said) from problem
    if not 1 <= len(read) <= MOST_FORMULAS:
        raise fence.wrong(f"a block has 1 to {MOST_FORMULAS} formulas")
    return Formulas(tuple(read), fence.line)


def _example(fence: Fence) -> Example:
    fields = fence.located().fields(shape.Example)
    exercise = read_identifier(fields["exercise"].text(), fields["exercise"])
    level = _whole(fields["level"], 1, HIGHEST_LEVEL)
    return Example(exercise, level, _whole(fields["seed"], 0, MOST_SEED), fence.line)


def _claimed(fence: Fence) -> Claimed:
    place = fence.located()
    return Claimed(read_identifier(place.text("the id of a claim"), place), fence.line)


def _correction(fence: Fence) -> Correction:
    place = fence.located()
    fields = place.fields(shape.Correction)
    if not fields.keys() & {"claim", "reference"}:
        raise place.wrong("a correction names the claim or the reference that shows it")
    if ("reference" in fields) is not ("at" in fields):
        raise place.wrong("a reference stands with `at:`, the place in it (section, table, figure, page)")
    return Correction(
        statement=read_identifier(fields["statement"].text(), fields["statement"]),
        says=_words(fields["says"]),
        fact=_words(fields["fact"]),
        claim=read_identifier(fields["claim"].text(), fields["claim"]) if "claim" in fields else "",
        source=_source(fields["reference"], fields["at"]) if "reference" in fields else None,
        line=fence.line,
    )


def _source(key: Located, at: Located) -> Citation:
    if KEY.fullmatch(key.text()) is None:
        raise key.wrong(f"{key.text()} is no key of a reference")
    return Citation(key.text(), at.text())


def _words(place: Located) -> Words:
    """Return a text as running text, which may have `code`, **strong** and references."""
    (token,) = MarkdownIt("commonmark", {"html": True}).parseInline(place.text())
    try:
        return read_words(token)
    except WordsError as problem:
        raise place.wrong(problem.message) from problem


def _whole(place: Located, least: int, most: int) -> int:
    value = place.whole()
    if not least <= value <= most:
        raise place.wrong(f"{value} is not from {least} to {most}")
    return value


FENCES: dict[str, Callable[[Fence], Block]] = {
    "formula": _formulas,
    "example": _example,
    "claim": _claimed,
    "correction": _correction,
}
