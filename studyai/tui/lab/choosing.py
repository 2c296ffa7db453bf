"""What can be chosen from lists in the lab: architectures, inner tensors, comparisons."""

from __future__ import annotations

from collections.abc import Sequence

from studyai.tui.lab import text as lab_text
from studyai.tui.lab.ask import AskingScreen
from studyai.tui.lab.beside import BesideScreen
from studyai.tui.lab.catalogue import Entry, known
from studyai.tui.lab.control import Plan
from studyai.tui.lab.demos import Demo, demos, differences
from studyai.tui.widgets.chooser import Choice, Chooser


class ChoosingScreen(AskingScreen):
    """A screen with a run that lists offer other things for."""

    _plan: Plan
    _probe: str

    def build(self, plan: Plan) -> None:
        """Build a model."""
        raise NotImplementedError

    def show_probe(self, name: str) -> None:
        """Look at an inner tensor, wherever it is."""
        raise NotImplementedError

    def action_choose(self) -> None:
        """Choose an architecture."""
        worker = self.study.torch.worker
        found = known(worker.hello.architectures) if worker.hello is not None else []
        choices = [Choice(item.name, item.title, item.words, _fact(item)) for item in found]
        self.app.push_screen(Chooser("Architectures", choices, self._plan.architecture), self.choose)

    def choose(self, architecture: str | None) -> None:
        """Build an architecture as it is by itself."""
        if architecture is not None:
            self._probe, self._example = "", 0
            self.build(Plan(architecture))

    def action_probes(self) -> None:
        """Choose among all inner tensors."""
        if self.run is not None:
            choices = [
                Choice(item.name, item.name, " × ".join(item.axes), lab_text.shape_words(item.shape))
                for item in self.run.started.probes
            ]
            chosen = Chooser("Inside", choices, self._probe)
            self.app.push_screen(chosen, lambda name: self.show_probe(name) if name else None)

    def action_beside(self) -> None:
        """Put another run beside this one, with one difference."""
        if self.run is not None:
            found = differences(self.run.started)
            self._choose_comparison("Beside this run, another one with one difference", found)

    def action_demos(self) -> None:
        """Choose a ready-made comparison."""
        self._choose_comparison("Demos", demos())

    def _choose_comparison(self, heading: str, found: Sequence[Demo]) -> None:
        choices = [Choice(item.name, item.title, item.words) for item in found]
        named = {item.name: item for item in found}
        self.app.push_screen(Chooser(heading, choices), lambda name: self.compare(named[name]) if name else None)

    def compare(self, demo: Demo) -> None:
        """Go to the screen with two runs; the one here waits."""
        if self.run is not None and self.run.lost is None:
            self.do(self.run.pause())
        self.app.push_screen(BesideScreen(demo))


def _fact(entry: Entry) -> str:
    return f"{entry.task} {lab_text.percent(entry.target)}" if entry.target else entry.task
