"""The record's file: what a mark's commit promises, what is refused and how."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from studyai.study.record.errors import RecordError
from studyai.study.record.migrations import VERSION
from studyai.study.record.review import Place, Review
from studyai.study.record.row import Row
from studyai.study.record.store import Record

HALF = Review("step", "a/z", 3, "1", "correct", credit=0.5, place=Place("a:1:4", "a", 1, 4, "z"))
LAST = Review("step", "a/y", 3, "2", "worked", place=Place("a:1:4", "a", 1, 4, "y", is_last=True))
ELSEWHERE = [
    Review("live", "sgd/theta", 7, "0.3", "wrong", credit=0.0, settled=False),
    Review("live", "sgd/theta", 7, "0.3", "correct", credit=0.5),
    Review("prediction", "update-turned", None, "it rises", "wrong"),
]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / "record.sqlite")


def pragma(record: Record, name: str) -> object:
    (value,) = record._file.do(lambda connection: connection.execute(f"PRAGMA {name}").fetchone())
    return value


def test_a_commit_waits_for_the_disk(record: Record) -> None:
    assert pragma(record, "synchronous") == 2  # FULL: NORMAL may lose the last marks when the power fails


def test_one_writes_while_another_reads(record: Record) -> None:
    assert pragma(record, "journal_mode") == "wal"
    other = Record(record.file)
    reading = other._file.do(lambda connection: connection.execute("SELECT 1 FROM review"))
    record.add(HALF)
    assert reading.fetchall() == []
    assert other.reviews("a:1:4") == [HALF]


def test_what_was_written_is_read_again(record: Record) -> None:
    text = "'); DROP TABLE review; --"
    typed = Review("step", "a/z", 1, text, "wrong", settled=False, place=Place("a:1:1", "a", 1, 1, "z"))
    record.add(typed)
    assert Record(record.file).reviews("a:1:1") == [typed]


def test_an_exercise_is_unfinished_until_its_last_step_is_settled(record: Record) -> None:
    assert record.unfinished() is None
    record.add(HALF)
    assert record.unfinished() == HALF.place
    record.add(LAST)
    assert record.unfinished() is None
    assert record.reviews("a:1:4") == []


def test_items_that_are_no_steps_are_kept_and_change_nothing_of_the_exercises(record: Record) -> None:
    record.add(HALF)
    before = (record.progress(), record.unfinished(), record.next_seed("sgd", 1), record.next_seed("a", 1))
    for review in ELSEWHERE:
        record.add(review)
    assert (record.progress(), record.unfinished(), record.next_seed("sgd", 1), record.next_seed("a", 1)) == before
    kept = [(row.kind, row.item, row.section, row.verdict) for row in record.lines() if isinstance(row, Row)]
    assert kept[1:] == [(one.kind, one.item, one.section, one.verdict) for one in ELSEWHERE]


def test_a_step_without_its_place_is_refused(record: Record) -> None:
    with pytest.raises(RecordError, match="CHECK"):
        record.add(Review("step", "a/z", 1, "1", "correct"))


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "record.sqlite"
    file.write_bytes(b"this is no database" * 100)
    with pytest.raises(RecordError, match=r"record\.sqlite cannot be used: .*; set the file aside"):
        Record(file)
    assert file.read_bytes() == b"this is no database" * 100
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_in_the_files_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=tmp_path.name):
        Record(tmp_path)


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_record_of_a_newer_program_is_refused_and_untouched(tmp_path: Path, journal: str) -> None:
    file = tmp_path / "record.sqlite"
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.execute("CREATE TABLE review (id INTEGER PRIMARY KEY, what_comes_later TEXT)")
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(RecordError, match=r"newer studyai \(format 4.*update studyai, or set the file aside"):
        Record(file)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]
