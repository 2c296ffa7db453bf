"""The cards in the record's file: they follow from the log, and are kept so that a due list is one query."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from functools import lru_cache

from studyai.study.cards.card import Card
from studyai.study.cards.memory import Memory
from studyai.study.record.log import rows_that_rate
from studyai.study.record.ratings import Ratings

FIELDS = Card.__struct_fields__


def memory_of(connection: sqlite3.Connection) -> Memory | None:
    """Return what the cards were calculated with; None of a file whose cards were not calculated yet."""
    row = connection.execute("SELECT parameters, retention FROM memory").fetchone()
    return None if row is None else _memory(*row)


@lru_cache(maxsize=2)  # its scheduler is made once, not for each mark
def _memory(parameters: str, retention: float) -> Memory:
    return Memory(tuple(json.loads(parameters)), retention)


def rebuild(connection: sqlite3.Connection, memory: Memory) -> None:
    """Calculate every card from the log, and note with what."""
    connection.execute("DELETE FROM card")
    keep(connection, memory.fold(Ratings().of(rows_that_rate(connection))))
    connection.execute("DELETE FROM memory")
    connection.execute("INSERT INTO memory VALUES (?, ?)", (json.dumps(memory.parameters), memory.retention))


def keep(connection: sqlite3.Connection, cards: Iterable[Card]) -> None:
    """Write these cards in the place of what was known of them."""
    places = ", ".join("?" * len(FIELDS))
    connection.executemany(
        f"INSERT OR REPLACE INTO card ({', '.join(FIELDS)}) VALUES ({places})",
        ([getattr(card, name) for name in FIELDS] for card in cards),
    )


def card_of(connection: sqlite3.Connection, key: tuple[str, str]) -> Card | None:
    """Return the card; None before it was first answered."""
    rows = _cards(connection, "WHERE kind = ? AND item = ?", key)
    return rows[0] if rows else None


def cards(connection: sqlite3.Connection) -> list[Card]:
    """Return every card."""
    return _cards(connection, "", ())


def due(connection: sqlite3.Connection, day: int, most: int = -1) -> list[Card]:
    """Return the cards due by a study day, what is most forgotten first; at most so many."""
    # FSRS's recall falls with the days since the last review over the stability, and with nothing else.
    order = "ORDER BY (?1 - last) / stability DESC, kind, item LIMIT ?2"
    return _cards(connection, f"WHERE due <= ?1 {order}", (day, most))


def _cards(connection: sqlite3.Connection, tail: str, values: tuple[object, ...]) -> list[Card]:
    query = f"SELECT {', '.join(FIELDS)} FROM card {tail}"
    return [Card(*row) for row in connection.execute(query, values).fetchall()]
