"""An inner tensor as maps, as bars, as a plane with its words: no widgets, so it can be tested by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Literal

from textual.content import Content

from studyai.protocol import View
from studyai.tui.lab.text import shape_words
from studyai.tui.widgets.columns import MINUS
from studyai.tui.widgets.heat.data import HeatMapData
from studyai.tui.widgets.heat.tiles import Spot
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.plane import GLYPHS, SEEN

OF_TOKENS = ("source", "target", "query", "key", "time", "position")
ARROWS = "↓→"  # where the last two axes of a map go

Kind = Literal["plane", "words", "map"]


def kind_of(view: View) -> Kind:
    """Return how the inner tensor is drawn."""
    if view.plane is not None:
        return "plane"
    return "words" if view.neighbours or (len(view.tensor.shape) < 2 and "time" in view.axes) else "map"


def probe_words(view: View) -> Content:
    """Name what is shown: `conv1.feature_maps  map 8 × row 8 × column 8`."""
    name = printable(view.probe)
    if view.neighbours:
        return Content.assemble(name, ("  the nearest to ", "dim"), f"“{printable(view.word)}”")
    axes = [f"{axis} {side}" for axis, side in zip(view.axes, view.full_shape, strict=True)]
    if kind_of(view) == "map":
        axes = [*axes[:-2], *(f"{axis} {arrow}" for axis, arrow in zip(axes[-2:], ARROWS[-len(axes) :], strict=False))]
    smaller = "" if view.tensor.shape == view.full_shape else f", shown as {shape_words(view.tensor.shape)}"
    return Content.assemble(name, (f"  {printable(' × '.join(axes))}{smaller}", "dim"))


def plane_words(view: View, classes: Sequence[str]) -> Content:
    """Return what the plane's glyphs stand for."""
    found = sorted(set(view.plane.labels)) if view.plane else []
    names = [classes[label] if label < len(classes) else str(label) for label in found]
    legend = "  ".join(f"{GLYPHS[label % len(GLYPHS)]} {name}" for label, name in zip(found, names, strict=True))
    seen = f"  {SEEN} example {view.example}" if view.input.shape == (2,) else ""
    return Content.assemble(printable(legend), seen, ("   decision boundary", "dim"))


def place_of(shape: Sequence[int], spot: Spot) -> tuple[int, ...]:
    """Return the index in a tensor of what stands there in its maps."""
    if len(shape) < 2:
        return (spot.column,) if shape else ()
    index, outer = spot.map, []
    for side in reversed(shape[:-2]):
        index, rest = divmod(index, side)
        outer.append(rest)
    return (*reversed(outer), spot.row, spot.column)


def place_words(view: View, place: Sequence[int]) -> str:
    """Say which number is meant: `map 0, row 3, column 4`."""
    if view.neighbours:
        return f"cosine of “{view.word}” and “{view.neighbours[place[0]].word}”"
    if view.plane is not None:
        (left, right), (low, high), (rows, columns, _) = view.plane.across, view.plane.up, view.tensor.shape
        x = left + (right - left) * place[1] / (columns - 1)
        y = high - (high - low) * place[0] / (rows - 1)
        return f"score at ({x:.3g}, {y:.3g})".replace("-", MINUS)
    return ", ".join(f"{axis} {index}" for axis, index in zip(view.axes, place, strict=True)) or view.probe


# Maps


def maps_of(view: View, classes: Sequence[str] = ()) -> list[HeatMapData]:
    """Return the inner tensor as maps: its last two axes are rows and columns, the others make many maps."""
    values, shape = view.tensor.values(), view.tensor.shape
    if len(shape) < 2:
        columns = _names(view, view.axes[0], shape[0], classes) if shape else ()
        across = view.axes[0] if shape else "value"
        return [
            HeatMapData([values] if shape else [[values]], column_names=columns, axes=("row", across), numbered=True)
        ]
    down, across = view.axes[-2:]
    rows, columns = _names(view, down, shape[-2], classes), _names(view, across, shape[-1], classes)
    parts = _parts(values, shape, view.axes)
    return [HeatMapData(part, title, rows, columns, (down, across), numbered=True) for part, title in parts]


def _names(view: View, axis: str, length: int, classes: Sequence[str]) -> tuple[str, ...]:
    """Return what stands along an axis: classes, or tokens where the example is made of them; else it is numbered."""
    if axis == "class":
        return tuple(map(printable, classes)) if len(classes) == length else ()
    if not view.words or axis not in OF_TOKENS:
        return ()
    read, written = view.words[0], view.words[-1]
    from_source = axis == "source" or "encoder" in view.probe or (axis == "key" and "cross" in view.probe)
    tokens = read if from_source else written
    return tuple(map(printable, tokens)) if len(tokens) == length else ()


def _parts(values: object, shape: Sequence[int], axes: Sequence[str]) -> Iterator[tuple[list[list[float]], str]]:
    for place in product(*(range(side) for side in shape[:-2])):
        part: object = values
        for index in place:
            part = part[index] if isinstance(part, list) else part
        told = [(axis, index) for axis, index, side in zip(axes, place, shape, strict=False) if side > 1]
        title = f"{told[0][0]} {told[0][1]}" if len(told) == 1 else "·".join(str(index) for _, index in told)
        if isinstance(part, list):
            yield part, title


# Bars


def bars_of(view: View) -> tuple[list[str], list[float], float]:
    """Return neighbours, or a number for every step of time: names, values, and what the longest bar stands for."""
    if view.neighbours:
        return [item.word for item in view.neighbours], [item.similarity for item in view.neighbours], 1.0
    values = view.tensor.flat().tolist()
    largest = max((abs(value) for value in values if value == value), default=0.0) or 1.0
    return [f"{view.axes[0]} {index}" for index in range(len(values))], values, largest
