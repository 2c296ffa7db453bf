"""What people, programs and vandals type: numbers, formulas, arrays in every writing, and texts that mean harm."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Change: TypeAlias = Callable[[str], str]
LONGEST = 250_000  # characters

FUNCTIONS = ["sqrt", "exp", "log", "ln", "tanh", "sigmoid", "σ", "abs", "max", "min", "floor", "sin", "factorial", "f"]
OPERATORS = ["+", "-", "−", "*", "·", "×", "⋅", "/", "÷", "//", "%", "**", "^", "@", " ", "", "==", "<", ",", ", ", ";"]
ODD_NUMBERS = [
    "0", "-0", "−0.0", "00012", ".5", "5.", "1e5", "1E-8", "1.2×10⁻⁸", "1.2x10^-8", "1e999", "1e-999", "1e1000000000",
    "½", "2½", "¾", "x²", "2²", "3⁻²", "10⁹⁹⁹⁹", "√2", "1 849 688 064", "1,849,688", "0,5", "−0,5", "1_000", "0x1F",
    "0b101", "1j", "inf", "-inf", "nan", "NaN", "Infinity", "None", "True", "٣", "１２", "Ⅷ", "²", "⅓", "𝟙", "1/3",
    "1/0", "0/0", "2/-0", "5!", "100!!", "9**9**9**9", "9^9^9^9", "2**-1e20", "10**100", "10**-100", "(-8)**(1/3)",
    "0**0", "0**-1", "1e100*1e100", "exp(1000)", "exp(exp(exp(9)))", "log(0)", "log(-1)", "sqrt(-1)", "pi", "π", "e",
    "2e", "2pi", "25%", "1%2", "$5", "5 €", "3 cm", "1.2.3", "1..2", "--1", "+-+-1", "1e", "1e+", "e5", "1/2/3",
    "1/2x", "2x^2y",
]  # fmt: skip
HOSTILE = [
    "__import__('os').system('touch fuzzed')", "().__class__.__bases__[0].__subclasses__()", "lambda: 0",
    "[x for x in y]", "f'{1}'", "open('/etc/passwd').read()", "exec('1')", "1 if 1 else 2", "a:=5", "*[1]", "**{}",
    "print(1)", "{1: 2}", "'1'", '"1"', "b'1'", "r'\\d'", "#", "1 # comment", "1;2", "1\\\n2", "`ls`", "$(ls)",
    "${HOME}", "%s%n", "{0}", "{a}", "[bold]x[/bold]", "[/]", "[link=x]", "\x1b[31m", "\x1b]0;x\x07", "\x00", "\x7f",
    "\x9b31m", "\u202e", "\u200b", "\ufeff", "\ud800", "\U0010ffff", "e\u0301", "Z̸͇̈a̷l̷g̶o̵", "👩‍👩‍👧", "<b>",
    "&amp;", "\\input{/etc/passwd}", "\\write18{ls}", "#read(\"x\")", "\\frac{1}{2}", "\\frac12", "\\sqrt[3]{8}",
    "\\left(", "$\\pi$", "$$", "$", "\\", "\\begin{bmatrix}1&2\\\\3&4\\end{bmatrix}", "\\begin{bmatrix}",
    "\\end{bmatrix}", "1&2", "\\\\", "{}", "{", "}", "^", "_", "a_1", "x_{1,2}", "\\text{a}", "'", "x'", "A.T",
    "[1, 2", "1, 2]", "(1, 2)", "{1, 2}", "[]", "[[]]", "[,]", "[1,,2]", "[[1,2],[3]]", "[[1,2][3,4]]", "[1 2; 3 4]",
    "[1;2", "[1 -2]", "[1 - 2]", "[1 -2, 3]", "array([1., 0.])", "tensor([[1., 2.]], dtype=torch.float32)",
    "np.array(", "array(array([1]))", "tensor(5)", "tensor([1.], grad_fn=<MulBackward0>)", "⎡1  2⎤\n⎣3  4⎦",
    "⎡1  2⎤\n⎣3⎦", "⎡", "⎤\n⎣", "[1  2]", "⎡⎡1⎤⎤\n⎣⎣2⎦⎦", "1\t2\r3\t4", "1\t2\n3", "1\r\n2", "\t", "\n", " ", "",
    "\u00a0", "\u2028", "\x0b\x0c", "...", "[1, ..., 2]", "[1 ... 2]", "…",
]  # fmt: skip
REPEATED = [
    "(", "[", "-", "+", "√", "9", "½", "1,", "1 ", "1 000", "[1],", "9**", "2^", "x²", "sqrt(", "exp(", "max(1,",
    "array(", "{", "\\frac{", "\\sqrt{", "\\left(", "\\begin{bmatrix}", "^{", "_", "[[", "]", ")", "[1,", "1/", "-1",
    " ", "\n", "\t", "⎡", "⎡1⎤\n", "\u0301", "1e", ".", ",a=1", "1 111", "(1)", "1\r", "ln", "σ", "e", ";", "1;", "&",
    "\\\\", "tensor(", "0.", "(-", "1-", "𝟙", "²", "10⁹", "×10", "1×10",
]  # fmt: skip


@cache
def numbers() -> SearchStrategy[str]:
    """Numbers, mostly readable ones."""
    return st.one_of(
        st.integers(-1000, 1000).map(str),
        st.integers(-(10**45), 10**45).map(str),
        st.floats(allow_nan=False, allow_infinity=False).map(repr),
        st.floats(-100, 100).map(lambda number: f"{number:.4f}"),
        st.fractions(max_denominator=500).map(str),
        st.sampled_from(ODD_NUMBERS),
        st.text("0123456789", min_size=1, max_size=60),
    )


@cache
def formulas(names: tuple[str, ...]) -> SearchStrategy[str]:
    """Formulas of a few operations in these names."""
    return st.recursive(
        st.one_of(numbers(), st.sampled_from([*names, "pi", "e", "x", "w"])),
        lambda part: st.one_of(
            st.builds("{}{}{}".format, part, st.sampled_from(OPERATORS), part),
            st.builds("({}{}{})".format, part, st.sampled_from(OPERATORS), part),
            st.builds("{}({})".format, st.sampled_from(FUNCTIONS), part),
            st.builds("{}**{}".format, part, st.one_of(part, st.integers(-400, 400).map(str))),
            st.builds("-{}".format, part),
            st.builds("√{}".format, part),
            st.builds("\\frac{{{}}}{{{}}}".format, part, part),
        ),
        max_leaves=12,
    )


def _written(rows: list[list[str]]) -> SearchStrategy[str]:
    def joined(inner: str, outer: str, around: str = "{}", row: str = "{}") -> str:
        return around.format(outer.join(row.format(inner.join(cells)) for cells in rows))

    return st.sampled_from(
        [
            joined(", ", ", ", "[{}]", "[{}]"),
            joined(" ", "\n ", "[{}]", "[{}]"),
            joined(", ", ",\n       ", "array([{}])", "[{}]"),
            joined(", ", ",\n        ", "tensor([{}], dtype=torch.float64)", "[{}]"),
            joined(" ", "; ", "[{}]"),
            joined("\t", "\n"),
            joined("\t", "\r"),
            joined(";", "\r\n"),
            joined(", ", "\n"),
            joined(" & ", r" \\ ", r"\begin{{pmatrix}}{}\end{{pmatrix}}"),
            joined("  ", "\n", "{}", "⎢{}⎥"),
            joined(",", "", "[{}]", "[{}]"),
            joined(", ", ", ", "{}", "({})"),
        ]
    )


@cache
def arrays() -> SearchStrategy[str]:
    """Lists and matrices as programs write them; rows of one length, and now and then not."""
    cells = st.one_of(numbers(), st.integers(-9, 9).map(str))
    even = st.integers(1, 5).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=5)
    )
    ragged = st.lists(st.lists(cells, max_size=4), max_size=4)
    deep = st.recursive(cells, lambda part: st.lists(part, max_size=4).map(lambda items: f"[{', '.join(items)}]"))
    return st.one_of(even.flatmap(_written), ragged.flatmap(_written), deep)


@cache
def hostile() -> SearchStrategy[str]:
    """Texts that mean harm, or that grow."""
    return st.one_of(
        st.sampled_from(HOSTILE),
        st.builds(
            lambda part, times, end: part * times + end,
            st.sampled_from(REPEATED),
            _times(),
            st.sampled_from(["", "1", "]"]),
        ),
        st.builds(
            lambda opening, times, inside, closing: opening * times + inside + closing * times,
            st.sampled_from(
                ["(", "[", "-(", "[[", "{", "sqrt(", "exp(", "√(", "\\frac{1}{", "^{", "array(", "\\sqrt{"]
            ),
            _times(),
            numbers(),
            st.sampled_from([")", "]", "}", "]]", "", "])"]),
        ),
        st.text(max_size=30),
        st.text(st.characters(categories=["Nd", "Nl", "No", "Sm", "Pd", "Zs", "Cc", "Cf"]), max_size=30),
        st.binary(max_size=20).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    )


@cache
def _times() -> SearchStrategy[int]:
    return st.one_of(st.integers(1, 70), st.integers(1, 3000))


@cache
def changes() -> SearchStrategy[list[Change]]:
    """One to three changes of a text."""
    parts = st.one_of(st.sampled_from(HOSTILE + ODD_NUMBERS + REPEATED + OPERATORS), st.text(max_size=3))
    places = st.floats(0, 1)
    change: SearchStrategy[Change] = st.one_of(
        st.builds(_inserted, parts, places),
        st.builds(_cut, places, places),
        st.builds(_doubled, places, places, st.one_of(st.integers(2, 5), st.integers(2, 500))),
        st.builds(_replaced, parts, places),
    )
    return st.lists(change, min_size=1, max_size=3)


def changed(text: str, by: list[Change]) -> str:
    """Return the text with these changes."""
    for change in by:
        text = change(text)[:LONGEST]
    return text


def _inserted(part: str, place: float) -> Change:
    return lambda text: text[: round(place * len(text))] + part + text[round(place * len(text)) :]


def _cut(one: float, other: float) -> Change:
    first, last = sorted((one, other))
    return lambda text: text[: round(first * len(text))] + text[round(last * len(text)) :]


def _doubled(one: float, other: float, times: int) -> Change:
    first, last = sorted((one, other))

    def change(text: str) -> str:
        begin, end = round(first * len(text)), round(last * len(text))
        return text[:begin] + text[begin:end] * times + text[end:]

    return change


def _replaced(part: str, place: float) -> Change:
    return lambda text: text[: round(place * len(text))] + part + text[round(place * len(text)) + 1 :]
