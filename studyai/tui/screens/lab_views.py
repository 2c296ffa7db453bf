"""What a view shows, as maps, bars, words: no widgets, so it can be tested by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Literal

from textual.content import Content

from studyai.protocol import View
from studyai.tui.plain import printable
from studyai.tui.screens.lab_text import shape_words
from studyai.tui.widgets.columns import MINUS, align_points, short_number
from studyai.tui.widgets.heat_map import HeatMapData

BLOCKS = " ▏▎▍▌▋▊▉█"
RIGHT, WRONG = "✓", "✗"
MOST_BARS = 12  # classes; of more only the likeliest are shown

Kind = Literal["plane", "words", "map"]


def kind_of(view: View) -> Kind:
    """How the inner tensor is drawn."""
    if view.plane is not None:
        return "plane"
    return "words" if view.neighbours or (len(view.tensor.shape) < 2 and "time" in view.axes) else "map"


def probe_words(view: View) -> str:
    """Name what is shown: `conv1.feature_maps  8×8×8  map × row × column`."""
    if view.neighbours:
        return f"{view.probe}  the nearest to “{view.word}”"
    axes = " × ".join(view.axes)
    smaller = "" if view.tensor.shape == view.full_shape else f", shown as {shape_words(view.tensor.shape)}"
    return f"{view.probe}  {shape_words(view.full_shape)}{smaller}  {axes}"


# Maps


def maps_of(view: View) -> list[HeatMapData]:
    """Return the inner tensor as maps: its last two axes are rows and columns, the others make many maps."""
    values, shape = view.tensor.values(), view.tensor.shape
    if len(shape) < 2:
        return [HeatMapData([values] if shape else [[values]])]
    rows, columns = _tokens(view, view.axes[-2:-1], shape[-2]), _tokens(view, view.axes[-1:], shape[-1])
    return [HeatMapData(part, title, rows, columns) for part, title in _parts(values, shape, view.axes)]


def _tokens(view: View, axis: Sequence[str], length: int) -> tuple[str, ...]:
    """The tokens along an axis of an attention map, where the example is made of tokens."""
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
    """Return the example as one picture: rows of its first channel, its steps as rows; None if it is made of tokens."""
    if view.words or not view.input.shape:
        return None
    picture, sides = view.input.values(), len(view.input.shape)
    for _ in range(sides - 2):
        picture = picture[0]
    rows: list[list[float]] = picture if sides >= 2 else [picture]
    return rows


# Bars


def inner_words(view: View, width: int) -> Content:
    """Neighbours, or a number for every step of time, as bars."""
    if view.neighbours:
        return _bars([item.word for item in view.neighbours], [item.similarity for item in view.neighbours], 1.0, width)
    values = view.tensor.flat().tolist()
    largest = max((abs(value) for value in values if value == value), default=0.0) or 1.0
    return _bars([f"{view.axes[0]} {index}" for index in range(len(values))], values, largest, width)


def _bars(names: Sequence[str], values: Sequence[float], largest: float, width: int) -> Content:
    shown = [printable(name) for name in names]
    numbers = align_points([short_number(value) for value in values])
    name_width, number_width = max(map(len, shown), default=0), max(map(len, numbers), default=0)
    bar_width = max(width - name_width - number_width - 2, 1)
    return Content("\n").join(
        Content.assemble((f"{name:>{name_width}} ", "dim"), (bar(abs(value) / largest, bar_width), "$accent"), number)
        for name, value, number in zip(shown, values, (f" {text:>{number_width}}" for text in numbers), strict=True)
    )


def bar(share: float, width: int) -> str:
    """Return a bar of eighths of a column, padded to its width; nan is empty."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8) if share == share else 0
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (BLOCKS[rest] if rest else "")).ljust(width)


# What was expected, and what is answered


def verdict_words(view: View) -> Content:
    """Say in a line whether the model is right."""
    if view.kind == "class":
        answered, expected = _first(view.answered), _first(view.expected)
        if answered == expected:
            return Content.assemble("reads ", (f"{answered} {RIGHT}", "bold $success"))
        return Content.assemble("reads ", (f"{answered} {WRONG}", "bold $error"), f"  is {expected}")
    if view.kind == "number":
        return Content.assemble(("answers ", ""), (", ".join(map(_signed, view.answered)), "bold"))
    wrong = sum(expected != answered for expected, answered in zip(view.expected, view.answered, strict=True))
    if not wrong:
        return Content.styled(f"all {len(view.expected)} right {RIGHT}", "bold $success")
    return Content.assemble((f"{wrong} wrong {WRONG}", "bold $error"))


def answer_words(view: View, classes: Sequence[str], width: int) -> Content:
    """Probabilities of the classes, a sequence token by token, or numbers, in so many columns."""
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
    """A line for each token: what goes in, what is expected, what is answered; wrong ones are marked."""
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
    """The first input's entry at every step, blank past its end."""
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
