"""Where an entry stands in its file."""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True):
    """Where an entry stands in its file: its first line and column, and its first and last character (from 0)."""

    line: int
    column: int
    start: int
    end: int
