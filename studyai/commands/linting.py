"""`studyai lint`: proves the built-in bank or a pack."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
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
    """Print a line for each exercise; 1 if anything is wrong."""
    pack = _pack(arguments.pack)
    located, problems = _load(pack)
    for problem in problems:
        complain(str(problem))
    if arguments.exercise:
        located = [one for one in located if one.exercise.id in arguments.exercise]
        if not located:
            raise BadInputError(f"{', '.join(arguments.exercise)}: no such exercise in this pack")
    reports = asyncio.run(_lint(located, arguments.seeds, arguments.json))
    faulty = bool(problems) or any(report.problems for report in reports)
    if arguments.json:
        say_json({"reports": [_document(report) for report in reports], "problems": [str(one) for one in problems]})
    else:
        total = sum(report.variants for report in reports)
        examples, slips = sum(report.examples for report in reports), sum(report.slip_count for report in reports)
        say(f"{examples} of {slips} slips have an example")
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


@dataclass(frozen=True, slots=True)
class Located:
    """An exercise and where it stands."""

    exercise: Exercise
    place: str


def _load(pack: Pack) -> tuple[list[Located], list[BankError]]:
    exercises: list[Located] = []
    problems: list[BankError] = []
    for file in pack.files():
        try:
            section = load_file(file)
        except BankError as problem:
            problems.append(problem)
            continue
        exercises += [
            Located(exercise, f"{file}:{section.lines[name]}") for name, exercise in section.exercises.items()
        ]
        problems += section.problems
    return exercises, problems


async def _lint(exercises: Sequence[Located], seeds: int, quiet: bool) -> list[Report]:
    reports = []
    async with Worker() as worker:
        loop = asyncio.get_running_loop()

        def oracle(variants: Sequence[Variant]) -> list[str]:
            asked = asyncio.run_coroutine_threadsafe(check_many(worker, variants), loop)
            return [
                "" if one.agrees else f"torch disagrees (difference {one.difference:.2e}): {one.problem}"
                for one in asked.result()
            ]

        for one in exercises:
            report = await asyncio.to_thread(lint_exercise, one.exercise, seeds, oracle)
            assert worker.hello is not None
            if one.exercise.oracle not in worker.hello.oracles:
                known = ", ".join(worker.hello.oracles)
                report.problems = [f"{one.place}: no oracle {one.exercise.oracle}; `oracle:` names one of {known}"]
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
