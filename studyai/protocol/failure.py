"""A traceback in one line: where it happened, and what. The worker tells its faults so, and so does the app of a
worker that died of one."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Sequence

LONGEST = 500  # characters of what is quoted

_FRAME = re.compile(r'  File "(.+)", line (\d+)')
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_ELSEWHERE = re.compile(r"[\\/](site|dist)-packages[\\/]|[\\/]lib[\\/]python3|^<", re.IGNORECASE)
_STANDARD_LIBRARY = sysconfig.get_path("stdlib")


def last_words(lines: Sequence[str]) -> str:
    """Return the last line there is; of a traceback its error, behind the innermost place that is ours or the user's.

    "studyai/backend/oracles/softmax.py:12: SyntaxError: invalid syntax"
    """
    lines = [line.rstrip() for line in lines if line.strip()]
    frames = [index for index, line in enumerate(lines) if _FRAME.match(line)]
    if not frames:
        return _plain(lines[-1]) if lines else ""
    error = next((line for line in lines[frames[-1] + 1 :] if not line.startswith(" ")), lines[-1])
    begin = max((index for index, line in enumerate(lines) if line.startswith("Traceback ")), default=0)
    places = [place for index in frames if index > begin and (place := _place(lines[index]))]
    return _plain(f"{places[-1]}: {error}" if places else error)


def _place(line: str) -> str:
    """Return `file:line` of a traceback's line if the file is studyai's or the user's, else nothing."""
    match = _FRAME.match(line)
    assert match is not None
    file, number = match.groups()
    _, own, inner = file.replace("\\", "/").rpartition("/studyai/")
    if own:
        return f"studyai/{inner}:{number}"
    elsewhere = _ELSEWHERE.search(file) or file.startswith(_STANDARD_LIBRARY)
    return "" if elsewhere else f"{file}:{number}"


def _plain(text: str) -> str:
    """Return it in one line of bounded length that can be printed."""
    text = _ESCAPE.sub("", text)
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
