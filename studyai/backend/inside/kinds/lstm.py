"""The LSTM layer: c = f c₋₁ + i g; h = o tanh c."""

from __future__ import annotations

from collections.abc import Iterator

from studyai.backend.architectures.lstm import LSTMLayer
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.kinds.recurrent import (
    STATES,
    TRIES,
    before,
    gated,
    later_step,
    opened,
    parameters,
    read_by,
)  # fmt: skip
from studyai.backend.inside.layer_kind import LayerKind, Turn, register
from studyai.backend.inside.scene import Scene
from studyai.backend.inside.stages import one, stage
from studyai.protocol import LiveNumber, Operation, Stage

GATES: dict[str, tuple[int, str, str, Operation]] = {  # block of rows, name, formula
    "input_gates": (0, "input gate i", "σ(W x + U h₋₁ + b)", "sigmoid"),
    "forget_gates": (1, "forget gate f", "σ(W x + U h₋₁ + b)", "sigmoid"),
    "candidates": (2, "candidate g", "tanh(W x + U h₋₁ + b)", "tanh"),
    "output_gates": (3, "output gate o", "σ(W x + U h₋₁ + b)", "sigmoid"),
}


def gates_and_states(layer: LSTMLayer, cell: Cell) -> list[Stage]:
    """Return the arithmetic of a gate, a cell state or a hidden state."""
    (time, _), place = cell.place, cell.place
    if cell.part in GATES:
        block, name, formula, of = GATES[cell.part]
        return [stage(name, formula, of, read_by(layer, cell, block), cell.inside(cell.part)[place])]
    i, f, g, o = (cell.inside(name)[place] for name in GATES)
    c = cell.inside("cell_states")
    if cell.part == "cell_states":
        kept, written = one("f·c₋₁", f, before(c, time)[place[1]]), one("i·g", i, g)
        return [stage(f"cell of step {time}", "f·c₋₁ + i·g", "sum", [kept, written], c[place])]
    if cell.part not in STATES:
        return []
    shown, h = c[place].tanh(), cell.inside("hidden_states")[place]
    return [
        stage("what the cell shows", "tanh(c)", "tanh", [one("c", c[place])], shown),
        stage(f"h of step {time}", "o·tanh(c)", "sum", [one("o·tanh(c)", o, shown)], h),
    ]


def gates(scene: Scene) -> Iterator[LiveNumber]:
    """Yield cell states from the ones before, and forget gates."""
    for name, layer, call in scene.layers(LSTMLayer):
        kept, let_in, offered, cells = (
            scene.calls[f"{name}.{tap}"].output[0]  # (T, hidden)
            for tap in ("forget_gates", "input_gates", "candidates", "cell_states")
        )
        for _ in range(TRIES):
            time, unit = place = later_step(scene, cells)
            yield gated(name, place, cells, (kept, let_in, offered), "cell state")
            about = f"{name}: the forget gate of unit {unit} at step {time + 1}, from its weighted sum z"
            row = layer.hidden_size + unit  # in PyTorch's order: i, f, g, o
            yield opened(about, layer, row, (call.input[0, time], call.output[0, time - 1]), kept[place])


def sizes(scene: Scene) -> Iterator[LiveNumber]:
    """Yield the parameters."""
    return parameters(scene, LSTMLayer, "lstm-parameters", "n")


register(LayerKind((LSTMLayer,), arithmetic=gates_and_states, questions={Turn.STATES: gates, Turn.LAYER_SIZES: sizes}))
