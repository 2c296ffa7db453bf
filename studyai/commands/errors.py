"""Bad input to a command."""

from __future__ import annotations

from studyai.errors import ToldError


class BadInputError(ToldError):
    """What was typed cannot be used: one line, naming what is wrong and what is accepted; exit code 2."""
