"""Symbols within sentences, written with the small letters that Unicode has: d_k as dₖ, h_(t−1) as hₜ₋₁."""

from __future__ import annotations

import re

from studyai.formula.draw.terminal import BELOW

# One letter, alone or with an accent; its subscript is short, or anything in parentheses.
SUBSCRIPT = re.compile(r"(?<![A-Za-z_])([A-Za-zα-ωΑ-Ω]\u0302?)_(?:\(([^()]+)\)|([A-Za-z0-9]+)(?![\w]))")


def with_subscripts(text: str) -> str:
    """Return the text with every subscript small that has all its letters; others, such as W_Q, stay as they are."""
    return SUBSCRIPT.sub(_small, text)


def _small(match: re.Match[str]) -> str:
    below = (match[2] or match[3]).replace("-", "−").replace(" ", "")
    return match[1] + "".join(BELOW[letter] for letter in below) if all(map(BELOW.__contains__, below)) else match[0]
