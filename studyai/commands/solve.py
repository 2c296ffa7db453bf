"""`studyai solve`: a worked solution in any format, checked by torch on request."""

from __future__ import annotations

import asyncio
import shutil
from argparse import Namespace
from typing import Any

from studyai.bank.bank import Bank
from studyai.client.check import Comparison, check, compare
from studyai.client.errors import TorchMissing
from studyai.client.worker import Worker
from studyai.commands.errors import BadInputError
from studyai.commands.output import complain, say, say_json
from studyai.commands.variants import variant_of
from studyai.document.solutions import solution_format
from studyai.document.solutions.json import document
from studyai.exercise.sample import Variant

WIDEST, MARGIN = 120, 6


def solve(bank: Bank, arguments: Namespace) -> int:
    """Print the solution and return 1 if torch disagrees; where its check is required, also if it cannot check."""
    if arguments.json and arguments.format not in (None, "json"):
        raise BadInputError(f"--json and --format {arguments.format} are two formats; give one of them")
    variant = variant_of(bank, arguments)
    comparison = asyncio.run(_checked(variant)) if arguments.check or arguments.check_required else None
    _print(variant, comparison, "json" if arguments.json else arguments.format or "text")
    return 0 if comparison is None or _passes(comparison, arguments.check_required) else 1


def _passes(comparison: Comparison, required: bool) -> bool:
    return comparison.agrees or (comparison.refused and not required)


async def _checked(variant: Variant) -> Comparison:
    try:
        async with Worker() as worker:
            return await check(worker, variant)
    except TorchMissing as missing:
        return compare(variant.solution, missing.reason)


def _print(variant: Variant, comparison: Comparison | None, form: str) -> None:
    if form == "json":  # torch's answer is part of the document
        check = {} if comparison is None else {"check": _check_document(comparison)}
        say_json({**document(variant), **check})
        return
    width = min(shutil.get_terminal_size().columns, WIDEST) - MARGIN
    worked = solution_format(form).worked(variant, width)
    say(worked)
    if comparison is not None:
        tell = say if form == "text" else complain  # a document on standard output stays a document
        tell(_check_words(comparison))


def _check_document(comparison: Comparison) -> dict[str, Any]:
    check = {
        "agrees": comparison.agrees,
        "refused": comparison.refused,
        "values": comparison.values,
        "difference": comparison.difference if comparison.values else None,
    }
    return {**check, "problem": comparison.problem} if comparison.problem else check


def _check_words(comparison: Comparison) -> str:
    if comparison.agrees:
        return f"✓ torch agrees (largest difference {comparison.difference:.1e})"
    return f"{'?' if comparison.refused else '✗'} {comparison.disagreement}"
