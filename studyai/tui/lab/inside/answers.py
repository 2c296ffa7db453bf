"""The example of a view, what was expected of it and what the model answers: no widgets."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from studyai.protocol import View
from studyai.tui.widgets.bars import bar
from studyai.tui.widgets.columns import MINUS
from studyai.tui.widgets.plain import printable

RIGHT, WRONG = "✓", "✗"
MOST_BARS = 12  # classes; of more only the likeliest are shown


def picture_of(view: View) -> list[list[float]] | None:
    """Return the example as one picture: rows of its first channel, its steps as rows; None for tokens and a point."""
    if view.words or not view.input.shape or view.input.shape == (2,):
        return None
    picture, sides = view.input.values(), len(view.input.shape)
    for _ in range(sides - 2):
        picture = picture[0]
    rows: list[list[float]] = picture if sides >= 2 else [picture]
    return rows


def axes_of(view: View) -> tuple[str, str]:
    """Return what the rows and columns of the example's picture are: an image's own, or steps of time and values."""
    return ("row", "column") if len(view.input.shape) == 3 else ("time", "value")


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
    """Return the example's number, and what it is where a word or a point is all there is."""
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
    """Return a bar for each class in so many columns; the true class is marked."""
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
