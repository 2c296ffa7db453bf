"""What comes next: what was left, else what the schedule says."""

from __future__ import annotations

import msgspec
import pytest

from studyai.bank.bank import SectionEntry
from studyai.bank.index import Entry
from studyai.bank.span import Span
from studyai.study.next_up import Chosen, next_up
from studyai.study.record.review import Place, Review
from studyai.study.record.store import Record
from studyai.study.schedule.offers import exercises_of
from studyai.study.schedule.plan import planner


def exercise(id: str, *levels: int) -> Entry:
    return Entry("exercises", id, id.upper(), levels, Span(0, 1, 0, 0))


SECTIONS = [
    SectionEntry(1, "One", (exercise("a", 1, 2), exercise("b", 1))),
    SectionEntry(2, "Two", (exercise("c", 2, 3),)),
    SectionEntry(3, "Three", ()),
]


@pytest.fixture
def record() -> Record:
    return Record(":memory:")


def done(
    record: Record, exercise: str, section: int, level: int = 1, seed: int = 1, *, step: str = "z", is_last: bool = True
) -> None:
    place = Place(f"{exercise}:{level}:{seed}", exercise, level, seed, step, is_last=is_last)
    record.add(Review("step", f"{exercise}/{step}", section, "1", "correct", credit=1.0, place=place))


def chosen(record: Record, level: int | None = None, sections: list[SectionEntry] = SECTIONS) -> Chosen | None:
    suggestion = next_up(sections, record, level)
    return suggestion.chosen if suggestion else None


def test_each_section_in_turn_and_in_it_each_exercise(record: Record) -> None:
    order = []
    for _ in range(5):
        suggestion = next_up(SECTIONS, record)
        assert suggestion is not None
        assert not suggestion.unfinished
        order.append((suggestion.chosen.exercise, suggestion.chosen.level))
        done(record, suggestion.chosen.exercise, suggestion.section, suggestion.chosen.level)
    assert order == [("a", 1), ("c", 2), ("b", 1), ("c", 3), ("a", 2)]


def test_what_was_left_comes_first_with_its_numbers(record: Record) -> None:
    done(record, "c", 2, 3, 7, step="x", is_last=False)
    suggestion = next_up(SECTIONS, record)
    assert suggestion is not None
    assert (suggestion.chosen, suggestion.unfinished, suggestion.steps_done) == (Chosen("c", 3, 7), True, 1)
    done(record, "c", 2, 3, 7)
    assert chosen(record) == Chosen("a", 1)


def test_what_was_left_elsewhere_or_at_another_level_is_not_next(record: Record) -> None:
    done(record, "c", 2, 3, 7, is_last=False)
    assert chosen(record, sections=SECTIONS[:1]) == Chosen("a", 1)
    assert chosen(record, level=2) == Chosen("a", 2)
    assert chosen(record, level=3) == Chosen("c", 3, 7)


def test_what_the_bank_no_longer_has_is_not_next(record: Record) -> None:
    done(record, "c", 2, 9, 7, is_last=False)
    assert chosen(record) == Chosen("a", 1)
    done(record, "gone", 1, 1, 1, is_last=False)
    done(record, "gone", 1, 1, 1, is_last=False)
    assert chosen(record) == Chosen("c", 2)


def test_of_no_exercises_none_is_next(record: Record) -> None:
    assert next_up([], record) is None
    assert next_up(SECTIONS[2:], record) is None


def test_the_short_is_begun_before_the_long_and_the_hardest_last(record: Record) -> None:
    sections = [SectionEntry(1, "One", (exercise("a", 1, 2, 3), exercise("b", 1, 2, 3)))]
    offers = [msgspec.structs.replace(offer, before="") for offer in exercises_of(sections)]
    planned = planner(record).plan(offers)
    assert [one.offer.item for one in planned] == ["a:1", "b:1", "a:2", "b:2", "a:3", "b:3"]
