"""Numbers as bars: counts with all their digits, other numbers in few."""

from __future__ import annotations

import pytest

from studyai.tui.widgets.bars import bars


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ((48.0, 64.0, 16.0), ["48", "64", "16"]),
        ((80.0, 4_245_280.0), ["80", "4,245,280"]),
        ((4.0, 7.0), ["4.00", "7.00"]),
        ((0.5, 64.0), ["0.500", "64.0"]),
    ],
)
def test_counts_have_all_their_digits_and_no_others(values: tuple[float, ...], written: list[str]) -> None:
    lines = bars(["one"] * len(values), values, max(values), 60).plain.splitlines()
    assert [line.split()[-1] for line in lines] == written
