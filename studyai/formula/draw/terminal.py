"""The 2-D Unicode drawing: boxes of text lines with a baseline, put beside and above each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from studyai.formula.draw.breaking import SPACED, narrower, pieces
from studyai.formula.draw.layout import Layout
from studyai.formula.draw.names import GREEK
from studyai.formula.draw.numbers import MINUS, RAISED, grouped
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

ABOVE = dict(zip("0123456789+−=()ntijTk", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿᵗⁱʲᵀᵏ", strict=True))
BELOW = dict(zip("0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
FENCES = {
    "round": ("(⎛⎜⎝", ")⎞⎟⎠"),
    "square": ("[⎡⎢⎣", "]⎤⎥⎦"),
    "floor": ("⌊⎢⎢⎣", "⌋⎥⎥⎦"),
    "ceiling": ("⌈⎡⎢⎢", "⌉⎤⎥⎥"),
    "bars": ("|│││", "|│││"),
}
SIGNS = {"juxtaposed": " ", ",": ", ", "neg": MINUS, "T": "ᵀ", "−small": MINUS, "+small": "+", "Σ": "Σ "}
OPENING, CLOSING = (Word("("), Word("[")), (Word(")"), Word("]"))  # round, square
INDENT = 4  # of a continued line


def width_of(text: str) -> int:
    """Return terminal cells of a line: combining marks take none."""
    return sum(not unicodedata.combining(letter) for letter in text)


@dataclass(frozen=True)
class Drawing:
    """Lines of equal width; `baseline` is the line that text beside it continues."""

    lines: list[str]
    baseline: int = 0

    @property
    def width(self) -> int:
        """Its width in terminal cells."""
        return width_of(self.lines[0])

    @property
    def height(self) -> int:
        """How many lines it has."""
        return len(self.lines)


def draw_terminal(
    node: Node, *, subscripts: Mapping[str, str] | None = None, digits: int = 6, max_width: int | None = None
) -> Drawing:
    """Return the formula drawn; wider than `max_width`, it goes on in indented lines."""
    return _fitted(Layout(subscripts or {}, digits).lay(node), max_width)


def draw_equation(
    symbol: str,
    node: Node,
    *,
    subscripts: Mapping[str, str] | None = None,
    digits: int = 6,
    max_width: int | None = None,
) -> Drawing:
    """`symbol = formula`."""
    layout = Layout(subscripts or {}, digits)
    part = layout.lay(node)
    rest = part.parts if isinstance(part, Row) else (part,)
    return _fitted(Row((layout.name(symbol), Sign("="), *rest)), max_width)


def _fitted(part: Part, max_width: int | None) -> Drawing:
    whole = _draw(part)
    if max_width is None or whole.width <= max_width:
        return whole
    lines: list[list[Drawing]] = [[]]
    used = 0
    parts = pieces(part)
    head = _draw(parts[0]).width  # of the symbol, beside which the rest begins
    room = max_width - (head if INDENT < head < max_width // 4 else INDENT)
    for drawing in chain.from_iterable(_narrowed(piece, room) for piece in parts):
        if lines[-1] and used + drawing.width > max_width:
            lines.append([_text(" " * INDENT)])
            used = INDENT
        lines[-1].append(drawing)
        used += drawing.width
    rows = [_beside(line) for line in lines]
    width = max(row.width for row in rows)
    return Drawing([_padded(text, width) for row in rows for text in row.lines], rows[0].baseline)


def _narrowed(piece: Part, room: int) -> Iterator[Drawing]:
    """Yield the piece drawn; one that is wider than its room by itself is broken further, from the outside in."""
    drawing = _draw(piece)
    parts = [piece] if drawing.width <= room else narrower(piece)
    if len(parts) == 1 and parts[0] == piece:
        yield drawing
        return
    for one in parts:
        yield from _narrowed(one, room)


def _draw(part: Part) -> Drawing:
    match part:
        case Letter(base, accent):
            return _text(GREEK.get(base, base) + ACCENTS.get(accent, ""))
        case Digits(mantissa, exponent, is_entry):
            text = (mantissa if is_entry else grouped(mantissa, " ")).replace("-", MINUS)
            return _text(text if exponent is None else f"{text}×10{str(exponent).translate(RAISED)}")
        case Word(text):
            return _text(f" {text} " if text in ("mod", "and") else text)
        case Sign(text):
            return _text(_sign(text))
        case Row(parts):
            return _row(parts)
        case Over(top, bottom):
            return _over(_draw(top), _draw(bottom))
        case Script(base, below, above):
            # Each script is drawn once: towers of powers would double the work at every storey.
            low, high = None if below is None else _draw(below), None if above is None else _draw(above)
            return _script(_draw(base), low, high, rises=_is_tall(base))
        case Fence(kind, inner):
            return _fence(kind, _draw(inner), grows=_is_tall(inner))
        case Root(inner):
            return _root(_draw(inner))
        case Grid(rows):
            return _grid([[_draw(cell) for cell in row] for row in rows])
        case Cases():
            return _cases(part)


def _sign(text: str) -> str:
    if text in SPACED:
        return f" {text} "
    return SIGNS.get(text, text)


def _row(parts: Sequence[Part]) -> Drawing:
    shown = [
        part
        for place, part in enumerate(parts)
        if part != Sign("juxtaposed") or not _close(parts[place - 1], parts[place + 1])
    ]
    return _beside([_bracket(shown, place) or _draw(part) for place, part in enumerate(shown)])


def _bracket(parts: Sequence[Part], place: int) -> Drawing | None:
    """Return a bracket that stands by itself, in a formula of several lines, as tall as what it holds in its line."""
    part = parts[place]
    if part in OPENING:
        left, right, inside = part, CLOSING[OPENING.index(part)], parts[place + 1 :]
    elif part in CLOSING:
        left, right, inside = part, OPENING[CLOSING.index(part)], parts[:place][::-1]
    else:
        return None
    held = _until(inside, left, right)
    inner = _beside([_draw(one) for one in held])
    if inner.height == 1 or not any(map(_is_tall, held)):
        return None
    kind, side = ("round", "square")[(OPENING if part in OPENING else CLOSING).index(part)], int(part in CLOSING)
    return Drawing(_edge(FENCES[kind][side], inner.height), inner.baseline)


def _until(parts: Sequence[Part], same: Part, other: Part) -> Sequence[Part]:
    """Return the parts before the one that closes what `same` opens."""
    depth = 0
    for place, part in enumerate(parts):
        depth += (part == same) - (part == other)
        if depth < 0:
            return parts[:place]
    return parts


def _close(left: Part, right: Part) -> bool:
    """Return whether two factors stand close together, as 2P and D(F − 1) do; α x does not."""
    if right == Word("(") or (isinstance(right, Fence) and right.kind == "round"):
        return True
    letter = right.base if isinstance(right, Script) else right
    return isinstance(left, Digits) and isinstance(letter, Letter) and len(GREEK.get(letter.base, letter.base)) == 1


def _text(text: str) -> Drawing:
    return Drawing([text])


def _beside(drawings: Sequence[Drawing]) -> Drawing:
    if not drawings:
        return _text("")
    above = max(one.baseline for one in drawings)
    below = max(one.height - one.baseline for one in drawings)
    columns = [
        [" " * one.width] * (above - one.baseline) + one.lines + [" " * one.width] * (below - one.height + one.baseline)
        for one in drawings
    ]
    return Drawing(["".join(line) for line in zip(*columns, strict=True)], above)


def _padded(text: str, width: int, centre: bool = False) -> str:
    space = width - width_of(text)
    left = space // 2 if centre else 0
    return " " * left + text + " " * (space - left)


def _over(top: Drawing, bottom: Drawing) -> Drawing:
    width = max(top.width, bottom.width) + 2
    above = [_padded(line, width, centre=True) for line in top.lines]
    below = [_padded(line, width, centre=True) for line in bottom.lines]
    return Drawing([*above, "─" * width, *below], len(above))


def _script(base: Drawing, below: Drawing | None, above: Drawing | None, rises: bool) -> Drawing:
    """Return the base with its scripts; one that `rises` over its line, as a fraction does, has them at its corners."""
    rises = rises and base.height > 1
    hangs = base.baseline < base.height - 1
    small_below = None if below is None or hangs or rises else _in_letters(below, BELOW)
    small_above = None if above is None or rises else _in_letters(above, {**ABOVE, "′": "′", "ᵀ": "ᵀ"})
    if small_above is not None and below is not None and small_below is None and base.height == 1:
        # the power beside the base, the index below it: h², not h with a 2 behind the index
        return _beside([base, Drawing([_padded(small_above, below.width), *below.lines])])
    suffix = ""
    if small_below is not None:
        suffix, below = small_below, None
    if small_above is not None and below is None:
        suffix, above = suffix + small_above, None
    if suffix:
        base = _beside([base, _text(suffix)])
    if below is None and above is None:
        return base
    return _beside([base, _scripts(base, below, above, rises)])


def _scripts(base: Drawing, below: Drawing | None, above: Drawing | None, rises: bool) -> Drawing:
    """Return the scripts as a column beside the base: the upper ends where the base begins, the lower the other way.

    Beside a base that neither rises nor hangs they stand above and below its line.
    """
    upper_end = 0 if rises else base.baseline - 1
    lower_start = max(base.height - 1, base.baseline + 1)
    rows = {base.baseline: ""}
    rows |= {upper_end - place: line for place, line in enumerate(reversed(above.lines if above else []))}
    rows |= {lower_start + place: line for place, line in enumerate(below.lines if below else [])}
    first, last = min(rows), max(rows)
    lines = [rows.get(row, "") for row in range(first, last + 1)]
    width = max(width_of(line) for line in lines)
    return Drawing([_padded(line, width) for line in lines], base.baseline - first)


def _in_letters(drawing: Drawing, letters: Mapping[str, str]) -> str | None:
    """Return the drawing in Unicode's small letters; None where one is missing.

    There is no small comma: two indices are small where each is one letter.
    """
    indices = drawing.lines[0].split(", ")
    if len(indices) > 1 and any(len(index) > 1 for index in indices):
        return None
    text = "".join(indices).replace(" ", "")
    if drawing.height > 1 or not all(letter in letters for letter in text):
        return None
    return "".join(letters[letter] for letter in text)


def _is_tall(part: Part) -> bool:
    """Return whether a fence must grow around it; subscripts alone only hang below the line."""
    match part:
        case Over() | Root() | Grid() | Cases():
            return True
        case Row(parts):
            return any(map(_is_tall, parts))
        case Script(base, _, above):
            return _is_tall(base) or not (above is None or _is_small(above))
        case Fence(_, inner):
            return _is_tall(inner)
        case _:
            return False


def _is_small(above: Part) -> bool:
    """Return whether it stands in the line, in a small letter."""
    match above:
        case Digits(mantissa, None):
            return all(digit in ABOVE for digit in mantissa)
        case Letter(base, ""):
            return base in ABOVE
        case Sign(text):
            return text in ("′", "T")
        case _:
            return False


def _fence(kind: str, inner: Drawing, grows: bool = True) -> Drawing:
    left, right = FENCES[kind]
    if inner.height == 1:
        return Drawing([left[0] + inner.lines[0] + right[0]], 0)
    if not grows and inner.height == 2 and inner.baseline == 0:
        return Drawing([left[0] + inner.lines[0] + right[0], " " + inner.lines[1] + " "], 0)
    edges = zip(_edge(left, inner.height), inner.lines, _edge(right, inner.height), strict=True)
    return Drawing([opening + line + closing for opening, line, closing in edges], inner.baseline)


def _edge(signs: str, height: int) -> list[str]:
    """Return one side of a fence in so many lines, of which there are two at least."""
    return [signs[1], *[signs[2]] * (height - 2), signs[3]]


def _root(inner: Drawing) -> Drawing:
    width = inner.width
    lines = [" " + "_" * width]
    lines += [(" " if place < inner.height - 1 else "√") + line for place, line in enumerate(inner.lines)]
    if inner.height > 1:
        lines[1:-1] = ["│" + line[1:] for line in lines[1:-1]]
    return Drawing(lines, inner.baseline + 1)


def _grid(rows: list[list[Drawing]]) -> Drawing:
    columns = list(zip(*rows, strict=True))
    aligned = [_aligned(column) for column in columns]
    lines: list[Drawing] = []
    for place in range(len(rows)):
        cells: list[Drawing] = []
        for number, column in enumerate(aligned):
            cells += [column[place]] if number == 0 else [_text("  "), column[place]]
        lines.append(_beside(cells))
    body = [line for one in lines for line in one.lines]
    if len(body) == 1:
        return Drawing(["[" + body[0] + "]"])
    return _fence("square", Drawing([f" {line} " for line in body], (len(body) - 1) // 2))


def _aligned(column: Sequence[Drawing]) -> list[Drawing]:
    """Return a column's cells padded to one width, numbers aligned on the decimal point."""
    if any(cell.height > 1 for cell in column):
        width = max(cell.width for cell in column)
        return [Drawing([_padded(line, width, centre=True) for line in cell.lines], cell.baseline) for cell in column]
    texts = [cell.lines[0] for cell in column]
    before = [width_of(text.partition(".")[0]) for text in texts]
    widest = max(before)
    shifted = [" " * (widest - ahead) + text for text, ahead in zip(texts, before, strict=True)]
    width = max(width_of(text) for text in shifted)
    return [_text(_padded(text, width)) for text in shifted]


def _cases(cases: Cases) -> Drawing:
    """Return rows behind a brace; folded, each condition stands below its value."""
    conditions = [_beside([_text("if "), _draw(condition)]) for _, condition in cases.rows] + [_text("otherwise")]
    values = [_draw(value) for value, _ in cases.rows] + [_draw(cases.otherwise)]
    if cases.folded:
        rows = [
            one for pair in zip(values, conditions, strict=True) for one in (pair[0], _beside([_text("  "), pair[1]]))
        ]
    else:
        width = max(value.width for value in values) + 2
        filled = [_beside([value, _text(" " * (width - value.width))]) for value in values]
        rows = [_beside([value, condition]) for value, condition in zip(filled, conditions, strict=True)]
    width = max(row.width for row in rows)
    lines = [_padded(line, width) for row in rows for line in row.lines]
    last, middle = len(lines) - 1, len(lines) // 2
    signs = {0: "⎧", last: "⎩"} if last == 1 else {0: "⎧", middle: "⎨", last: "⎩"}
    return Drawing([f"{signs.get(place, '⎪')} {line}" for place, line in enumerate(lines)], last // 2)
