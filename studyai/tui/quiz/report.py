"""A mistake in a question, reported: a file to send, with all that its author needs."""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import msgspec

from studyai.log import log_file
from studyai.study.items.question import QuestionItem


def write_report(item: QuestionItem, response: str, feedback: str) -> Path:
    """Write the report and return its file; raises OSError where it cannot be written."""
    folder = log_file().parent / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{item.id}-{datetime.now():%Y%m%d-%H%M%S}.json"
    report = {
        "studyai": version("studyai"),
        "question": item.id,
        "section": item.section,
        "ask": item.ask,
        "answered": response,
        "was told": feedback,
        "what is wrong": "",
    }
    file.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    return file
