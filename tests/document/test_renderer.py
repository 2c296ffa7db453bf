"""Hostile text arrives as text, in every language and in every place where a block holds text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from xml.etree import ElementTree

import pytest

from studyai.document.blocks import (
    Answers,
    Asked,
    Block,
    Citation,
    Claim,
    Code,
    Correction,
    Equations,
    Formula,
    Givens,
    Heading,
    Listing,
    Mistakes,
    Paragraph,
    Strong,
    Table,
)
from studyai.document.html import HtmlRenderer
from studyai.document.latex import LatexRenderer
from studyai.document.markdown import MarkdownRenderer
from studyai.document.questions.blocks import (
    Blank,
    Choice,
    Choices,
    Judged,
    Judgement,
    Matching,
    Ordering,
    Plot,
    Series,
    Verbatim,
)
from studyai.document.questions.plot import MOST_ROWS, svg, table
from studyai.document.renderer import Renderer
from studyai.document.text import TextRenderer
from studyai.document.typst import TypstRenderer
from studyai.formula.draw.latex_text import escaped as latex_escaped
from studyai.formula.tree import Compare, Name, Put

HOSTILE = r'<script>&amp; \(a\) $$b$$ *_`# {1:SHORTANSWER:=x} #read("x") \input{x} [l](u)'
POINTS = ((0.0, 1.0), (1.0, 0.5))
X = Formula(Put(1), "x", "x")
PLACES: dict[str, Callable[[str], Block]] = {
    "heading": lambda text: Heading(text, 2),
    "paragraph": lambda text: Paragraph((text,)),
    "strong": lambda text: Paragraph((Strong(text),)),
    "given": lambda text: Givens(((X, text),)),
    "slip": lambda text: Mistakes(((X, text),)),
    "step": lambda text: Answers((Asked("a", text, (Formula(Name("x"), key="x"),), "", 1, False),)),
    "precision": lambda text: Answers((Asked("a", "name", (Formula(Name("x"), key="x"),), text, 1, False),)),
    "code": lambda text: Paragraph((Code(text),)),
    "citation": lambda text: Paragraph((Citation(text),)),
    "item": lambda text: Listing((("an item: ", text),)),
    "head": lambda text: Table(((text,),), ((("x",),),)),
    "cell": lambda text: Table((("x",),), (((text,),),)),
    "meaning": lambda text: Equations(((Formula(Name("x")), text),)),
    "claim": lambda text: Claim(text, "prove"),
    "command": lambda text: Claim("It holds.", text),
    "often said": lambda text: Correction((text,), ("fact",), ()),
    "fact": lambda text: Correction(("said",), (text,), ()),
    "shown by": lambda text: Correction(("said",), ("fact",), (text,)),
    "choice": lambda text: Choices((Choice("A", text),), True),
    "what a blank is for": lambda text: Blank(text),
    "thing to order": lambda text: Ordering((Choice("A", text),)),
    "thing to match": lambda text: Matching((Choice("1", text),), (Choice("A", "a"), Choice("B", "b"))),
    "partner": lambda text: Matching((Choice("1", "one"),), (Choice("A", "a"), Choice("B", text))),
    "judged answer": lambda text: Judged((Judgement(False, text, "why"),)),
    "feedback": lambda text: Judged((Judgement(True, "an answer", text),)),
    "series": lambda text: Plot("x", "y", (Series(text, POINTS),)),
    "axis": lambda text: Plot(text, "y", (Series("loss", POINTS),)),
    "other axis": lambda text: Plot("x", text, (Series("loss", POINTS),)),
    "label": lambda text: Answers((Asked(text, "name", (Formula(Name("x"), key="x"),), "", 1, False),)),
}
SAFE: list[tuple[Renderer, str]] = [
    (TextRenderer(200), HOSTILE),
    (LatexRenderer(), latex_escaped(HOSTILE)),
    (MarkdownRenderer(), re.sub(r"([\\`*_{}\[\]<>#|~$&!])", r"\\\1", HOSTILE)),
    (TypstRenderer(), '"' + HOSTILE.replace("\\", "\\\\").replace('"', '\\"') + '"'),
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("renderer", "safe"), SAFE, ids=lambda one: type(one).__name__)
def test_hostile_text_is_escaped(renderer: Renderer, safe: str, place: str) -> None:
    assert safe in renderer.render([PLACES[place](HOSTILE)])


@pytest.mark.parametrize("place", [place for place in PLACES if place != "label"])  # HTML shows no label
def test_hostile_text_is_text_in_html(place: str) -> None:
    written = HtmlRenderer().render([PLACES[place](HOSTILE)])
    data = written.replace(r"\(x = 1\)", "").replace(r"\(x\)", "").replace(r"\[x\]", "")
    assert "<script" not in written
    assert not re.search(r"\\[(\[]|\$\$|\{1:", data)
    assert HOSTILE in unescape(data.replace("<span></span>", ""))


@pytest.mark.parametrize(("renderer", "safe"), SAFE, ids=lambda one: type(one).__name__)
def test_lines_of_a_program_keep_their_blanks(renderer: Renderer, safe: str) -> None:
    written = renderer.render([Verbatim(("if x:", "    " + HOSTILE))])
    if isinstance(renderer, LatexRenderer):
        assert r"\ \ \ \ " + safe.replace(" ", r"\ ") in written
    else:
        assert "    " + (HOSTILE if isinstance(renderer, MarkdownRenderer) else safe.strip('"')) in written


def test_no_line_of_a_program_ends_its_fence() -> None:
    first, *_, last = MarkdownRenderer().render([Verbatim(("````", HOSTILE))]).strip().split("\n")
    assert (first, last) == ("`````text", "`````")


def test_curves_are_drawn_by_numbers_alone() -> None:
    plot = Plot(HOSTILE, HOSTILE, (Series(HOSTILE, ((0, 2.5), (300, 0.5))), Series("other", ((0, -1), (200, 1)))))
    drawing = ElementTree.fromstring(svg(plot))
    numbers = [text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert numbers == ["−1", "0", "1", "2", "3", "0", "100", "200", "300"]
    assert "script" not in svg(plot)
    lines = list(drawing.iter("{http://www.w3.org/2000/svg}polyline"))
    assert len({line.get("stroke-dasharray") for line in lines}) == 2


@pytest.mark.parametrize("points", [((0, 1), (1, 1), (2, 1)), ((0, 0), (1, 1e-9)), ((-5, 1e12), (1e6, -3))])
def test_any_curve_can_be_drawn(points: tuple[tuple[float, float], ...]) -> None:
    drawn = svg(Plot("x", "y", (Series("loss", points),)))
    places = [float(number) for pair in re.findall(r'points="([^"]*)"', drawn) for number in re.split("[ ,]", pair)]
    assert len(places) == 2 * len(points)
    assert all(0 <= place <= 440 for place in places)


def test_a_curve_of_many_points_is_a_small_table() -> None:
    steps = Series("steps", tuple((float(place), 0.5) for place in range(200)))
    few = Series("few", ((0.0, 1.0), (9.0, 2.0)))
    head, first, second, *rows = table(Plot("update", "loss", (steps, few)))
    assert head == ["update", "steps", "few"]
    assert (first, second) == (["0", "0.5", "1"], ["9", "0.5", "2"])
    assert len(rows) + 2 <= MOST_ROWS


def test_running_text_is_escaped_by_itself() -> None:
    assert HtmlRenderer().inline("<b>") == "&lt;b&gt;"
    assert MarkdownRenderer().inline("*") == r"\*"
    assert LatexRenderer().inline("#") == r"\#"
    assert TypstRenderer().inline('"') == r'#"\"";'


@pytest.mark.parametrize(
    "renderer", [TextRenderer(80), HtmlRenderer(), LatexRenderer(), MarkdownRenderer(), TypstRenderer()]
)
@pytest.mark.parametrize("letter", ["\x1b", "\x00", "\x7f", "\x9b", "\u202e", "\u2066"])
def test_control_characters_are_shown(renderer: Renderer, letter: str) -> None:
    written = renderer.render([Heading(f"a{letter}b", 2)])
    assert letter not in written
    assert "a?b" in written
    assert "c d" in renderer.render([Heading("c\nd", 2)])


WORDS = ("A softmax before ", Code("CrossEntropyLoss"), " is applied twice: the loss has a floor.")


def test_plain_text_of_a_page_is_wrapped_and_hangs_below_its_signs() -> None:
    page = [
        Paragraph(WORDS),
        Listing((WORDS,)),
        Correction(("tanh: (0, 1)",), ("tanh lies between −1 and 1.",), (Citation("Goodfellow 2016, 6.3"),)),
        Claim("The slope is at most 1/4.", "studyai prove slope"),
    ]
    assert TextRenderer(40, is_page=True).render(page).split("\n") == [
        "A softmax before CrossEntropyLoss is",
        "applied twice: the loss has a floor.",
        "",
        "• A softmax before CrossEntropyLoss is",
        "  applied twice: the loss has a floor.",
        "",
        "✗ The common sheet says: tanh: (0, 1)",
        "✓ In fact: tanh lies between −1 and 1.",
        "  [Goodfellow 2016, 6.3]",
        "",
        "▸ The slope is at most 1/4.",
        "  studyai prove slope",
        "",
        "",
    ]


def test_a_table_as_text_wraps_its_widest_column() -> None:
    table = Table((("a",), ("what it is",)), ((("1",), ("one two three four",)), (("22",), ("x",))))
    assert TextRenderer(14).render([table]).split("\n") == [
        "a   what it is",
        "──  ──────────",
        "1   one two",
        "    three four",
        "22  x",
        "",
    ]


def test_formulas_below_each_other_say_what_their_symbols_are() -> None:
    rows = Equations(((Formula(Compare("==", Name("y"), Name("x"))), "x: the input"),))
    assert TextRenderer(80).render([rows]) == "    y = x    x: the input\n"
    assert "x: the input" in MarkdownRenderer().render([rows])
    assert r"\shown{y = x}\meaning{x: the input}" in LatexRenderer().render([rows])
    assert '#equations(($y = x$, "x: the input"))' in TypstRenderer().render([rows]).replace("  ", " ")
