"""What a sweep shows: the best value, where learning ends, and what the curvature at the start had said."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean

import msgspec

from studyai.client.sweep.record import Point, Record, value_words
from studyai.protocol import Setting, SettingValue

PLAIN: Mapping[str, SettingValue] = {
    "optimiser": "sgd", "momentum": 0.0, "schedule": "constant", "warm_up": 0, "clip": 0.0, "l1": 0.0, "dropout": 0.0,
    "input_noise": 0.0, "label_noise": 0.0,
}  # fmt: skip
"""Settings under which an update is w − rate · ∂J/∂w and nothing else."""


TOO_HIGH = 2  # times the loss at the start: what lies over it would leave no room for the rest of the curve


class Edge(msgspec.Struct, frozen=True):
    """Where learning ends: the last value at which every seed ends better than it began, and the one after it."""

    last: Point
    after: Point


def is_plain(rows: Mapping[str, Setting]) -> bool:
    """Return whether 2/λ_max says anything about these updates."""
    return all(rows[name].value == value for name, value in PLAIN.items() if name in rows)


def curve(record: Record) -> list[tuple[float, float]]:
    """Return the mean final loss at each value, of a setting that is a number, as far as none diverged."""
    if record.sweep.scale == "words":
        return []
    starts = [one.start for one in record.outcomes if one.start is not None]
    highest = TOO_HIGH * fmean(starts) if starts else 0.0
    return [
        (float(point.value), point.loss) for point in record.points if point.loss is not None and point.loss <= highest
    ]


def best(record: Record) -> Point | None:
    """Return the value with the smallest mean of its final losses, among those whose runs are all done."""
    done = [point for point in record.points if len(point.outcomes) == record.sweep.seeds and point.loss is not None]
    return min(done, key=lambda point: point.loss or 0.0, default=None)


def edge(record: Record) -> Edge | None:
    """Return where learning ends as the learning rate grows; None if it does not, or is not known yet."""
    if record.sweep.setting != "learning_rate":
        return None
    last: Point | None = None
    for point in record.points:
        if len(point.outcomes) < record.sweep.seeds and not point.worse:
            return None
        if not point.worse:
            last = point
        elif last is not None:
            return Edge(last, point)  # before it, rates so small that nothing is learnt may stand
    return None


def limit(record: Record) -> float | None:
    """Return 2/λ_max with the mean λ_max of all seeds; None where it was not measured, or nothing is curved upwards."""
    if not record.curved:
        return None
    largest = fmean(one.largest for one in record.curved)
    return 2 / largest if largest > 0 else None


def spoken(record: Record) -> list[str]:
    """Return the findings, a sentence or two each."""
    return [words for words in (_best_words(record), _edge_words(record), limit_words(record)) if words]


def _best_words(record: Record) -> str:
    found = best(record)
    if found is None or found.loss is None:
        return ""
    metric = "" if found.metric is None else f", {record.metric} {found.metric:.1%}"
    return f"Lowest mean loss: {found.loss:.4g} at {record.sweep.setting} {value_words(found.value)}{metric}."


def _edge_words(record: Record) -> str:
    found = edge(record)
    if found is None:
        return ""
    after = found.after
    how, many = ("diverged", after.diverged) if after.diverged else ("ended no better than they began", after.worse)
    seeds = f"{many} of {record.sweep.seeds} seeds {how}"
    return f"It learns up to {value_words(found.last.value)}; at {value_words(after.value)}, {seeds}."


def limit_words(record: Record) -> str:
    """Return what the curvature at the start says, and what it does not."""
    found = limit(record)
    if found is None:
        return f"2/λ_max was not measured: {record.not_curved}" if record.not_curved else ""
    largest = [one.largest for one in record.curved]
    examples = record.curved[0].examples
    batches = (
        f", and updates on {record.batch_size} of {examples:,} are noisier" if record.batch_size < examples else ""
    )
    return (
        f"2/λ_max = {found:.3g} (λ_max {fmean(largest):.3g} of the loss's Hessian at the start, "
        f"{min(largest):.3g} to {max(largest):.3g} by seed): the limit of gradient descent on all examples without "
        f"momentum, if the loss were quadratic. Here the curvature changes as it trains{batches}."
    )
