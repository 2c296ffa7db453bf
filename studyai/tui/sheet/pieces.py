"""A page as pieces of the screen, drawn for a width: all that takes time, so it is done in a thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from textual.content import Content

from studyai.bank.kinds.sheets import page as sheet
from studyai.document import blocks
from studyai.document.sheet import Composer
from studyai.document.text import TextRenderer
from studyai.document.text_table import GAP as BETWEEN
from studyai.document.text_table import column_widths, row_lines
from studyai.document.wrapping import tied, untied, wrapped
from studyai.formula.draw.terminal import draw_terminal, width_of
from studyai.study.next_up import Chosen
from studyai.tui.widgets.plain import printable

Sort: TypeAlias = Literal["heading", "words", "formulas", "table", "example", "claim", "correction"]
INDENT = "    "
FORMULA = "bold $accent"
GAP = "   "  # before what stands at the margin
FRAME = 3  # columns of a claim's or correction's border and padding
PADDING = 4  # columns of an example's
PROVE_IT = "⏎ prove it"


@dataclass(frozen=True)
class Piece:
    """One block: its place on the page, how it looks, the claim it is proven by, the exercise it is worked from."""

    place: int
    sort: Sort
    content: Content
    claim: str = ""
    chosen: Chosen | None = None


def drawn(page: sheet.Page, composer: Composer, room: int) -> list[Piece]:
    """Return the pieces of a page in so many columns."""
    return [_piece(place, block, composer, room) for place, block in enumerate(page.blocks)]


def _piece(place: int, block: sheet.Block, composer: Composer, room: int) -> Piece:
    match block:
        case sheet.Example(exercise, level):
            return Piece(place, "example", _example(block, composer, room), chosen=Chosen(exercise, level))
        case sheet.Claimed(claim):
            return Piece(place, "claim", _claim(claim, composer, room - FRAME), claim)
        case sheet.Correction(claim=claim):
            (composed,) = composer.block(block)
            assert isinstance(composed, blocks.Correction)
            source = None if block.source is None else composer.words((block.source,))
            return Piece(place, "correction", _correction(composed, claim, source, room), claim)
    (composed,) = composer.block(block)
    match composed:
        case blocks.Heading(text):
            return Piece(place, "heading", Content(printable(text)))
        case blocks.Listing(items):
            lines = [_hanging(Content.styled("• ", "$accent"), words_content(item), room) for item in items]
            return Piece(place, "words", Content("\n").join(lines))
        case blocks.Table(head, rows):
            return Piece(place, "table", _table((head, *rows), room))
        case blocks.Equations(rows):
            return Piece(place, "formulas", Content("\n").join(_formulas(rows, room)))
        case blocks.Paragraph(parts):
            return Piece(place, "words", Content("\n").join(_lines(words_content(parts), room)))
    raise AssertionError(f"no piece for {composed}")


def words_content(words: blocks.Words) -> Content:
    """Return running text with its marks as styles."""
    return Content("").join(map(_inline, words))


def _inline(part: blocks.Inline) -> Content:
    match part:
        case blocks.Strong(text):
            return Content.styled(printable(text), "bold")
        case blocks.Code(text):
            return Content.styled(printable(text), "$accent")
        case blocks.Citation(text):
            return Content.styled(f"[{printable(text)}]", "dim")
        case str():
            return Content(printable(part))
    raise AssertionError("running text of the sheet has no drawn formulas")


def _claim(claim: str, composer: Composer, room: int) -> Content:
    """Return a statement that can be proven."""
    said = Content.assemble(printable(composer.statement(claim)), (f"  {PROVE_IT}", "dim"))
    return _hanging(Content.styled("▸ ", "bold $accent"), said, room)


def _correction(block: blocks.Correction, claim: str, source: blocks.Words | None, room: int) -> Content:
    """Return what is often said, what is so in fact, and what shows it."""
    says = Content.assemble(("The common sheet says  ", "bold $error"), words_content(block.says))
    fact = Content.assemble(("In fact  ", "bold $success"), words_content(block.fact))
    lines = [
        _hanging(Content.styled("✗ ", "bold $error"), says, room - FRAME),
        _hanging(Content.styled("✓ ", "bold $success"), fact, room - FRAME),
    ]
    shown = [*([Content.styled(PROVE_IT, "dim")] if claim else []), *([words_content(source)] if source else [])]
    return Content("\n").join([*lines, _hanging(Content("  "), Content("   ").join(shown), room - FRAME)])


def _hanging(sign: Content, words: Content, room: int) -> Content:
    """Return words behind a sign, the lines below the first indented by as much."""
    first, *rest = _lines(words, room - len(sign)) or [Content()]
    return Content("\n").join([sign + first, *(Content(" " * len(sign)) + line for line in rest)])


def _lines(words: Content, room: int) -> list[Content]:
    """Return running text in lines, with nothing parted that belongs together."""
    lines = Content(tied(words.plain, room), list(words.spans)).wrap(room)
    return [Content(untied(line.plain), list(line.spans)) for line in lines]


def _formulas(rows: Iterable[tuple[blocks.Formula, str]], room: int) -> Iterator[Content]:
    """Yield the lines of drawings, with air around tall ones; words stand behind a formula, or below it."""
    was_tall = False
    for place, (formula, words) in enumerate(rows):
        said = printable(words)
        drawing = draw_terminal(formula.node, subscripts=formula.subscripts, max_width=room - 2 * len(INDENT))
        is_beside = drawing.width + width_of(said) + 3 * len(INDENT) <= room
        is_tall = drawing.height > 1 or bool(said and not is_beside)
        if place and (is_tall or was_tall):
            yield Content()
        for number, line in enumerate(drawing.lines):
            behind = f"{INDENT}{said}" if said and is_beside and number == drawing.baseline else ""
            yield Content.assemble(INDENT, (line, FORMULA), (behind, "dim"))
        if said and not is_beside:
            yield from (Content.styled(line, "dim") for line in wrapped(said, room, INDENT, INDENT))
        was_tall = is_tall


def _table(rows: Sequence[tuple[blocks.Words, ...]], room: int) -> Content:
    texts = [[words_content(cell).plain for cell in row] for row in rows]
    widths = column_widths(texts, room)
    lines = [Content.styled(line, "bold") for line in row_lines(texts[0], widths)]
    lines.append(Content.styled(BETWEEN.join("─" * width for width in widths), "dim"))
    for row in texts[1:]:
        lines += map(Content, row_lines(row, widths))
    return Content("\n").join(lines)


def _example(block: sheet.Example, composer: Composer, room: int) -> Content:
    """Return the worked example as lines of text, its title first."""
    first, *rest = composer.block(block)
    if not isinstance(first, blocks.Heading):
        return words_content(first.parts) if isinstance(first, blocks.Paragraph) else Content()
    lines = TextRenderer(room - PADDING, is_page=True).render(rest).rstrip("\n")
    return Content("\n\n").join([_title(first, room - PADDING), Content(printable(lines))])


def _title(heading: blocks.Heading, room: int) -> Content:
    """Return a title with what stands at its margin behind it, or below where there is no room."""
    lines, aside = wrapped(printable(heading.text), room), printable(heading.aside)
    gap = GAP if len(lines[-1] + GAP + aside) <= room else "\n"
    return Content.assemble(("\n".join(lines), "bold"), gap, (aside, "dim"))
