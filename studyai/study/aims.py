"""What the learner studies for: a small file beside the record, that people may edit and comment."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from studyai.errors import ToldError
from studyai.files import MEBIBYTE, read_file
from studyai.study import clock
from studyai.study.cards.memory import RETENTION

HORIZON = 30  # days ahead for which one studies who has named no exam
FILE = "aims.toml"
BEGINNING = """\
# What you study for. StudyAI reads this file when it starts, and keeps your comments when it changes it.
# exam = 2027-01-31     the day of the exam
# minutes = 30          to study each day
# new_per_day = 15      things begun each day, at most
# retention = 0.9       the share to be remembered when something comes again: 0.7 to 0.97
"""


class AimsError(ToldError):
    """A file of aims that cannot be used or written: which, and why."""


class Aims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The exam's date, and how much is wanted each day. ``retention``: the share to be remembered when it is due."""

    exam: date | None = None
    minutes: Annotated[int, Meta(ge=1, le=1000)] = 30
    new_per_day: Annotated[int, Meta(ge=0, le=1000)] = 15
    retention: Annotated[float, Meta(ge=0.7, le=0.97)] = RETENTION

    def days_left(self, today: int) -> int | None:
        """Return the days until the exam, 0 on its day; None where there is none ahead."""
        left = None if self.exam is None else clock.day_of(self.exam) - today
        return None if left is None or left < 0 else left

    def studied_for(self, today: int) -> int:
        """Return the study day on which it has to be known."""
        left = self.days_left(today)
        return today + (HORIZON if left is None else left)


def read_aims(file: Path) -> Aims:
    """Return what the file says; the defaults where there is none. Raises AimsError."""
    import tomllib

    try:
        return msgspec.convert(tomllib.loads(read_file(file, MEBIBYTE).decode()), Aims)
    except FileNotFoundError:
        return Aims()
    except OSError as problem:
        raise AimsError(f"{file} cannot be read: {problem.strerror}; the defaults stand") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as problem:
        raise AimsError(f"{file}: {problem}; the defaults stand until it is mended") from problem


def write_aims(file: Path, aims: Aims) -> None:
    """Change the file to say this; what else stands there, comments above all, stays. Raises AimsError."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    read_aims(file)  # what a person wrote by mistake is theirs to mend: it is not written over
    try:
        text = read_file(file, MEBIBYTE).decode()
    except FileNotFoundError:
        text = BEGINNING
    beside = file.with_name(f"{file.name}.new")
    try:
        document = tomlkit.parse(text)
        for name, value in msgspec.structs.asdict(aims).items():
            if value is None:
                document.pop(name, None)
            elif document.get(name) != value:
                document[name] = value
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(tomlkit.dumps(document))
        beside.replace(file)
    except (OSError, TOMLKitError) as problem:
        raise AimsError(f"{file} cannot be written: {problem}") from problem
