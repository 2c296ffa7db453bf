"""`studyai solve`: a worked solution, checked by torch on request."""

from __future__ import annotations

import asyncio
import shutil
from argparse import Namespace
from typing import Any

from studyai.bank.bank import Bank
from studyai.client.check import Comparison, check
from studyai.client.worker import Worker
from studyai.commands.output import say, say_json
from studyai.commands.variants import variant_of
from studyai.exercise import present
from studyai.exercise.givens import stated_conventions
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Line
from studyai.formula.arrays import nested, plain_number, shape_of
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.draw.text import to_text
from studyai.formula.tree import Value

MOST_CELLS = 400  # of a step written out in JSON
MOST_PRINTED_CELLS = 16


def solve(bank: Bank, arguments: Namespace) -> int:
    """Prints the solution; 1 if torch disagrees."""
    variant = variant_of(bank, arguments)
    comparison = asyncio.run(_checked(variant)) if arguments.check else None
    if arguments.json:
        say_json(document(variant, comparison))
    else:
        _print(variant, comparison)
    return 1 if comparison is not None and not comparison.agrees else 0


async def _checked(variant: Variant) -> Comparison:
    async with Worker() as worker:
        return await check(worker, variant)


def document(variant: Variant, comparison: Comparison | None) -> dict[str, Any]:
    """The solution for programs."""
    solution = variant.solution
    result: dict[str, Any] = {
        "exercise": variant.exercise.id,
        "variant": variant.id,
        "level": variant.level,
        "ask": present.ask_text(variant),
        "convention": " ".join(stated_conventions(variant.exercise, variant.givens)),
        "givens": {
            symbol: value if isinstance(value, str) else present.exact(value)
            for symbol, value in variant.givens.items()
        },
        "steps": [_step(line) for line in solution.lines],
        "answer": {key: plain(value) for key, value in solution.answer.items()},
        "source": variant.exercise.source,
    }
    if comparison is not None:
        result["check"] = {
            "agrees": comparison.agrees,
            "values": comparison.values,
            "difference": comparison.difference if comparison.values else None,
        }
        if comparison.problem:
            result["check"]["problem"] = comparison.problem
    return result


def plain(value: Value) -> Any:
    """A value as JSON numbers."""
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
    return step


def _print(variant: Variant, comparison: Comparison | None) -> None:
    width = min(shutil.get_terminal_size().columns, 120) - 6
    say(f"{variant.exercise.title}    {variant.id}")
    say()
    say(present.ask_text(variant))
    for said in stated_conventions(variant.exercise, variant.givens):
        say(f"Convention: {said}")
    say()
    for symbol, value in variant.givens.items():
        if not isinstance(value, str):
            say(f"  {symbol} = {present.value_text(value)}    {variant.exercise.givens[symbol].name}")
    for number, line in enumerate(variant.solution.lines, start=1):
        _print_step(number, line, width)
    say()
    answers = variant.solution.answer.items()
    say("Answer: " + ", ".join(f"{key} = {present.value_text(value)}" for key, value in answers))
    if comparison is not None:
        say(_check_words(comparison))
    say(f"Source: {variant.exercise.source}")


def _print_step(number: int, line: Line, width: int) -> None:
    say()
    say(f"{number}. {line.step.name}" + (f" (round {line.round})" if line.round else ""))
    for drawing in (present.equation(line, width), present.equation_with_numbers(line, width)):
        say("\n".join(f"     {text}" for text in drawing.lines))
    say(f"     {line.key} = {present.value_text(line.value)}")
    shape = shape_of(line.value)
    listed = present.cells(line) if shape and present.has_cells(line) else []
    for cell in listed[:MOST_PRINTED_CELLS]:
        drawing = draw_terminal(cell.node, digits=present.DIGITS, max_width=width - 10)
        place = ",".join(str(index + 1) for index in cell.index)
        _print_cell(place, drawing.lines, drawing.baseline, present.value_text(cell.value))
    if len(listed) > MOST_PRINTED_CELLS:
        say(f"       … and {len(listed) - MOST_PRINTED_CELLS} more cells (--json shows them)")


def _print_cell(place: str, lines: list[str], baseline: int, value: str) -> None:
    for row, text in enumerate(lines):
        head = f"({place})".rjust(7) if row == baseline else " " * 7
        tail = f" = {value}" if row == baseline else ""
        say(f"  {head}  {text}{tail}".rstrip())


def _check_words(comparison: Comparison) -> str:
    if comparison.agrees:
        return f"✓ torch agrees (largest difference {comparison.difference:.1e})"
    return f"✗ torch disagrees: {comparison.problem}"
