"""The record's file vanishes or is cut while the app runs: the next mark tells it, and every mark is there again."""

from __future__ import annotations

from pathlib import Path

import pytest
from quiz_app import answer_rightly, quiz_app, to_quiz
from widget_host import until

from studyai.study.record.backups import backups, folder_of
from studyai.study.record.row import Row
from studyai.study.record.store import Record
from studyai.tui.shell.app import StudyApp


def remove(file: Path) -> None:
    file.unlink()


def cut(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.truncate(100)


def told(app: StudyApp) -> list[str]:
    return [one.message for one in app._notifications if "record.sqlite" in one.message]


@pytest.mark.parametrize(("harm", "words"), [(remove, "was removed. It was written again: "), (cut, "was damaged.")])
async def test_what_happened_is_told_with_the_next_mark_and_no_mark_is_lost(tmp_path: Path, harm, words: str) -> None:
    app, file = quiz_app(tmp_path), tmp_path / "record.sqlite"
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        for number in range(4):
            if number == 3:
                harm(file)
            await answer_rightly(pilot, screen)
            await pilot.press("enter")
            await until(pilot, lambda: screen.mark is None)
        assert len(told(app)) == 1
        assert words in told(app)[0]
    assert len([line for line in Record(file).lines() if isinstance(line, Row)]) == 4
    assert len(backups(folder_of(file))) >= 1  # made on leaving
