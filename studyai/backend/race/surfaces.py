"""Loss surfaces over two parameters, each hard for other optimisers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from studyai.backend.refusal import Refusal

ROWS, COLUMNS = 60, 120  # of the grid on which heights are sampled


class UnknownSurface(Refusal):
    """No surface of that name."""

    problem = "unknown-surface"


@dataclass(frozen=True)
class Surface:
    """A loss of (x, y): where it is looked at, where the race begins, where it is lowest."""

    name: str
    title: str
    words: str  # its formula
    lesson: str  # what to look at
    height: Callable[[Tensor, Tensor], Tensor]  # entrywise
    across: tuple[float, float]  # x from, to
    up: tuple[float, float]  # y from, to
    start: tuple[float, float]
    minima: tuple[tuple[float, float], ...]

    def grid(self) -> Tensor:
        """Return heights (ROWS, COLUMNS): the first row is the top, the largest y."""
        x = torch.linspace(*self.across, COLUMNS, dtype=torch.float64)
        y = torch.linspace(self.up[1], self.up[0], ROWS, dtype=torch.float64)
        return self.height(x[None, :], y[:, None])  # (1, COLUMNS), (ROWS, 1) → (ROWS, COLUMNS)


SURFACES = {
    surface.name: surface
    for surface in (
        Surface(
            name="bowl",
            title="Bowl",
            words="(x² + y²)/2",
            lesson="Equal curvature everywhere: plain descent heads straight for the minimum; momentum overshoots it.",
            height=lambda x, y: (x**2 + y**2) / 2,
            across=(-4.0, 4.0),
            up=(-3.0, 3.0),
            start=(-3.2, 2.2),
            minima=((0.0, 0.0),),
        ),
        Surface(
            name="ravine",
            title="Ravine",
            words="(x² + 25y²)/2",
            lesson="Steep across, flat along: the rate that is safe across (under 2/25) is slow along. Momentum "
            "averages the zigzag away; a rate for each parameter does not see the difference.",
            height=lambda x, y: (x**2 + 25 * y**2) / 2,
            across=(-4.0, 1.0),
            up=(-1.5, 1.5),
            start=(-3.5, 1.0),
            minima=((0.0, 0.0),),
        ),
        Surface(
            name="saddle",
            title="Saddle",
            words="x²/2 − y²/2 + y⁴/8",
            lesson="At (0, 0) the gradient is 0 but it is no minimum. Who starts near the ridge lingers there; a rate "
            "for each parameter gets away early.",
            height=lambda x, y: x**2 / 2 - y**2 / 2 + y**4 / 8,
            across=(-3.0, 3.0),
            up=(-2.2, 2.2),
            start=(-2.4, 0.01),
            minima=((0.0, 2**0.5), (0.0, -(2**0.5))),
        ),
        Surface(
            name="rosenbrock",
            title="Rosenbrock",
            words="(1 − x)² + 100(y − x²)²",
            lesson="A bent valley: reaching its floor is easy, following the floor to (1, 1) is not (Rosenbrock 1960).",
            height=lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
            across=(-2.0, 2.0),
            up=(-1.0, 3.0),
            start=(-1.5, 2.5),
            minima=((1.0, 1.0),),
        ),
    )
}


def find(name: str) -> Surface:
    """Return the surface of that name. Raises `UnknownSurface` with the names that exist."""
    if name not in SURFACES:
        raise UnknownSurface(f"no surface named {name!r}; there are {', '.join(SURFACES)}")
    return SURFACES[name]
