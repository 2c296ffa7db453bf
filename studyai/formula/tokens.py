"""Splits a formula's text into tokens, each with its place; refuses every other character by name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from studyai.formula.errors import FormulaError

# What keyboards, phones and PDFs put in the place of the plain sign; one character for one, so places stay.
LOOK_ALIKES = {"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "∗": "*", "÷": "/", "∕": "/", "\u00a0": " "}

TOKEN = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<sign>\*\*|//|==|!=|<=|>=|[-+*/%@()\[\],.<>])",
    re.ASCII,
)

HINTS = {
    "^": "write ** for a power",
    "=": "an answer is a value, not an equation",
    "√": "write sqrt(...) for a root",
    "π": "write pi",
    "σ": "write sigmoid(...)",
    "²": "write **2",
    "³": "write **3",
    "{": "lists are written in square brackets [ ]",
    "}": "lists are written in square brackets [ ]",
    ";": "rows are written as lists: [[1, 2], [3, 4]]",
    "ᵀ": "write .T for the transpose",
    "…": "give the decimals that are asked, or a fraction such as 1/3",
    "∞": "an answer is a finite number",
    "'": "text is not a value",
    '"': "text is not a value",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `kind` is number, name, sign or end."""

    kind: str
    text: str
    position: int


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a formula, closed by an `end` token; raises FormulaError at the first odd character."""
    plain = "".join(LOOK_ALIKES.get(character, character) for character in text)
    tokens: list[Token] = []
    position = 0
    while position < len(plain):
        match = TOKEN.match(plain, position)
        if match is None:
            raise FormulaError(odd_character(plain[position]), position)
        kind = match.lastgroup or ""
        if kind != "space":
            tokens.append(Token(kind, match.group(), position))
        position = match.end()
    tokens.append(Token("end", "", len(plain)))
    return tokens


def odd_character(character: str) -> str:
    """Return what is said of a character that has no place in a formula."""
    if character in HINTS:
        return f"{character} cannot be used here: {HINTS[character]}"
    code = f"U+{ord(character):04X}"
    if not character.isprintable():
        return f"a control character ({code}) cannot be part of an answer"
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and plain.isascii() and plain.isprintable():
        return f"{character} ({code}) is a look-alike; type the plain {plain.strip() or 'space'}"
    return f"{character} ({code}) cannot be used in a formula"
