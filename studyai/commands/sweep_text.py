"""A sweep in plain text: the table, drawn over itself while it grows, and at the end the curve and what it shows."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Collection
from types import TracebackType

from studyai.client.sweep.crew import Crew
from studyai.client.sweep.findings import curve, spoken
from studyai.client.sweep.plan import Cell
from studyai.client.sweep.record import Record, described
from studyai.client.sweep.table import rows
from studyai.commands.text_plot import plotted

BETWEEN = 0.25  # seconds


class LiveTable:
    """The table of a sweep on standard error while it goes on, where that is a terminal; used with `async with`."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._lines = 0  # that stand there now
        self._drawing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> LiveTable:
        if sys.stderr.isatty():
            self._drawing = asyncio.create_task(self._draw_on())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawing is not None:
            self._drawing.cancel()
            self.clear()

    async def _draw_on(self) -> None:
        while True:
            crew = self._crew
            text = table(crew.record, crew).splitlines()
            size = shutil.get_terminal_size()
            shown = [line[: size.columns - 1] for line in text[-(size.lines - 2) :]]
            self.clear()
            sys.stderr.write("\n".join(shown) + "\n")
            sys.stderr.flush()
            self._lines = len(shown)
            await asyncio.sleep(BETWEEN)

    def clear(self) -> None:
        """Take the table away: what is printed next stands in its place."""
        if self._lines:
            sys.stderr.write(f"\x1b[{self._lines}F\x1b[J")
            sys.stderr.flush()
            self._lines = 0


def table(record: Record, crew: Crew | None = None, left_out: Collection[Cell] = ()) -> str:
    """Return the table; while it grows, with how far the runs in hand have come."""
    running, left_out = (crew.running, crew.given_up) if crew is not None else ({}, left_out)
    sweep, found = record.sweep, rows(record, running, left_out)
    heads = [sweep.setting, "mean loss", *(f"seed {seed}" for seed in range(sweep.seeds)), record.metric]
    lines = [heads, *([row.value, row.mean, *row.seeds, row.metric] for row in found)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    done = f"{len(record.outcomes)} of {len(sweep.cells)} runs"
    drawn = ["  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([f"{described(sweep)}   {done}", *drawn])


def report(record: Record, left_out: Collection[Cell]) -> str:
    """Return all there is to say at the end."""
    parts = [table(record, left_out=left_out)]
    points = curve(record)
    if len(points) > 1:
        logarithmic = record.sweep.scale == "logarithmic"
        along = f"{record.sweep.setting}{', logarithmic' if logarithmic else ''}"
        parts.append(plotted(f"final loss along {along}", points, logarithmic=logarithmic, last=False))
    return "\n\n".join([*parts, "\n".join(spoken(record))]).rstrip()
