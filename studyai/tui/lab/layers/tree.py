"""The layers as a tree: every part of the model is a row, with its inner tensors; no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from studyai.protocol import Layer, Probe, Signal, Started
from studyai.tui.lab.text import shape_words
from studyai.tui.widgets.columns import short_number

VANISHED, EXPLODED = 1e-6, 1e3  # gradient norms beyond these are marked


@dataclass(frozen=True)
class Row:
    """A part of the model: a layer, a group of layers, or (with the empty name) the whole."""

    name: str
    label: str
    layer: Layer | None
    probes: tuple[Probe, ...]


@dataclass(frozen=True)
class Columns:
    """What a table says of each row, and in how many columns of the screen."""

    width: int
    kinds: bool = False
    signals: bool = False


def tree(started: Started) -> list[Row]:
    """Return the model, and under it groups and layers in the order of the forward pass.

    Each has the probes it owns.
    """
    found: list[tuple[str, int, Layer | None]] = [("", 0, None)]
    above: list[str] = []
    for layer in started.layers:
        *groups, _ = parts = _parts(layer.name)
        for depth in range(len(groups)):
            if above[: depth + 1] != groups[: depth + 1]:
                found.append((".".join(groups[: depth + 1]), depth, None))
        above = groups
        found.append((layer.name, len(parts) - 1, layer))
    names = [name for name, _, _ in found]
    owners = {probe.name: _owner(probe.name, names) for probe in started.probes}
    rows = []
    for name, depth, part in found:
        label = " " * depth + _parts(name)[-1] if name else started.architecture
        rows.append(Row(name, label, part, tuple(p for p in started.probes if owners[p.name] == name)))
    return rows


def _parts(name: str) -> list[str]:
    """`encoder.0.attention.query` as `encoder.0`, `attention`, `query`: a number belongs to the word before it."""
    parts: list[str] = []
    for part in name.split("."):
        if part.isdigit() and parts:
            parts[-1] += f".{part}"
        else:
            parts.append(part)
    return parts


def _owner(probe: str, names: Sequence[str]) -> str:
    """Return the longest name that the probe's begins with."""
    inside = [name for name in names if name and (probe == name or probe.startswith(f"{name}."))]
    return max(inside, key=len, default="")


def row_of(rows: Sequence[Row], probe: str) -> int:
    """Return the row that owns a probe; the first if none does."""
    return next((index for index, row in enumerate(rows) if any(item.name == probe for item in row.probes)), 0)


def by_row(signals: Sequence[Signal]) -> dict[str, Signal]:
    """Return signals by the name of the row they belong to."""
    return {"" if item.layer == "model" else item.layer: item for item in signals}


def lines(rows: Sequence[Row], signals: Mapping[str, Signal], columns: Columns) -> list[Content]:
    """Return one aligned line for each row; names give way where there is too little room."""
    cells = [_signal_cells(signals.get(row.name)) if columns.signals else _shape_cells(row, columns) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    longest = max(len(row.label) for row in rows)
    name_width = max(min(longest, columns.width - sum(widths) - 2 * len(widths)), 8)
    return [_line(row, texts, widths, name_width) for row, texts in zip(rows, cells, strict=True)]


def _line(row: Row, texts: Sequence[str], widths: Sequence[int], name_width: int) -> Content:
    if not any(texts):
        return Content.styled(row.label, "bold" if not row.name else "dim")  # there is nothing that needs the room
    name = row.label if len(row.label) <= name_width else row.label[: name_width - 1] + "…"
    facts = "  ".join(text.rjust(width) for text, width in zip(texts, widths, strict=True))
    style = "" if row.layer is not None else "bold" if not row.name else "dim"
    return Content.assemble((name.ljust(name_width), style), "  ", facts)


def _shape_cells(row: Row, columns: Columns) -> list[str]:
    layer = row.layer
    kind = [layer.kind if layer else ""] if columns.kinds else []
    if layer is None:
        return [*kind, "", ""]
    return [*kind, shape_words(layer.shape[1:]), f"{layer.parameters:,}"]


def _signal_cells(signal: Signal | None) -> list[str]:
    if signal is None:
        return ["", ""]
    mark = "▾" if signal.gradient < VANISHED else "▴" if signal.gradient > EXPLODED else " "
    ratio = "–" if signal.ratio is None else short_number(signal.ratio, 2)
    return [f"{short_number(signal.gradient, 2)}{mark}", ratio]


def heading(started: Started, columns: Columns, signals_step: int) -> Content:
    """Return what the columns are."""
    total = sum(layer.parameters for layer in started.layers)
    if not columns.signals:
        return Content.assemble("layers  ", (f"{total:,} parameters", "dim"))
    when = f"update {signals_step:,}" if signals_step else "no update yet"
    return Content.assemble("gradient, |Δw|/|w|  ", (when, "dim"))
