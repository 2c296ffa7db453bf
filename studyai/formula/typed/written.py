"""What people and programs write for numbers, powers and products, as tokens of the formula language.

`x²`, `½`, `√2`, `2x`, `1 849 688`, `1.2×10⁻⁸`, `ln(2)`, `σ(z)` are read where they can be read in one way;
where in two, both are said and none is taken. Formulas of packs are written in the language itself (`tokens`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from studyai.formula.errors import FormulaError
from studyai.formula.tokens import LOOK_ALIKES, Token, odd_character

BLANKS = " \t\r\n\u00a0\u2007\u2009\u202f"
GROUPS = r"\d{1,3}(?:[ \u00a0\u2007\u2009\u202f]\d{3})+(?!\d)|\d+(?:_\d+)*"  # 1 849 688, 1_849_688, 1849688
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))
RAISED_NUMBER = r"[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
TEN_TO = rf"[{BLANKS}]*×[{BLANKS}]*10(?P<power>{RAISED_NUMBER}|(?:\^|\*\*)(?:[-+]?\d+|\([-+]?\d+\)))"
PIECE = re.compile(
    rf"(?P<space>[{BLANKS}]+)"
    rf"|(?P<number>(?:(?:{GROUPS})(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?:{TEN_TO})?"
    rf"|(?P<raised>{RAISED_NUMBER})"
    r"|(?P<fraction>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])"
    r"|(?P<root>√)"
    r"|(?P<name>[A-Za-z_][A-Za-z_0-9]*|[σπ])"
    r"|(?P<sign>\*\*|\^|//|==|!=|<=|>=|[-+*×/%@()\[\],.<>])"
    r"|(?P<fence>[⌊⌋⌈⌉|])",
    re.ASCII,
)
PLAIN = {**{sign: plain for sign, plain in LOOK_ALIKES.items() if sign not in "×\u00a0"}, "⁄": "/"}
SIGNS = {"^": "**", "×": "*"}
OTHER_NAMES = {"ln": "log", "ReLU": "relu", "sigma": "sigmoid", "th": "tanh", "σ": "sigmoid", "π": "pi"}
LOST_POWER = re.compile(rf"[{BLANKS}]*×[{BLANKS}]*10([-−–]\d+)")  # 1.2×10-5, where the raised digits were lost
LETTER_X = re.compile(rf"[xX][{BLANKS}]*[\d.]")
GROUPED_BY_COMMAS = re.compile(r"\s*([-+−]?)(\d{1,3}(?:,\d{3})+)\s*", re.ASCII)
FENCES = {"⌊": ("floor", "⌋"), "⌈": ("ceil", "⌉"), "|": ("abs", "|")}  # what they call, what closes them
CLOSED_BY = {"(": ")", **{opening: closing for opening, (_, closing) in FENCES.items()}}
BINDING = ("/", "//", "%", "**")  # after these a product without a sign can be read in two ways


def written_tokens(text: str, functions: Collection[str], variables: Collection[str]) -> list[Token]:
    """Return the tokens of what is written, closed by an `end` token; raises FormulaError.

    `functions` are called, `variables` and the constants multiplied by what stands behind them.
    """
    _check_groups(text)
    reader = _Reader("".join(PLAIN.get(letter, letter) for letter in text), functions, variables)
    return reader.read()


def without_commas(text: str) -> str:
    """Return a whole number without the commas between its thousands; any other text as it is."""
    return text.replace(",", "") if GROUPED_BY_COMMAS.fullmatch(text) else text


def _check_groups(text: str) -> None:
    """Refuse 1,849,688: digits in groups, a list, or a decimal comma."""
    match = GROUPED_BY_COMMAS.fullmatch(text)
    if match is not None:
        sign, groups = match[1], match[2].split(",")
        point = f"{sign}{groups[0]}.{groups[1]}"
        other = point if len(groups) == 2 else f"[{sign}{', '.join(groups)}]"
        raise FormulaError(_two_ways(text.strip(), f"{sign}{''.join(groups)} or as {other}"), match.start(2))


class _Reader:
    """Goes through the pieces; `operand` is the token at which the operand that has just ended began."""

    def __init__(self, text: str, functions: Collection[str], variables: Collection[str]):
        self.text = text
        self.functions = functions
        self.variables = variables
        self.tokens: list[Token] = []
        self.open: list[int] = []  # for each open bracket, the token at which its operand began
        self.fences: dict[int, re.Match[str]] = {}  # by their place in `open`
        self.operand: int | None = None
        self.end = 0  # of the piece before, blanks left out
        self.root: int | None = None  # where √2 begins, while nothing has followed it
        self.left: dict[int, int] = {}  # of a sign's token, the token at which its left operand began

    def read(self) -> list[Token]:
        place = 0
        while place < len(self.text):
            match = PIECE.match(self.text, place)
            if match is None:
                raise FormulaError(odd_character(self.text[place]), place)
            kind = match.lastgroup or ""
            if kind == "power":
                kind = "number"
            if kind != "space":
                getattr(self, f"_{kind}")(match)
                self.end = match.end()
            place = match.end()
        self._expect_nothing_under_root()
        for fence in self.fences.values():
            raise FormulaError(f"{fence[0]} is never closed", fence.start())
        self._put("end", "", len(self.text))
        return self.tokens

    def _put(self, kind: str, text: str, place: int) -> None:
        self.tokens.append(Token(kind, text, place))

    def _number(self, match: re.Match[str]) -> None:
        digits = re.sub(rf"[{BLANKS}_]", "", match["number"])
        lost = LOST_POWER.match(self.text, match.end("number"))
        if lost is not None and not match["power"]:
            readings = f"{digits}×10^{lost[1]} or as {digits}*10 - {lost[1][1:]}"
            raise FormulaError(_two_ways(f"{match['number']}{lost[0]}", readings), match.start())
        power = "".join(RAISED.get(letter, letter) for letter in match["power"] or "").strip("^*()")
        if power and "e" in digits.lower():
            raise FormulaError("a number has one power of ten", match.start())
        self._value("number", f"{digits}e{power}" if power else digits, match)

    def _fraction(self, match: re.Match[str]) -> None:
        top, _, bottom = unicodedata.normalize("NFKC", match[0]).partition("⁄")
        if self.operand is not None and self.tokens[-1].kind == "number":
            whole = self.tokens[-1].text
            readings = f"{whole} + {top}/{bottom} or as {whole}*{top}/{bottom}"
            raise FormulaError(_two_ways(f"{whole}{match[0]}", readings), match.start())
        is_under_root = self._open_root()
        self.operand = len(self.tokens) - 2 * is_under_root
        for kind, text in (("sign", "("), ("number", top), ("sign", "/"), ("number", bottom), ("sign", ")")):
            self._put(kind, text, match.start())
        if is_under_root:
            self._put("sign", ")", match.start())

    def _raised(self, match: re.Match[str]) -> None:
        self._refuse_behind_root(match)
        power = "".join(RAISED[letter] for letter in match[0])
        if self.operand is None:
            raise FormulaError(f"{match[0]} is a power of nothing: it stands behind what it raises", match.start())
        self._put("sign", "**", match.start())
        self._put("sign", "(", match.start())
        if power[0] in "+-":
            self._put("sign", power[0], match.start())
        self._put("number", power.lstrip("+-"), match.start())
        self._put("sign", ")", match.start())

    def _root(self, match: re.Match[str]) -> None:
        if self._waits_under_root():
            raise FormulaError("a root of a root needs brackets: √(√2)", match.start())
        self._multiply_before(match)
        self.root = match.start()
        self._put("name", "sqrt", match.start())
        self.operand = None
        if not self.text.startswith("(", match.end()):
            self._put("sign", "√", match.start())  # its bracket, opened when it is known what it holds

    def _name(self, match: re.Match[str]) -> None:
        name = match[0]
        self._refuse_letter_x(match)
        if name not in self.variables:
            name = OTHER_NAMES.get(name, name)
        if name in self.functions and name not in self.variables:
            if not self._is_called(match):
                raise FormulaError(f"{match[0]} is a function: write {match[0]}(...)", match.start())
            self._multiply_before(match)
            self._put("name", name, match.start())
            self.operand = None
        else:
            self._value("name", name, match)

    def _refuse_letter_x(self, match: re.Match[str]) -> None:
        """Refuse the letter x as the sign of a product: 26x26, 1.2 x 10^-5."""
        behind_number = self.operand is not None and self.tokens[-1].kind == "number"
        if behind_number and match[0] not in self.variables and LETTER_X.match(self.text, match.start()):
            raise FormulaError("x is a letter here: write * or × for a product", match.start())

    def _is_called(self, match: re.Match[str]) -> bool:
        return self.text[match.end() :].lstrip(BLANKS).startswith("(")

    def _value(self, kind: str, text: str, match: re.Match[str]) -> None:
        """Put a number or a name, in the brackets of the √ before it if there is one."""
        is_under_root = self._open_root()
        if not is_under_root:
            self._multiply_before(match)
        self.operand = len(self.tokens) - 2 * is_under_root
        self._put(kind, text, match.start())
        if is_under_root:
            self._put("sign", ")", match.start())

    def _open_root(self) -> bool:
        """Open the bracket of a √ that waits for what it holds; return whether there was one."""
        if not self._waits_under_root():
            return False
        self.tokens[-1] = Token("sign", "(", self.tokens[-1].position)
        return True

    def _expect_nothing_under_root(self) -> None:
        if self._waits_under_root():
            raise FormulaError("√ has nothing behind it", self.tokens[-1].position)

    def _waits_under_root(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].text == "√"

    def _sign(self, match: re.Match[str]) -> None:
        sign, place = SIGNS.get(match[0], match[0]), match.start()
        self._check_ended(match)
        self._expect_nothing_under_root()
        if sign == "**":
            self._refuse_behind_root(match)
        if sign == "(":
            self._open_round(match)
        elif sign == "[":
            self.open.append(len(self.tokens))
            self._put("sign", sign, place)
            self.operand = None
        elif sign in ")]":
            self._close(sign, place)
        else:
            if self.operand is not None:
                self.left[len(self.tokens)] = self.operand
            self._put("sign", sign, place)
            self.operand = None
        self.root = None

    def _fence(self, match: re.Match[str]) -> None:
        """Read ⌊…⌋, ⌈…⌉ and |…| as the functions that they stand for; a bar behind an operand closes."""
        self._expect_nothing_under_root()
        fence = self.fences.get(len(self.open) - 1)
        if match[0] in FENCES and not (match[0] == "|" and fence and fence[0] == "|" and self.operand is not None):
            self._multiply_before(match)
            self.fences[len(self.open)] = match
            self.open.append(len(self.tokens))
            self._put("name", FENCES[match[0]][0], match.start())
            self._put("sign", "(", match.start())
            self.operand = None
        elif fence is None or FENCES[fence[0]][1] != match[0]:
            raise FormulaError(f"{match[0]} closes nothing", match.start())
        else:
            del self.fences[len(self.open) - 1]
            self._close(")", match.start())
        self.root = None

    def _close(self, sign: str, place: int) -> None:
        fence = self.fences.get(len(self.open) - 1)
        if fence is not None:
            raise FormulaError(f"{fence[0]} needs {FENCES[fence[0]][1]}", fence.start())
        self._put("sign", sign, place)
        self.operand = self._closed(self.open.pop()) if self.open else None

    def _check_ended(self, match: re.Match[str]) -> None:
        """Refuse 50 %, and decimals that go on without end: 0.33..."""
        rest = self.text[match.end() :].lstrip(BLANKS)
        if match[0] == "%" and (not rest or rest[0] in ")],"):
            raise FormulaError("a percentage is written as a number: 0.5 for 50 %", match.start())
        if match[0] == "." and rest.startswith("."):
            raise FormulaError(odd_character("…").replace("…", "...", 1), match.start())

    def _closed(self, begun: int) -> int:
        """Return where the operand began that has been closed: a power in brackets belongs to what it raises."""
        is_power = begun > 0 and self.tokens[begun - 1].text == "**"
        return self.left.get(begun - 1, begun) if is_power else begun

    def _open_round(self, match: re.Match[str]) -> None:
        before = self.tokens[-1] if self.tokens else None
        called = before is not None and before.kind == "name" and before.text not in (*self.variables, "pi", "e")
        if before is not None and before.text == "e" and before.kind == "name" and "e" not in self.variables:
            raise FormulaError(_two_ways("e(…)", "e*(…) or as exp(…)"), before.position)
        if not called:
            self._multiply_before(match)
        self.open.append(len(self.tokens) - called)
        self._put("sign", "(", match.start())
        self.operand = None

    def _multiply_before(self, match: re.Match[str]) -> None:
        """Put the sign of a product that is written without it."""
        if self.operand is None or not self._is_product(match):
            return
        self._refuse_behind_root(match)
        sign = self.operand - 1
        if self.operand and self.tokens[sign].text in BINDING:
            self._refuse_behind_sign(sign, _opened(match[0]))
        self._put("sign", "*", match.start())

    def _refuse_behind_sign(self, sign: int, right: str) -> None:
        """Refuse 1/2x and x^2y: the product may be with the whole before it, or with its last operand."""
        assert self.operand is not None
        begun, place = self.tokens[self.left.get(sign, sign)].position, self.tokens[self.operand].position
        left, operand = self.text[begun:place].strip(), self.text[place : self.end]
        readings = f"({left}{operand})*{right} or as {left}({operand}*{right})"
        raise FormulaError(_two_ways(f"{left}{operand}{right}", readings), begun)

    def _is_product(self, match: re.Match[str]) -> bool:
        last = self.tokens[-1]
        in_a_list = any(self.tokens[place].text == "[" for place in self.open)
        if in_a_list and match.start() > self.end:  # a blank may part the entries of a list
            return False
        if match.lastgroup in ("number", "power"):
            return False
        return last.text != "]"

    def _refuse_behind_root(self, match: re.Match[str]) -> None:
        """Refuse what could still be under the root: √2x, √2²."""
        if self.root is None or self.operand is None:
            return
        inner = self.text[self.root + 1 : self.end]
        if inner.startswith("("):
            return
        power = "".join(RAISED.get(letter, letter) for letter in match[0])
        right = _opened(match[0])
        behind = f"**{power}" if match.lastgroup == "raised" else "**…" if match[0] in ("^", "**") else f"*{right}"
        readings = f"sqrt({inner}){behind} or as sqrt({inner}{behind})"
        raise FormulaError(_two_ways(f"√{inner}{right}", readings), self.root)


def _opened(piece: str) -> str:
    return f"{piece}…{CLOSED_BY[piece]}" if piece in CLOSED_BY else piece


def _two_ways(written: str, readings: str) -> str:
    return f"{written} can be read as {readings}: write one of these"
