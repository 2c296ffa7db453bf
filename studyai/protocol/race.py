"""A race of optimisers."""

from __future__ import annotations

import msgspec

from studyai.protocol.base import Reply, Request, Tensor, Values


class Track(msgspec.Struct, frozen=True):
    """What one optimiser did in a race: ``points[t]`` and ``losses[t]`` after t updates, ``gradients[t]`` there.

    ``states[t]`` is what it then remembered, by the names of its exercise's givens (m_0, v_0, t_0). ``points``,
    ``gradients`` and ``states`` are empty where there are more than two parameters.
    """

    optimiser: str  # the id of its exercise: adam
    title: str
    learning_rate: float
    more: dict[str, float | bool]  # its other hyper-parameters, where they are not torch's defaults
    points: list[tuple[float, float]]
    losses: list[float]
    gradients: list[tuple[float, float]]
    diverged: bool  # it left for good; what it did before is here
    states: list[Values] = []


class Raced(Reply, frozen=True, kw_only=True):
    """A race and the ground it was run on. ``heights`` has the largest y in its first row; None for the MLP."""

    surface: str
    title: str
    words: str  # the surface's formula
    lesson: str  # what to look at
    across: tuple[float, float]
    up: tuple[float, float]
    minima: list[tuple[float, float]]
    heights: Tensor | None
    tracks: list[Track]
    surfaces: list[str]  # all there are


class Race(Request[Raced], frozen=True, kw_only=True):
    """Let optimisers race down a surface, or to train the MLP ("mlp").

    No names mean all of them; an optimiser without a rate takes the one it has for that surface.
    """

    surface: str
    optimisers: list[str] = []
    learning_rates: dict[str, float] = {}
    steps: int = 200
    seed: int = 0  # of the MLP's weights and batches
