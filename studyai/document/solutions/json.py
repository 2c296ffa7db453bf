"""A worked solution for programs."""

from __future__ import annotations

from typing import Any

import msgspec

from studyai.exercise import present
from studyai.exercise.givens import stated_conventions
from studyai.exercise.sample import Variant
from studyai.exercise.slips import slips_at
from studyai.exercise.solve import Line
from studyai.exercise.symbolic import working
from studyai.formula.arrays import nested, plain_number, shape_of
from studyai.formula.text import to_text
from studyai.formula.values import Value

MOST_CELLS = 400  # of a step written out


def worked(variant: Variant, width: int) -> str:
    """Return the document as JSON."""
    return msgspec.json.format(msgspec.json.encode(document(variant)), indent=2).decode()


def document(variant: Variant) -> dict[str, Any]:
    """Return question and key together."""
    return {**question(variant), **key(variant)}


def question(variant: Variant) -> dict[str, Any]:
    """Return what is asked."""
    return {
        "exercise": variant.exercise.id,
        "variant": variant.id,
        "level": variant.level,
        "ask": present.ask_text(variant),
        "convention": " ".join(stated_conventions(variant.exercise, variant.givens)),
        "givens": {
            symbol: value if isinstance(value, str) else present.exact(value)
            for symbol, value in variant.told_givens.items()
        },
    }


def key(variant: Variant) -> dict[str, Any]:
    """Return the worked solution."""
    return {
        "steps": [_step(line) for line in variant.solution.lines],
        "answer": {name: plain(value) for name, value in variant.solution.answer.items()},
        "source": variant.exercise.source,
    }


def plain(value: Value) -> Any:
    """Return a value as JSON numbers."""
    return nested(value, plain_number)


def _step(line: Line) -> dict[str, Any]:
    step: dict[str, Any] = {
        "name": line.step.name,
        "symbol": line.key,
        "formula": present.formula_text(line),
        "substituted": present.numbers_text(line),
        "value": plain(line.value),
    }
    if line.round:
        step["round"] = line.round
    count = 1
    for size in shape_of(line.value):
        count *= size
    if shape_of(line.value) and count <= MOST_CELLS:
        step["cells"] = [
            {"cell": list(cell.index), "arithmetic": to_text(cell.node), "value": plain(cell.value)}
            for cell in present.cells(line)
        ]
    if rules := working(line):
        step["working"] = [
            {"rule": one.rule, "of": to_text(one.node), "derivative": to_text(one.derivative)} for one in rules
        ]
    step["slips"] = [
        {"tag": slipped.slip.tag, "value": plain(slipped.value), "say": slipped.slip.say} for slipped in slips_at(line)
    ]
    return step
