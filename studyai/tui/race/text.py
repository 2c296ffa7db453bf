"""What the race's screen says: no widgets, so it can be tested by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual.content import Content

from studyai.protocol import Raced, Track
from studyai.tui.widgets.colours import PATH_COLOURS
from studyai.tui.widgets.columns import MINUS, short_number
from studyai.tui.widgets.plain import printable

COLUMNS_HEADING = f"    {'optimiser':<10} {'rate':>7} {'loss':>9}"


def heading(raced: Raced, at: int, last: int, *, playing: bool) -> Content:
    """Name the surface, and say how far the race is."""
    state = "▶ racing" if playing else "‖ paused"
    formula = "" if raced.heights is None else "f(x, y) = "
    return Content.assemble(
        (raced.title, "bold $accent"), f"   {formula}{raced.words}", (f"   {state}  update {at} of {last}", "dim")
    )


def surface_title(name: str) -> str:
    """Return a surface's name as a list shows it."""
    return printable(name.replace("-", " ").replace("_", " ").capitalize())


def rows(tracks: Sequence[Track], at: int, out: Collection[str], *, dark: bool) -> list[Content]:
    """Return one line for each optimiser: the digit at the head of its path, name, rate, loss."""
    return [
        _row(number, track, at, shown=track.optimiser not in out, dark=dark)
        for number, track in enumerate(tracks, start=1)
    ]


def _row(number: int, track: Track, at: int, *, shown: bool, dark: bool) -> Content:
    colour = PATH_COLOURS[dark][(number - 1) % len(PATH_COLOURS[dark])]
    lost = track.diverged and at >= len(track.losses)
    loss = "left" if lost else loss_words(track.losses[min(at, len(track.losses) - 1)])
    facts = f" {track.title:<10} {track.learning_rate:>7.4g} {loss:>9}"
    if not shown:
        return Content.styled(f" – {facts}", "dim")
    return Content.assemble((f" {number} ", f"bold {colour}"), facts)


def state(track: Track, at: int) -> Content:
    """Return where an optimiser stands, and the gradient there."""
    step = min(at, len(track.losses) - 1)
    head = Content.styled(track.title, "bold")
    more = ", ".join(f"{name} {value:g}" for name, value in track.more.items() if not isinstance(value, bool))
    lines = [head if not more else Content.assemble(head, (f"  {more}", "dim"))]
    if track.points:
        lines.append(Content(f"at ({_number(track.points[step][0])}, {_number(track.points[step][1])})"))
    if step < len(track.gradients):
        across, up = track.gradients[step]
        lines.append(Content(f"∇f ({_number(across)}, {_number(up)})"))
    if track.diverged and at >= len(track.losses):
        lines.append(Content.styled(f"✗ left for good at update {len(track.losses)}: halve its rate with [", "$error"))
    return Content("\n").join(lines)


def loss_words(loss: float) -> str:
    """Return a loss in nine columns at most, the decimals of all under each other."""
    return f"{loss:.4f}".replace("-", MINUS) if abs(loss) < 1000 else f"{loss:.2e}"


def _number(value: float) -> str:
    return short_number(value, 5)
