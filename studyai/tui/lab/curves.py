"""The two plots of a run: training and validation loss, and the metric."""

from __future__ import annotations

from studyai.client.run import Run
from studyai.tui.lab import text as lab_text
from studyai.tui.widgets.curve_panel import CurvePanel
from studyai.tui.widgets.thin import Envelope

SHARES = (0.0, 1.0)  # of 1


class Losses:
    """A run's training losses since its last reset, kept short."""

    def __init__(self) -> None:
        self._kept = Envelope()
        self._of: tuple[int, int] = (-1, -1)  # which run, and which generation of it

    def taken_from(self, run: Run) -> Envelope:
        """Return all there are by now; only the new ones are read."""
        history, wanted = run.history, (run.started.run, run.history.generation)
        if wanted != self._of or len(history.losses) < self._kept.count:
            self._kept, self._of = Envelope(), wanted
        self._kept.extend(history.losses[self._kept.count :])
        return self._kept


class LossPanel(CurvePanel):
    """Every update's loss as a line, the validation loss as dots."""

    def __init__(self, *, id: str) -> None:
        super().__init__("loss", "accent", id=id)
        self.losses = Losses()

    def show_run(self, run: Run) -> None:
        """Show a run as it is now."""
        brief, history = not self.screen.has_class("-wide"), run.history
        kept = self.losses.taken_from(run)
        self.head(lab_text.loss_heading(kept.last, history.evaluations, brief=brief))
        if self.loaded:
            from studyai.tui.widgets.curve import Series

            measured = [item for item in history.evaluations if item.loss is not None]
            steps = [float(item.step) for item in measured]
            losses = [item.loss for item in measured if item.loss is not None]
            train = Series(*kept.points(), "accent")
            self.draw([train, Series(steps, losses, "warning", lab_text.VALIDATION_GLYPH)] if steps else [train])


class MetricPanel(CurvePanel):
    """The task's metric on the validation examples."""

    def __init__(self, *, id: str) -> None:
        super().__init__("accuracy", "success", SHARES, id=id)

    def show_run(self, run: Run) -> None:
        """Show a run as it is now."""
        found = run.history.evaluations
        self.head(lab_text.metric_heading(run.started, found, brief=not self.screen.has_class("-wide")))
        if self.loaded:
            from studyai.tui.widgets.curve import Series

            self.draw([Series([float(item.step) for item in found], [item.value for item in found], "success")])
