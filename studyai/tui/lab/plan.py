"""The run in hand: built, started, stepped, looked into, and what is remembered of it when the worker is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from studyai.client.run import Run
from studyai.client.worker import Worker
from studyai.protocol import SettingValue, Started
from studyai.tui.lab.catalogue import entry_of

FIRST = "cnn"


@dataclass(frozen=True)
class Plan:
    """What to build: an architecture, and what is not as it has it by itself."""

    architecture: str = FIRST
    settings: Mapping[str, SettingValue] = field(default_factory=dict)


def plan_of(started: Started) -> Plan:
    """Return the plan that builds this run again."""
    changed = {row.name: row.value for row in started.settings if row.value != row.default}
    return Plan(started.architecture, changed)


async def built(worker: Worker, plan: Plan, *, until_target: bool = True) -> Run:
    """Return a new run, waiting at step 0. Raises `WorkerLost` and `WorkerProblem`."""
    return await worker.train(plan.architecture, settings=plan.settings, paused=True, until_target=until_target)


def first_probe(started: Started, wanted: str = "") -> str:
    """Return the inner tensor to look at.

    The wanted one if it exists, else the one that tells most of the architecture.
    """
    names = [probe.name for probe in started.probes]
    best = [wanted, "plane", *entry_of(started.architecture).look]
    return next((name for name in best if name in names), names[0] if names else "")
