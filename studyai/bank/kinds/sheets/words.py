"""Running text of a page: words, `code`, **strong**, [@key, place in it]; all else that Markdown has is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from studyai.bank.kinds.sheets.page import Citation, Code, Strong, Words
from studyai.formula.draw.words import with_subscripts

LONGEST = 1200  # characters of a paragraph
CITATION = re.compile(r"\[@([^\]]*)\]")
SEVERAL = re.compile(r";\s*@")
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_:-]{0,59}")
ADDRESS = re.compile(r"[a-z][a-z+.-]*://", re.IGNORECASE)
REFUSED = {
    "image": "an image",
    "link": "a link; a work is referred to by [@key, section 3]",
    "html_inline": "HTML; write a name in < > as `code`",
    "em": "emphasis by one * or _; write **strong**, and a product with ·",
    "hardbreak": "a line break (two blanks at the end, or \\); begin a paragraph",
}


class WordsError(Exception):
    """What running text may not have, and how many lines below its first."""

    def __init__(self, message: str, below: int) -> None:
        super().__init__(message)
        self.message, self.below = message, below


def read_words(token: Token) -> Words:
    """Return the running text of an inline token, its symbols with small letters below; raises WordsError."""
    parts: list[str | Code | Strong | Citation] = []
    for part in _parts(token.children or []):
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        else:
            parts.append(part)
    if len(token.content) > LONGEST:
        raise WordsError(f"{len(token.content)} characters; {LONGEST} at most", 0)
    return tuple(_drawn(part) for part in parts)


def _drawn(part: str | Code | Strong | Citation) -> str | Code | Strong | Citation:
    match part:
        case str():
            return with_subscripts(part)
        case Strong(text):
            return Strong(with_subscripts(text))
    return part


def _parts(children: Sequence[Token]) -> Iterator[str | Code | Strong | Citation]:
    below, strong = 0, None
    for child in children:
        match child.type:
            case "text" if strong is not None:
                strong += child.content
            case "text":
                yield from _text(child.content, below)
            case "softbreak":
                below += 1
                if strong is None:
                    yield " "
                else:
                    strong += " "
            case "code_inline" if strong is None:
                yield Code(child.content)
            case "strong_open":
                strong = ""
            case "strong_close":
                yield Strong(strong or "")
                strong = None
            case "code_inline":
                raise WordsError("`code` within **strong** is not accepted; write one of them", below)
            case kind:
                sort = kind.removesuffix("_open")
                raise WordsError(f"not accepted in running text: {REFUSED.get(sort, sort)}", below)


def _text(text: str, below: int) -> Iterator[str | Citation]:
    if ADDRESS.search(text):
        raise WordsError("not accepted in running text: an address; refer to a work by [@key, section 3]", below)
    end = 0
    for match in CITATION.finditer(text):
        if match.start() > end:
            yield text[end : match.start()]
        for number, one in enumerate(SEVERAL.split(match[1])):
            if number:
                yield " "
            yield _citation(one, below)
        end = match.end()
    if end < len(text):
        yield text[end:]


def _citation(text: str, below: int) -> Citation:
    key, _, at = text.partition(",")
    key, at = key.strip(), at.strip()
    if KEY.fullmatch(key) is None or not at:
        raise WordsError(f"[@{text}] is no reference; written [@key, section 3.2], with the place in the work", below)
    return Citation(key, at)
