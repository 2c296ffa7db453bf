"""What the app remembers about how it should look and which keys it should obey: one small JSON file."""

from __future__ import annotations

from pathlib import Path

import msgspec

from studyai.files import MEBIBYTE, read_file
from studyai.tui.shell.themes import DEFAULT_THEME

LARGEST_FILE = MEBIBYTE


class Settings(msgspec.Struct, frozen=True):
    """The user's choices: a theme's name, command id → key where a key was moved, and what runs the torch worker.

    ``pace`` is the name of the pace at which trainings are watched; empty: the lab's own.
    ``worker_command`` is one line such as ``ssh host studyai worker``, run without a shell; empty: this machine.
    """

    theme: str = DEFAULT_THEME
    keys: dict[str, str] = {}
    worker_command: str = ""
    pace: str = ""


class Loaded(msgspec.Struct, frozen=True):
    """Settings as read, and what the user should be told about the file, if anything."""

    settings: Settings
    notice: str | None = None


def load_settings(path: Path) -> Loaded:
    """Read the settings; a file that cannot be used is set aside and the defaults stand."""
    try:
        return Loaded(msgspec.json.decode(read_file(path, LARGEST_FILE), type=Settings))
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        return Loaded(Settings(), f"{path} cannot be read ({error.strerror}). Defaults are used.")
    except msgspec.DecodeError as error:
        return Loaded(Settings(), _set_aside(path, error))


def _set_aside(path: Path, error: msgspec.DecodeError) -> str:
    kept = path.with_name(f"{path.name}.bad")
    try:
        path.replace(kept)
    except OSError:
        return f"{path} cannot be used ({error}). Defaults are used."
    return f"{path} cannot be used ({error}). It was set aside as {kept.name}; defaults are used."


def save_settings(path: Path, settings: Settings) -> str | None:
    """Write the settings in one piece; return what to tell the user when that fails."""
    beside = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(msgspec.json.format(msgspec.json.encode(settings)) + b"\n")
        beside.replace(path)
    except OSError as error:
        return f"The settings could not be saved in {path}: {error.strerror}."
    return None
