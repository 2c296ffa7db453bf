"""The log in the user's state folder: bugs with their traceback, and with ``--debug`` what else there is to know."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from traceback import extract_tb

LARGEST_FILE = 1_000_000  # bytes; then the file before is kept, and no other
_detailed: set[Path] = set()  # logs that are told everything
LINE = "%(asctime)s %(levelname)s %(message)s"


def log_file() -> Path:
    """Return where the log lies; STUDYAI_STATE names another folder."""
    folder = os.environ.get("STUDYAI_STATE")
    if folder:
        return Path(folder) / "studyai.log"
    from platformdirs import user_state_path

    return user_state_path("studyai", appauthor=False) / "studyai.log"


@cache
def _logger(file: Path) -> logging.Logger:
    from logging.handlers import RotatingFileHandler

    class Handler(RotatingFileHandler):
        """Raises what keeps it from writing; it would print a traceback of its own."""

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's name)
            raise

    logger = logging.getLogger(f"studyai.{file}")
    logger.propagate = False  # the terminal belongs to the screens
    logger.setLevel(logging.INFO)
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = Handler(file, maxBytes=LARGEST_FILE, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter(LINE))
    logger.addHandler(handler)
    return logger


def log_everything() -> None:
    """From now on log what only helps to find a fault, too."""
    file = log_file()
    try:
        _logger(file).setLevel(logging.DEBUG)
    except OSError:
        return  # a bug will say that nothing can be logged
    _detailed.add(file)


def log_detail(words: str, *values: object) -> None:
    """Log something that only helps to find a fault, if `log_everything` was called."""
    if _detailed and (file := log_file()) in _detailed:
        with suppress(OSError):  # a disk that is full keeps nobody from working
            _logger(file).debug(words, *values)


def log_bug(error: BaseException) -> str:
    """Log a bug with its traceback; return one line on it: what, where, and in which file it can be read."""
    words = f"{type(error).__name__}: {error} ({place_of(error)})"
    file = log_file()
    try:
        _logger(file).error("%s", words, exc_info=error)
    except OSError as problem:
        return f"Something went wrong: {words}. It could not be logged in {file}: {problem.strerror}."
    return f"Something went wrong: {words}. It is logged in {file}."


def place_of(error: BaseException) -> str:
    """Return file and line where an exception was raised."""
    frames = extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
