"""Where the app's settings live: named by the app that reads them and by the doctor that tells of them."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_config_path


def settings_path() -> Path:
    """Return where the settings live; STUDYAI_CONFIG names another folder."""
    folder = os.environ.get("STUDYAI_CONFIG")
    return (Path(folder) if folder else user_config_path("studyai")) / "settings.json"
