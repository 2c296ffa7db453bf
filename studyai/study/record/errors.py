"""What can be wrong with a record."""

from __future__ import annotations


class RecordError(RuntimeError):
    """A record that cannot be opened or written: which file, and why."""
