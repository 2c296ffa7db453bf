"""A training is controlled: by its own thread, between two updates."""

from __future__ import annotations

from studyai.backend.training.settings import BadSetting
from studyai.backend.worker.handling import handles
from studyai.backend.worker.running import Running
from studyai.protocol import Adjust, Adjusted, Done, Pace, Pause, Reset, Resume, Started, Step, Stop, Train


@handles(Train)
def train(_: Train, run: Running) -> Started:
    """Tell of the new run, before its first frame."""
    return run.started()


@handles(Pause)
def pause(_: Pause, run: Running) -> Done:
    """Wait."""
    run.pause()
    return Done()


@handles(Resume)
def resume(_: Resume, run: Running) -> Done:
    """Go on."""
    run.resume()
    return Done()


@handles(Pace)
def pace(request: Pace, run: Running) -> Done:
    """Do so many updates a second. Raises `BadSetting`."""
    if request.updates_per_second is not None and request.updates_per_second <= 0:
        raise BadSetting(f"{request.updates_per_second:g} updates a second: more than 0")
    run.set_pace(request.updates_per_second)
    return Done()


@handles(Step)
def step(request: Step, run: Running) -> Done:
    """Do some updates. Raises `BadSetting`."""
    if request.count < 1:
        raise BadSetting(f"{request.count} updates: at least 1")
    run.step(request.count)
    return Done()


@handles(Reset)
def reset(request: Reset, run: Running) -> Adjusted:
    """Go back to step 0."""
    run.reset(request.seed)
    return Adjusted(rebuilt=True, started=run.started())


@handles(Adjust)
def adjust(request: Adjust, run: Running) -> Adjusted:
    """Change settings. Raises `BadSetting`."""
    rebuilt = run.adjust(request.settings)
    return Adjusted(rebuilt=rebuilt, started=run.started())


@handles(Stop)
def stop(_: Stop, run: Running) -> Done:
    """End the run."""
    run.stop()
    return Done()
