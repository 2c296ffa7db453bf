"""`studyai sheet`: pages of the course sheet as text or as a file, its formulas on one page, and words found on it."""

from __future__ import annotations

import asyncio
import shutil
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from studyai.bank.bank import Bank
from studyai.bank.kinds.sheets.kind import SHEETS
from studyai.bank.kinds.sheets.page import Page
from studyai.client.errors import WorkerLost
from studyai.client.worker import Worker
from studyai.commands.errors import BadInputError
from studyai.commands.output import complain, say
from studyai.document.renderer import printable
from studyai.document.sheet import Composer
from studyai.document.sheet_files import ENDINGS, formula_file, sheet_file
from studyai.document.sheet_search import all_lines, found
from studyai.document.text import TextRenderer
from studyai.packages import require
from studyai.worksheet.output import OutputError, Outputs

WIDEST, MARGIN = 100, 2


def sheet(bank: Bank, arguments: Namespace) -> int:
    """Print the pages or write them; return 1 where nothing is found."""
    pages = _pages(bank, arguments.sections)
    if arguments.search is not None:
        return _search(bank, pages, arguments)
    if arguments.output:
        return _write(bank, pages, arguments)
    if not arguments.sections and not arguments.formulas:
        for page in pages:
            say(f"{page.section:2} {page.title}")
        say("\nstudyai sheet SECTION prints a page, studyai sheet -o sheet.pdf all of them")
        return 0
    composer = Composer(bank)
    blocks = [one for page in pages for one in (composer.formulas if arguments.formulas else composer.page)(page)]
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns - MARGIN, WIDEST)
    say(TextRenderer(width, is_page=True).render(blocks).rstrip("\n"))
    return 0


def _pages(bank: Bank, sections: Sequence[str]) -> list[Page]:
    by_section = {section.number: section.of_kind(SHEETS) for section in bank.sections(SHEETS)}
    known = {str(number): entries for number, entries in by_section.items()}
    if not known:
        raise BadInputError("the bank has no page of the sheet; studyai list names what it has")
    for name in sections:
        if name not in known:
            raise BadInputError(f"{name} has no page of the sheet; accepted: {', '.join(known)}")
    wanted = list(dict.fromkeys(sections)) or list(known)
    return [bank.entry(SHEETS, entry.id) for name in wanted for entry in known[name]]


def _search(bank: Bank, pages: Sequence[Page], arguments: Namespace) -> int:
    if arguments.output or arguments.formulas:
        raise BadInputError("--search stands alone: it prints what it finds")
    if not arguments.search.strip():
        raise BadInputError("--search: nothing to find; accepted: one word or several")
    hits = found(all_lines(pages, Composer(bank)), arguments.search)
    for line in hits:
        where = " · ".join(part for part in (line.title, line.heading) if part)
        say(printable(f"{line.section:2} {where}" + ("" if line.is_heading else f": {line.text}")))
    if not hits:
        complain(f"nothing on the sheet has {printable(arguments.search)}")
    return 0 if hits else 1


def _write(bank: Bank, pages: Sequence[Page], arguments: Namespace) -> int:
    file = Path(arguments.output)
    suffix = file.suffix.lower()
    if suffix not in ENDINGS:
        raise BadInputError(f"-o {arguments.output}: its ending names no format; accepted: {', '.join(ENDINGS)}")
    if suffix == ".pdf":
        require("typst")
    composer = Composer(bank, {} if arguments.formulas else _statements())
    write = formula_file if arguments.formulas else sheet_file
    try:
        with Outputs([file]) as outputs:
            outputs.write(0, write(suffix, composer, pages))
            outputs.commit()
    except OutputError as problem:
        raise BadInputError(f"-o {problem}") from problem
    what = "formulas of " if arguments.formulas else ""
    say(f"{file}: {what}{len(pages)} {'page' if len(pages) == 1 else 'pages'} of the sheet")
    return 0


def _statements() -> Mapping[str, str]:
    """Return what claims say; without torch nothing, and their names stand for them."""
    try:
        return asyncio.run(_asked())
    except WorkerLost:
        return {}


async def _asked() -> Mapping[str, str]:
    async with Worker(threads=1) as worker:
        return {card.name: card.says for card in await worker.claims()}
