"""What the race's screen draws: the heading, the paths on their surface or a loss, the optimisers."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Static

from studyai.protocol import Raced, Track
from studyai.tui.race import text as race_text
from studyai.tui.race.racers import Racers
from studyai.tui.race.standing import Standing
from studyai.tui.shell.drawer import Part
from studyai.tui.widgets.contour import Contour, Ground, Path
from studyai.tui.widgets.curve_panel import CurvePanel


class RacePicture:
    """The race as it stands, on the screen's widgets."""

    def __init__(self, screen: Screen[None], standing: Standing) -> None:
        self._screen, self._standing = screen, standing
        self._raced: Raced | None = None  # that was drawn
        self._moment: object = None
        self._ground: Ground | None = None

    def is_awaited(self) -> bool:
        """Return False: what a key asks for is drawn with the key."""
        return False

    def parts(self, *, again: bool) -> list[Part]:
        """Return the parts, if the race stands otherwise than it was drawn."""
        raced, standing = self._standing.raced, self._standing
        moment = standing.at, standing.is_playing, frozenset(standing.out)
        if raced is None or (raced is self._raced and moment == self._moment and not again):
            return []
        if raced is not self._raced:
            self._ground = _ground_of(raced)
        self._raced, self._moment = raced, moment
        return [
            lambda: self._draw_heading(raced),
            lambda: self._draw_race(raced),
            self._screen.query_one(Racers).show,
        ]

    def _draw_heading(self, raced: Raced) -> None:
        standing = self._standing
        heading = race_text.heading(raced, standing.at, standing.last, playing=standing.is_playing)
        self._screen.query_one("#surface-heading", Static).update(heading)

    def _draw_race(self, raced: Raced) -> None:
        if self._ground is None:
            self.draw_loss()
            return
        paths = [
            Path(track.points[: self._standing.at + 1], str(number), number - 1)
            for number, track in enumerate(raced.tracks, start=1)
            if track.optimiser not in self._standing.out
        ]
        self._screen.query_one(Contour).show(self._ground, paths)

    def draw_loss(self) -> None:
        """Draw the losses of the marked optimiser, where no surface can be drawn; of the first if that one is out."""
        raced = self._standing.raced
        if raced is None or raced.heights is not None:
            return
        marked = self._screen.query_one(Racers).marked
        racing = [track for track in raced.tracks if track.optimiser not in self._standing.out]
        for track in [track for track in racing if track is marked] or racing[:1]:
            self._draw_losses(track)

    def _draw_losses(self, track: Track) -> None:
        losses = track.losses[: self._standing.at + 1]
        steps = [float(step) for step in range(len(losses))]
        panel = self._screen.query_one("#race-losses", CurvePanel)
        panel.show(steps, losses, f"{losses[-1]:.4f}", track.title)


def _ground_of(raced: Raced) -> Ground | None:
    """Return the surface, made once for each race; a real network's has too many sides to be drawn."""
    if raced.heights is None:
        return None
    return Ground(raced.heights.values(), raced.across, raced.up, raced.minima)
