"""`studyai list`: what there is."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from studyai.bank.bank import Bank, SectionEntry
from studyai.client.errors import TorchMissing
from studyai.client.worker import Worker
from studyai.commands.output import complain, say, say_json


def listing(bank: Bank, arguments: Namespace) -> int:
    """Print sections, exercises and architectures; without torch, that only these cannot be told."""
    if arguments.ids and arguments.json:
        say_json(bank.ids())
        return 0
    if arguments.ids:
        for name in bank.ids():
            say(name)
        return 0
    architectures = _architectures()
    if arguments.json:
        sections = [_document(section) for section in bank.sections()]
        say_json({"sections": sections, "architectures": architectures, "problems": bank.problems})
        return 0
    for section in bank.sections():
        say(f"{section.number:2} {section.title}")
        for entry in section.exercises:
            levels = f"levels {', '.join(map(str, entry.levels))}"
            say(f"     {entry.id:24} {entry.title}  ({levels})")
    if architectures is not None:
        say(f"\nArchitectures that train: {', '.join(architectures)}")
    for problem in bank.problems:
        complain(problem)
    return 0


def _document(section: SectionEntry) -> dict[str, object]:
    exercises = [{"id": entry.id, "title": entry.title, "levels": entry.levels} for entry in section.exercises]
    return {"number": section.number, "title": section.title, "exercises": exercises}


def _architectures() -> list[str] | None:
    try:
        return asyncio.run(_asked())
    except TorchMissing as missing:
        complain(f"studyai: {missing}")
        return None


async def _asked() -> list[str]:
    async with Worker() as worker:
        assert worker.hello is not None
        return worker.hello.architectures
