"""Running text in lines: what belongs together, such as 15 %, section 6 or 1 − z, is not parted at a line's end."""

from __future__ import annotations

import re
from textwrap import wrap

TIE = "\ue000"  # for a blank at which no line ends; it is no printable letter, so no text of a page has it
PLACES = "section|sections|chapter|figure|table|equation|equations|theorem|lecture|page|part|step|line|level"
SIGNS = r"[=≠<>≤≥≈≪≫+−·×/⊙⊗∈→]"
NUMBERED = re.compile(rf"\b(?:{PLACES}) \d", re.IGNORECASE)
PERCENT = re.compile(r"\d %")
TERM = r"[^\s,;.:]*\S"  # no comma within, as one that ends a clause would bring the next
FORMULA = re.compile(rf"\S+(?: {SIGNS} {TERM})+")
KEYED = re.compile(r"⏎ \w+ \w+")
TIED = (NUMBERED, PERCENT, FORMULA, KEYED)


def tied(text: str, width: int) -> str:
    """Return the text with ties for those blanks; what is longer than half a line may be parted."""
    for pattern in TIED:
        text = pattern.sub(lambda found: _held(found[0], width // 2), text)
    return text


def untied(text: str) -> str:
    """Return the text with its blanks again."""
    return text.replace(TIE, " ")


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return the text in lines; `first` stands before the first of them, `rest` before the others."""
    room = width - max(len(first), len(rest))
    said = tied(text, room)
    is_narrow = max(map(len, said.split()), default=0) > room  # then rather at a hyphen than within a word
    lines = wrap(said, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=is_narrow)
    return [untied(line) for line in lines]


def _held(text: str, longest: int) -> str:
    return text.replace(" ", TIE) if len(text) <= longest else text
