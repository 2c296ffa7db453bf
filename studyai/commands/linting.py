"""`studyai lint`: proves the built-in bank or a pack."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from studyai.bank.lint import Report, lint_exercise
from studyai.bank.load import load_file
from studyai.bank.located import BankError
from studyai.bank.packs import Pack, built_in
from studyai.client.check import check_many
from studyai.client.worker import Worker
from studyai.commands.errors import BadInputError
from studyai.commands.output import complain, say, say_json
from studyai.exercise.definition import Exercise
from studyai.exercise.sample import Variant


def lint(arguments: Namespace) -> int:
    """Prints a line for each exercise; 1 if anything is wrong."""
    pack = _pack(arguments.pack)
    exercises, problems = _load(pack)
    for problem in problems:
        complain(str(problem))
    if arguments.exercise:
        exercises = [exercise for exercise in exercises if exercise.id in arguments.exercise]
    reports = asyncio.run(_lint(exercises, arguments.seeds, arguments.json))
    faulty = bool(problems) or any(report.problems for report in reports)
    if arguments.json:
        say_json({"reports": [_document(report) for report in reports], "problems": [str(one) for one in problems]})
    else:
        total = sum(report.variants for report in reports)
        say(f"{len(reports)} exercises, {total} variants: {'mistakes found' if faulty else 'all proven'}")
    return 1 if faulty else 0


def _pack(folder: str | None) -> Pack:
    if folder is None:
        return built_in()
    pack = Pack(folder, Path(folder))
    if not pack.folder.is_dir():
        raise BadInputError(f"{folder} is no folder; a pack is a folder with exercises.yaml in it or in its sections")
    if not pack.files():
        raise BadInputError(f"{folder} has no exercises.yaml, nor has any folder in it")
    return pack


def _load(pack: Pack) -> tuple[list[Exercise], list[BankError]]:
    exercises: list[Exercise] = []
    problems: list[BankError] = []
    for file in pack.files():
        try:
            section = load_file(file)
        except BankError as problem:
            problems.append(problem)
            continue
        exercises += section.exercises.values()
        problems += section.problems
    return exercises, problems


async def _lint(exercises: Sequence[Exercise], seeds: int, quiet: bool) -> list[Report]:
    reports = []
    async with Worker() as worker:
        loop = asyncio.get_running_loop()

        def oracle(variants: Sequence[Variant]) -> list[str]:
            asked = asyncio.run_coroutine_threadsafe(check_many(worker, variants), loop)
            return [
                "" if one.agrees else f"torch disagrees (difference {one.difference:.2e}): {one.problem}"
                for one in asked.result()
            ]

        for exercise in exercises:
            report = await asyncio.to_thread(lint_exercise, exercise, seeds, oracle)
            reports.append(report)
            if not quiet:
                _print(report)
    return reports


def _print(report: Report) -> None:
    glyph = "✗" if report.problems else "✓"
    distinct = ", ".join(str(count) for count in report.distinct.values())
    say(
        f"{glyph} {report.exercise:24} {report.variants:6} variants, torch asked for each; "
        f"distinct per level {distinct}; {len(report.slips)} slips"
    )
    for problem in report.problems:
        say(f"    {problem}")


def _document(report: Report) -> dict[str, object]:
    return {
        "exercise": report.exercise,
        "variants": report.variants,
        "distinct": {str(level): count for level, count in report.distinct.items()},
        "slips": dict(report.slips),
        "problems": report.problems,
    }
