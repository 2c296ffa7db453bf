"""A renderer writes blocks in one language; text that is data is escaped here, before any renderer sees it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any

from studyai.document.blocks import Block, Formula, Inline
from studyai.document.questions.blocks import Verbatim


class Renderer(ABC):
    """What every language has: `escaped` makes text stand for itself, `write_…` put escaped text in its place."""

    def render(self, blocks: Iterable[Block]) -> str:
        """Return the blocks, one after the other."""
        return self.joined(part for block in blocks for part in self.write_block(self._safe(block)))

    def inline(self, part: Inline) -> str:
        """Return a piece of running text."""
        return self.write_inline(self._safe(part))

    def _safe(self, piece: Any) -> Any:
        if isinstance(piece, Verbatim):
            return Verbatim(tuple(self.escaped_line(printable(line)) for line in piece.lines))
        return with_text(piece, lambda text: self.escaped(printable(text)))

    @abstractmethod
    def escaped(self, text: str) -> str:
        """Return text that is data: every character stands for itself."""

    def escaped_line(self, line: str) -> str:
        """Return a line of a program; a language that keeps such lines as they are escapes nothing in them."""
        return self.escaped(line)

    @abstractmethod
    def write_block(self, block: Block) -> Iterator[str]:
        """Yield the block's parts; its text is escaped already."""

    @abstractmethod
    def write_inline(self, part: Inline) -> str:
        """Return a piece of running text that is escaped already."""

    def joined(self, parts: Iterable[str]) -> str:
        """Return the parts of all blocks as one text."""
        return "".join(f"{part}\n" for part in parts)


def printable(text: str) -> str:
    """Return the text in one line, `?` for each control character: no language has a sign for them."""
    return "".join(" " if letter.isspace() else letter if letter.isprintable() else "?" for letter in text)


def with_text(piece: Any, change: Callable[[str], str]) -> Any:
    """Return a block, or a part of one, with every text in it changed; formulas are drawn, so they stay."""
    match piece:
        case str():
            return change(piece)
        case tuple():
            return tuple(with_text(one, change) for one in piece)
        case Formula() | int() | float():
            return piece
        case _:
            return type(piece)(*(with_text(getattr(piece, field.name), change) for field in fields(piece)))
