"""Symbols within sentences."""

from __future__ import annotations

import pytest

from studyai.formula.draw.words import with_subscripts


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("divided by √d_k, not by d_k.", "divided by √dₖ, not by dₖ."),
        ("v_t = β v_(t−1) + (1 − β) x_t.", "vₜ = β vₜ₋₁ + (1 − β) xₜ."),
        ("θ_0, μ_t and h_T", "θ₀, μₜ and h_T"),
        ("queries use W_Q, d_model/h each", "queries use W_Q, d_model/h each"),
        ("ceil_mode, W_1_new, f(x)_2", "ceil_mode, W_1_new, f(x)_2"),
        ("h_(t - 1), x_(i+1) and (W_1)", "hₜ₋₁, xᵢ₊₁ and (W₁)"),
        ("x_(i, j), x_10, x_1y and a_b", "x_(i, j), x₁₀, x_1y and a_b"),
        ("2x_1, αβ_1", "2x₁, αβ₁"),
    ],
)
def test_subscripts_are_small_where_all_their_letters_are(text: str, written: str) -> None:
    assert with_subscripts(text) == written
