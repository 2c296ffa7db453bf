"""A training in a thread of its own: started, paused, stepped, reset and changed while it runs."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from time import perf_counter

from torch import Tensor

from studyai import protocol
from studyai.backend import reports, weights
from studyai.backend.asking import predictions
from studyai.backend.asking.copying import Moment, moment
from studyai.backend.inside import plane, views
from studyai.backend.inside.explain import explain
from studyai.backend.inside.questions import questions
from studyai.backend.settings import BadSetting, Value
from studyai.backend.telemetry import Measured
from studyai.backend.training import Diverged, Trainer

Send = Callable[[protocol.Report], None]

FRAME_SECONDS = 1 / protocol.FRAMES_PER_SECOND
FRAMES_PER_WRITING = 3  # a quarter of a second: quicker than words are read


class Running:
    """One run: a `Trainer`, the thread that updates it, and the frames that tell of it.

    Whatever is asked is carried out by the training's own thread, between two updates; the methods
    below `ask` are for those changes.
    """

    _endless: bool
    _steps_left: int | None

    def __init__(
        self,
        number: int,
        trainer: Trainer,
        send: Send,
        *,
        until_target: bool = True,
        paused: bool = False,
        notice: str = "",
    ) -> None:
        self.number = number
        self.trainer = trainer
        self._gaze = views.Gaze("")
        self._look_around()
        self._send = send
        self._until_target = until_target
        self._notice = notice
        self._state: protocol.State = "paused" if paused else "running"
        self._generation = 0
        self._asked: Moment | None = None
        self._over = False
        self._wake = threading.Condition()
        self._changes: deque[Callable[[], None]] = deque()
        self._forget()
        self._thread = threading.Thread(target=self._run, name=f"run-{number}", daemon=True)

    def _look_around(self) -> None:
        """Find out what is inside the new model, and what to look at."""
        trainer = self.trainer
        batch = trainer.train.rows(slice(trainer.settings.whole("batch_size")))
        self.layers, self.probes = views.all_probes(trainer.model, trainer.task, batch)
        names = [probe.name for probe in self.probes]
        if self._gaze.probe not in names:
            maps = [probe.name for probe in self.probes if "map" in probe.axes]
            first = plane.PLANE if plane.PLANE in names else (maps or names[-1:])[0]
            self._gaze = replace(self._gaze, probe=first)
        if self._gaze.example >= len(trainer.test):
            self._gaze = replace(self._gaze, example=0)
        if self._gaze.word >= len(trainer.task.classes):
            self._gaze = replace(self._gaze, word=0)

    def started(self, id: int) -> protocol.Started:
        """Return the run as it is now."""
        return reports.started(id, self.number, self.trainer, self.layers, self.probes, self._notice)

    def begin(self) -> None:
        """Start the thread."""
        self._thread.start()

    def ask(self, change: Callable[[], None]) -> None:
        """Let the training's thread carry out a change; a frame follows."""
        with self._wake:
            self._changes.append(change)
            self._wake.notify()

    def pause(self) -> None:
        """Wait."""
        if self._state == "running":
            self._state = "paused"

    def resume(self) -> None:
        """Go on; past its end, without an end."""
        self._go_on(None)

    def step(self, count: int) -> None:
        """Do `count` updates, then pauses."""
        self._go_on(count)

    def _go_on(self, count: int | None) -> None:
        if self._state != "diverged":
            self._endless = self._endless or self._state == "finished"
            self._state, self._steps_left = "running", count

    def reset(self, seed: int | None) -> None:
        """Build a new model at step 0, paused. Raises `BadSetting`."""
        if seed is None or not self.trainer.change({"seed": seed}):
            self.trainer.reset()
        self._begin_anew()
        self._state = "paused"

    def adjust(self, settings: Mapping[str, Value]) -> bool:
        """Return other settings; true if the model was built anew for them. Raises `BadSetting`."""
        rebuilt = self.trainer.change(settings)
        if rebuilt:
            self._begin_anew()
            if self._state != "running":
                self._state = "paused"
        return rebuilt

    def _begin_anew(self) -> None:
        self._generation += 1
        self._forget()
        self._look_around()

    def look(self, probe: str | None, example: int | None, word: str | None) -> None:
        """Choose what frames show. Raises `BadSetting`."""
        names, examples = [one.name for one in self.probes], len(self.trainer.test)
        words = self.trainer.task.classes
        if probe is not None and probe not in names:
            raise BadSetting(f"no probe {probe!r}; there are {', '.join(names)}")
        if example is not None and not 0 <= example < examples:
            raise BadSetting(f"example {example} is not from 0 to {examples - 1}")
        if word is not None and word not in words:
            raise BadSetting(f"no word {word!r}; there are {', '.join(words) or 'none'}")
        self._gaze = views.Gaze(
            self._gaze.probe if probe is None else probe,
            self._gaze.example if example is None else example,
            self._gaze.word if word is None else words.index(word),
        )

    def save(self) -> bytes:
        """Return the weights, as a safetensors file's content that says what they belong to."""
        settings = self.trainer.settings
        about = {"architecture": settings.architecture.name, "task": settings.task_name}
        options = {name: str(value) for name, value in settings.options().items()}
        return weights.saved(self.trainer.model, about | options | {"replay": self.trainer.replay()})

    def load(self, data: bytes) -> None:
        """Go on from those weights. Raises `BadWeights`."""
        self.trainer.load(weights.fitting(data, self.trainer.model))

    def asked(self, id: int, example: int) -> protocol.Asked:
        """Return questions about the run as it stands. Raises `BadSetting`."""
        self._asked = moment(self.trainer)
        found = questions(self.trainer, self._asked, example)
        return protocol.Asked(id=id, step=self.trainer.updates, questions=found, predictions=predictions.predictions())

    def explained(self, id: int, place: tuple[int, ...]) -> protocol.Explained:
        """Return what an entry of the view was computed from. Raises `BadSetting`."""
        trainer, probe = self.trainer, self._gaze.probe
        found = explain(trainer.model, trainer.task, trainer.test, self._gaze, place)
        return protocol.Explained(
            id=id, step=trainer.updates, probe=probe, place=place,
            value=found.value, stages=found.stages, note=found.note,
        )  # fmt: skip

    def seen(self, id: int, prediction: str) -> protocol.Seen:
        """Return what a prediction's experiment gives. Raises `UnknownPrediction`."""
        outcome = predictions.see(prediction, self._asked or moment(self.trainer))
        return protocol.Seen(id=id, right=outcome.right, measured=outcome.measured)

    def stop(self) -> None:
        """End the run for good."""
        if self._state not in ("finished", "diverged"):
            self._finish("stopped")
        self._over = True

    def _forget(self) -> None:
        self._steps_left = None
        self._endless = False
        self._losses: list[float] = []
        self._evaluations: list[protocol.Evaluation] = []
        self._seconds = 0.0
        self._rate = 0.0
        self._explanation: str | None = None
        self._measured = Measured(0, [])
        self._written: Tensor | None = None
        self._written_for: views.Gaze | None = None
        self._frames_since_writing = 0

    # The training's own thread

    def _run(self) -> None:
        self._frame()
        while not self._over:
            if self._state == "running":
                self._train()
            else:
                with self._wake:
                    self._wake.wait_for(lambda: bool(self._changes))
            if self._changes:
                while self._changes:
                    self._changes.popleft()()
                if not self._over:
                    self._frame()

    def _train(self) -> None:
        """Update until something is asked or the state changes, sending frames now and then."""
        began, first, due = perf_counter(), self.trainer.updates, False
        while self._state == "running" and not self._changes:
            self._update(observed=due or self._steps_left == 1)
            now = perf_counter()
            if due and self._state == "running":  # else the last frame follows below
                self._count_time(now - began, self.trainer.updates - first)
                began, first = now, self.trainer.updates
                self._frame()
            due = now - began >= FRAME_SECONDS  # the next update is the one that is measured and shown
        self._count_time(perf_counter() - began, self.trainer.updates - first)
        if self._state != "running":
            self._frame()
        if self._state == "finished" or self._state == "diverged":
            self._finish(self._state)

    def _count_time(self, seconds: float, updates: int) -> None:
        self._seconds += seconds
        if updates:
            self._rate = updates / seconds

    def _update(self, *, observed: bool) -> None:
        try:
            if observed:
                loss, self._measured = self.trainer.observed_step()
            else:
                loss = self.trainer.step()
            self._losses.append(loss)
        except Diverged as problem:
            self._state, self._explanation = "diverged", str(problem)
            return
        if self._steps_left is not None:
            self._steps_left -= 1
            if not self._steps_left:
                self._state, self._steps_left = "paused", None
        last = self.trainer.updates == self.trainer.settings.whole("steps")
        if last or self.trainer.updates % self.trainer.evaluate_every == 0:
            good = self._evaluate() >= self.trainer.settings.architecture.recipe.stop_at
            going_on = self._endless or self.trainer.unfinished
            if not going_on and (last or (self._until_target and good)):
                self._state = "finished"

    def _evaluate(self) -> float:
        value, loss = self.trainer.evaluation(self.trainer.validation)
        self._evaluations.append(protocol.Evaluation(self.trainer.updates, value, loss))
        return value

    def _view(self) -> protocol.View:
        """Write not in every frame while the training runs: step by step it takes many forward passes."""
        trainer, gaze = self.trainer, self._gaze
        self._frames_since_writing += 1
        again = self._state != "running" or self._frames_since_writing >= FRAMES_PER_WRITING
        if again or self._written_for != gaze:
            self._written, self._written_for = views.written(trainer.model, trainer.test, gaze), gaze
            self._frames_since_writing = 0
        return views.look(trainer.model, trainer.task, trainer.test, gaze, self._written)

    def _frame(self) -> None:
        losses, self._losses = self._losses, []
        evaluations, self._evaluations = self._evaluations, []
        trainer = self.trainer
        view = self._view()
        self._send(
            protocol.Frame(
                run=self.number,
                generation=self._generation,
                seed=trainer.settings.whole("seed"),
                state=self._state,
                step=trainer.updates,
                epoch=trainer.updates / trainer.steps_per_epoch,
                first_step=trainer.updates - len(losses) + 1,
                losses=losses,
                evaluations=evaluations,
                learning_rate=trainer.learning_rate,
                steps_per_second=self._rate,
                replay=trainer.replay(),
                signals=self._measured.signals,
                signals_step=self._measured.step,
                view=view,
                explanation=self._explanation,
            )
        )

    def _finish(self, reason: reports.Reason) -> None:
        self._send(reports.finished(self.number, reason, self.trainer, self._seconds, self._explanation))
