"""`studyai solve`: a worked solution in any format, checked by torch on request."""

from __future__ import annotations

import asyncio
import shutil
from argparse import Namespace

from studyai.bank.bank import Bank
from studyai.client.check import Comparison, check
from studyai.client.worker import Worker
from studyai.commands.output import complain, say, say_json
from studyai.commands.variants import variant_of
from studyai.exercise.sample import Variant

WIDEST, MARGIN = 120, 6


def solve(bank: Bank, arguments: Namespace) -> int:
    """Print the solution; 1 if torch disagrees."""
    variant = variant_of(bank, arguments)
    comparison = asyncio.run(_checked(variant)) if arguments.check else None
    _print(variant, comparison, "json" if arguments.json else arguments.format)
    return 1 if comparison is not None and not comparison.agrees else 0


async def _checked(variant: Variant) -> Comparison:
    async with Worker() as worker:
        return await check(worker, variant)


def _print(variant: Variant, comparison: Comparison | None, form: str) -> None:
    from studyai.worksheet import json_document, latex, markdown, text

    if form == "json":
        say_json(json_document.worked(variant, comparison))
        return
    tell = say if form == "text" else complain  # a document on standard output stays a document
    if form == "markdown":
        say(markdown.worked(variant).rstrip())
    elif form == "latex":
        say(latex.worked(variant).rstrip())
    else:
        width = min(shutil.get_terminal_size().columns, WIDEST) - MARGIN
        for line in text.worked(variant, width):
            say(line)
    if comparison is not None:
        tell(_check_words(comparison))


def _check_words(comparison: Comparison) -> str:
    if comparison.agrees:
        return f"✓ torch agrees (largest difference {comparison.difference:.1e})"
    return f"✗ torch disagrees: {comparison.problem}"
