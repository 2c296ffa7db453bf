"""Text that is data, for LaTeX: every character stands for itself, whichever engine reads it."""

from __future__ import annotations

import re
import unicodedata

from studyai.formula.draw.names import GREEK

COMMANDS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
}
MATHEMATICS = {
    "−": "-",
    "×": r"\times",
    "·": r"\cdot",
    "÷": r"\div",
    "±": r"\pm",
    "√": r"\surd",
    "∂": r"\partial",
    "Σ": r"\Sigma",
    "Δ": r"\Delta",
    "Φ": r"\Phi",
    "∇": r"\nabla",
    "⊙": r"\odot",
    "′": r"{}'",
    "‖": r"\|",
    "≠": r"\neq",
    "≤": r"\leq",
    "≥": r"\geq",
    "≈": r"\approx",
    "∞": r"\infty",
    "→": r"\to",
    "←": r"\leftarrow",
    "⇒": r"\Rightarrow",
    "∫": r"\int",
    "⌊": r"\lfloor",
    "⌋": r"\rfloor",
    "″": r"{}''",
    "∈": r"\in",
    "°": r"^\circ",
    "½": r"\tfrac{1}{2}",
    "¼": r"\tfrac{1}{4}",
    "¾": r"\tfrac{3}{4}",
    **{letter: rf"\{name}" for name, letter in GREEK.items()},
}
ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde"}
ACCENTED = re.compile(f"(.)([{''.join(ACCENTS)}])")


def escaped(text: str) -> str:
    """Return the text as LaTeX; letters of other alphabets pass as they are."""
    written: list[str] = []
    end = 0
    for match in ACCENTED.finditer(text):
        written += map(_character, text[end : match.start()])
        base = MATHEMATICS.get(match[1], match[1] if match[1].isalnum() else "")
        written.append(rf"\ensuremath{{\{ACCENTS[match[2]]}{{{base}}}}}")
        end = match.end()
    return "".join([*written, *map(_character, text[end:])])


def _character(letter: str) -> str:
    if letter in COMMANDS:
        return COMMANDS[letter]
    if letter in MATHEMATICS:
        return rf"\ensuremath{{{MATHEMATICS[letter]}}}"
    script, _, code = unicodedata.decomposition(letter).partition(" ")
    if script not in ("<sub>", "<super>"):
        return letter
    inner = chr(int(code, 16))
    sign = "_" if script == "<sub>" else "^"
    return rf"\ensuremath{{{sign}{{{MATHEMATICS.get(inner, inner)}}}}}"
