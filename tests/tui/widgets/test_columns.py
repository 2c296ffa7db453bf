from hypothesis import given
from hypothesis import strategies as st

from studyai.tui.widgets.columns import align_points, short_number


def test_points_stand_under_each_other():
    assert align_points(["1.5", "−12", "0.125", "2/3"]) == ["  1.5  ", "−12    ", "  0.125", "2/3    "]


@given(st.lists(st.from_regex(r"−?[0-9]{1,5}(\.[0-9]{1,5})?", fullmatch=True), min_size=1))
def test_alignment_changes_only_spaces(texts):
    aligned = align_points(texts)
    assert [text.strip() for text in aligned] == texts
    assert len({len(text) for text in aligned}) == 1
    assert len({text.index(".") for text in aligned if "." in text}) <= 1


def test_short_numbers():
    assert short_number(-0.12345) == "−0.123"
    assert short_number(0.0) == short_number(-0.0) == "0.00"
    assert short_number(12345.678) == "1.23e+04"
    assert short_number(1e-7) == "1.00e−07"
    assert short_number(999.0) == "999"
    assert short_number(float("nan")) == "nan"
    assert short_number(float("-inf")) == "−inf"
