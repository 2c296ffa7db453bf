"""Curves of questions, read from YAML: numbers kept, and what they were drawn from."""

from __future__ import annotations

from itertools import pairwise

from studyai.bank.kinds.exercises.names import read_identifier
from studyai.bank.kinds.questions import shape
from studyai.bank.kinds.questions.question import Curve
from studyai.bank.located import NUMBER, Located

MOST_SERIES, FEWEST_POINTS, MOST_POINTS = 4, 3, 200


def read_curve(place: Located) -> Curve:
    """Return the curve; raises BankError at its first mistake."""
    entries = place.fields(shape.Curve)
    if ("run" in entries) is ("claim" in entries):
        raise place.wrong("a curve was drawn from `run:` or from `claim:`; name one of them")
    if "set" in entries and "claim" not in entries:
        raise entries["set"].wrong("set stands beside claim only")
    series = {name: _points(at) for name, at in entries["series"].mapping().items()}
    if not 1 <= len(series) <= MOST_SERIES:
        raise entries["series"].wrong(f"{len(series)} series; accepted: 1 to {MOST_SERIES}")
    return Curve(
        x=entries["x"].text(),
        y=entries["y"].text(),
        series=series,
        run=entries["run"].text() if "run" in entries else "",
        claim=read_identifier(entries["claim"].text(), entries["claim"]) if "claim" in entries else "",
        knobs={name: _knob(at) for name, at in entries["set"].mapping().items()} if "set" in entries else {},
    )


def _points(place: Located) -> tuple[tuple[float, float], ...]:
    points = []
    for one in place.items():
        pair = [float(number.number()) for number in one.items()]
        if len(pair) != 2:
            raise one.wrong("a point is [x, y]")
        points.append((pair[0], pair[1]))
    if not FEWEST_POINTS <= len(points) <= MOST_POINTS:
        raise place.wrong(f"{len(points)} points; accepted: {FEWEST_POINTS} to {MOST_POINTS}")
    if any(after[0] <= before[0] for before, after in pairwise(points)):
        raise place.wrong("x must grow from point to point")
    return tuple(points)


def _knob(place: Located) -> bool | int | float | str:
    text = place.text()
    if text in ("true", "false"):
        return text == "true"
    if NUMBER.fullmatch(text) is None:
        return text
    number = place.number()
    return number if isinstance(number, int) else float(number)
