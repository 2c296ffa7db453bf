"""Where packs lie: the built-in bank and the user's own folder; and the files of each."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from studyai.bank.kinds.registry import is_of_the_bank

PACKAGE = Path(__file__).resolve().parent.parent


class Pack(msgspec.Struct, frozen=True):
    """A folder of bank files."""

    name: str
    folder: Path

    def files(self) -> list[Path]:
        """Return the files that are meant for the bank, in the folder itself and in its section folders."""
        own = sorted(file for file in self.folder.glob("*") if is_of_the_bank(file))
        return own + sorted(file for file in self.folder.glob("*/*") if is_of_the_bank(file))


def built_in() -> Pack:
    """Return the built-in bank: inside an installed package, beside it in a checkout."""
    installed = PACKAGE / "question_bank"
    return Pack("built-in", installed if installed.is_dir() else PACKAGE.parent / "question_bank")


def user_folder() -> Path:
    """Return the folder that holds the user's own packs; STUDYAI_PACKS names another."""
    named = os.environ.get("STUDYAI_PACKS")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("studyai", appauthor=False)) / "packs"


def all_packs() -> list[Pack]:
    """Return the built-in bank, then the user's packs by name."""
    folder = user_folder()
    own = sorted(entry for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else []
    return [built_in(), *(Pack(entry.name, entry) for entry in own)]
