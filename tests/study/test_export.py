"""Exports: two machines' records merged, and files that are damaged, foreign or hostile."""

from __future__ import annotations

import hashlib
import json
import random
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.study import clock
from studyai.study.record.errors import RecordError
from studyai.study.record.export import ExportError, exported, read_export
from studyai.study.record.places import data_folder, profiles, record_file
from studyai.study.record.review import Place, Review
from studyai.study.record.store import Record

STEP = Review("step", "a/z", 1, "1", "correct", credit=1.0, place=Place("a:1:4", "a", 1, 4, "z", is_last=True))
QUESTION = Review("question", "tanh", 4, "[bold]\u2028 é \x1b[31m", "slip", "zero-to-one", seconds=3.5, budget=20.0)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    record = Record(tmp_path / "record.sqlite")
    record.add(STEP)
    record.undo(record.add(QUESTION))
    record.add(QUESTION)
    return record


def export_of(record: Record) -> bytes:
    return b"".join(exported(record.lines()))


def sealed(*lines: dict[str, object]) -> bytes:
    """A file with these lines and the right checksum."""
    texts = [json.dumps(line).encode() + b"\n" for line in ({"type": "studyai-record", "format": 1}, *lines)]
    digest = hashlib.sha256(b"".join(texts)).hexdigest()
    end = {"type": "end", "lines": len(lines), "sha256": digest}
    return b"".join([*texts, json.dumps(end).encode() + b"\n"])


def test_what_was_exported_is_taken_in_once(record: Record, tmp_path: Path) -> None:
    other = Record(tmp_path / "other.sqlite")
    lines = read_export(export_of(record))
    assert other.merge(lines) == 4  # three marks, one taken back
    assert other.merge(lines) == 0
    assert other.lines() == record.lines()
    assert other.cards() == record.cards()
    assert export_of(other) == export_of(record)


@pytest.mark.parametrize("seed", range(40))
def test_a_byte_that_was_changed_is_noticed(record: Record, seed: int) -> None:
    source, content = random.Random(seed), bytearray(export_of(record))
    content[source.randrange(len(content))] ^= 1 << source.randrange(8)
    with pytest.raises(ExportError):
        read_export(bytes(content))


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_is_not_whole(record: Record, share: float) -> None:
    content = export_of(record)
    with pytest.raises(ExportError, match=r"not whole|no file that"):
        read_export(content[: int(share * len(content))])


def test_a_newer_programs_file_says_what_to_do() -> None:
    with pytest.raises(ExportError, match="update studyai"):
        read_export(b'{"type":"studyai-record","format":2}\n')


def row(**changed: object) -> dict[str, object]:
    now = clock.now()
    values: dict[str, object] = {
        "type": "review", "uid": "u", "at": now.isoformat(), "day": clock.study_day(now), "kind": "question",
        "item": "tanh", "section": 4, "typed": "x", "verdict": "wrong", "slip": "", "hints": 0, "credit": 0.0,
        "settled": 1, "seconds": 1.0, "budget": 1.0,
    }  # fmt: skip
    return {**values, **changed}


def test_a_line_as_it_should_be_is_read() -> None:
    (line,) = read_export(sealed(row()))
    assert line.uid == "u"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"credit": 2}, "credit"),
        ({"credit": -0.1}, "credit"),
        ({"seconds": 1e300}, "seconds"),
        ({"hints": 10**30}, "hints|out of range"),
        ({"settled": 7}, "settled"),
        ({"day": -1}, "day"),
        ({"day": 5}, "is not on day 5"),
        ({"kind": "step"}, "a step without its variant"),
        ({"at": "yesterday"}, "is no time"),
        ({"at": "2026-05-31T08:00:00"}, "is no time"),
        ({"at": "2026-05-31T08:00:00+05:00"}, "is no time"),
        ({"at": (clock.now() + timedelta(days=3)).isoformat()}, "still to come"),
        ({"at": "9999-12-31T23:59:59.999999+00:00"}, "still to come"),
        ({"uid": ""}, "uid"),
        ({"uid": "u" * 101}, "uid"),
        ({"item": "i" * 301}, "item"),
        ({"item": 5}, "item"),
        ({"typed": "t" * ((1 << 20) + 1)}, "typed"),
        ({"type": "DROP TABLE review"}, "DROP TABLE"),
        ({"credit": "NaN"}, "credit"),
    ],
)
def test_a_line_that_nobody_answered_is_refused(changed: dict[str, object], words: str) -> None:
    with pytest.raises(ExportError, match=f"line 3: .*({words})"):
        read_export(sealed(row(uid="first"), row(**changed)))


@given(st.binary(max_size=200))
def test_bytes_are_no_export(content: bytes) -> None:
    with pytest.raises(ExportError):
        read_export(content)


def test_profiles_have_records_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDYAI_DATA", str(tmp_path))
    assert record_file() == tmp_path / "record.sqlite" == data_folder() / "record.sqlite"
    for name in ("Zoë", "anna", "b-2"):
        monkeypatch.setenv("STUDYAI_PROFILE", name)
        Record().add(QUESTION)
    assert profiles() == ["Zoë", "anna", "b-2"]
    monkeypatch.setenv("STUDYAI_PROFILE", "")
    assert Record().lines() == []


@pytest.mark.parametrize("name", ["../x", "a/b", ".", "-a", "_a", " ", "a b", "x" * 41, "a\n", "con.txt", "\x1b"])
def test_what_is_no_name_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("STUDYAI_PROFILE", name)
    with pytest.raises(RecordError, match="cannot be a profile"):
        record_file()
