"""Greedy decoding and beam search against each other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyai.backend.oracles import registry


def answer(oracle: str, **givens: Any) -> dict[str, Any]:
    return registry.find(oracle).answer(givens)


@st.composite
def tables(draw: st.DrawFn) -> list[list[float]]:
    """Rows of probabilities, one for each token and one for the start token."""
    size = draw(st.integers(2, 4))
    weights = draw(st.lists(st.lists(st.integers(1, 9), min_size=size, max_size=size), min_size=size + 1))
    return [[one / sum(row) for one in row] for row in weights[: size + 1]]


@given(tables(), st.integers(1, 4), st.data())
def test_a_beam_of_one_is_greedy(table: list[list[float]], steps: int, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(table[0]) - 1))
    beam = answer("beam-search", P=table, B=1, e=end, T=steps)
    greedy = answer("seq2seq-greedy", P=table, e=end, T=steps, table="by-token")
    assert beam["Y"][1 : greedy["L"] + 1] == greedy["Y"]
    assert set(beam["Y"][greedy["L"] + 1 :]) <= {end}
    assert beam["S"] == [pytest.approx(greedy[f"s_{steps}"])]


def test_a_wider_beam_finds_what_greedy_decoding_misses() -> None:
    table = [[0.4, 0.3, 0.3], [0.9, 0.05, 0.05], [1 / 3, 1 / 3, 1 / 3], [0.5, 0.4, 0.1]]
    narrow, wide = (answer("beam-search", P=table, B=width, e=2, T=2) for width in (1, 2))
    assert narrow["Y"] == [3, 0, 0]
    assert wide["Y"] == [3, 1, 0]
    assert wide["S"][0] > narrow["S"][0]
