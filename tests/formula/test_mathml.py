"""MathML is well formed, has every part of a formula, and holds text as text."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from studyai.formula.draw.mathml import draw_mathml
from studyai.formula.parse import parse_formula
from studyai.formula.tree import Name, Put


def drawn(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<math>{draw_mathml(parse_formula(text))}</math>".replace("&nbsp;", " "))


def words(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


@pytest.mark.parametrize(
    ("text", "inside", "said"),
    [
        ("a/b", "mfrac", "ab"),
        ("sqrt(x)", "msqrt", "x"),
        ("x**2", "msup", "x2"),
        ("x_i", "msub", "xi"),
        ("x_i**2", "msubsup", "xi2"),
        ("x_hat", "mover", "x^"),
        ("[[1, 2], [3, 4]]", "mtable", "[1234]"),
        ("where(z < 0, -z, 1)", "mtable", "{−zif z<01otherwise"),
        ("floor(x)", "mrow", "⌊x⌋"),
        ("sigmoid(z)", "mi", "σ(z)"),
        ("a @ b.T", "mspace", "ab⊤"),
        ("dJ_dw", "mfrac", "∂J∂w"),
        ("a % b", "mtext", "a mod b"),
        ("12345678", "mn", "12 345 678"),
    ],
)
def test_every_part_has_its_element(text: str, inside: str, said: str) -> None:
    element = drawn(text)
    assert element.find(f".//{inside}") is not None
    assert words(element) == said


def test_numbers_of_a_power_of_ten_and_arrays() -> None:
    assert "<msup><mn>10</mn><mn>−8</mn></msup>" in draw_mathml(Put(1e-8))
    assert draw_mathml(Put(np.array([1.5, -2.0]))).count("<mn>") == 2


def test_a_name_is_text() -> None:
    assert draw_mathml(Name("<b>&")) == "<mi>&lt;b&gt;&amp;</mi>"
