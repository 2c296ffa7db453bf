"""The drawing as MathML, which browsers show by themselves. Every text is escaped, so nothing in it is markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from studyai.formula.draw.layout import Layout
from studyai.formula.draw.names import GREEK
from studyai.formula.draw.numbers import MINUS, grouped
from studyai.formula.draw.parts import (
    Cases,
    Digits,
    Fence,
    Grid,
    Letter,
    Over,
    Part,
    Root,
    Row,
    Script,
    Sign,
    Word,
)
from studyai.formula.tree import Node

FENCES = {"round": ("(", ")"), "square": ("[", "]"), "floor": ("⌊", "⌋"), "ceiling": ("⌈", "⌉"), "bars": ("|", "|")}
ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~"}
SIGNS = {"neg": MINUS, "−small": MINUS, "+small": "+", "T": "⊤", "Σ": "∑"}
SPACE = '<mspace width="0.17em"/>'
BETWEEN = ("and", "mod")


def draw_mathml(node: Node, *, subscripts: Mapping[str, str] | None = None, digits: int = 6) -> str:
    """Return the formula as MathML, without the element `math` around it."""
    return _draw(Layout(subscripts or {}, digits).lay(node))


def _draw(part: Part) -> str:
    match part:
        case Letter(base, accent):
            letter = _tag("mi", escape(GREEK.get(base, base)))
            return f'<mover accent="true">{letter}{_sign(ACCENTS[accent])}</mover>' if accent else letter
        case Digits(mantissa, exponent, is_entry):
            number = _tag("mn", escape(mantissa if is_entry else grouped(mantissa, " ")).replace("-", MINUS))
            if exponent is None:
                return number
            return _row((number, _sign("×"), _tag("msup", f"<mn>10</mn><mn>{exponent}</mn>".replace("-", MINUS))))
        case Word(text):
            return _tag("mtext", f"&nbsp;{text}&nbsp;") if text in BETWEEN else _tag("mi", escape(text))
        case Sign("juxtaposed"):
            return SPACE
        case Sign(text):
            return _sign(SIGNS.get(text, text))
        case Row(parts):
            return _row(map(_draw, parts))
        case Over(top, bottom):
            return _tag("mfrac", _draw(top) + _draw(bottom))
        case Script(base, below, above):
            scripts = [one for one in (below, above) if one is not None]
            name = "msubsup" if len(scripts) == 2 else "msup" if below is None else "msub"
            return _tag(name, "".join(map(_draw, (base, *scripts))))
        case Fence(kind, inner):
            left, right = FENCES[kind]
            return _row((_sign(left), _draw(inner), _sign(right)))
        case Root(inner):
            return _tag("msqrt", _draw(inner))
        case Grid(rows):
            return _row((_sign("["), _table(map(_draw, row) for row in rows), _sign("]")))
        case Cases(rows, otherwise):
            lines = [(_draw(value), f"<mtext>if&nbsp;</mtext>{_draw(condition)}") for value, condition in rows]
            return _row((_sign("{"), _table([*lines, (_draw(otherwise), "<mtext>otherwise</mtext>")])))


def _tag(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name}>"


def _sign(text: str) -> str:
    return _tag("mo", escape(text))


def _row(parts: Iterable[str]) -> str:
    return _tag("mrow", "".join(parts))


def _table(rows: Iterable[Iterable[str]]) -> str:
    return _tag("mtable", "".join(_tag("mtr", "".join(_tag("mtd", cell) for cell in row)) for row in rows))
