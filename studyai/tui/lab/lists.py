"""What can be chosen from lists in the lab: architectures, inner tensors, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import App

from studyai.protocol import Started
from studyai.tui.lab import text as lab_text
from studyai.tui.lab.beside.demos import Demo
from studyai.tui.lab.catalogue import Entry
from studyai.tui.lab.plan import Plan
from studyai.tui.widgets.chooser import Choice, Chooser

BESIDE = "Beside this run, another one with one difference"
DEMOS = "Demos"


def choose_architecture(app: App[None], offered: Sequence[Entry], plan: Plan, then: Callable[[str], None]) -> None:
    """List architectures, the planned one marked."""
    choices = [Choice(item.name, item.title, item.words, _fact(item)) for item in offered]
    _choose(app, Chooser("Architectures", choices, plan.architecture), then)


def _fact(entry: Entry) -> str:
    return f"{entry.task} {lab_text.percent(entry.target)}" if entry.target else entry.task


def choose_probe(app: App[None], started: Started, marked: str, then: Callable[[str], None]) -> None:
    """List a model's inner tensors."""
    choices = [
        Choice(item.name, item.name, " × ".join(item.axes), lab_text.shape_words(item.shape)) for item in started.probes
    ]
    _choose(app, Chooser("Inside", choices, marked), then)


def choose_comparison(app: App[None], heading: str, demos: Sequence[Demo], then: Callable[[Demo], None]) -> None:
    """List comparisons."""
    choices = [Choice(item.name, item.title, item.words) for item in demos]
    named = {item.name: item for item in demos}
    _choose(app, Chooser(heading, choices), lambda name: then(named[name]))


def _choose(app: App[None], chooser: Chooser, then: Callable[[str], None]) -> None:
    app.push_screen(chooser, lambda name: then(name) if name is not None else None)
