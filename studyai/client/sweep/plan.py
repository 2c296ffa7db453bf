"""What to sweep: which setting over which values, with which seeds, and what stays as it is. Without torch."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Literal

import msgspec

from studyai.client.sweep.errors import SweepError
from studyai.client.sweep.grid import is_logarithmic, is_several, values_of
from studyai.protocol import Setting, SettingValue

MOST_RUNS = 1000
STEPS = 300  # updates of each run, where nobody says how many
RATES = "1e-4..1"  # what is swept where nobody says what

Scale = Literal["logarithmic", "linear", "words"]


class Cell(msgspec.Struct, frozen=True):
    """A run of the sweep: the value of its setting, and its seed."""

    value: SettingValue
    seed: int


class Wish(msgspec.Struct, frozen=True):
    """A sweep as it was typed: what its values are, only the setting's row tells."""

    architecture: str
    setting: str
    text: str
    fixed: Mapping[str, SettingValue]
    points: int = 9
    seeds: int = 3


class Sweep(msgspec.Struct, frozen=True):
    """A sweep that can be done; the seeds are 0, 1, 2 and so on."""

    architecture: str
    setting: str
    values: tuple[SettingValue, ...]
    seeds: int
    fixed: dict[str, SettingValue]  # every other setting that is not as the architecture has it
    scale: Scale

    @property
    def cells(self) -> list[Cell]:
        """Every run: all values with the first seed, then with the next, so that the whole curve is soon there."""
        return [Cell(value, seed) for seed, value in product(range(self.seeds), self.values)]

    def settings(self, cell: Cell) -> dict[str, SettingValue]:
        """Return what a run is built with."""
        return {**self.fixed, self.setting: cell.value, "seed": cell.seed}

    def is_about_the_same(self, other: Sweep) -> bool:
        """Return whether runs of one are runs of the other, as far as value and seed are the same."""
        return (self.architecture, self.setting, self.fixed) == (other.architecture, other.setting, other.fixed)


def wish(
    architecture: str, settings: Mapping[str, str], *, points: int = 9, seeds: int = 3, steps: int | None = None
) -> Wish:
    """Return what was typed: the one setting with several values, and the others. Raises `SweepError`."""
    swept = [name for name, text in settings.items() if is_several(text)]
    if len(swept) > 1:
        raise SweepError(f"{' and '.join(swept)} have several values each; accepted: one setting with several")
    if not swept and "learning_rate" in settings:
        raise SweepError(
            "no setting has several values; accepted: one such as learning_rate=1e-4..1 or batch_size=8,32"
        )
    setting = swept[0] if swept else "learning_rate"
    fixed: dict[str, SettingValue] = {name: text for name, text in settings.items() if name != setting}
    if "seed" in settings:
        raise SweepError("the seed is not a setting of a sweep: it takes the seeds 0, 1, 2 …; say how many")
    if steps is not None and "steps" in settings:
        raise SweepError("the number of updates is given twice; give it once")
    if setting != "steps":
        fixed.setdefault("steps", STEPS if steps is None else steps)
    return Wish(architecture, setting, settings.get(setting, RATES), fixed, points, seeds)


def planned(wish: Wish, rows: Mapping[str, Setting]) -> Sweep:
    """Return the sweep, given every setting by its name, with the fixed values that it has. Raises `SweepError`."""
    row = rows.get(wish.setting)
    if row is None:
        raise SweepError(f"{wish.architecture} has no setting {wish.setting!r}; it has {', '.join(rows)}")
    values = values_of(wish.text, row, wish.points)
    if len(values) * wish.seeds > MOST_RUNS:
        raise SweepError(f"{len(values)} values with {wish.seeds} seeds are more than {MOST_RUNS:,} runs")
    scale: Scale = "words"
    if row.kind in ("number", "whole"):
        scale = "logarithmic" if is_logarithmic(row, float(values[0]), float(values[-1])) else "linear"
    fixed = {name: rows[name].value if name in rows else value for name, value in wish.fixed.items()}
    return Sweep(wish.architecture, wish.setting, values, wish.seeds, fixed, scale)
