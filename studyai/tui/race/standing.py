"""How a race stands: what was raced, how many updates are shown, who takes part and with which rate."""

from __future__ import annotations

from studyai.protocol import Raced, Track


class Standing:
    """The race as it is played: no widgets, so it can be tested by itself."""

    def __init__(self) -> None:
        self.raced: Raced | None = None
        self.surface = "bowl"
        self.at = 0  # updates shown
        self.is_playing = False
        self.rates: dict[str, float] = {}  # those that were changed here
        self.out: set[str] = set()

    @property
    def last(self) -> int:
        """The last update of the longest track."""
        return max((len(track.losses) - 1 for track in self.raced.tracks), default=0) if self.raced else 0

    def take(self, raced: Raced) -> None:
        """Go on with what was raced now: where it stood if it is the same surface, else from the start."""
        again = self.raced is not None and self.raced.surface == raced.surface
        self.raced = raced
        self.at = min(self.at, self.last) if again else 0

    def tick(self) -> None:
        """Play one update more, up to the last."""
        if self.at < self.last:
            self.at += 1
        else:
            self.is_playing = False

    def play_or_pause(self) -> None:
        """Play or pause; at the end, play again."""
        self.is_playing = not self.is_playing
        if self.is_playing and self.at >= self.last:
            self.at = 0

    def go_to(self, at: int) -> None:
        """Pause, after so many updates or as near as there is."""
        self.is_playing = False
        self.at = min(max(at, 0), self.last)

    def choose_surface(self, surface: str) -> None:
        """Choose what to race on next, with every optimiser's own rate."""
        self.surface = surface
        self.rates.clear()
        self.is_playing = False

    def let_in_or_out(self, track: Track) -> None:
        """Let an optimiser race, or not."""
        self.out ^= {track.optimiser}

    def scale_rate(self, track: Track, factor: float) -> None:
        """Change an optimiser's rate for the next race."""
        self.rates[track.optimiser] = track.learning_rate * factor
