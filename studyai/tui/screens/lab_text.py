"""What the lab says and shows of a run, as text and maps: no widgets, so it can be tested by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from textual.content import Content

from studyai.protocol import Finished, Frame, Layer, Probe, Started, View
from studyai.tui.widgets.columns import short_number
from studyai.tui.widgets.heat_map import HeatMapData

STATE_WORDS = {
    "running": "▶ running",
    "paused": "‖ paused",
    "finished": "✓ finished",
    "diverged": "✗ diverged",
}
BLOCKS = " ▏▎▍▌▋▊▉█"


def layer_rows(layers: Sequence[Layer], *, with_kind: bool) -> list[str]:
    """Return one aligned line for each layer: name, kind, output shape without the batch, parameters."""
    rows = [(item.name, item.kind, shape_words(item.shape[1:]), f"{item.parameters:,}") for item in layers]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    return [
        "  ".join(
            text.rjust(width) if column == 3 else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
            if with_kind or column != 1
        )
        for row in rows
    ]


def shape_words(shape: Sequence[int]) -> str:
    """Return `8×4×4`; a scalar is `–`."""
    return "×".join(str(side) for side in shape) or "–"


def status_line(started: Started, frame: Frame | None, *, brief: bool = False) -> Content:
    """Say what runs and how it is doing."""
    if frame is None:
        return Content.styled("building the model …", "dim")
    state_style = {"running": "bold $accent", "finished": "bold $success", "diverged": "bold $error"}
    facts = f"step {frame.step:,}   {frame.steps_per_second:,.0f} steps/s"
    if not brief:
        facts += f"   epoch {frame.epoch:.1f}   batch {started.batch_size}"
    state = (STATE_WORDS[frame.state], state_style.get(frame.state, "bold"))
    return Content.assemble(state, "   ", (facts, "dim"))


def outcome(frame: Frame | None, finished: Finished | None) -> tuple[str, str]:
    """Return what there is to say of how it went, and the style's name: ("", "") if nothing yet."""
    if frame is not None and frame.state == "diverged":
        return f"✗ {frame.explanation or 'The loss is no number any more.'}", "error"
    if finished is not None and finished.reason == "finished":
        verdict = "✓ target reached" if finished.reached else "✗ target missed"
        value, target = percent(finished.value), percent(finished.target)
        words = f"{verdict}: {finished.metric} {value}, wanted {target}; {finished.steps:,} steps"
        return f"{words}, {finished.seconds:.1f} s", "success" if finished.reached else "warning"
    return "", ""


def percent(share: float) -> str:
    """Return `97.2 %`."""
    return f"{100 * share:.1f} %"


def verdict_words(view: View, classes: Sequence[str]) -> Content:
    """Say what the model reads, and what it is if that is something else."""
    if view.prediction == view.label:
        return Content.assemble("reads ", (f"{classes[view.prediction]} ✓", "bold $success"))
    wrong = (f"{classes[view.prediction]} ✗", "bold $error")
    return Content.assemble("reads ", wrong, f"  is {classes[view.label]}")


def probability_bars(view: View, classes: Sequence[str], width: int) -> Content:
    """Return a bar for each class in so many columns; the right class is marked."""
    name_width = max((len(name) for name in classes), default=0)
    bar_width = max(width - name_width - 9, 1)
    lines = []
    for index, (name, share) in enumerate(zip(classes, view.probabilities, strict=True)):
        mark = "◂" if index == view.label else " "
        style = "bold" if index == view.prediction else "dim"
        lines.append(Content.styled(f"{name:>{name_width}} {bar(share, bar_width)} {share:5.3f} {mark}", style))
    return Content("\n").join(lines)


def bar(share: float, width: int) -> str:
    """Return a bar of eighths of a column, padded to its width; nan is empty."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8) if share == share else 0
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (BLOCKS[rest] if rest else "")).ljust(width)


def probes_of(layer: Layer, probes: Sequence[Probe]) -> list[Probe]:
    """Return the inner tensors that belong to a layer, by name: `conv1.kernels` to `conv1`."""
    return [probe for probe in probes if probe.name == layer.name or probe.name.startswith(f"{layer.name}.")]


def maps_of(view: View) -> list[HeatMapData]:
    """Return the inner tensor as maps: its last two axes are rows and columns, the others make many maps."""
    values, shape = view.tensor.values(), view.tensor.shape
    if len(shape) < 2:
        return [HeatMapData([values] if shape else [[values]])]
    return [HeatMapData(part, title) for part, title in _parts(values, shape, view.axes)]


def picture_of(view: View) -> list[list[float]]:
    """Return the example as one picture: rows of its first channel, or its numbers as one row."""
    picture, sides = view.input.values(), len(view.input.shape)
    for _ in range(sides - 2):
        picture = picture[0]
    rows: list[list[float]] = picture if sides >= 2 else [picture]
    return rows


def _parts(values: list[object], shape: Sequence[int], axes: Sequence[str]) -> Iterator[tuple[list[list[float]], str]]:
    for place in product(*(range(side) for side in shape[:-2])):
        part: object = values
        for index in place:
            part = part[index] if isinstance(part, list) else part
        title = f"{axes[0]} {place[0]}" if len(place) == 1 else "·".join(map(str, place))
        if isinstance(part, list):
            yield part, title


def probe_words(view: View) -> str:
    """Name what is shown: `conv1.feature_maps  8×8×8  map × row × column`."""
    axes = " × ".join(view.axes)
    smaller = "" if view.tensor.shape == view.full_shape else f", shown as {shape_words(view.tensor.shape)}"
    return f"{view.probe}  {shape_words(view.full_shape)}{smaller}  {axes}"


def rate_words(rate: float) -> str:
    """Return a learning rate as it is typed."""
    return f"{rate:.6g}"


def loss_words(loss: float | None) -> str:
    """Return the newest loss."""
    return "–" if loss is None else short_number(loss, 4)
