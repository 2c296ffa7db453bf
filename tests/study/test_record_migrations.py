"""Each migration, on a real file of the version before it; cut short at every statement, nothing is lost."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from studyai.study.record.errors import RecordError
from studyai.study.record.migrations import MIGRATIONS, VERSION, backup_of
from studyai.study.record.review import Place, Progress, Review
from studyai.study.record.store import Record

VERSION_1 = Path(__file__).with_name("record-v1.sqlite")  # written by the program of version 1, every verdict in it
VERSION_2 = Path(__file__).with_name("record-v2.sqlite")  # written by that of version 2, every kind in it
COMMON = "id, at, section, typed, verdict, slip, hints, credit, settled, variant, exercise, level, seed, step"
KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from studyai.study.record import connection, migrations, store

def dying(opened, file, migrate=migrations.migrate):
    def trace(statement):
        if statement.strip() == sys.argv[2].strip():
            os.kill(os.getpid(), signal.SIGKILL)
    opened.set_trace_callback(trace)
    migrate(opened, file)

connection.migrate = dying
store.Record(Path(sys.argv[1]))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(VERSION_1, tmp_path / "record.sqlite"))


def rows(file: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def file_2(tmp_path: Path) -> Path:
    return Path(shutil.copy(VERSION_2, tmp_path / "record.sqlite"))


OF_VERSION_2 = f"SELECT {COMMON}, kind, item, is_last FROM review ORDER BY id"
BEFORE_2 = rows(VERSION_2, OF_VERSION_2)
BEFORE = rows(VERSION_1, f"SELECT {COMMON}, last_step FROM review ORDER BY id")


def check_all_is_there(file: Path) -> None:
    Record(file).close()
    assert rows(file, "PRAGMA user_version") == [(VERSION,)]
    assert rows(file, f"SELECT {COMMON}, is_last FROM review ORDER BY id") == BEFORE
    assert rows(file, "PRAGMA integrity_check") == [("ok",)]


def test_the_file_of_version_1_has_every_verdict() -> None:
    assert rows(VERSION_1, "PRAGMA user_version") == [(1,)]
    verdicts = {verdict for (verdict,) in rows(VERSION_1, "SELECT verdict FROM review")}
    assert verdicts == {"correct", "carried", "slip", "wrong", "worked"}


def test_a_record_of_version_1_opens_with_everything_in_it(file: Path) -> None:
    check_all_is_there(file)
    assert {(kind, item) for kind, item in rows(file, "SELECT kind, item FROM review")} == {
        ("step", f"{exercise}/{step}") for exercise, step in rows(VERSION_1, "SELECT exercise, step FROM review")
    }
    record = Record(file)
    assert record.progress() == {2: Progress(2, 0.0, 0), 4: Progress(3, 3.0, 1), 12: Progress(4, 1.75, 1)}
    assert record.unfinished() == Place("mlp-parameters:1:1", "mlp-parameters", 1, 1, "p_2")
    assert record.next_seed("max-pool", 1) == 5
    assert record.reviews("softmax:1:1") == []
    place = Place("max-pool:1:4", "max-pool", 1, 4, "A", is_last=True)
    slip, wrong = record.reviews("max-pool:1:4")
    assert wrong == Review("step", "max-pool/A", 12, "[[0, 0], [0, 0]]", "wrong", settled=False, place=place)
    assert (slip.verdict, slip.slip) == ("slip", "mean-for-maximum")


def test_the_file_is_kept_as_it_was_and_only_once(file: Path) -> None:
    check_all_is_there(file)
    backup = file.with_name("record.sqlite.v1-backup")
    assert backup == backup_of(file, 1)
    assert rows(backup, "PRAGMA user_version") == [(1,)]
    assert rows(backup, f"SELECT {COMMON}, last_step FROM review ORDER BY id") == BEFORE
    assert {one.name for one in file.parent.iterdir()} == {file.name, backup.name}
    when = backup.stat().st_mtime_ns
    Record(file).close()
    assert backup.stat().st_mtime_ns == when


def test_a_backup_holds_what_only_the_log_holds_yet(file: Path) -> None:
    with closing(sqlite3.connect(file)) as learner:  # still open, so that nothing goes from the log into the file
        learner.execute("UPDATE review SET typed = 'in the log' WHERE id = 1")
        learner.commit()
        Record(file).close()
        assert rows(backup_of(file, 1), "SELECT typed FROM review WHERE id = 1") == [("in the log",)]


def test_a_new_record_needs_no_backup(tmp_path: Path) -> None:
    Record(tmp_path / "record.sqlite").close()
    assert [one.name for one in tmp_path.iterdir()] == ["record.sqlite"]


def test_a_record_whose_making_was_cut_short_is_made(tmp_path: Path) -> None:
    file = tmp_path / "record.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(MIGRATIONS[0][0])  # version 1 was killed before it numbered the file
    Record(file).close()
    assert rows(file, "PRAGMA user_version") == [(VERSION,)]


STATEMENTS = [*MIGRATIONS[1], "PRAGMA user_version = 2", "COMMIT"]
STATEMENTS_3 = [*MIGRATIONS[2], "PRAGMA user_version = 3", "COMMIT"]


@pytest.mark.parametrize("statement", STATEMENTS, ids=[" ".join(one.split()[:2]) for one in STATEMENTS])
def test_a_migration_killed_in_the_middle_loses_nothing(file: Path, statement: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(file), statement], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert rows(file, "PRAGMA user_version") == [(1,)]
    assert rows(file, f"SELECT {COMMON}, last_step FROM review ORDER BY id") == BEFORE
    check_all_is_there(file)


@pytest.mark.parametrize("statement", STATEMENTS_3, ids=[" ".join(one.split()[:3]) for one in STATEMENTS_3])
def test_the_third_migration_killed_in_the_middle_loses_nothing(file_2: Path, statement: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(file_2), statement], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert rows(file_2, "PRAGMA user_version") == [(2,)]
    assert rows(file_2, OF_VERSION_2) == BEFORE_2
    Record(file_2).close()
    assert rows(file_2, OF_VERSION_2) == BEFORE_2


def test_of_version_2_every_answer_is_kept_and_makes_the_cards(file_2: Path) -> None:
    record = Record(file_2)
    assert rows(file_2, OF_VERSION_2) == BEFORE_2
    assert rows(backup_of(file_2, 2), OF_VERSION_2) == BEFORE_2
    assert {(card.kind, card.item, card.reviews, card.lapses) for card in record.cards()} == {
        ("exercise", "softmax:1", 2, 1),  # in the second variant a step was given up
        ("exercise", "max-pool:1", 1, 0),
        ("question", "mlp-order-of-the-forward-pass", 1, 0),
        ("question", "mlp-linear-hidden-layer-true-false", 1, 0),
        ("question", "mlp-which-activations-are-universal", 1, 0),
        ("question", "mlp-name-of-the-theorem", 1, 0),
        ("claim", "a-dead-relu-unit-never-recovers", 1, 0),
    }


def test_copies_of_an_old_file_give_each_answer_the_same_uid(tmp_path: Path) -> None:
    one, other = (Path(shutil.copy(VERSION_2, tmp_path / name)) for name in ("one.sqlite", "other.sqlite"))
    Record(one).close()
    Record(other).close()
    uids = rows(one, "SELECT uid, day FROM review ORDER BY id")
    assert uids == rows(other, "SELECT uid, day FROM review ORDER BY id")
    assert len({uid for uid, _ in uids}) == len(BEFORE_2)


def test_a_migration_that_fails_is_taken_back_and_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = (MIGRATIONS[0], (*MIGRATIONS[1], "INSERT INTO no_table VALUES (1)"))
    monkeypatch.setattr("studyai.study.record.migrations.MIGRATIONS", failing)
    with pytest.raises(RecordError, match=r"record\.sqlite.*no_table"):
        Record(file)
    assert rows(file, f"SELECT {COMMON}, last_step FROM review ORDER BY id") == BEFORE
    monkeypatch.undo()
    check_all_is_there(file)


def test_a_half_written_backup_is_written_again(file: Path) -> None:
    file.with_name("record.sqlite.v1-unfinished").write_bytes(b"cut short")
    check_all_is_there(file)
    assert rows(backup_of(file, 1), "SELECT count(*) FROM review") == [(len(BEFORE),)]
    assert not file.with_name("record.sqlite.v1-unfinished").exists()


def test_two_programs_that_open_it_at_once_migrate_it_once(file: Path) -> None:
    threads = [Thread(target=lambda: Record(file).close()) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check_all_is_there(file)
    assert rows(backup_of(file, 1), "PRAGMA user_version") == [(1,)]
