"""Where the questions of a file stand, without building any."""

from __future__ import annotations

from pathlib import Path

from studyai.bank.kinds.listed import outline_listed
from studyai.bank.located import Located
from studyai.bank.section import Placed, Section

KEYS = ("question", "ask", "theme", "kind")
DEPTH = 3  # file, list, entry


def outline_file(file: Path) -> Section[None]:
    """Return the questions in a file; raises BankError where the file as a whole cannot be used."""
    return outline_listed(file, DEPTH, "questions", "question", _outline)


def _outline(place: Located, section: int) -> Placed[None]:
    entries = place.mapping(required=KEYS)
    name, ask, theme, kind = (entries[key].text() for key in KEYS)
    return Placed(name, ask, (), None, place.file, place.span, {}, (theme, kind))
