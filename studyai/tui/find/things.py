"""What can be found, and the words by which it is: its own, its section's, and those that people say for them.

Questions, claims and pages are many, and have many words: they come behind what is found as well without them, and
of each kind only so many.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.bank.kinds.sheets.kind import SHEETS
from studyai.tui.ranking import rank

if TYPE_CHECKING:
    from studyai.bank.bank import Bank, SectionEntry
    from studyai.protocol import ClaimCard
    from studyai.tui.lab.catalogue import Entry as Architecture

Kind = Literal["exercise", "architecture", "section", "page", "question", "claim"]
MOST = {"page": 8, "question": 20, "claim": 20}
LONGEST = 66  # letters of a title


class Thing(msgspec.Struct, frozen=True):
    """Something to open: `key` is its id, or a section's number; `words` say what it is.

    `texts` are in small letters, in the order of their weight. `section` is where a question stands.
    """

    kind: Kind
    key: str
    title: str
    words: str
    texts: tuple[str, ...]
    level: int = 1
    section: int = 0


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


def pages(bank: Bank) -> Iterator[Thing]:
    """Yield the pages of the sheet, found by every word on them."""
    written = bank.texts(SHEETS)
    for section in bank.sections(SHEETS):
        for entry in section.of_kind(SHEETS):
            head = f"{section.number} {entry.title}\npage sheet {entry.id}".lower()
            texts = ("", entry.title.lower(), head, written.get(entry.id, "").lower())
            words = f"page of the sheet · section {section.number}"
            yield Thing("page", str(section.number), entry.title, words, texts)


def questions(bank: Bank) -> Iterator[Thing]:
    """Yield the questions, found by their ids and by every word of theirs."""
    written = bank.texts(QUESTIONS)
    for section in bank.sections(QUESTIONS):
        for entry in section.of_kind(QUESTIONS):
            texts = ("", entry.title.lower(), _named(entry.id), written.get(entry.id, "").lower())
            words = f"question · {section.number} {section.title}"
            yield Thing("question", entry.id, _short(entry.title), words, texts, section=section.number)


def claims(cards: Iterable[ClaimCard], sections: Iterable[SectionEntry]) -> Iterator[Thing]:
    """Yield the claims, found by their names and by what they say and ask."""
    titles = {section.number: f" {section.title}" for section in sections}
    for card in cards:
        asked = f"{card.guess.ask}\n{card.why}".lower()
        words = f"prove · {card.section}{titles.get(card.section, '')}"
        yield Thing("claim", card.name, _short(card.says), words, ("", card.says.lower(), _named(card.name), asked))


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else title[:LONGEST].rpartition(" ")[0] + " …"


def _named(name: str) -> str:
    return f"{name}\n{name.replace('-', ' ')}"


def _architecture(one: Architecture) -> Thing:
    return Thing("architecture", one.name, one.title, f"train in the lab · {one.words}", _texts(one.title, one.name))


def _texts(title: str, name: str) -> tuple[str, str, str]:
    own = f"{title}\n{name}".lower()
    return title.lower(), _named(name).lower(), said_for(own)


def found(typed: str, among: Iterable[Thing]) -> list[tuple[int, Thing]]:
    """Return what answers to what was typed, each with its rank, the best first."""
    ranked = [(rank(typed, thing.texts), thing) for thing in among]
    best = sorted(((place, thing) for place, thing in ranked if place is not None), key=lambda one: one[0])
    counts: Counter[Kind] = Counter()
    kept = []
    for place, thing in best:
        counts[thing.kind] += 1
        if counts[thing.kind] <= MOST.get(thing.kind, len(best)):
            kept.append((place, thing))
    return kept
