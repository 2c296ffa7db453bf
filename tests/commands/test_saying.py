"""What is printed never drives the terminal."""

from __future__ import annotations

import pytest

from studyai.commands.output import complain, say

LETTERS = ["\x1b", "\x00", "\x07", "\r", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f"]


@pytest.mark.parametrize("letter", LETTERS)
def test_control_characters_are_never_printed(letter: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"first{letter}[2J\nsecond {letter}line"
    say(text)
    complain(text)
    printed = capsys.readouterr()
    assert printed.out == printed.err == "first?[2J\nsecond ?line\n"
