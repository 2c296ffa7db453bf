"""The learner's record: every mark, committed to SQLite before anybody sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import msgspec

from studyai.study import clock
from studyai.study.cards.card import Card
from studyai.study.cards.memory import Memory
from studyai.study.record import deck, log
from studyai.study.record.connection import connect, named
from studyai.study.record.migrations import transaction
from studyai.study.record.ratings import Ratings, logged
from studyai.study.record.review import STEP, Place, Progress, Review


def default_file() -> Path:
    """Return the record's place in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("studyai", appauthor=False)) / "record.sqlite"


class Record:
    """The record in one SQLite file (WAL, full sync); `:memory:` keeps nothing. Raises RecordError.

    The log of reviews is the truth; the cards of the schedule follow from it.
    """

    def __init__(self, file: Path | str | None = None):
        self.file = default_file() if file is None else file
        self._connection = connect(self.file)
        try:
            self.memory = self._known_memory()
        except BaseException:
            self._connection.close()
            raise

    def _known_memory(self) -> Memory:
        with named(self.file):
            return deck.memory_of(self._connection) or self._calculate(Memory())

    def _calculate(self, memory: Memory) -> Memory:
        with transaction(self._connection):
            deck.rebuild(self._connection, memory)
        return memory

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with named(self.file), transaction(self._connection):
            yield

    # Marks

    def add(self, review: Review) -> str:
        """Commit a mark, and the card that it rates; when this returns, both are on the disk. Returns its uid."""
        with self._changing():
            now = clock.now()
            uid, day = uuid4().hex, clock.study_day(now)
            rated = self._ratings_before(review).next(logged(review, day))
            self._insert(review, uid, self._after_the_last(now), day)
            if rated is not None:
                deck.keep(self._connection, [self.memory.after(deck.card_of(self._connection, rated.card), rated)])
        return uid

    def _ratings_before(self, review: Review) -> Ratings:
        ratings = Ratings()
        if review.kind == STEP and review.place is not None and review.place.is_last:
            for before in log.reviews_of(self._connection, review.place.variant):
                ratings.next(logged(before, 0))
        return ratings

    def _after_the_last(self, now: datetime) -> str:
        """Return the time as it is logged: after all that is logged, though the clock was set back meanwhile."""
        (last,) = self._connection.execute("SELECT max(at) FROM review").fetchone()
        if last is not None:
            now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
        return now.isoformat(timespec="microseconds")

    def _insert(self, review: Review, uid: str, at: str, day: int) -> None:
        values = {name: getattr(review, name) for name in log.OF_THE_REVIEW}
        if review.place is not None:
            values |= msgspec.structs.asdict(review.place)
        names = ("uid", "at", "day", *values)
        places = ", ".join("?" * len(names))
        query = f"INSERT INTO review ({', '.join(names)}) VALUES ({places})"
        self._connection.execute(query, (uid, at, day, *values.values()))

    def undo(self, uid: str) -> None:
        """Take a mark back, for good: it stays in the log, and counts no more."""
        with self._changing():
            at = clock.now().isoformat(timespec="microseconds")
            self._connection.execute("INSERT OR IGNORE INTO undone VALUES (?, ?)", (uid, at))
            deck.rebuild(self._connection, self.memory)

    # The log

    def reviews(self, variant: str) -> list[Review]:
        """Return the marks of the latest sitting of a variant, in order: those since it was last finished."""
        with named(self.file):
            return log.reviews_of(self._connection, variant)

    def unfinished(self) -> Place | None:
        """Return the place of the latest step that was marked, if its exercise was left before the end."""
        with named(self.file):
            return log.unfinished(self._connection)

    def section(self) -> int | None:
        """Return the section of the latest mark; None before the first, or where it belongs to no one."""
        with named(self.file):
            return log.section(self._connection)

    def progress(self) -> dict[int, Progress]:
        """Return section number → what has been done in it, in steps of exercises."""
        with named(self.file):
            return log.progress(self._connection)

    def next_seed(self, exercise: str, level: int) -> int:
        """Return a seed not yet practised at this level."""
        with named(self.file):
            return log.next_seed(self._connection, exercise, level)

    def latest(self, kind: str) -> dict[str, Review]:
        """Return the latest settled mark of each item of a kind, by the item's id; of steps use `reviews`."""
        with named(self.file):
            return log.latest(self._connection, kind)

    # The cards

    def cards(self) -> list[Card]:
        """Return every card."""
        with named(self.file):
            return deck.cards(self._connection)

    def due(self, day: int, most: int = -1) -> list[Card]:
        """Return the cards due by a study day, what is most forgotten first; at most so many."""
        with named(self.file):
            return deck.due(self._connection, day, most)

    def remember_by(self, memory: Memory) -> None:
        """Calculate the cards with another memory, where it is another."""
        if memory != self.memory:
            with named(self.file):
                self.memory = self._calculate(memory)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
