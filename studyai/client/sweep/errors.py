"""A sweep that cannot be done as it was asked for."""

from __future__ import annotations

from studyai.errors import ToldError


class SweepError(ToldError):
    """What was asked for cannot be swept: one line, naming what is accepted."""
