"""What can be found, and the words by which it is: its own, its section's, and those that people say for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from studyai.tui.ranking import rank

if TYPE_CHECKING:
    from studyai.bank.bank import SectionEntry
    from studyai.tui.lab.catalogue import Entry as Architecture

Kind = Literal["exercise", "architecture", "section"]


class Thing(msgspec.Struct, frozen=True):
    """Something to open: `key` is an exercise's or architecture's id, or a section's number; `words` say what it is.

    `texts` are in small letters, in the order of their weight.
    """

    kind: Kind
    key: str
    title: str
    words: str
    texts: tuple[str, ...]
    level: int = 1


class _Synonyms(msgspec.Struct, forbid_unknown_fields=True):
    words: dict[str, list[str]]


@cache
def synonyms() -> dict[str, list[str]]:
    """Return word typed → the beginnings of words that it stands for."""
    return msgspec.toml.decode(Path(__file__).with_name("synonyms.toml").read_bytes(), type=_Synonyms).words


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        word: re.compile(r"(?<![a-z])(?:" + "|".join(map(re.escape, stands_for)) + ")")
        for word, stands_for in synonyms().items()
    }


def said_for(text: str) -> str:
    """Return all that people say for what stands in a text, one a line."""
    return "\n".join(word for word, pattern in _patterns().items() if pattern.search(text))


def things(sections: Iterable[SectionEntry], architectures: Iterable[Architecture]) -> list[Thing]:
    """Return all there is. It takes some milliseconds: do it in a thread."""
    found = [_architecture(one) for one in architectures]
    for section in sections:
        head = f"{section.number} {section.title}".lower()
        count = len(section.exercises)
        words = f"section {section.number}, {count} exercise{'' if count == 1 else 's'}"
        found.append(Thing("section", str(section.number), section.title, words, _texts(section.title, head)))
        for entry in section.exercises:
            texts = (*_texts(entry.title, entry.id), head, said_for(head))
            words = f"practise · {section.number} {section.title}"
            found.append(Thing("exercise", entry.id, entry.title, words, texts, entry.levels[0]))
    return found


def _architecture(one: Architecture) -> Thing:
    return Thing("architecture", one.name, one.title, f"train in the lab · {one.words}", _texts(one.title, one.name))


def _texts(title: str, name: str) -> tuple[str, str, str]:
    own = f"{title}\n{name}".lower()
    return title.lower(), f"{name}\n{name.replace('-', ' ')}".lower(), said_for(own)


def found(typed: str, among: Iterable[Thing]) -> list[tuple[int, Thing]]:
    """Return what answers to what was typed, each with its rank, the best first."""
    ranked = [(rank(typed, thing.texts), thing) for thing in among]
    return sorted(((place, thing) for place, thing in ranked if place is not None), key=lambda one: one[0])
