"""What is told of a record's weeks: days, time, what was remembered against what was predicted, slips, the forecast."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from studyai.bank.bank import Bank
from studyai.cli import main
from studyai.study import clock
from studyai.study.cards.memory import Memory, Rated
from studyai.study.cards.rating import Rating
from studyai.study.progress.calendar import Day, days, days_in_a_row, minutes_by_section
from studyai.study.progress.forecast import forecast
from studyai.study.progress.retention import retention
from studyai.study.progress.slips import own_slips
from studyai.study.progress.stats import stats
from studyai.study.record.review import Place, Review
from studyai.study.record.row import Row, row_of
from studyai.study.record.store import Record

TODAY = 20_000


def row(day: int, item: str = "a/z", *, slip: str = "", seconds: float = 60.0, section: int = 1) -> Row:
    exercise, step = item.split("/")
    place = Place(f"{exercise}:1:1", exercise, 1, 1, step)
    verdict, credit = ("slip", 0.0) if slip else ("correct", 1.0)
    review = Review("step", item, section, "1", verdict, slip, credit=credit, seconds=seconds, budget=60, place=place)
    return row_of(review, f"2024-01-01T00:00:00.{day:06}+00:00", day)


def test_days_and_the_time_spent() -> None:
    rows = [row(5), row(5, slip="s"), row(6, seconds=1e6), row(6, section=2)]
    assert days(rows) == [Day(5, 2, 1, 2.0), Day(6, 2, 2, 11.0)]  # who answers after eleven days was away
    assert minutes_by_section(rows) == {1: 12.0, 2: 1.0}


@pytest.mark.parametrize(
    ("studied", "count"),
    [([], 0), ([TODAY], 1), ([TODAY - 1], 1), ([TODAY - 2], 0), ([TODAY - 2, TODAY - 1, TODAY], 3)],
)
def test_days_in_a_row_end_today_or_yesterday(studied: list[int], count: int) -> None:
    assert days_in_a_row([Day(day, 1, 1, 1.0) for day in studied], TODAY) == count


def test_a_slip_is_gone_when_it_was_right_often_enough_since() -> None:
    rows = [row(TODAY - 30, slip="s"), row(TODAY - 3, slip="s"), row(TODAY - 2), row(TODAY, "b/y", slip="t")]
    second, first = own_slips(rows, TODAY)
    assert (first.item, first.slip, first.count, first.recent, first.tries) == ("b/y", "t", 1, 1, 1)
    assert (second.count, second.recent, second.tries, second.since, second.is_gone) == (2, 1, 2, 1, False)
    (gone,) = own_slips([*rows[:3], row(TODAY), row(TODAY)], TODAY)
    assert gone.is_gone


def test_predicted_recall_is_held_against_what_was_remembered() -> None:
    memory, ratings = Memory(), []
    for number in range(100):  # all forget on the day that nine of ten should remember
        first = Rated(("question", str(number)), Rating.GOOD, TODAY)
        due = memory.after(None, first).due
        ratings += [first, Rated(first.card, Rating.AGAIN if number < 40 else Rating.GOOD, due)]
    whole, *parts = retention(ratings, memory)
    assert whole.reviews == 100
    assert whole.predicted == pytest.approx(0.9, abs=0.03)
    assert whole.measured == 0.6
    assert sum(part.reviews for part in parts) == 100
    assert retention([], memory)[0].reviews == 0


def test_what_is_late_is_due_today() -> None:
    memory = Memory()
    cards = [memory.after(None, Rated(("question", str(day)), Rating.GOOD, TODAY - day)) for day in (0, 30, 60)]
    ahead = forecast(cards, TODAY, 30)
    assert ahead[0] == 2
    assert sum(ahead) == 3


def learn(record: Record) -> None:
    for number, slip in enumerate(("", "s", "", "")):
        place = Place(f"adam:2:{number}", "adam", 2, number, "m_1", is_last=True)
        credit = float(not slip)
        verdict = "slip" if slip else "correct"
        record.add(Review("step", "adam/m_1", 8, "1", verdict, slip, credit=credit, seconds=30, budget=60, place=place))
    record.undo(record.add(Review("question", "tanh", 4, "x", "wrong")))


def test_what_was_taken_back_counts_nowhere(tmp_path: Path) -> None:
    record = Record(tmp_path / "record.sqlite")
    learn(record)
    known = stats(Bank().sections(), record)
    assert (known.marks, known.minutes, len(known.slips)) == (4, 2.0, 1)
    optimisation = next(one for one in known.sections if one.number == 8)
    assert (optimisation.met, optimisation.accuracy) == (1, 0.75)
    assert 0 < known.mastery.share < optimisation.mastery < 0.1


def test_it_is_printed_as_lines_json_and_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STUDYAI_DATA", str(tmp_path))
    assert main(["stats"]) == 0
    assert capsys.readouterr().out == "Nothing was answered yet. studyai, or studyai quiz, begins.\n"
    assert main(["stats", "--csv", "days"]) == 0
    learn(Record())
    capsys.readouterr()
    assert main(["stats"]) == 0
    said = capsys.readouterr().out
    assert "4 answers in 2 minutes on 1 day\n" in said
    assert "8 Optimisation                     1 of 39 " in said
    assert "1 × s  in adam/m_1, 1 of 4 answers lately" in said
    assert main(["stats", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["today"] == str(clock.date_of(clock.today()))
    for table, columns in (("days", "day"), ("sections", "number"), ("slips", "item")):
        assert main(["stats", "--csv", table]) == 0
        assert columns in next(csv.reader(io.StringIO(capsys.readouterr().out)))
