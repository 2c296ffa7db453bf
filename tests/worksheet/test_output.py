"""Files are there whole or not at all."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from studyai.worksheet.output import OutputError, Outputs


def test_both_files_come_together(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    with Outputs([one, two]) as outputs:
        outputs.write(0, b"1")
        outputs.write(1, b"2")
        assert not one.exists()
        outputs.commit()
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"2")
    assert sorted(tmp_path.iterdir()) == [one, two]


def test_what_stood_there_stays_after_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "exam.json"
    file.write_text("old")
    with Outputs([file]) as outputs:
        outputs.write(0, b"new")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def _write_on_a_full_disk(file: Path, size: int) -> None:
    with Outputs([file]) as outputs:
        outputs._outputs[0].stream.close()
        full = os.fdopen(os.open("/dev/full", os.O_WRONLY), "wb")
        outputs._outputs[0] = replace(outputs._outputs[0], stream=full)
        outputs.write(0, b"x" * size)
        outputs.commit()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("size", [10, 1_000_000])  # noticed while flushing, and while writing
def test_a_full_disk_leaves_nothing(size: int, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"exam\.json: No space left on device; nothing was written"):
        _write_on_a_full_disk(tmp_path / "exam.json", size)
    assert list(tmp_path.iterdir()) == []


def test_two_files_are_both_left_out_when_the_second_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="two"), Outputs([tmp_path / "one", tmp_path / "two"]) as outputs:
        outputs.commit()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["missing/exam.pdf", "folder"])
def test_a_place_that_cannot_be_written_is_refused_at_once(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match=name), Outputs([tmp_path / "fine", tmp_path / name]):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]


def test_a_device_is_never_replaced() -> None:
    with pytest.raises(OutputError, match="is no ordinary file"), Outputs([Path(os.devnull)]):
        pass
    assert not Path(os.devnull).is_file()


def test_a_link_still_points_to_the_new_file(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    with Outputs([link]) as outputs:
        outputs.write(0, b"new")
        outputs.commit()
    assert link.is_symlink()
    assert target.read_text() == "new"
