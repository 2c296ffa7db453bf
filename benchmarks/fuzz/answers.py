"""Typed answers: to every exercise, marked as the app marks them, read as givens, and pasted into a grid."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from benchmarks.fuzz.texts import arrays, changed, changes, formulas, hostile, numbers
from benchmarks.fuzz.trial import Mistake, Tally, run
from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.givens import GivenError, read_own
from studyai.exercise.mark import Mark
from studyai.exercise.present import draw_value, value_text
from studyai.exercise.sample import Variant, sample
from studyai.exercise.slips import slips_at
from studyai.exercise.solve import Line
from studyai.exercise.symbolic import variables
from studyai.formula.arrays import entries
from studyai.formula.draw.latex import draw_latex
from studyai.formula.errors import FormulaError
from studyai.formula.expression import Expression
from studyai.formula.tree import Put
from studyai.formula.typed.answer import read_answer
from studyai.formula.values import Value
from studyai.study.items.step import StepItem
from studyai.tui.widgets.paste import PasteRefused, read_cells

SEEDS = 2  # of each level
SUSPICIOUS = 0.03  # seconds for a mark
PARTS_BEFORE = st.lists(st.one_of(numbers(), arrays()), min_size=1, max_size=3)


@dataclass(frozen=True)
class Typed:
    """A text, and what it is typed to: a step, a given's field, or a grid."""

    text: str
    exercise: str
    level: int
    seed: int
    place: int  # of the step, or of the given
    into: str  # "step", "given", "grid", "choice"
    before: tuple[str, ...] = ()  # what was typed to the steps before


@cache
def bank() -> Bank:
    """Return the built-in bank."""
    return Bank([built_in()])


@cache
def variant(identifier: str, level: int, seed: int) -> Variant:
    """Return a variant to answer."""
    return sample(bank().exercise(identifier), level, seed)


def line_of(typed: Typed) -> Line:
    """Return the step that is answered."""
    lines = variant(typed.exercise, typed.level, typed.seed).solution.lines
    return lines[typed.place % len(lines)]


@st.composite
def typed_answers(draw: st.DrawFn) -> Typed:
    """An answer to a step: half of them begin as what is right, or as a slip."""
    identifier = draw(st.sampled_from(bank().ids()))
    level = draw(st.sampled_from(sorted(bank().exercise(identifier).levels)))
    seed, place = draw(st.integers(1, SEEDS)), draw(st.integers(0, 30))
    into = draw(st.sampled_from(["step"] * 7 + ["given", "grid", "choice"]))
    typed = Typed("", identifier, level, seed, place, into)
    right = _shown(typed)
    text = draw(st.sampled_from(right)) if draw(st.booleans()) else draw(_free(_names(line_of(typed))))
    text = changed(text, draw(changes())) if draw(st.booleans()) else text
    before = tuple(draw(PARTS_BEFORE)) if draw(st.booleans()) else ()
    return replace(typed, text=text, before=before)


def _names(line: Line) -> tuple[str, ...]:
    return variables(line) if isinstance(line.value, Expression) else tuple(line.values)[:5]


@cache
def _free(names: tuple[str, ...]) -> SearchStrategy[str]:
    return st.one_of(numbers(), formulas(names), arrays(), hostile())


@cache
def _shown(typed: Typed) -> list[str]:
    """Return what is right, and what slips lead to, in every form in which it is shown."""
    line = line_of(typed)
    values = [line.value, *(slipped.value for slipped in slips_at(line))]
    return [form for value in values for form in _forms(value)]


def _forms(value: Value) -> list[str]:
    latex = draw_latex(Put(value), digits=6)
    return [value_text(value), latex, f"${latex}$", "\n".join(draw_value(value).lines), str(value)]


class Marking:
    """Marks typed answers; `slowest` is the longest that an answer to a step took."""

    def __init__(self) -> None:
        self.slowest = (0.0, "")

    def check(self, typed: Typed) -> str:
        """Return the verdict; raises Mistake where a mark is none that a screen can show."""
        match typed.into:
            case "given":
                return self._given(typed)
            case "grid":
                return self._grid(typed)
            case "choice":
                return self._choice(typed)
        return self._step(typed)

    def _step(self, typed: Typed) -> str:
        line = line_of(typed)
        item = StepItem(variant(typed.exercise, typed.level, typed.seed), line, _before(typed, line))
        marked, took = _timed(item, typed.text)
        if took > SUSPICIOUS:  # once more: a pause of the garbage collector is none of the answer's making
            took = min(took, _timed(item, typed.text)[1])
        self.slowest = max(self.slowest, (took, repr(typed)[:400]))
        if not marked.feedback or not 0 <= marked.position <= len(typed.text):
            raise Mistake(f"a mark without words or with a place outside the text: {marked}")
        if marked.value is not None and not isinstance(marked.value, Expression):
            if not all(math.isfinite(float(entry)) for entry in entries(marked.value)):
                raise Mistake(f"a value that is no number was taken: {marked.value}")
            if item.mark(value_text(marked.value, digits=17)).verdict != marked.verdict and marked.earns_credit:
                raise Mistake(f"what was read is marked otherwise when typed as it is shown: {marked}")
        return str(marked.verdict)

    def _given(self, typed: Typed) -> str:
        exercise = bank().exercise(typed.exercise)
        symbols = list(exercise.givens)
        try:
            read_own(exercise, symbols[typed.place % len(symbols)], typed.text)
        except GivenError:
            return "given refused"
        return "given read"

    def _grid(self, typed: Typed) -> str:
        try:
            rows = read_cells(typed.text)
        except PasteRefused:
            return "paste refused"
        if len({len(row) for row in rows}) != 1:
            raise Mistake(f"rows of different lengths: {rows}")
        return "pasted"

    def _choice(self, typed: Typed) -> str:
        line = line_of(typed)
        item = StepItem(variant(typed.exercise, typed.level, typed.seed), line, _before(typed, line))
        verdict = item.mark((typed.place % len(item.offered),)).verdict
        return f"chosen {verdict}"


def _timed(item: StepItem, text: str) -> tuple[Mark, float]:
    began = time.thread_time()
    marked = item.mark(text)
    return marked, time.thread_time() - began


def _before(typed: Typed, line: Line) -> Mapping[str, Value]:
    """Return the values of earlier steps as the learner wrote them, whatever their shape."""
    earlier: dict[str, Value] = {}
    lines = variant(typed.exercise, typed.level, typed.seed).solution.lines
    for one, text in zip(lines, typed.before, strict=False):
        if one.key == line.key:
            break
        try:
            earlier[one.key] = read_answer(text)
        except FormulaError:
            continue  # what cannot be read is no answer
    return earlier


def fuzz(count: int, number: int = 0, hang: float | None = None) -> tuple[Tally[Typed], Marking]:
    """Try so many typed answers."""
    marking = Marking()
    return run(typed_answers(), marking.check, count, number, hang), marking
