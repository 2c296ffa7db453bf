"""The cards: what a rating is derived from, that FSRS is the package's own, that cards follow from the log alone."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.study import clock
from studyai.study.aims import Aims
from studyai.study.cards.card import Card
from studyai.study.cards.memory import EPOCH, Memory, Rated
from studyai.study.cards.rating import Happened, Rating, rate, together
from studyai.study.record.review import Place, Review
from studyai.study.record.store import Record

RIGHT = Happened(1.0, seconds=40, budget=40)


@pytest.mark.parametrize(
    ("marks", "rating"),
    [
        ([RIGHT, RIGHT], Rating.GOOD),
        ([Happened(1.0)], Rating.GOOD),  # before version 3, nothing was timed
        ([Happened(1.0, seconds=10, budget=40), Happened(1.0, seconds=25, budget=40)], Rating.EASY),
        ([RIGHT, Happened(0.75, seconds=40, budget=40)], Rating.HARD),  # a hint
        ([RIGHT, Happened(0.0, settled=False), Happened(0.5)], Rating.HARD),  # a slip, then right
        ([Happened(1.0, seconds=300, budget=40)], Rating.HARD),  # right in the end
        ([RIGHT, RIGHT, RIGHT, Happened(0.0, was_shown=True)], Rating.AGAIN),
        ([RIGHT, Happened(0.0)], Rating.AGAIN),
        ([Happened(0.0)], Rating.AGAIN),
        ([Happened(0.5)], Rating.AGAIN),
        ([Happened(0.75)], Rating.HARD),
    ],
)
def test_a_rating_is_derived_from_what_happened(marks: list[Happened], rating: Rating) -> None:
    assert rate(together(marks)) is rating


gaps = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(Rating)), min_size=1, max_size=12)


@given(gaps, st.sampled_from([0.8, 0.9, 0.95]))
def test_cards_are_those_of_the_package(gaps: list[tuple[int, Rating]], retention: float) -> None:
    memory = Memory(retention=retention)
    bare = fsrs.Scheduler(desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    expected, card, day = fsrs.Card(card_id=1), None, 20_000
    for gap, rating in gaps:
        day += gap
        card = memory.after(card, Rated(("question", "a"), rating, day))
        expected, _ = bare.review_card(expected, fsrs.Rating(rating), EPOCH + timedelta(days=day))
    assert card is not None
    assert (card.stability, card.difficulty) == (expected.stability, expected.difficulty)
    assert (EPOCH + timedelta(days=card.due), card.reviews) == (expected.due, len(gaps))
    later = day + 9
    assert memory.recall(card, later) == bare.get_card_retrievability(expected, EPOCH + timedelta(days=later))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.sampled_from(Rating)), max_size=30))
def test_folding_a_log_gives_what_rating_by_rating_gives(log: list[tuple[str, int, Rating]]) -> None:
    memory, cards, day = Memory(), dict[str, Card](), 20_000
    ratings = []
    for item, gap, rating in log:
        day += gap
        ratings.append(Rated(("question", item), rating, day))
        cards[item] = memory.after(cards.get(item), ratings[-1])
    assert {card.item: card for card in memory.fold(ratings)} == cards


def answers(random_: random.Random, count: int) -> list[Review]:
    """Return answers of every kind, whole exercises among them, some begun again or left."""
    reviews = []
    while len(reviews) < count:
        credit, right = random_.choice([(0.0, "wrong"), (1.0, "correct"), (0.5, "correct"), (0.0, "worked")])
        if random_.random() < 0.5:
            item = f"q{random_.randrange(9)}"
            kind = random_.choice(["question", "claim", "live", "prediction"])
            reviews.append(Review(kind, item, 1, "x", right, credit=credit, settled=random_.random() < 0.9))
            continue
        exercise, level, seed = random_.choice("ab"), random_.randint(1, 2), random_.randrange(3)
        for step in "xyz"[: random_.randint(1, 3)]:
            place = Place(f"{exercise}:{level}:{seed}", exercise, level, seed, step, is_last=step == "z")
            if random_.random() < 0.3:
                reviews.append(Review("step", f"{exercise}/{step}", 1, "?", "wrong", settled=False, place=place))
            reviews.append(Review("step", f"{exercise}/{step}", 1, "x", right, credit=credit, place=place))
    return reviews


@pytest.mark.parametrize("seed", range(3))
def test_the_cards_kept_are_those_that_follow_from_the_log(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random_, record = random.Random(seed), Record(":memory:")
    now, uids = datetime(2026, 3, 1, tzinfo=UTC), []
    for review in answers(random_, 150):
        now += timedelta(hours=random_.choice([0, 0, 1, 30, -2]))  # the clock is set back now and then
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        uids.append(record.add(review))
    kept = record.cards()
    assert len(kept) > 10
    record.remember_by(Memory(retention=0.8))
    assert record.cards() != kept
    record.remember_by(Memory())
    assert record.cards() == kept
    for uid in random_.sample(uids, 50):
        record.undo(uid)
    undone = record.cards()
    assert undone != kept
    record.remember_by(Memory(retention=0.8))
    record.remember_by(Memory())
    assert record.cards() == undone


def test_what_was_undone_does_not_count_and_stays_undone(tmp_path: Path) -> None:
    record = Record(tmp_path / "record.sqlite")
    record.add(Review("question", "a", 1, "x", "wrong"))
    before = record.cards()
    uid = record.add(Review("question", "a", 1, "y", "correct", credit=1.0))
    assert record.cards() != before
    record.undo(uid)
    record.close()
    again = Record(tmp_path / "record.sqlite")
    assert again.cards() == before
    assert again.latest("question")["a"].typed == "x"


def test_who_remembers_otherwise_finds_cards_calculated_anew(tmp_path: Path) -> None:
    record = Record(tmp_path / "record.sqlite")
    record.add(Review("question", "a", 1, "y", "correct", credit=1.0))
    record.aim(Aims(retention=0.97))
    (card,) = record.cards()
    record.close()
    again = Record(tmp_path / "record.sqlite")
    assert (again.memory, again.cards()) == (Memory(retention=0.97), [card])


def test_what_is_most_forgotten_is_due_first(monkeypatch: pytest.MonkeyPatch) -> None:
    record, start = Record(":memory:"), datetime(2026, 3, 1, 12, tzinfo=UTC)
    for item, day, credit in [("good", 0, 1.0), ("hard", 0, 0.75), ("wrong", 0, 0.0), ("new", 8, 1.0), ("far", 9, 1.0)]:
        at = start + timedelta(days=day)
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        record.add(Review("question", item, 1, "x", "correct", credit=credit))
    today = clock.today()
    due = record.due(today + 1)
    recalls = [record.memory.recall(card, today + 1) for card in due]
    assert [card.item for card in due] == ["wrong", "hard", "good", "new"]
    assert recalls == sorted(recalls)
    assert record.due(today + 1, 2) == due[:2]


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> object:
    def live_in(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield live_in
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/St_Johns", "Pacific/Auckland", "UTC"])
def test_a_study_day_ends_at_four_in_the_morning_there(zone: object, name: str) -> None:
    zone(name)  # type: ignore[operator]
    for month, day in [(3, 28), (3, 29), (3, 30), (10, 24), (10, 25), (10, 26), (12, 31)]:
        here = ZoneInfo(name)
        late = datetime(2026, month, day, 3, 59, tzinfo=here)
        early = datetime(2026, month, day, 4, 0, tzinfo=here)
        assert clock.date_of(clock.study_day(early)) == early.date()
        assert clock.study_day(late.astimezone(UTC)) == clock.study_day(early.astimezone(UTC)) - 1


def test_a_record_opens_without_the_schedule_being_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from studyai.study.record.store import Record; from pathlib import Path; Record(Path(sys.argv[1]))"
    )
    ask = f"{code}; sys.exit('fsrs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask, str(tmp_path / "r.sqlite")], check=False).returncode == 0
