"""The blocks of a page, from the tokens of Markdown: a few kinds; all else is refused with its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from studyai.bank.kinds.sheets.fences import FENCES, Fence
from studyai.bank.kinds.sheets.page import Block, Bullets, Heading, Paragraph, Table, Words
from studyai.bank.kinds.sheets.words import WordsError, read_words
from studyai.bank.located import BankError

REFUSED = {
    "blockquote": "a quotation (>)",
    "code_block": "lines indented by four blanks",
    "hr": "a rule",
    "html_block": "HTML",
    "ordered_list": "a numbered list; write - ",
}
RANK = "h2"
MOST_CELLS = 8  # of a row


def read_blocks(file: Path, text: str, before: int) -> tuple[Block, ...]:
    """Return the blocks of a text; `before` counts the lines of the file above it. Raises BankError."""
    reader = _Reader(file, text.split("\n"), before, _markdown().parse(text))
    return tuple(reader.blocks())


def _markdown() -> MarkdownIt:
    # HTML is read as such, to be refused; without the other two, text would vanish or turn into headings.
    return MarkdownIt("commonmark", {"html": True}).enable("table").disable(["reference", "lheading"])


class _Reader:
    def __init__(self, file: Path, lines: list[str], before: int, tokens: list[Token]) -> None:
        self._file, self._lines, self._before, self._tokens = file, lines, before, tokens
        self._place = 0

    def blocks(self) -> Iterator[Block]:
        while self._place < len(self._tokens):
            yield self._block(self._take())

    def _take(self) -> Token:
        token = self._tokens[self._place]
        self._place += 1
        return token

    def _line(self, token: Token) -> int:
        """Return the token's first line in the file, counted from 1."""
        start = token.map[0] if token.map else 0
        return start + 1 + self._before

    def _wrong(self, token: Token, message: str, below: int = 0) -> BankError:
        return BankError(self._file, self._line(token) + below, message)

    def _block(self, token: Token) -> Block:
        line = self._line(token)
        match token.type:
            case "heading_open":
                return self._heading(token)
            case "paragraph_open":
                words = self._words(self._take())
                self._take()
                return Paragraph(words, line)
            case "bullet_list_open":
                return Bullets(tuple(self._items(token)), line)
            case "table_open":
                return self._table(token)
            case "fence":
                return self._fence(token)
            case kind:
                sort = kind.removesuffix("_open")
                raise self._wrong(token, f"not accepted on a page: {REFUSED.get(sort, sort)}")

    def _words(self, token: Token) -> Words:
        try:
            return read_words(token)
        except WordsError as problem:
            raise self._wrong(token, problem.message, problem.below) from problem

    def _heading(self, token: Token) -> Heading:
        if token.tag != RANK:
            raise self._wrong(token, "a heading of a page is written ##; its title stands in its head")
        words = self._words(self._take())
        self._take()
        if len(words) != 1 or not isinstance(words[0], str):
            raise self._wrong(token, "a heading is plain words")
        return Heading(words[0], self._line(token))

    def _items(self, start: Token) -> Iterator[Words]:
        while (token := self._take()).type != "bullet_list_close":
            inside = []
            while (one := self._take()).type != "list_item_close":
                inside.append(one)
            if [one.type for one in inside] != ["paragraph_open", "inline", "paragraph_close"]:
                raise self._wrong(token, "an item of a list is one paragraph")
            yield self._words(inside[1])

    def _table(self, start: Token) -> Table:
        rows: list[tuple[Words, ...]] = []
        row: list[Words] = []
        while (token := self._take()).type != "table_close":
            if token.type == "inline":
                row.append(self._words(token))
            elif token.type == "tr_close":
                rows.append(tuple(row))
                row = []
        if not 1 <= len(rows[0]) <= MOST_CELLS:
            raise self._wrong(start, f"a table has at most {MOST_CELLS} columns")
        return Table(rows[0], tuple(rows[1:]), self._line(start))

    def _fence(self, token: Token) -> Block:
        first, end = token.map or [0, 0]
        last = self._lines[end - 1].strip()
        if end - 1 <= first or set(last) != set(token.markup) or len(last) < len(token.markup):
            raise self._wrong(token, f"{token.markup} is never closed")
        read = FENCES.get(token.info.strip())
        if read is None:
            raise self._wrong(token, f"{token.info.strip() or 'this'} is no block; known: {', '.join(FENCES)}")
        return read(Fence(self._file, token.content, self._line(token)))
