"""A progress bar on standard error, where that is a terminal."""

from __future__ import annotations

import sys

from studyai.client.run import Run
from studyai.protocol import Frame

BAR = 30


def bar_of(frame: Frame, run: Run) -> None:
    """Draw the bar of that frame over the one before."""
    if sys.stderr.isatty():
        sys.stderr.write("\r" + bar(frame, run) + "\x1b[K")
        sys.stderr.flush()


def clear_bar() -> None:
    """End the bar's line."""
    if sys.stderr.isatty():
        sys.stderr.write("\n")


def bar(frame: Frame, run: Run) -> str:
    """Return the bar, the newest numbers, and the time left until the last update (the target may come sooner)."""
    steps = run.started.steps
    done = min(1.0, frame.step / steps)
    left = max(0, steps - frame.step) / frame.steps_per_second if frame.steps_per_second else 0.0
    filled = round(done * BAR)
    latest = run.history.evaluations[-1].value if run.history.evaluations else None
    metric = f" · {run.started.metric} {latest:.1%}" if latest is not None else ""
    loss = f" · loss {run.history.losses[-1]:.4f}" if run.history.losses else ""
    return f"{'█' * filled}{'░' * (BAR - filled)} {done:4.0%}{loss}{metric} · at most {left:.0f} s left"
