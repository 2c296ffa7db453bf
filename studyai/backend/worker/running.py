"""A training in a thread of its own: started, paused, stepped, reset and changed while it runs."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from time import perf_counter

from studyai.backend.experiments.copies import Moment
from studyai.backend.training.health import Diverged
from studyai.backend.training.settings import Value
from studyai.backend.training.trainer import Trainer
from studyai.backend.worker import reports
from studyai.backend.worker.frames import Frames
from studyai.backend.worker.handling import Send, fault
from studyai.protocol import FRAMES_PER_SECOND, Evaluation, Reason, Started, State

FRAME_SECONDS = 1 / FRAMES_PER_SECOND
ENDED = ("finished", "diverged", "failed")


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
        self.frames = Frames(number, trainer)
        self.asked: Moment | None = None  # the run as it stood when questions were last made of it
        self._send = send
        self._until_target = until_target
        self._notice = notice
        self._state: State = "paused" if paused else "running"
        self._over = False
        self._wake = threading.Condition()
        self._changes: deque[Callable[[], None]] = deque()
        self._forget()
        self._thread = threading.Thread(target=self._run, name=f"run-{number}", daemon=True)

    def started(self) -> Started:
        """Return the run as it is now."""
        return reports.started(self.number, self.trainer, self.frames, self._notice)

    def begin(self) -> None:
        """Start the thread; it carries out what was asked until now, then sends its first frame."""
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
        """Do `count` updates, then pause."""
        self._go_on(count)

    def _go_on(self, count: int | None) -> None:
        if self._state not in ("diverged", "failed"):
            self._endless = self._endless or self._state == "finished"
            self._state, self._steps_left = "running", count

    def reset(self, seed: int | None) -> None:
        """Build a new model at step 0, paused. Raises `BadSetting`."""
        if seed is None or not self.trainer.change({"seed": seed}):
            self.trainer.reset()
        self._begin_anew()
        self._state = "paused"

    def adjust(self, settings: Mapping[str, Value]) -> bool:
        """Take other settings; return whether the model was built anew for them. Raises `BadSetting`."""
        rebuilt = self.trainer.change(settings)
        if rebuilt:
            self._begin_anew()
            if self._state != "running":
                self._state = "paused"
        return rebuilt

    def stop(self) -> None:
        """End the run for good."""
        self._over = True
        if self._state not in ENDED:
            self._finish("stopped")

    def _begin_anew(self) -> None:
        self._forget()
        self.frames.begin_anew()

    def _forget(self) -> None:
        self._steps_left = None
        self._endless = False
        self._seconds = 0.0
        self._explanation: str | None = None

    # The training's own thread

    def _run(self) -> None:
        self._carry_out()
        self._guarded(self._frame)
        while not self._over:
            if self._state == "running":
                self._guarded(self._train)
            else:
                with self._wake:
                    self._wake.wait_for(lambda: bool(self._changes))
            if self._changes:
                self._carry_out()
                if not self._over:
                    self._guarded(self._frame)

    def _carry_out(self) -> None:
        while self._changes:
            self._changes.popleft()()

    def _guarded(self, work: Callable[[], None]) -> None:
        """Do a part of the training; a fault that nobody foresaw ends the run, not the worker."""
        try:
            work()
        except BrokenPipeError:
            raise  # nobody is left to be told
        except Exception:  # noqa: BLE001
            self._state, self._explanation = "failed", f"The training broke off: {fault()}"
            self._frame()
            self._finish("failed")

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
        self.frames.time(seconds, updates)

    def _update(self, *, observed: bool) -> None:
        try:
            if observed:
                loss, measured = self.trainer.observed_step()
                self.frames.measure(measured)
            else:
                loss = self.trainer.step()
            self.frames.add_loss(loss)
        except Diverged as problem:
            self._state, self._explanation = "diverged", str(problem)
            return
        if self._steps_left is not None:
            self._steps_left -= 1
            if not self._steps_left:
                self._state, self._steps_left = "paused", None
        updates, steps = self.trainer.updates, self.trainer.settings.whole("steps")
        going_on = self._endless or self.trainer.unfinished
        # Later than its last update comes a run whose changes came later still, or which got fewer updates to do.
        over = updates >= steps and not going_on
        if over or updates == steps or updates % self.trainer.evaluate_every == 0:
            good = self._evaluate() >= self.trainer.settings.architecture.recipe.stop_at
            if over or (self._until_target and good and not going_on):
                self._state = "finished"

    def _evaluate(self) -> float:
        value, loss = self.trainer.evaluation(self.trainer.validation)
        self.frames.add_evaluation(Evaluation(self.trainer.updates, value, loss))
        return value

    def _frame(self) -> None:
        self._send(self.frames.take(self._state, self._explanation))

    def _finish(self, reason: Reason) -> None:
        self._send(reports.finished(self.number, reason, self.trainer, self._seconds, self._explanation))
