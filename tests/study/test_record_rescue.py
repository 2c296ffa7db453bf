"""A record that vanishes, is replaced, cut or overwritten, while it is open and while it is not: nothing is lost."""

from __future__ import annotations

import random
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.study import clock
from studyai.study.record import backups
from studyai.study.record.backups import folder_of
from studyai.study.record.errors import RecordError
from studyai.study.record.review import Review
from studyai.study.record.store import Record

PAGE = 4096


def mark(number: int) -> Review:
    return Review("question", f"question-{number}", 4, f"typed {number} " * 9, "correct", credit=1.0)


def items(record: Record) -> list[str]:
    return [line.item for line in record.lines() if hasattr(line, "item")]


class Told(list[str]):
    def __call__(self, words: str) -> None:
        self.append(words)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "record.sqlite"


@pytest.fixture
def record(file: Path, told: Told) -> Record:
    """One with 200 marks, backed up, closed, and opened again; then 50 more."""
    first = Record(file)
    for number in range(200):
        first.add(mark(number))
    first.look_after()
    first.close()
    again = Record(file, told)
    for number in range(200, 250):
        again.add(mark(number))
    return again


ALL = [f"question-{number}" for number in range(251)]


def remove_all(file: Path) -> None:
    for one in file.parent.iterdir():
        if one.is_file():
            one.unlink()


