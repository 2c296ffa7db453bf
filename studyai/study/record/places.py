"""Where records lie: one file for each learner on this machine."""

from __future__ import annotations

import os
import re
from pathlib import Path

from studyai.study.record.errors import RecordError

FILE = "record.sqlite"
PROFILES = "profiles"
DATA, PROFILE = "STUDYAI_DATA", "STUDYAI_PROFILE"
NAME = re.compile(r"[^\W_][\w-]{0,39}")


def data_folder() -> Path:
    """Return where records lie; STUDYAI_DATA names another folder."""
    import platformdirs

    folder = os.environ.get(DATA)
    return Path(folder) if folder else Path(platformdirs.user_data_dir("studyai", appauthor=False))


def profile() -> str:
    """Return whose record is used: STUDYAI_PROFILE, else nobody's in particular. Raises RecordError."""
    name = os.environ.get(PROFILE, "")
    if name and NAME.fullmatch(name) is None:
        raise RecordError(
            f"{name!r:.60} cannot be a profile: a name has up to 40 letters, digits, _ and -, and begins with a letter "
            "or a digit"
        )
    return name


def record_file() -> Path:
    """Return the record of the profile that is used. Raises RecordError."""
    name = profile()
    return data_folder() / PROFILES / name / FILE if name else data_folder() / FILE


def profiles() -> list[str]:
    """Return the names of the profiles that have a record."""
    folder = data_folder() / PROFILES
    if not folder.is_dir():
        return []
    return sorted(one.name for one in folder.iterdir() if (one / FILE).exists() and NAME.fullmatch(one.name))
