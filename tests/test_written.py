"""Numbers as people read them."""

from __future__ import annotations

import pytest

from studyai.written import written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (16640.0, "16,640"),
        (-133_120, "−133,120"),
        (4640.0, "4640"),
        (-0.0, "0"),
        (-0.2, "−0.2"),
        (2.33512, "2.335"),
        (2.3e-6, "2.3e−06"),
        (3.99e18, "3.99e+18"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
    ],
)
def test_a_number_is_written(value: float, text: str) -> None:
    assert written(value) == text