def remove_the_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def remove_the_file(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("remove", [remove_the_file, remove_all, remove_the_folder])
def test_a_record_that_vanished_is_told_with_the_next_mark_and_written_again(
    record: Record, told: Told, remove: object
) -> None:
    assert isinstance(record.file, Path)
    cards = record.cards()
    remove(record.file)  # type: ignore[operator]
    record.add(mark(250))
    assert len(told) == 1
    assert f"The record {record.file} was removed. It was written again: 250 marks." in told[0]
    assert items(record) == ALL
    assert record.cards()[: len(cards)] != []
    record.close()
    assert items(Record(record.file)) == ALL


def test_a_record_replaced_by_an_older_copy_has_both(record: Record, told: Told) -> None:
    assert isinstance(record.file, Path)
    (_, backup), *_ = backups.backups(folder_of(record.file))
    copy = record.file.with_name("copy")
    shutil.copy(backup, copy)
    other = Record(copy)
    other.add(Review("question", "elsewhere", 4, "x", "correct", credit=1.0))
    other.close()
    copy.replace(record.file)
    record.add(mark(250))
    assert len(told) == 1
    assert "replaced by another. It was written and merged with what was known: 251 marks" in told[0]
    assert set(items(record)) == {*ALL, "elsewhere"}


def test_a_record_replaced_by_another_file_is_set_beside_it(record: Record, told: Told) -> None:
    assert isinstance(record.file, Path)
    other = record.file.with_name("letter")
    other.write_text("Dear record")
    other.replace(record.file)
    record.add(mark(250))
    assert len(told) == 1
    assert "replaced by another. It lies now in" in told[0]
    (aside,) = (one for one in record.file.parent.glob("*damaged*") if one.suffix != ".sqlite-wal")
    assert aside.read_text() == "Dear record"
    assert set(items(record)) == set(ALL)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_record_cut_while_it_is_open_is_told_and_restored(record: Record, told: Told, share: float) -> None:
    assert isinstance(record.file, Path)
    with record.file.open("r+b") as stream:
        stream.truncate(int(record.file.stat().st_size * share))
    record.add(mark(250))
    assert len(told) == 1
    assert "damaged. It lies now in" in told[0]
    assert set(items(record)) == set(ALL)
    assert len(record.cards()) == 251


@pytest.mark.parametrize(("end", "size"), [("-wal", None), ("-wal", 0), ("-wal", 31), ("-wal", 5000), ("-shm", None)])
def test_sqlites_own_log_cut_or_removed_while_it_is_open_loses_nothing(
    record: Record, told: Told, end: str, size: int | None
) -> None:
    assert isinstance(record.file, Path)
    log = record.file.with_name(record.file.name + end)
    if size is None:
        log.unlink()
    else:
        with log.open("r+b") as stream:
            stream.truncate(size)
    record.add(mark(250))
    record.look_after()
    assert set(items(record)) == set(ALL)
    assert ("parted from" if size is None else "damaged") in told[0]
    record.close()
    assert set(items(Record(record.file, told))) == set(ALL)


def pages_of(file: Path) -> range:
    return range(file.stat().st_size // PAGE)


@pytest.mark.parametrize("page", range(16))
def test_a_page_overwritten_while_it_is_open_loses_nothing(record: Record, told: Told, page: int) -> None:
    assert isinstance(record.file, Path)
    record.close()
    again = Record(record.file, told)
    noise = random.Random(page).randbytes(PAGE)
    with record.file.open("r+b") as stream:
        stream.seek(page % len(pages_of(record.file)) * PAGE)
        stream.write(noise)
    again.add(mark(250))
    again.look_after()
    assert set(items(again)) == set(ALL)
    again.close()
    assert set(items(Record(record.file, told))) == set(ALL)
    assert told


@pytest.mark.parametrize("page", range(16))
def test_a_page_overwritten_while_it_is_closed_loses_nothing(record: Record, told: Told, page: int) -> None:
    assert isinstance(record.file, Path)
    record.add(mark(250))
    record.close()
    with record.file.open("r+b") as stream:
        stream.seek(page % len(pages_of(record.file)) * PAGE)
        stream.write(random.Random(page).randbytes(PAGE))
    again = Record(record.file, told)
    again.look_after()
    assert set(items(again)) == set(ALL)
    assert len(told) == 1
    assert "It lies now in" in told[0]
    assert "the backup of" in told[0]


@pytest.mark.parametrize("size", [0, 1, 99, 100, 4095, 4096, 20_000])
def test_a_record_cut_while_it_is_closed_loses_nothing(record: Record, told: Told, size: int) -> None:
    assert isinstance(record.file, Path)
    record.add(mark(250))
    record.close()
    with record.file.open("r+b") as stream:
        stream.truncate(size)
    again = Record(record.file, told)
    again.look_after()
    assert set(items(again)) == set(ALL)
    assert len(told) == 1


def test_a_journal_cut_short_gives_what_it_has(record: Record, told: Told) -> None:
    assert isinstance(record.file, Path)
    (journal,) = folder_of(record.file).glob("journal-*")
    record.close()
    whole = journal.read_bytes()
    journal.write_bytes(whole[: len(whole) - 40])
    record.file.write_bytes(b"SQLite format 3\0" + bytes(5000))
    again = Record(record.file, told)
    assert set(items(again)) == set(ALL[:249])


def test_a_record_without_a_backup_keeps_what_can_be_read(file: Path, told: Told) -> None:
    record = Record(file, told)
    for number in range(100):
        record.add(mark(number))
    with file.open("r+b") as stream:
        stream.truncate(100)
    record.add(mark(100))
    assert "what could be read" in told[0]
    assert set(items(record)) == set(ALL[:101])


def test_a_newer_programs_file_in_its_place_is_not_touched(record: Record) -> None:
    assert isinstance(record.file, Path)
    newer = record.file.with_name("newer")
    shutil.copy(record.file, newer)
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    newer.replace(record.file)
    with pytest.raises(RecordError, match="newer studyai"):
        record.add(mark(250))


def test_a_folder_that_may_not_be_written_is_told_and_the_marks_before_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "file-in-the-way"
    folder.write_text("")
    with pytest.raises(RecordError, match="cannot be used"):
        Record(folder / "record.sqlite")


def test_two_windows_mark_at_once_and_the_schedule_is_that_of_the_log(file: Path) -> None:
    def answer(start: int) -> None:
        record = Record(file)
        for number in range(start, start + 500):
            record.add(mark(number % 40))
        record.close()

    windows = [Thread(target=answer, args=(start,)) for start in (0, 500)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    record = Record(file)
    cards = record.cards()
    assert len(items(record)) == 1000
    record.remember_by(type(record.memory)(retention=0.8))
    record.remember_by(type(record.memory)())
    assert record.cards() == cards


def test_logs_of_two_machines_give_the_same_record_in_any_order(tmp_path: Path) -> None:
    records = [Record(tmp_path / name / "record.sqlite") for name in "ab"]
    for number in range(30):
        uid = records[number % 2].add(mark(number % 7))
        if number % 5 == 0:
            records[number % 2].undo(uid)
    one, two = (record.lines() for record in records)
    together = [Record(tmp_path / name / "record.sqlite") for name in "cd"]
    assert together[0].merge(one) + together[0].merge(two) == len(one) + len(two)
    assert together[1].merge(two) + together[1].merge(one) == len(one) + len(two)
    assert together[0].merge(one) == 0
    assert together[0].lines() == together[1].lines()
    assert together[0].cards() == together[1].cards()


times = st.lists(st.integers(0, 4000), min_size=1, max_size=60, unique=True)


@given(times)
def test_thinning_keeps_the_newest_and_one_of_each_span(hours: list[int]) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    ages = sorted(now - timedelta(hours=hour) for hour in hours)[::-1]
    kept = backups._kept(ages, now)
    assert ages[0] in kept
    assert kept == backups._kept(sorted(kept, reverse=True), now)
    assert len([at for at in kept if now - at > timedelta(days=1)]) <= 15 + 13 + 4
    for at in ages:  # of every week of the last three months there is one, if there was one
        if timedelta(days=14) < now - at <= timedelta(days=92):
            assert any(abs(other - at) <= timedelta(days=7) for other in kept)


def test_a_record_is_backed_up_when_it_has_changed_and_an_hour_has_passed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def after(hours: float) -> int:
        at = start + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda: at)
        record = Record(file)
        record.look_after()
        record.close()
        return len(backups.backups(folder_of(file)))

    start = clock.now()
    assert after(0) == 0  # there is nothing in it
    record = Record(file)
    record.add(mark(1))
    record.look_after()
    record.close()
    assert [after(0.1), after(0.9), after(1.5), after(1.6), after(2.7)] == [1, 1, 2, 2, 3]
