"""What the side-by-side screen draws of the newest frames: title, both plots, both insides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widgets import Static

from studyai.tui.lab.beside import text
from studyai.tui.lab.beside.comparison import Bench, Comparison
from studyai.tui.lab.frames import answers_a_key
from studyai.tui.lab.inside.inner import InnerPanel
from studyai.tui.lab.text import loss_words
from studyai.tui.shell.drawer import Part
from studyai.tui.widgets.curve_panel import CurvePanel

if TYPE_CHECKING:
    from studyai.tui.widgets.curve import Series

GLYPHS = ("", "•")  # of the curves; the first is a line
STYLES = ("accent", "warning")


class ComparisonPicture:
    """Both runs as their newest frames show them, on the screen's widgets; the pauses are reached last."""

    def __init__(self, screen: Screen[None], comparison: Comparison, reach_pause: Part) -> None:
        self._screen, self._comparison, self._reach_pause = screen, comparison, reach_pause

    def is_awaited(self) -> bool:
        """Return whether a key has brought a newest frame."""
        return any(answers_a_key(bench.run.latest, bench.drawn) for bench in self._comparison.benches)

    def parts(self, *, again: bool) -> list[Part]:
        """Return title, both plots, the insides of which there is a newer frame."""
        benches = list(self._comparison.benches)
        if len(benches) < 2 or any(bench.run.latest is None for bench in benches):
            return []
        fresh = [bench.run.latest is not bench.drawn or again for bench in benches]
        if not any(fresh):
            return []
        for bench in benches:
            bench.drawn = bench.run.latest
        insides = [
            partial(self._draw_inside, index, benches[index]) for index, is_fresh in enumerate(fresh) if is_fresh
        ]
        drawing: list[Callable[[list[Bench]], None]] = [self._draw_title, self._draw_losses, self._draw_metrics]
        return [*(partial(draw, benches) for draw in drawing), *insides, self._reach_pause]

    def _draw_title(self, benches: list[Bench]) -> None:
        sides = [(bench.run.started, bench.drawn) for bench in benches]
        title = text.title(self._comparison.demo, sides, self._comparison.pace)
        self._screen.query_one("#beside-title", Static).update(title, layout=False)

    def _draw_losses(self, benches: list[Bench]) -> None:
        losses = [bench.losses for bench in benches]
        panel, wide = self._screen.query_one("#beside-loss", CurvePanel), self._screen.has_class("-wide")
        panel.head(text.legend("training loss" if wide else "loss", [loss_words(item.last, 3) for item in losses]))
        _draw_curves(panel, [item.points() for item in losses])

    def _draw_metrics(self, benches: list[Bench]) -> None:
        panel = self._screen.query_one("#beside-metric", CurvePanel)
        measured = [bench.run.history.evaluations for bench in benches]
        metric = benches[0].run.started.metric
        name = metric if self._screen.has_class("-wide") else metric.removeprefix("validation ")
        panel.head(text.legend(name, [text.percent_words(items) for items in measured]))
        _draw_curves(
            panel, [([float(item.step) for item in items], [item.value for item in items]) for items in measured]
        )

    def _draw_inside(self, index: int, bench: Bench) -> None:
        panel = self._screen.query_one(f"#inside-{index}", InnerPanel)
        view = bench.drawn.view if bench.drawn is not None else None
        if panel.display and view is not None and view.probe == bench.probe:
            panel.show(view, bench.run.started.classes)


def _draw_curves(panel: CurvePanel, curves: list[tuple[list[float], list[float]]]) -> None:
    if panel.loaded:
        from studyai.tui.widgets.curve import Series

        series: list[Series] = [
            Series(x, y, style, glyph) for (x, y), style, glyph in zip(curves, STYLES, GLYPHS, strict=True) if x
        ]
        panel.draw(series[::-1])  # the line last: the dots of the other one leave it room
