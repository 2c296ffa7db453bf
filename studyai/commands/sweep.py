"""`studyai sweep`: one setting varied, each value with several seeds, on all cores; a file keeps what is done."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from pathlib import Path

from studyai.client.sweep.agreeing import agreed
from studyai.client.sweep.crew import MOST_WORKERS, Crew
from studyai.client.sweep.errors import SweepError
from studyai.client.sweep.plan import Sweep, Wish, wish
from studyai.client.sweep.record import Record, read
from studyai.client.worker import Worker
from studyai.commands.errors import BadInputError
from studyai.commands.output import complain, say, say_json
from studyai.commands.sweep_text import LiveTable, report
from studyai.commands.variants import named_values
from studyai.cores import cores
from studyai.files import MEBIBYTE, read_file
from studyai.worksheet.output import OutputError, Outputs

LARGEST_FILE = 16 * MEBIBYTE


def sweep(arguments: Namespace) -> int:
    """Do what is left of the sweep and return 1 if a run of it could not be done."""
    wanted = _wish(arguments)
    kept = Kept(None if arguments.output is None else Path(arguments.output))
    try:
        return asyncio.run(_sweep(wanted, kept, as_json=arguments.json))
    except KeyboardInterrupt:
        kept.say_interrupted()
        raise


def _wish(arguments: Namespace) -> Wish:
    settings = named_values("--set", arguments.set or [], "a setting is NAME=VALUES")
    if arguments.task is not None:
        if "task" in settings:
            raise BadInputError("--set task and --task are the same setting; give one of them")
        settings["task"] = arguments.task
    if arguments.steps is not None and "steps" in settings:
        raise BadInputError("--set steps and --steps are the same setting; give one of them")
    return wish(arguments.architecture, settings, points=arguments.points, seeds=arguments.seeds, steps=arguments.steps)


async def _sweep(wanted: Wish, kept: Kept, *, as_json: bool) -> int:
    async with Worker(threads=1) as first:
        record = kept.begin(await agreed(first, wanted))
        others = min(cores(), MOST_WORKERS, len(record.left)) - 1
        crew = Crew(record, [first, *(Worker(threads=1) for _ in range(others))])
        table = LiveTable(crew)
        crew.on_change = lambda: _note(crew, kept, table)
        async with table:
            await crew.work()
    if as_json:
        say_json(crew.record)
    else:
        say(report(crew.record, crew.given_up))
    return 1 if crew.given_up else 0


def _note(crew: Crew, kept: Kept, table: LiveTable) -> None:
    """Keep the runs that are done by now, and tell what went wrong since."""
    kept.keep(crew.record)
    told, crew.told = crew.told, []
    for words in told:
        table.clear()
        complain(f"studyai: {words}")


class Kept:
    """The sweep's file, if there is one: written anew after each run, whole or not at all."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._written: Record | None = None

    def begin(self, sweep: Sweep) -> Record:
        """Return what the file holds of that sweep; what cannot be written is found out now. Raises BadInputError."""
        record = self._read(sweep)
        self.keep(record)
        return record

    def _read(self, sweep: Sweep) -> Record:
        if self._file is None or not self._file.exists():
            return Record(sweep)
        try:
            return read(read_file(self._file, LARGEST_FILE)).going_on_with(sweep)
        except OSError as problem:
            raise BadInputError(f"-o {self._file}: {problem.strerror}") from problem
        except SweepError as problem:
            raise BadInputError(f"-o {self._file}: {problem}; name another file") from problem

    def keep(self, record: Record) -> None:
        """Write the file, unless all of it stands there."""
        if self._file is None or record is self._written:
            return
        try:
            with Outputs([self._file]) as outputs:
                outputs.write(0, record.encoded())
                outputs.commit()
        except OutputError as problem:
            raise BadInputError(f"-o {problem}") from problem
        self._written = record

    def say_interrupted(self) -> None:
        """Say what there is by now, and how it goes on."""
        if self._written is None:
            complain("studyai: stopped; with -o FILE its runs are kept, and the same command goes on with them")
            return
        done, all_ = len(self._written.outcomes), len(self._written.sweep.cells)
        complain(f"studyai: stopped; {done} of {all_} runs are in {self._file}, and the same command goes on with them")
