"""Pages of the course sheet as a file, its format named by the file's ending; and the formulas alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from studyai.bank.kinds.sheets.page import Page
from studyai.document.blocks import Block, Equations
from studyai.document.html import PageRenderer
from studyai.document.latex import END, LatexRenderer
from studyai.document.latex import preamble as latex_preamble
from studyai.document.markdown import MarkdownRenderer
from studyai.document.sheet import Composer
from studyai.document.text import TextRenderer
from studyai.document.typst import TypstRenderer, compile_pdf, count_pages
from studyai.document.typst import preamble as typst_preamble
from studyai.errors import ToldError
from studyai.formula.draw.typst import quoted

TITLE, FORMULAS = "Deep learning: the course sheet", "Deep learning: formulas"
WIDTH = 100  # of plain text
SIZE, COLUMNS = 7.2, 2
LARGEST, SMALLEST, STEP = 9.0, 5.5, 0.25  # points of the formulas' one page
FORMULA_COLUMNS = (3, 4)
SHEET_STYLE, FORMULA_STYLE = (Path(__file__).with_name(name) for name in ("sheet.typ", "formulas.typ"))
HTML_STYLE = Path(__file__).with_name("sheet.html")


class TooManyFormulas(ToldError):
    """Formulas that no single page holds in letters that can be read."""

    def __init__(self) -> None:
        super().__init__(f"the formulas do not fit one page at {SMALLEST} pt; name fewer sections")


def sheet_file(suffix: str, composer: Composer, pages: Sequence[Page]) -> bytes:
    """Return the pages as a file of that ending."""
    blocks = [block for page in pages for block in composer.page(page)]
    return _WRITERS[suffix](TITLE, [*blocks, *composer.sources(pages)])


def formula_file(suffix: str, composer: Composer, pages: Sequence[Page]) -> bytes:
    """Return the formulas of the pages as a file of that ending; a PDF of one page, else `TooManyFormulas`."""
    blocks = [block for page in pages for block in composer.formulas(page)]
    return _one_page(blocks) if suffix == ".pdf" else _WRITERS[suffix](FORMULAS, blocks)


def _pdf(title: str, blocks: Sequence[Block]) -> bytes:
    return compile_pdf(_typst(title, blocks, SIZE, COLUMNS, (SHEET_STYLE,)))


def _typst(title: str, blocks: Sequence[Block], size: float, columns: int, styles: Sequence[Path]) -> str:
    style = "\n".join([typst_preamble(), *(file.read_text(encoding="utf-8") for file in styles)])
    head = f"#set document(title: {quoted(title)}, date: none)"
    body = TypstRenderer().render(blocks)
    return f"{style}\n{head}\n#sheet-page({size}pt, {columns}, {quoted(title)})[\n{body}]\n"


def _formula_page(blocks: Sequence[Block], size: float, columns: int) -> str:
    return _typst(FORMULAS, blocks, size, columns, (SHEET_STYLE, FORMULA_STYLE))


def _one_page(blocks: Sequence[Block]) -> bytes:
    """Return the page with the largest letters that fit; where even the smallest do not, without words."""
    for kept in (blocks, list(map(_without_words, blocks))):
        fitting = [(size, columns) for columns in FORMULA_COLUMNS if (size := _largest(kept, columns))]
        if fitting:
            size, columns = max(fitting)
            return compile_pdf(_formula_page(kept, size, columns))
    raise TooManyFormulas


def _largest(blocks: Sequence[Block], columns: int) -> float:
    """Return the largest size at which one page holds all; 0 where none does."""
    least, most = -1, round((LARGEST - SMALLEST) / STEP)
    while least < most:
        middle = (least + most + 1) // 2
        fits = count_pages(_formula_page(blocks, SMALLEST + middle * STEP, columns)) == 1
        least, most = (middle, most) if fits else (least, middle - 1)
    return SMALLEST + least * STEP if least >= 0 else 0.0


def _without_words(block: Block) -> Block:
    return Equations(tuple((formula, "") for formula, _ in block.rows)) if isinstance(block, Equations) else block


def _markdown(title: str, blocks: Sequence[Block]) -> bytes:
    return MarkdownRenderer().render(blocks).encode()


def _latex(title: str, blocks: Sequence[Block]) -> bytes:
    return (latex_preamble() + LatexRenderer().render(blocks) + END).encode()


def _html(title: str, blocks: Sequence[Block]) -> bytes:
    head = HTML_STYLE.read_text(encoding="utf-8")
    return f"{head}\n<title>{title}</title>\n<main>\n{PageRenderer().render(blocks)}\n</main>\n".encode()


def _text(title: str, blocks: Sequence[Block]) -> bytes:
    return TextRenderer(WIDTH, is_page=True).render(blocks).encode()


_Write: TypeAlias = Callable[[str, Sequence[Block]], bytes]
_WRITERS: dict[str, _Write] = {".pdf": _pdf, ".md": _markdown, ".html": _html, ".tex": _latex, ".txt": _text}
ENDINGS = tuple(_WRITERS)
