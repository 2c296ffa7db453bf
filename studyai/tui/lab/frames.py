"""Which frames are there because of a key."""

from __future__ import annotations

from studyai.protocol import Frame


def answers_a_key(latest: Frame | None, drawn: Frame | None) -> bool:
    """Return whether the latest frame came by a key.

    It is of a run that is paused, or shows something else than was drawn.
    """
    if latest is None or latest is drawn:
        return False
    return drawn is None or latest.state != "running" or drawn.state != "running" or _seen_in(latest) != _seen_in(drawn)


def _seen_in(frame: Frame) -> tuple[str, int, str] | None:
    return (frame.view.probe, frame.view.example, frame.view.word) if frame.view else None
