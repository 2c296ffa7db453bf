"""A training in a thread of its own: started, paused, stepped, reset and changed while it runs."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from time import perf_counter
from typing import Literal

from studyai import protocol
from studyai.backend import probes
from studyai.backend.training import Diverged, Trainer

Send = Callable[[protocol.Report], None]

FRAME_SECONDS = 1 / protocol.FRAMES_PER_SECOND


class Running:
    """One run: a `Trainer`, the thread that updates it, and the frames that tell of it.

    Whatever is asked is carried out by the training's own thread, between two updates; the methods
    below `ask` are for those changes.
    """

    _endless: bool
    _steps_left: int | None

    def __init__(
        self, number: int, trainer: Trainer, target: float, until_target: bool, send: Send, paused: bool
    ) -> None:
        self.number = number
        self.trainer = trainer
        self.target = target
        batch = trainer.task.train.rows(slice(trainer.settings.batch_size))
        traced = probes.trace(trainer.model, *batch.inputs)
        self.layers = traced.layers
        self.probes = probes.probes(traced)
        self._probe = next(probe.name for probe in self.probes if "map" in probe.axes or probe is self.probes[-1])
        self._example = 0
        self._send = send
        self._until_target = until_target
        self._state: protocol.State = "paused" if paused else "running"
        self._generation = 0
        self._over = False
        self._wake = threading.Condition()
        self._changes: deque[Callable[[], None]] = deque()
        self._forget()
        self._thread = threading.Thread(target=self._run, name=f"run-{number}", daemon=True)

    def begin(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def ask(self, change: Callable[[], None]) -> None:
        """Lets the training's thread carry out a change; a frame follows."""
        with self._wake:
            self._changes.append(change)
            self._wake.notify()

    def pause(self) -> None:
        """Waits."""
        if self._state == "running":
            self._state = "paused"

    def resume(self) -> None:
        """Goes on; past its end, without an end."""
        self._go_on(None)

    def step(self, count: int) -> None:
        """Does `count` updates, then pauses."""
        self._go_on(count)

    def _go_on(self, count: int | None) -> None:
        if self._state != "diverged":
            self._endless = self._endless or self._state == "finished"
            self._state, self._steps_left = "running", count

    def reset(self, seed: int | None) -> None:
        """A new model at step 0, paused. Raises `BadSetting`."""
        self.trainer.reset(seed)
        self._generation += 1
        self._state = "paused"
        self._forget()

    def look(self, probe: str | None, example: int | None) -> None:
        """What frames show."""
        self._probe = self._probe if probe is None else probe
        self._example = self._example if example is None else example

    def stop(self) -> None:
        """Ends the run for good."""
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
        """Updates until something is asked or the state changes, sending frames now and then."""
        began, first = perf_counter(), self.trainer.updates
        while self._state == "running" and not self._changes:
            self._update()
            now = perf_counter()
            if now - began >= FRAME_SECONDS and self._state == "running":  # else the last frame follows below
                self._count_time(now - began, self.trainer.updates - first)
                began, first = now, self.trainer.updates
                self._frame()
        self._count_time(perf_counter() - began, self.trainer.updates - first)
        if self._state != "running":
            self._frame()
        if self._state == "finished" or self._state == "diverged":
            self._finish(self._state)

    def _count_time(self, seconds: float, updates: int) -> None:
        self._seconds += seconds
        if updates:
            self._rate = updates / seconds

    def _update(self) -> None:
        try:
            self._losses.append(self.trainer.step())
        except Diverged as problem:
            self._state, self._explanation = "diverged", str(problem)
            return
        if self._steps_left is not None:
            self._steps_left -= 1
            if not self._steps_left:
                self._state, self._steps_left = "paused", None
        last = self.trainer.updates == self.trainer.settings.steps
        if last or self.trainer.updates % self.trainer.evaluate_every == 0:
            value = self._evaluate()
            good = value >= self.trainer.architecture.recipe.stop_at
            if not self._endless and (last or (self._until_target and good)):
                self._state = "finished"

    def _evaluate(self) -> float:
        value = self.trainer.evaluate(self.trainer.task.validation)
        self._evaluations.append(protocol.Evaluation(self.trainer.updates, value))
        return value

    def _frame(self) -> None:
        losses, self._losses = self._losses, []
        evaluations, self._evaluations = self._evaluations, []
        trainer = self.trainer
        view = probes.look(trainer.model, self._probe, trainer.task.test, self._example)
        self._send(
            protocol.Frame(
                run=self.number,
                generation=self._generation,
                seed=trainer.settings.seed,
                state=self._state,
                step=trainer.updates,
                epoch=trainer.updates / trainer.steps_per_epoch,
                first_step=trainer.updates - len(losses) + 1,
                losses=losses,
                evaluations=evaluations,
                learning_rate=trainer.settings.learning_rate,
                steps_per_second=self._rate,
                view=view,
                explanation=self._explanation,
            )
        )

    def _finish(self, reason: Literal["finished", "diverged", "stopped"]) -> None:
        value = self.trainer.evaluate(self.trainer.task.test)
        self._send(
            protocol.Finished(
                run=self.number,
                reason=reason,
                metric=f"test {self.trainer.task.metric}",
                value=value,
                target=self.target,
                reached=reason != "diverged" and value >= self.target,
                steps=self.trainer.updates,
                seconds=self._seconds,
                explanation=self._explanation,
            )
        )
