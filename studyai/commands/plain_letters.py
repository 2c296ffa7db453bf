"""Readable words in ASCII for letters that a terminal or a pipe cannot show: `×` → `x`, `β` → `beta`, `✓` → `ok`."""

from __future__ import annotations

import unicodedata
from itertools import groupby

WORDS = {
    "×": "x", "÷": "/", "·": "*", "⋅": "*", "∙": "*", "−": "-", "±": "+-", "⊙": "(*)", "⊗": "(x)",
    "⁄": "/", "∕": "/", "√": "sqrt ", "∂": "d", "∇": "grad ", "∞": "inf", "‖": "||", "′": "'", "∈": " in ",
    "≈": "~", "≠": "!=", "≡": "==", "≤": "<=", "≥": ">=", "°": " deg",
    "✓": "ok", "✗": "no", "↷": "~>", "→": "->", "←": "<-", "↑": "^", "↓": "v", "↳": "->",
    "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "•": "*", "…": "...",
    "⌈": "ceil(", "⌉": ")", "⌊": "floor(", "⌋": ")",
    "⎛": "(", "⎜": "(", "⎝": "(", "⎞": ")", "⎟": ")", "⎠": ")", "⎡": "[", "⎢": "[", "⎣": "[", "⎤": "]", "⎥": "]",
    "⎦": "]", "⎧": "{", "⎨": "{", "⎩": "{", "⎪": "{", "─": "-", "│": "|", "└": "+", "█": "#", "░": ".",
    "λ": "lambda", "Λ": "Lambda",  # Unicode's own name of it lacks a letter
    "\u0302": "_hat", "\u0303": "_tilde", "\u0304": "_bar", "ŷ": "y_hat", "⠀": " ",
}  # fmt: skip
RAISED = {"super": "^", "sub": "_"}
BRAILLE_DOTS = "*"  # a part of a curve
GREEK = {"SMALL": str.lower, "CAPITAL": str.capitalize}
NOTHING_LIKE_IT = "?"


def in_ascii(text: str) -> str:
    """Return the text in ASCII."""
    return "".join(_words(way, "".join(letters)) for way, letters in groupby(text, _way))


def _way(letter: str) -> str:
    """Return how a letter is made of plain ones: raised, lowered, as a fraction; "" if in none of these ways."""
    tag, _, _ = unicodedata.decomposition(letter).rpartition("> ")
    return "" if letter in WORDS else tag.removeprefix("<")


def _words(way: str, letters: str) -> str:
    if not way:
        return "".join(map(_word, letters))
    plain = in_ascii(unicodedata.normalize("NFKD", letters))
    if way == "fraction":
        return f"({plain})"  # a number may stand before it
    if way not in RAISED:
        return plain
    return RAISED[way] + (plain if plain.lstrip("+-").isalnum() else f"({plain})")


def _word(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in WORDS:
        return WORDS[letter]
    if "\u2800" < letter <= "\u28ff":
        return BRAILLE_DOTS
    return _greek(letter) or _unaccented(letter)


def _greek(letter: str) -> str:
    match unicodedata.name(letter, "").split():
        case ["GREEK", size, "LETTER", name, *_] if size in GREEK:
            return GREEK[size](name)
    return ""


def _unaccented(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0]
    if base.isascii():
        return base
    if unicodedata.combining(base):
        return ""  # an accent of its own
    return _greek(base) or NOTHING_LIKE_IT
