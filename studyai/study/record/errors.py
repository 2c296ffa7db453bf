"""What can be wrong with a record."""

from __future__ import annotations

from studyai.errors import ToldError


class RecordError(ToldError):
    """A record that cannot be opened or written: which file, and why."""
