"""A sweep as a table: a row for each value, with the final loss of every seed, or how far its run has come."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from studyai.client.run import Run
from studyai.client.sweep.plan import Cell
from studyai.client.sweep.record import Outcome, Point, Record, value_words

DIVERGED, WAITING, LEFT_OUT, NOTHING = "✗", "·", "–", ""


@dataclass(frozen=True)
class Row:
    """A value, the mean of its final losses, that of its metric, and each seed's final loss."""

    value: str
    mean: str
    metric: str
    seeds: tuple[str, ...]


def rows(record: Record, running: Mapping[Cell, Run], left_out: Collection[Cell] = ()) -> list[Row]:
    """Return a row for each value."""
    return [_row(record, point, running, left_out) for point in record.points]


def _row(record: Record, point: Point, running: Mapping[Cell, Run], left_out: Collection[Cell]) -> Row:
    done = {one.seed: one for one in point.outcomes}
    cells = [Cell(point.value, seed) for seed in range(record.sweep.seeds)]
    seeds = [_cell(done.get(cell.seed), running.get(cell), is_left_out=cell in left_out) for cell in cells]
    mean = DIVERGED if point.diverged else NOTHING if point.loss is None else loss_words(point.loss)
    metric = NOTHING if point.metric is None else f"{point.metric:.1%}"
    return Row(value_words(point.value), mean, metric, tuple(seeds))


def _cell(outcome: Outcome | None, run: Run | None, *, is_left_out: bool) -> str:
    if outcome is not None:
        return DIVERGED if outcome.loss is None else loss_words(outcome.loss)
    if run is not None:
        return f"{done_of(run):.0%}"
    return LEFT_OUT if is_left_out else WAITING


def done_of(run: Run) -> float:
    """Return the share of its updates that a run has done."""
    return run.latest.step / run.started.steps if run.latest is not None else 0.0


def loss_words(loss: float) -> str:
    """Return a loss in nine columns at most."""
    return f"{loss:.4f}" if 1e-3 <= loss < 1e4 else f"{loss:.2e}"
