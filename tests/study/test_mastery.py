"""Mastery: what makes it and what does not, how sure it is, that it fades; coverage apart from accuracy."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.study import clock
from studyai.study.mastery import Deck, Mastery, Standing, deck_of, mean
from studyai.study.record.review import Place, Review
from studyai.study.record.store import Record

SECTION = next(one for one in Bank([built_in()]).sections() if one.number == 1)


class Learner:
    """Finishes exercises of one step, on the days that a test names."""

    def __init__(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.record, self._seed, self._monkeypatch = Record(file), 0, monkeypatch
        self.on(20_000)

    def on(self, day: int) -> None:
        self._monkeypatch.setattr(clock, "today", lambda: day)

    def solve(self, exercise: str, level: int, credit: float = 1.0, hints: int = 0) -> None:
        self._seed += 1
        place = Place(f"{exercise}:{level}:{self._seed}", exercise, level, self._seed, "z", is_last=True)
        verdict = "correct" if credit == 1 else "wrong"
        self.record.add(Review("step", f"{exercise}/z", 1, "1", verdict, credit=credit, hints=hints, place=place))

    def deck(self) -> Deck:
        return deck_of(self.record)

    def standing(self) -> Standing:
        return self.deck().standing(SECTION, self.record.progress().get(1))


@pytest.fixture
def learner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Learner:
    return Learner(tmp_path / "record.sqlite", monkeypatch)


def of(deck: Deck, exercise: str) -> Mastery:
    return deck.mastery(next(entry for entry in SECTION.exercises if entry.id == exercise))


def test_a_first_level_and_what_was_helped_make_no_mastery(learner: Learner) -> None:
    for _ in range(5):
        learner.solve("perceptron-update", 1)
    assert of(learner.deck(), "perceptron-update") == Mastery()
    for level in (2, 3):
        for _ in range(5):
            learner.solve("perceptron-update", level, credit=0.75, hints=1)
    assert of(learner.deck(), "perceptron-update").share < 0.1


def test_unaided_successes_make_it_and_more_of_them_make_it_surer(learner: Learner) -> None:
    seen = [Mastery()]
    for _ in range(4):
        learner.solve("perceptron-update", 2)
        learner.solve("perceptron-update", 3)
        seen.append(of(learner.deck(), "perceptron-update"))
    assert [one.share for one in seen] == sorted(one.share for one in seen)
    assert [one.doubt for one in seen[1:]] == sorted((one.doubt for one in seen[1:]), reverse=True)
    assert seen[-1].share > 0.85


def test_it_fades_with_time_and_what_is_recent_counts_more(learner: Learner) -> None:
    for _ in range(3):
        learner.solve("perceptron-update", 2)
    fresh = of(learner.deck(), "perceptron-update").share
    learner.on(20_030)
    assert of(learner.deck(), "perceptron-update").share < fresh - 0.1
    learner.on(20_000)
    for _ in range(3):
        learner.solve("perceptron-update", 2, credit=0.0)
    assert of(learner.deck(), "perceptron-update").share < 0.45


def test_one_of_a_sections_exercises_is_not_the_section(learner: Learner) -> None:
    for _ in range(9):
        learner.solve("perceptron-update", 1)
        learner.solve("perceptron-update", 2)
        learner.solve("perceptron-update", 3)
    standing = learner.standing()
    count = len(SECTION.exercises)
    assert standing.accuracy == 1
    assert standing.met == 3
    assert standing.coverage == 3 / sum(len(entry.levels) for entry in SECTION.exercises)
    assert 0.8 / count < standing.mastery.share <= 1 / count


def test_what_fades_today_is_counted(learner: Learner) -> None:
    learner.solve("perceptron-update", 2)
    assert learner.standing().due == 0
    learner.on(20_060)
    assert learner.standing().due == 1


def test_the_estimate_is_near_the_truth_and_says_how_far_it_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = random.Random(1)
    misses, beyond = [], 0
    for number in range(60):
        learner, truth = Learner(tmp_path / f"{number}.sqlite", monkeypatch), source.random()
        for _ in range(12):
            learner.solve("perceptron-update", source.choice((2, 3)), credit=float(source.random() < truth))
        known = of(learner.deck(), "perceptron-update")
        misses.append(known.share - truth)
        beyond += abs(known.share - truth) > 2 * known.doubt
    assert abs(sum(misses)) / len(misses) < 0.05
    assert beyond <= 6  # one in twenty is expected


def test_the_mean_of_parts_is_surer_than_each() -> None:
    assert mean([Mastery(0.5, 0.1)] * 4) == Mastery(0.5, pytest.approx(0.05))
    assert mean([]) == Mastery()
