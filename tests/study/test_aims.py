"""The aims' file: read, commented, changed and kept, and refused where it cannot be meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.study.aims import Aims, AimsError, read_aims, write_aims

ANY = st.builds(
    Aims,
    exam=st.none() | st.dates(),
    minutes=st.integers(1, 1000),
    new_per_day=st.integers(0, 1000),
    retention=st.floats(0.7, 0.97),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "of" / "aims.toml"


@given(st.lists(ANY, min_size=1, max_size=3))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, several: list[Aims]) -> None:
    file = tmp_path_factory.mktemp("aims") / "aims.toml"
    for aims in several:
        write_aims(file, aims)
        assert read_aims(file) == aims


def test_a_first_file_says_what_can_stand_in_it(file: Path) -> None:
    assert read_aims(file) == Aims()
    write_aims(file, Aims(date(2027, 1, 31)))
    text = file.read_text()
    assert "# What you study for." in text
    assert "exam = 2027-01-31" in text


def test_comments_and_order_stay(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("# mine\nminutes = 45 # on weekdays\n\nexam = 2027-01-31\n")
    write_aims(file, Aims(None, 45, 20))
    lines = file.read_text().split("\n")
    assert [line for line in lines if line] == [
        "# mine", "minutes = 45 # on weekdays", "new_per_day = 20", "retention = 0.9"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("minutes = 0", "minutes"),
        ("minutes = 'many'", "minutes"),
        ("minute = 30", "minute"),
        ("exam = 31.1.2027", "line 1"),
        ("exam = '2027-13-01'", "exam"),
        ("retention = 0.99", "retention"),
        ("retention = nan", "retention"),
        ("retention = 1e400", "retention"),
        ("new_per_day = -1", "new_per_day"),
        ("exam = [", "line 1|at end"),
        ("\ufeffexam", "line 1"),
    ],
)
def test_what_cannot_be_meant_is_told_and_not_written_over(file: Path, text: str, words: str) -> None:
    file.parent.mkdir()
    file.write_text(text)
    with pytest.raises(AimsError, match=words):
        read_aims(file)
    with pytest.raises(AimsError):
        write_aims(file, Aims())
    assert file.read_text() == text


def test_an_exam_of_the_past_is_none(file: Path) -> None:
    today = (date(2027, 1, 31) - date(1970, 1, 1)).days
    assert Aims(date(2027, 1, 31)).days_left(today) == 0
    assert Aims(date(2027, 1, 30)).days_left(today) is None
    assert Aims(date(2027, 1, 30)).studied_for(today) == today + 30
    assert Aims(date(2027, 2, 10)).studied_for(today) == today + 10
