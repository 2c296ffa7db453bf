"""What today's plan comes to: its length, the day's session, what will be remembered on the exam's day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from studyai.study import clock
from studyai.study.aims import Aims
from studyai.study.cards.card import Card
from studyai.study.cards.memory import Key, Memory, Rated
from studyai.study.cards.rating import Rating
from studyai.study.schedule.offers import Offer
from studyai.study.schedule.outlook import outlook
from studyai.study.schedule.plan import Planner

TODAY = 20_000
OFFERS = [Offer("question", f"q{number}", number % 5, "", 1.0) for number in range(100)]
MEMORY = Memory()


def cards(count: int, day: int) -> dict[Key, Card]:
    rated = [Rated(offer.key, Rating.GOOD, day) for offer in OFFERS[:count]]
    return {one.card: MEMORY.after(None, one) for one in rated}


def planner(known: dict[Key, Card], **aims: object) -> Planner:
    return Planner(known, MEMORY, Aims(**aims), TODAY)  # type: ignore[arg-type]


def test_of_nothing_known_nothing_is_remembered() -> None:
    seen = outlook(planner({}, new_per_day=15, minutes=10), OFFERS)
    assert (seen.due, seen.new, seen.minutes, seen.left, seen.known) == (0, 15, 15.0, None, 0.0)
    assert len(seen.session) == 10
    assert 0 < seen.known_after < 10 / 100


def test_after_a_break_nothing_new_is_begun_until_the_backlog_is_worked_off() -> None:
    seen = outlook(planner(cards(60, TODAY - 90), minutes=20), OFFERS)
    assert (seen.due, seen.new) == (60, 0)
    assert len(seen.session) == 20
    assert outlook(planner(cards(10, TODAY - 90), minutes=20), OFFERS).new == 15


@pytest.mark.parametrize("days", [0, 3, 40])
def test_what_is_remembered_is_that_of_the_exams_day(days: int) -> None:
    known = cards(100, TODAY - 1)
    exam = clock.date_of(TODAY) + timedelta(days=days)
    seen = outlook(planner(known, exam=exam), OFFERS)
    assert seen.left == days
    expected = sum(MEMORY.recall(card, TODAY + days) for card in known.values()) / 100
    assert seen.known == pytest.approx(expected)


def test_the_session_gains_what_it_says() -> None:
    """Answer the session rightly: what was promised is remembered."""
    known = cards(50, TODAY - 30)
    seen = outlook(planner(known, minutes=15), OFFERS)
    for planned in seen.session:
        key = planned.offer.key
        known[key] = MEMORY.after(known.get(key), Rated(key, Rating.GOOD, TODAY))
    assert outlook(planner(known), OFFERS).known == pytest.approx(seen.known_after)
