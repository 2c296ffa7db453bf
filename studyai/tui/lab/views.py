"""What a view shows, as maps, bars, words: no widgets, so it can be tested by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Literal

from textual.content import Content

from studyai.protocol import View
from studyai.tui.lab.text import shape_words
from studyai.tui.widgets.bars import bar
from studyai.tui.widgets.columns import MINUS
from studyai.tui.widgets.heat_map import HeatMapData
from studyai.tui.widgets.heat_tiles import Spot
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.plane import GLYPHS, SEEN

RIGHT, WRONG = "✓", "✗"
MOST_BARS = 12  # classes; of more only the likeliest are shown

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


def picture_of(view: View) -> list[list[float]] | None:
    """Return the example as one picture: rows of its first channel, its steps as rows; None for tokens and a point."""
    if view.words or not view.input.shape or view.input.shape == (2,):
        return None
    picture, sides = view.input.values(), len(view.input.shape)
    for _ in range(sides - 2):
        picture = picture[0]
    rows: list[list[float]] = picture if sides >= 2 else [picture]
    return rows


# Bars


def bars_of(view: View) -> tuple[list[str], list[float], float]:
    """Return neighbours, or a number for every step of time: names, values, and what the longest bar stands for."""
    if view.neighbours:
        return [item.word for item in view.neighbours], [item.similarity for item in view.neighbours], 1.0
    values = view.tensor.flat().tolist()
    largest = max((abs(value) for value in values if value == value), default=0.0) or 1.0
    return [f"{view.axes[0]} {index}" for index in range(len(values))], values, largest


# What was expected, and what is answered


def verdict_words(view: View) -> Content:
    """Say in a line whether the model is right."""
    if view.kind == "class":
        answered, expected = _first(view.answered), _first(view.expected)
        verb = "guesses " if view.words else "reads "
        if answered == expected:
            return Content.assemble(verb, (f"{answered} {RIGHT}", "bold $success"))
        return Content.assemble(verb, (f"{answered} {WRONG}", "bold $error"), f"  is {expected}")
    if view.kind == "number":
        return Content.assemble(("answers ", ""), (", ".join(map(_signed, view.answered)), "bold"))
    wrong = sum(expected != answered for expected, answered in zip(view.expected, view.answered, strict=True))
    if not wrong:
        return Content.styled(f"all {len(view.expected)} right {RIGHT}", "bold $success")
    return Content.assemble((f"{wrong} wrong {WRONG}", "bold $error"))


def example_words(view: View) -> Content:
    """Return number the example, and say what it is where a word or a point is all there is."""
    shown = ""
    if view.input.shape == (2,) and not view.words:
        shown = "({:.3g}, {:.3g})".format(*view.input.flat()).replace("-", MINUS)
    elif view.kind == "class" and view.words:
        shown = f"“{_first(view.words[0])}”"
    return Content.assemble("example ", (f"{view.example}", "bold"), f"  {shown}" if shown else "")


def answer_words(view: View, classes: Sequence[str], width: int) -> Content:
    """Return probabilities of the classes, a sequence token by token, or numbers, in so many columns."""
    if view.kind == "sequence":
        return _sequence(view)
    if view.kind == "number" or not view.probabilities:
        expected = ", ".join(map(_signed, view.expected))
        return Content.assemble(("expected ", "dim"), printable(expected))
    return probability_bars(view, classes, width)


def _first(words: Sequence[str]) -> str:
    return printable(words[0]) if words else "–"


def _signed(text: str) -> str:
    return printable(text.replace("-", MINUS))


def _sequence(view: View) -> Content:
    """Return a line for each token: what goes in, what is expected, what is answered; wrong ones are marked."""
    given = _inputs(view, max(len(view.expected), 1))
    table = [("in", "wanted", "says")]
    table += [(given[k], view.expected[k], view.answered[k]) for k in range(len(view.expected))]
    cells = [tuple(printable(text) for text in row) for row in table]
    widths = [max(len(row[column]) for row in cells) for column in range(3)]
    lines = []
    for number, row in enumerate(cells):
        text = "  ".join(cell.rjust(size) for cell, size in zip(row, widths, strict=True))
        if not number:
            lines.append(Content.styled(f"{text}   ", "dim"))
        elif row[1] == row[2]:
            lines.append(Content.assemble(text, (f" {RIGHT}", "$success")))
        else:
            lines.append(Content.assemble((f"{text} {WRONG}", "bold $error")))
    return Content("\n").join(lines)


def _inputs(view: View, length: int) -> list[str]:
    """Return the first input's entry at every step, blank past its end."""
    if view.words:
        shown = list(view.words[0])
    elif len(view.input.shape) == 2:
        shown = [" ".join(f"{value:.3g}" for value in row).replace("-", MINUS) for row in view.input.values()]
    else:
        shown = []
    return [*shown, *[""] * length][: max(length, 0)]


def probability_bars(view: View, classes: Sequence[str], width: int) -> Content:
    """Return a bar for each class in so many columns; the right class is marked."""
    chosen = list(range(len(classes)))
    if len(chosen) > MOST_BARS:
        chosen = sorted(chosen, key=lambda index: -view.probabilities[index])[: MOST_BARS - 2]
        chosen += [view.label] if view.label not in chosen else []
    name_width = max((len(classes[index]) for index in chosen), default=0)
    bar_width = max(width - name_width - 9, 1)
    lines = []
    for index in chosen:
        name, share = printable(classes[index]), view.probabilities[index]
        mark = "◂" if index == view.label else " "
        style = "bold" if index == view.prediction else "dim"
        lines.append(Content.styled(f"{name:>{name_width}} {bar(share, bar_width)} {share:5.3f} {mark}", style))
    return Content("\n").join(lines)
