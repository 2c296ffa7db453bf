"""What the sweep's screen draws: how far it is, the table, the curve, and what they show."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Static

from studyai.client.sweep.findings import curve, limit
from studyai.client.sweep.record import Record
from studyai.client.sweep.table import DIVERGED
from studyai.tui.lab.notice import Notice
from studyai.tui.lab.sweep import text
from studyai.tui.lab.sweep.in_hand import SweepInHand
from studyai.tui.shell.drawer import Part
from studyai.tui.widgets.curve_panel import CurvePanel

ROOM = 1.2  # times the highest value
FAR = 10  # times the ends of the rates: a limit beyond would leave the curve no room


class SweepPicture:
    """The sweep as it stands, on the screen's widgets."""

    def __init__(self, screen: Screen[None], hand: SweepInHand) -> None:
        self._screen, self._hand = screen, hand
        self._drawn: object = None

    def is_awaited(self) -> bool:
        """Return False: what a key asks for is drawn with the key."""
        return False

    def parts(self, *, again: bool) -> list[Part]:
        """Return the parts, if the sweep stands otherwise than it was drawn."""
        hand = self._hand
        record = hand.record
        steps = [run.latest.step for run in hand.running.values() if run.latest is not None]
        stands = record, hand.is_running, steps, hand.told, hand.problem
        if stands == self._drawn and not again:
            return []
        was_empty, is_empty = self._screen.has_class("-empty"), record is None
        self._screen.set_class(is_empty, "-empty")
        self._drawn = stands if was_empty == is_empty else None  # once more, when there is the other room for it
        if record is None:
            return [self._draw_state, self._draw_nothing]
        return [self._draw_state, lambda: self._draw_table(record), lambda: self._draw_curve(record)]

    def _draw_state(self) -> None:
        self._screen.query_one("#sweep-title", Static).update(text.title(self._hand), layout=False)
        self._screen.query_one(Notice).say(*text.notice(self._hand))

    def _draw_nothing(self) -> None:
        self._screen.query_one("#sweep-table", Static).update(text.first_words())
        self._screen.query_one("#sweep-curve").display = False

    def _draw_table(self, record: Record) -> None:
        body = self._screen.query_one("#sweep-table", Static)
        width = self._screen.query_one("#sweep-side").scrollable_content_region.width
        wide = self._screen.has_class("-wide")
        body.update(text.table(self._hand, record, width, with_metric=wide))

    def _draw_curve(self, record: Record) -> None:
        panel = self._screen.query_one("#sweep-curve", CurvePanel)
        panel.display = record.sweep.scale != "words" and not self._screen.has_class("-slim")
        if not panel.display:
            return
        points, measured = curve(record), limit(record)
        panel.head(text.curve_heading(record, measured))
        if panel.loaded:
            _draw(panel, record, points, measured)


def _draw(panel: CurvePanel, record: Record, points: list[tuple[float, float]], measured: float | None) -> None:
    from studyai.tui.widgets.curve import Across, Series

    low, high = float(record.sweep.values[0]), float(record.sweep.values[-1])
    marks = (measured,) if measured is not None and low / FAR <= measured <= high * FAR else ()
    is_logarithmic = record.sweep.scale == "logarithmic"
    room = high * (ROOM - 1) if is_logarithmic else (high - low) * (ROOM - 1)  # for what stands at the last value
    along = Across(min((low, *marks)), max((high + room, *marks)), is_logarithmic, marks)
    losses = [loss for _, loss in points]
    diverged = [float(point.value) for point in record.points if point.diverged]
    top = max(losses, default=1.0)
    series = [Series([x for x, _ in points], losses)] if points else []
    if diverged:
        series.append(Series(diverged, [top] * len(diverged), "error", DIVERGED))
    panel.draw(series, along)
