"""A training in a thread of its own: started, paused, stepped, reset and changed while it runs."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from time import perf_counter

from torch import Tensor

from studyai.backend.experiments.copies import Moment
from studyai.backend.training.health import Diverged
from studyai.backend.training.settings import Value
from studyai.backend.training.trainer import Trainer
from studyai.backend.worker import reports
from studyai.backend.worker.frames import Frames
from studyai.backend.worker.handling import Send, fault
from studyai.protocol import FRAMES_PER_SECOND, Evaluation, Reason, Started, State

FRAME_SECONDS = 1 / FRAMES_PER_SECOND
NEVER = -1  # an update that was never done
ENDED = ("finished", "diverged", "failed")


class Running:
    """One run: a `Trainer`, the thread that updates it, and the frames that tell of it.

    Whatever is asked is carried out by the training's own thread, between two updates; the methods
    below `ask` are for those changes.
    """

    _steps_left: int | None
    _stretch_end: int  # the last update of the stretch that follows an end; 0 before
    _validated: int  # after how many updates the newest evaluation was made
    _ends_at_target: bool

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
        self._seconds_per_update = self._next_update = 0.0  # at least; and when it may begin
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
        """Go on; past its end, for as many updates again as it has done."""
        self._go_on(None)

    def step(self, count: int) -> None:
        """Do `count` updates, then pause."""
        self._go_on(count)

    def _go_on(self, count: int | None) -> None:
        if self._state == "finished":
            done = self.trainer.updates
            self._stretch_end = done + max(done, count or 0)
        if self._state not in ("diverged", "failed"):
            self._state, self._steps_left, self._next_update = "running", count, 0.0

    def set_pace(self, updates_per_second: float | None) -> None:
        """Do at most so many updates a second; None: as many as it can."""
        self._seconds_per_update = 0.0 if updates_per_second is None else 1 / updates_per_second
        self._next_update = 0.0

    def load(self, weights: Mapping[str, Tensor]) -> None:
        """Go on from those weights."""
        self.trainer.load(weights)
        self._validated = NEVER

    def reset(self, seed: int | None) -> None:
        """Build a new model at step 0, paused. Raises `BadSetting`."""
        if seed is None or not self.trainer.change({"seed": seed}):
            self.trainer.reset()
        self._begin_anew()
        self._state = "paused"

    def adjust(self, settings: Mapping[str, Value]) -> bool:
        """Take other settings; return whether the model was built anew for them. Raises `BadSetting`."""
        rebuilt = self.trainer.change(settings)
        if "steps" in settings:
            self._stretch_end = 0
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
        self._stretch_end = 0
        self._validated = NEVER
        self._ends_at_target = self._until_target
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
        began, first = perf_counter(), self.trainer.updates
        while self._is_its_turn():
            # The update that is measured and shown; at a slow pace each of them.
            due = max(perf_counter() - began, self._seconds_per_update) >= FRAME_SECONDS
            self._next_update = perf_counter() + self._seconds_per_update
            self._update(observed=due or self._steps_left == 1)
            if due and self._state == "running":  # else the last frame follows below
                now = perf_counter()
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
        self.frames.time(seconds, updates)

    def _is_its_turn(self) -> bool:
        """Wait as long as the pace wants it; return whether the next update may begin: nothing was asked meanwhile."""
        waits_from = perf_counter()
        left = self._next_update - waits_from
        if left > 0 and self._state == "running":
            with self._wake:
                self._wake.wait_for(lambda: bool(self._changes), left)
            self._seconds -= perf_counter() - waits_from
        return self._state == "running" and not self._changes

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
        else:
            self._end_where_due()

    def _end_where_due(self) -> None:
        if self._steps_left is not None:
            self._steps_left -= 1
            if not self._steps_left:
                self._state, self._steps_left = "paused", None
        is_last = self.trainer.updates >= self._last_step
        if not (is_last or self.trainer.validation_is_due):
            return
        is_good = self._validate() >= self.trainer.settings.architecture.recipe.stop_at
        may_end = self.trainer.may_end and self._ends_at_target and not self.trainer.unfinished
        if is_last or (may_end and is_good):
            self._state = "finished"
            self._ends_at_target = self._ends_at_target and not is_good  # a stretch after it is for going on

    @property
    def _last_step(self) -> int:
        return self._stretch_end or self.trainer.last_step

    def _validate(self) -> float:
        """Measure the model as it stands; return the metric."""
        value, loss = self.trainer.evaluation(self.trainer.validation)
        # One that exploded would leave no room for the curve: the explanation tells its loss.
        told = None if self._state == "diverged" else loss
        self.frames.add_evaluation(Evaluation(self.trainer.updates, value, told))
        self._validated = self.trainer.updates
        return value

    def _frame(self) -> None:
        """Send a frame; where the run stands, no older evaluation is the newest."""
        is_old = self._validated == NEVER or (self._state != "running" and self._validated != self.trainer.updates)
        if is_old and self._state != "failed":
            self._validate()
        self._send(self.frames.take(self._state, self._last_step, self._explanation))

    def _finish(self, reason: Reason) -> None:
        self._send(reports.finished(self.number, reason, self.trainer, self._seconds, self._explanation))
