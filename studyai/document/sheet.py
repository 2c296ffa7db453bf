"""A page of the course sheet as blocks, with its references and its worked example put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from studyai.bank.bank import Bank
from studyai.bank.kinds.sheets import page as sheet
from studyai.document.blocks import (
    Block,
    Citation,
    Claim,
    Code,
    Correction,
    Equations,
    Formula,
    Heading,
    Inline,
    Listing,
    Paragraph,
    Strong,
    Table,
    Words,
)
from studyai.document.compose import example
from studyai.errors import ToldError
from studyai.exercise.sample import Variant, sample

PROVE = "studyai prove"


@dataclass(frozen=True)
class Composer:
    """Writes pages as blocks; `statements` are what claims say, by their names, as far as torch was asked.

    In a hurry, works are named by their keys, and examples by their exercises' ids: both are read for a while.
    """

    bank: Bank
    statements: Mapping[str, str] = field(default_factory=dict)
    hurries: bool = False

    def page(self, page: sheet.Page) -> list[Block]:
        """Return the whole page."""
        blocks = (one for block in page.blocks for one in self.block(block))
        return [Heading(f"{page.section} {page.title}", 1), *blocks]

    def formulas(self, page: sheet.Page) -> list[Block]:
        """Return its formulas alone, all in one block, and its name."""
        rows = [self._row(one) for block in page.blocks if isinstance(block, sheet.Formulas) for one in block.formulas]
        return [Heading(f"{page.section} {page.title}", 2), Equations(tuple(rows))] if rows else []

    def sources(self, pages: Sequence[sheet.Page]) -> list[Block]:
        """Return the works that the pages refer to, in the order of their authors."""
        keys = {one.key for page in pages for block in page.blocks for one in sheet.citations(block)}
        known = self.bank.references
        works = sorted(known[key].words for key in keys if key in known)
        return [Heading("References", 2), Listing(tuple((work,) for work in works))] if works else []

    def block(self, block: sheet.Block) -> Iterator[Block]:
        """Yield one block of a page as those of a document."""
        match block:
            case sheet.Heading(text):
                yield Heading(text, 2)
            case sheet.Paragraph(words):
                yield Paragraph(self.words(words))
            case sheet.Bullets(items):
                yield Listing(tuple(map(self.words, items)))
            case sheet.Table(head, rows):
                yield Table(tuple(map(self.words, head)), tuple(tuple(map(self.words, row)) for row in rows))
            case sheet.Formulas(formulas):
                yield Equations(tuple(map(self._row, formulas)))
            case sheet.Example():
                yield from self._example(block)
            case sheet.Claimed(claim):
                yield Claim(self.statement(claim), f"{PROVE} {claim}")
            case sheet.Correction():
                yield Correction(self.words(block.says), self.words(block.fact), tuple(self._shown_by(block)))

    def statement(self, claim: str) -> str:
        """Return what a claim says: in its own words where they are known, else its name, which is a sentence."""
        return self.statements.get(claim) or f"{claim.replace('-', ' ').capitalize()}."

    def words(self, words: sheet.Words) -> Words:
        """Return running text, its references with author and year."""
        return tuple(map(self._inline, words))

    def _inline(self, part: str | sheet.Code | sheet.Strong | sheet.Citation) -> Inline:
        match part:
            case sheet.Code(text):
                return Code(text)
            case sheet.Strong(text):
                return Strong(text)
            case sheet.Citation(key, at):
                known = None if self.hurries else self.bank.references.get(key)
                return Citation(f"{known.short if known else key}, {at}")
            case _:
                return part

    def _shown_by(self, block: sheet.Correction) -> Iterator[Inline]:
        if block.claim:
            yield Code(f"{PROVE} {block.claim}")
        if block.claim and block.source is not None:
            yield " "
        if block.source is not None:
            yield self._inline(block.source)

    def _example(self, block: sheet.Example) -> Iterator[Block]:
        if self.hurries:
            yield Paragraph((f"Example: {block.exercise}",))
            return
        try:
            variant = self.variant(block)
        except ToldError as problem:
            yield Paragraph((f"No example: {problem}",))
            return
        yield Heading(f"Example: {variant.exercise.title}", 3, aside=variant.id)
        yield from example(variant)

    def variant(self, block: sheet.Example) -> Variant:
        """Return the example's variant; raises what the bank and sampling raise."""
        return sample(self.bank.exercise(block.exercise), block.level, block.seed)

    def _row(self, formula: sheet.Formula) -> tuple[Formula, str]:
        return Formula(formula.node, subscripts=formula.subscripts), formula.comment
