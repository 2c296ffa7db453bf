"""Running text in lines: what belongs together stays together, and tables part words as the last."""

from __future__ import annotations

import pytest

from studyai.document.text_table import column_widths
from studyai.document.wrapping import wrapped


@pytest.mark.parametrize(
    ("before", "held"),
    [
        ("wrong in all of", "15 %"),
        ("as is said in", "section 6"),
        ("and it lies in", "1 − z)"),
        ("so", "W/x = 0.5"),
    ],
)
@pytest.mark.parametrize("width", range(20, 31))
def test_what_belongs_together_is_not_parted(before: str, held: str, width: int) -> None:
    lines = wrapped(f"{before} {held} and more words", width)
    assert any(held in line for line in lines)
    assert max(map(len, lines)) <= width
    assert " ".join(lines) == f"{before} {held} and more words"


def test_a_formula_longer_than_half_a_line_is_parted_at_blanks() -> None:
    assert wrapped("a = b + c + d + e + f", 12) == ["a = b + c +", "d + e + f"]


def test_words_are_not_parted_at_hyphens() -> None:
    assert wrapped("with self-attention", 12) == ["with self-", "attention"]  # longer than a line
    assert wrapped("with self-attention", 14) == ["with", "self-attention"]


def test_a_column_keeps_its_longest_word_while_another_can_give_way() -> None:
    rows = [["kind", "what it does"], ["encoder–decoder", "reads a sentence and writes another one"]]
    assert column_widths(rows, 30)[0] == 15
    assert sum(column_widths(rows, 18)) <= 18
