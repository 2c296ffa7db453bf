import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.tui.widgets.thin import Envelope, thin

finite = st.floats(allow_nan=False, allow_infinity=False, width=32)


@given(st.lists(finite, min_size=1, max_size=400), st.integers(1, 60))
def test_thinning_keeps_extremes_ends_and_order(values, columns):
    x = list(range(len(values)))
    kept_x, kept_y = thin(x, values, columns)
    assert len(kept_x) <= 2 * columns + 2
    assert kept_x == sorted(set(kept_x))
    assert [values[int(position)] for position in kept_x] == kept_y
    assert (min(kept_y), max(kept_y)) == (min(values), max(values))
    assert (kept_x[0], kept_x[-1]) == (0, len(values) - 1)


def test_a_single_spike_survives():
    values = [0.0] * 10_000
    values[7_777] = 1.0
    x, y = thin(range(10_000), values, 40)
    assert y[x.index(7_777)] == 1.0


def test_a_short_series_comes_back_whole():
    assert thin([1, 2, 3], [5, 4, 6], 40) == ([1, 2, 3], [5, 4, 6])


def test_refuses_what_does_not_match():
    with pytest.raises(ValueError, match="2 positions for 3 values"):
        thin([1, 2], [1, 2, 3], 5)
    with pytest.raises(ValueError, match="at least one column"):
        thin([1], [1], 0)


@given(st.lists(st.one_of(finite, st.just(math.nan), st.just(math.inf)), max_size=600), st.integers(2, 20))
def test_an_envelope_keeps_the_extremes_however_it_is_fed(values, stretches):
    at_once, one_by_one = Envelope(stretches), Envelope(stretches)
    at_once.extend(values)
    for value in values:
        one_by_one.extend([value])
    assert at_once.points() == one_by_one.points()
    x, y = at_once.points()
    assert len(x) <= 4 * stretches
    assert x == sorted(set(x))
    assert [values[int(position) - 1] for position in x] == y
    usable = [value for value in values if math.isfinite(value)]
    assert (min(y, default=0), max(y, default=0)) == (min(usable, default=0), max(usable, default=0))
    assert at_once.count == len(values)


def test_an_envelope_stays_short():
    envelope = Envelope(64)
    envelope.extend(math.sin(k / 50) for k in range(200_000))
    assert len(envelope.points()[0]) <= 256
    assert envelope.last == math.sin(199_999 / 50)
