"""LaTeX mathematics, as papers and solutions show it, rewritten in what people write by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studyai.formula.draw.names import GREEK
from studyai.formula.errors import FormulaError
from studyai.formula.tokens import odd_character

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}^_&]|[^\\{}^_&]+", re.DOTALL)
DEEPEST = 40
PLAIN = {
    r"\cdot": "*",
    r"\times": "×",
    r"\div": "/",
    r"\,": " ",
    r"\;": " ",
    r"\:": " ",
    r"\!": "",
    r"\ ": " ",
    r"\quad": " ",
    r"\left": "",
    r"\right": "",
    r"\displaystyle": "",
    r"\{": "{",
    r"\}": "}",
    r"\lfloor": "⌊",
    r"\rfloor": "⌋",
    r"\lceil": "⌈",
    r"\rceil": "⌉",
    r"\lvert": "|",
    r"\rvert": "|",
    r"\vert": "|",
    r"\infty": "∞",
    r"\pi": "π",
    r"\sigma": "σ",
    **{rf"\{name}": f" {name} " for name in ("ln", "log", "exp", "sin", "cos", "tanh", "max", "min")},
    **{rf"\{name}": name for name in GREEK if name not in ("pi", "sigma")},
}
FRACTIONS = (r"\frac", r"\dfrac", r"\tfrac")
TEXTS = (r"\mathrm", r"\text", r"\operatorname", r"\mathit", r"\mathbf", r"\textstyle")
FENCED = re.compile(  # as sympy writes a matrix
    r"\\left\s*[\[(]\s*(?P<matrix>\\begin\{(?P<name>matrix|array)\}.*?\\end\{(?P=name)\})\s*\\right\s*[\])]", re.DOTALL
)
MATRICES = ("matrix", "bmatrix", "pmatrix", "array")
AROUND = re.compile(r"^\s*(\$\$?|\\\(|\\\[)?(.*?)(\$\$?|\\\)|\\\])?\s*$", re.DOTALL)


def is_latex(text: str) -> bool:
    """Return whether there is a command of LaTeX in it, or its signs around it."""
    return "\\" in text or "^{" in text or "_{" in text or (text.strip().startswith("$") and text.strip().endswith("$"))


def from_latex(text: str) -> str:
    """Return the same as it is written by hand; raises FormulaError for a command that has no place in an answer."""
    inside = AROUND.match(text)
    assert inside is not None
    reader = _Reader(TOKEN.findall(FENCED.sub(r"\g<matrix>", inside[2])))
    written = reader.until("", 0)
    if reader.tokens:
        raise FormulaError("a } closes nothing")
    return written


class _Reader:
    def __init__(self, tokens: list[str]):
        self.tokens = tokens[::-1]

    def until(self, end: str, depth: int) -> str:
        """Return everything up to `end`, which is taken too."""
        if depth > DEEPEST:
            raise FormulaError(f"nested too deeply: at most {DEEPEST} levels")
        written = "".join(self._parts(end, depth))
        if end and not self.tokens:
            raise FormulaError(f"{end} is missing")
        if end:
            self.tokens.pop()
        return written

    def _parts(self, end: str, depth: int) -> Iterator[str]:
        while self.tokens and self.tokens[-1] != (end or "}"):
            token = self.tokens.pop()
            if token == "{":
                yield _grouped(self.until("}", depth + 1))
            elif token == "^":
                yield f"^({self.argument(depth)})"
            elif token == "_":
                yield f"_{self.argument(depth)}"
            elif token in FRACTIONS:
                yield f"(({self.argument(depth)})/({self.argument(depth)}))"
            elif token == r"\sqrt":
                self._expect_square_root()
                yield f"sqrt({self.argument(depth)})"
            elif token in TEXTS:
                yield self.argument(depth).strip()
            elif token == r"\begin":
                yield self.matrix(depth)
            elif token.startswith("\\"):
                yield self.command(token)
            else:
                yield token

    def command(self, token: str) -> str:
        if not token.isprintable():
            raise FormulaError(odd_character(token[1]))
        if token not in PLAIN:
            raise FormulaError(f"{token} has no place in an answer")
        return PLAIN[token]

    def _expect_square_root(self) -> None:
        if self.tokens and self.tokens[-1].startswith("["):
            raise FormulaError("a root of another degree is written as a power: 8**(1/3)")

    def argument(self, depth: int) -> str:
        """Return what a command or a raised sign is about: a group, or one letter, digit or command."""
        while self.tokens and not self.tokens[-1].strip():
            self.tokens.pop()
        if not self.tokens or self.tokens[-1] in "}&":
            raise FormulaError("something is missing behind a command")
        token = self.tokens.pop()
        if token == "{":
            return self.until("}", depth + 1)
        if token.startswith("\\"):
            return self.command(token)
        self.tokens.append(token.lstrip()[1:])
        return token.lstrip()[0]

    def matrix(self, depth: int) -> str:
        name = self.argument(depth)
        if not name.isprintable():
            raise FormulaError(r"\begin{…} has no name that can be read")
        if name not in MATRICES:
            raise FormulaError(rf"\begin{{{name}}} has no place in an answer")
        if name == "array":
            self.argument(depth)  # how its columns stand
        rows: list[list[str]] = [[""]]
        for part in self._parts(r"\end", depth + 1):
            if part == "&":
                rows[-1].append("")
            elif part == "\n\n":
                rows.append([""])
            else:
                rows[-1][-1] += part
        if not self.tokens:
            raise FormulaError(rf"\end{{{name}}} is missing")
        self.tokens.pop()
        if self.argument(depth) != name:
            raise FormulaError(rf"\begin{{{name}}} needs \end{{{name}}}")
        kept = [row for row in rows if any(cell.strip() for cell in row)]
        return "[" + ", ".join("[" + ", ".join(cell.strip() for cell in row) + "]" for row in kept) + "]"


PLAIN[r"\\"] = "\n\n"  # a new row of a matrix


def _grouped(inside: str) -> str:
    """Return a group: brackets are needed where it is more than one letter or number."""
    return inside if re.fullmatch(r"\s*\w*\s*", inside) else f"({inside})"
