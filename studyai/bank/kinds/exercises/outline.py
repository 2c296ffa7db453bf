"""Where the exercises of a file stand, without building any."""

from __future__ import annotations

from pathlib import Path

from studyai.bank.kinds.listed import outline_listed
from studyai.bank.located import Located
from studyai.bank.section import Placed, Section

KEYS = ("exercise", "title", "levels")
DEPTH = 4  # file, list, entry, levels


def outline_file(file: Path) -> Section[None]:
    """Return the section in a file; raises BankError where the file as a whole cannot be used."""
    return outline_listed(file, DEPTH, "exercises", "exercise", _outline)


def _outline(place: Located, section: int) -> Placed[None]:
    entries = place.mapping(required=KEYS)
    name, title = entries["exercise"].text(), entries["title"].text()
    levels = tuple(map(int, entries["levels"].mapping()))
    return Placed(name, title, levels, None, place.file, place.span, {})
