"""The one family of errors that are told. Any other exception is a bug of ours: it is logged, see `studyai.log`."""

from __future__ import annotations

from typing import ClassVar


class ToldError(Exception):
    """Something that a person can mend: its words say what is wrong, and what would be right.

    ``exit_code`` is that of a command which ends with it: 2 for bad input, 1 where the input was good.
    """

    exit_code: ClassVar[int] = 2
