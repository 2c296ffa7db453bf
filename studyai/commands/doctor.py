"""`studyai doctor`: what works here and what does not."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from importlib.metadata import version

from studyai.bank.bank import Bank
from studyai.bank.packs import user_folder
from studyai.client.errors import WorkerLost
from studyai.client.worker import Worker
from studyai.commands.output import complain, say, say_json
from studyai.log import log_file
from studyai.packages import install_command, missing
from studyai.settings_file import settings_path
from studyai.study.record.errors import RecordError
from studyai.study.record.places import record_file
from studyai.study.record.store import Record

Finding = tuple[str, bool, str]
LEAST_COLUMNS, LEAST_ROWS = 60, 18


def doctor(bank: Bank, arguments: Namespace) -> int:
    """Print each finding and return 1 if something does not work."""
    findings = list(_findings(bank))
    if arguments.json:
        say_json([{"what": what, "works": works, "detail": detail} for what, works, detail in findings])
    else:
        for what, works, detail in findings:
            say(f"{'✓' if works else '✗'} {what:12} {detail}")
    return 0 if all(works for _, works, _ in findings) else 1


def _findings(bank: Bank) -> Iterator[Finding]:
    yield "python", sys.version_info >= (3, 11), platform.python_version()
    yield "studyai", True, version("studyai")
    yield "textual", True, version("textual")
    yield _worker()
    yield _packages()
    yield _bank(bank)
    yield "own packs", True, str(user_folder())
    yield _record(record_file)
    yield "settings", True, f'{settings_path()} (keys of your own: {{"keys": {{"lab.step": "u"}}}}, see docs/keys.md)'
    yield "log", True, str(log_file())
    yield _terminal()


def _worker() -> Finding:
    try:
        welcome = asyncio.run(_greet())
    except WorkerLost as lost:
        return "worker", False, str(lost)
    return "worker", True, welcome


def _packages() -> Finding:
    """Say which other packages are missing; of torch the worker tells."""
    lacking = [package for package in missing() if package.name != "torch"]
    if not lacking:
        return "packages", True, "all that StudyAI can use"
    failing = "; ".join(f"no {package.name}, so {package.failing}" for package in lacking)
    return "packages", False, f"{failing}; to install: {install_command(missing())}"


async def _greet() -> str:
    async with Worker() as worker:
        hello = worker.hello
        assert hello is not None
        devices = ", ".join(hello.devices)
        return f"torch {hello.torch} on {devices}, {hello.threads} threads, {len(hello.oracles)} oracles"


def _bank(bank: Bank) -> Finding:
    if bank.problems:
        return "bank", False, "; ".join(bank.problems)
    return "bank", bool(bank.ids()), f"{len(bank.ids())} exercises in {len(bank.sections())} sections"


def _record(place: Callable[[], object]) -> Finding:
    try:
        record = Record(tell=complain)
    except RecordError as problem:
        return "record", False, str(problem)
    marks = sum(one.steps for one in record.progress().values())
    record.close()
    return "record", True, f"{place()} ({marks} steps practised)"


def _terminal() -> Finding:
    if not sys.stdout.isatty():
        return "terminal", True, "none (output goes to a file or a pipe)"
    columns, rows = shutil.get_terminal_size()
    colours = os.environ.get("COLORTERM") or os.environ.get("TERM", "unknown")
    fits = columns >= LEAST_COLUMNS and rows >= LEAST_ROWS
    return (
        "terminal",
        fits,
        f"{columns}×{rows}, {colours}" + ("" if fits else f"; the app needs {LEAST_COLUMNS}×{LEAST_ROWS}"),
    )
