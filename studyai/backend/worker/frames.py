"""What a run tells of itself while it goes on: its losses, its evaluations, and a look inside."""

from __future__ import annotations

from dataclasses import replace

from torch import Tensor

from studyai.backend.inside import plane, views
from studyai.backend.training.settings import BadSetting
from studyai.backend.training.telemetry import Measured
from studyai.backend.training.trainer import Trainer
from studyai.protocol import Evaluation, Frame, State, View

FRAMES_PER_WRITING = 3  # a quarter of a second: quicker than words are read


class Frames:
    """Keeps what was measured until the next frame takes it along, and where that frame looks."""

    def __init__(self, run: int, trainer: Trainer) -> None:
        self._run = run
        self._trainer = trainer
        self._generation = 0
        self.gaze = views.Gaze("")
        self._forget()
        self._look_around()

    def begin_anew(self) -> None:
        """Tell of a new model from here on."""
        self._generation += 1
        self._forget()
        self._look_around()

    def _forget(self) -> None:
        self._losses: list[float] = []
        self._evaluations: list[Evaluation] = []
        self._seconds, self._updates = 0.0, 0
        self._measured = Measured(0, [])
        self._written: Tensor | None = None
        self._written_for: views.Gaze | None = None
        self._since_writing = 0

    def _look_around(self) -> None:
        """Find out what is inside the new model, and what to look at."""
        trainer = self._trainer
        batch = trainer.train.rows(slice(trainer.settings.whole("batch_size")))
        self.layers, self.probes = views.all_probes(trainer.model, trainer.task, batch)
        names = [probe.name for probe in self.probes]
        if self.gaze.probe not in names:
            maps = [probe.name for probe in self.probes if "map" in probe.axes]
            first = plane.PLANE if plane.PLANE in names else (maps or names[-1:])[0]
            self.gaze = replace(self.gaze, probe=first)
        if self.gaze.example >= len(trainer.test):
            self.gaze = replace(self.gaze, example=0)
        if self.gaze.word >= len(trainer.task.classes):
            self.gaze = replace(self.gaze, word=0)

    def look(self, probe: str | None, example: int | None, word: str | None) -> None:
        """Choose what frames show. Raises `BadSetting`."""
        names, examples = [one.name for one in self.probes], len(self._trainer.test)
        words = self._trainer.task.classes
        if probe is not None and probe not in names:
            raise BadSetting(f"no probe {probe!r}; there are {', '.join(names)}")
        if example is not None and not 0 <= example < examples:
            raise BadSetting(f"example {example} is not from 0 to {examples - 1}")
        if word is not None and word not in words:
            raise BadSetting(f"no word {word!r}; there are {', '.join(words) or 'none'}")
        self.gaze = views.Gaze(
            self.gaze.probe if probe is None else probe,
            self.gaze.example if example is None else example,
            self.gaze.word if word is None else words.index(word),
        )

    def add_loss(self, loss: float) -> None:
        """Keep an update's loss."""
        self._losses.append(loss)

    def add_evaluation(self, evaluation: Evaluation) -> None:
        """Keep what was measured on examples that are not trained on."""
        self._evaluations.append(evaluation)

    def measure(self, measured: Measured) -> None:
        """Keep an update's signals."""
        self._measured = measured

    def time(self, seconds: float, updates: int) -> None:
        """Keep how long so many updates took."""
        if updates:
            self._seconds, self._updates = seconds, updates

    def take(self, state: State, last_step: int, explanation: str | None) -> Frame:
        """Return the frame of all that was measured since the last one; ``last_step`` ends the run at the latest."""
        losses, self._losses = self._losses, []
        evaluations, self._evaluations = self._evaluations, []
        trainer = self._trainer
        return Frame(
            run=self._run,
            generation=self._generation,
            seed=trainer.settings.whole("seed"),
            state=state,
            step=trainer.updates,
            epoch=trainer.updates / trainer.steps_per_epoch,
            first_step=trainer.updates - len(losses) + 1,
            losses=losses,
            evaluations=evaluations,
            learning_rate=trainer.learning_rate,
            steps_per_second=self._updates / self._seconds if self._updates else 0.0,
            last_step=last_step,
            replay=trainer.replay(),
            signals=self._measured.signals,
            signals_step=self._measured.step,
            view=None if state == "failed" else self._view(state),  # what failed may be the look inside
            explanation=explanation,
        )

    def _view(self, state: State) -> View:
        """Return the view; while the training runs, what the model writes step by step is not found anew for each."""
        trainer, gaze = self._trainer, self.gaze
        self._since_writing += 1
        again = state != "running" or self._since_writing >= FRAMES_PER_WRITING
        if again or self._written_for != gaze:
            self._written, self._written_for = views.written(trainer.model, trainer.test, gaze), gaze
            self._since_writing = 0
        return views.look(trainer.model, trainer.task, trainer.test, gaze, self._written)
