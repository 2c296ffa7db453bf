"""The arithmetic of any cell of an inner tensor: which numbers of the live model made it, and how.

The rules are those of the kinds of modules. A rule is given a `Cell` of what such a module computed, or of a tap
in it, and returns the stages that end with the cell's number; the real numbers are those the modules had.
"""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor

from studyai.backend.inside.capture import Capture
from studyai.backend.inside.cell import Cell
from studyai.backend.inside.layer_kind import kind_of
from studyai.backend.inside.stages import Place
from studyai.protocol import Stage


def stages_of(captured: Capture, probe: str, place: Place) -> list[Stage]:
    """Return how that entry of a probe came about; none if no rule knows."""
    modules = dict(captured.model.named_modules())
    for path, part in _splits(probe):
        kind = kind_of(modules[path]) if path in modules else None
        if kind and kind.arithmetic and (stages := kind.arithmetic(modules[path], Cell(captured, path, part, place))):
            return stages
    return []


def made(captured: Capture, tensor: Tensor, place: Place) -> list[Stage]:
    """Return how that entry of a whole tensor, batch first, came about; none if it is no module's output."""
    for name, call in captured.last.items():
        passed_on = call.inputs and call.inputs[0] is tensor
        if call.output is tensor and not passed_on and (stages := stages_of(captured, name, place)):
            return stages
    return []


def _splits(probe: str) -> Iterator[tuple[str, str]]:
    """`a.b.c` as path and part: ("a.b.c", ""), ("a.b", "c"), ("a", "b.c"), ("", "a.b.c")."""
    names = probe.split(".") if probe else []
    for cut in range(len(names), -1, -1):
        yield ".".join(names[:cut]), ".".join(names[cut:])
