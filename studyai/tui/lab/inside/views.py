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


def maps_of(view: View) -> list[HeatMapData]:
    """Return the inner tensor as maps: its last two axes are rows and columns, the others make many maps."""
    values, shape = view.tensor.values(), view.tensor.shape
    if len(shape) < 2:
        return [HeatMapData([values] if shape else [[values]])]
    rows, columns = _tokens(view, view.axes[-2:-1], shape[-2]), _tokens(view, view.axes[-1:], shape[-1])
    return [HeatMapData(part, title, rows, columns) for part, title in _parts(values, shape, view.axes)]


def _tokens(view: View, axis: Sequence[str], length: int) -> tuple[str, ...]:
    """Return the tokens along an axis of an attention map, where the example is made of tokens."""
    name, probe = "".join(axis), view.probe
    if not view.words or name not in ("source", "target", "query", "key"):
        return ()
    read, written = view.words[0], view.words[-1]
    from_source = name == "source" or "encoder" in probe or (name == "key" and "cross" in probe)
    tokens = read if from_source else written
    return tuple(tokens) if len(tokens) == length else ()


def _parts(values: object, shape: Sequence[int], axes: Sequence[str]) -> Iterator[tuple[list[list[float]], str]]:
    for place in product(*(range(side) for side in shape[:-2])):
        part: object = values
        for index in place:
            part = part[index] if isinstance(part, list) else part
        title = f"{axes[0]} {place[0]}" if len(place) == 1 else "·".join(map(str, place))
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
