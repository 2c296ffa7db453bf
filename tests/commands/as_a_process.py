"""A command in a process of its own, for what only a process has: its encodings, its streams, its signals."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PATIENCE = 120  # seconds; only a command that never ends takes them


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return a user's environment with folders of its own."""
    folders = {name: str(home / name) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHONIO")}
    return kept | folders | {"STUDYAI_STATE": str(home / "state")} | more


def shell(home: Path, line: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash in which `studyai` is the command, as a user with a terminal of no kind does."""
    defined = f'set -o pipefail; studyai() {{ "{sys.executable}" -m studyai "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", defined], capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE,
        check=False, cwd=home, env=environment(home, **more),
    )  # fmt: skip
