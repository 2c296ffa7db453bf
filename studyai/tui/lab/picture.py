"""What the lab draws of a frame: words, both curves, the inside, the example, the signals."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Static

from studyai.client.run import Run
from studyai.protocol import Frame
from studyai.tui.lab import text as lab_text
from studyai.tui.lab.catalogue import entry_of
from studyai.tui.lab.curves import LossPanel, MetricPanel
from studyai.tui.lab.fields import RunFields
from studyai.tui.lab.frames import answers_a_key
from studyai.tui.lab.inside.panel import InsidePanel
from studyai.tui.lab.layers.table import LayerTable
from studyai.tui.lab.notice import Notice
from studyai.tui.lab.run_in_hand import RunInHand
from studyai.tui.shell.drawer import Part


class LabPicture:
    """The run in hand as its newest frame shows it, on the lab's widgets."""

    def __init__(self, screen: Screen[None], hand: RunInHand) -> None:
        self._screen, self._hand = screen, hand
        self.drawn: Frame | None = None

    def is_awaited(self) -> bool:
        """Return whether a key has brought the newest frame."""
        run = self._hand.run
        return run is not None and answers_a_key(run.latest, self.drawn)

    def parts(self, *, again: bool) -> list[Part]:
        """Return a part for each widget."""
        run = self._hand.run
        if run is None or run.latest is None or (run.latest is self.drawn and not again):
            return []
        self.drawn = frame = run.latest
        find = self._screen.query_one
        return [
            lambda: self._draw_words(run, frame),
            lambda: find(LossPanel).show_run(run),
            lambda: find(MetricPanel).show_run(run),
            lambda: self._draw_inside(run, frame),
            lambda: find(InsidePanel).show_example(frame.view, run.started.classes),
            lambda: find(LayerTable).draw(frame),
        ]

    def _draw_words(self, run: Run, frame: Frame) -> None:
        wide = self._screen.has_class("-wide")
        title = entry_of(run.started.architecture).title
        line = lab_text.title_line(title, run.started, frame, self._screen.size.width - 4)
        self._screen.query_one("#lab-title", Static).update(line, layout=False)
        pace = self._hand.pace
        self._screen.query_one(RunFields).say(lab_text.status_line(run.started, frame, pace, brief=not wide))
        if run.lost is None:
            words, style = lab_text.notice(run.started, frame, run.finished, pace, brief=not wide)
            self._screen.query_one(Notice).say(words, style)

    def _draw_inside(self, run: Run, frame: Frame) -> None:
        if frame.view is not None and frame.view.probe == self._hand.probe:
            self._screen.query_one(InsidePanel).show_inner(frame.view, run.started.classes)
