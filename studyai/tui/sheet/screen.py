"""Sheet: what an expert would have written on the course sheet, a page for each section."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.widgets import Static

from studyai.bank.kinds.sheets.kind import SHEETS
from studyai.client.errors import WorkerLost
from studyai.tui.commands import Command, bindings
from studyai.tui.sheet.blocks import BlockView
from studyai.tui.sheet.commands import SHEET_COMMANDS
from studyai.tui.shell.in_turn import InTurnScreen
from studyai.tui.widgets.chooser import Choice, Chooser
from studyai.tui.widgets.plain import printable

if TYPE_CHECKING:
    from studyai.bank.bank import SectionEntry
    from studyai.bank.kinds.sheets.page import Page
    from studyai.document.sheet import Composer
    from studyai.document.sheet_search import Line
    from studyai.tui.sheet.pieces import Piece

QUIZ = "quiz"  # among the places of the app
WIDEST = 100  # columns of text
MARGIN = 3  # of its scroll bar and the air beside it
EMPTY = "There is no page of the sheet here; studyai lint says why."


class SheetScreen(InTurnScreen):
    """One page at a time; it scrolls."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "#sheet-page"
    heading = "Sheet"
    offers: ClassVar[tuple[Command, ...]] = SHEET_COMMANDS
    BINDINGS = bindings(SHEET_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.page: Page | None = None
        self.sections: list[int] = []
        self._led_to = 0  # the section whose page a question led to
        self._composer: Composer | None = None
        self._lines: Sequence[Line] = ()
        self._room = 0  # columns that the page was drawn for
        self._is_warm = False  # whether works and exercises have been read once

    def compose_body(self) -> ComposeResult:
        """Lay the body out."""
        yield VerticalScroll(id="sheet-page")

    # Which page

    @on(ScreenResume)
    def begin(self) -> None:
        """Show the page that was asked for elsewhere, or the one that was read last."""
        desk = self.study.desk
        wanted, desk.page = desk.page, 0
        self._led_to = wanted or self._led_to
        self.do(lambda: self._begin(wanted))

    async def _begin(self, wanted: int) -> None:
        if wanted or self.page is None:
            await self._open(wanted)

    async def _open(self, section: int, place: int = -1) -> None:
        """Show a section's page, the first where it has none, from that block on."""
        entry = await asyncio.to_thread(self._entry, section)
        if entry is None:
            await self._say(EMPTY)
            return
        if section and entry.number != section:
            self.study.tell(f"Section {section} has no page.", severity="warning")
        if not self._is_warm:
            await self._say(f"{entry.number}  {entry.title}")
        self.page = await asyncio.to_thread(self._read, entry)
        if not self._is_warm:
            await self._draw(hurries=True)
            self._is_warm = True
            await self._fill_in()
        else:
            await self._draw()
        self._show_place(place)
        self.refresh_bindings()
        self._ask_torch()

    def _entry(self, section: int) -> SectionEntry | None:
        """Return a section that has a page, the first where this one has none; called in a thread."""
        entries = {one.number: one for one in self.study.desk.bank.sections(SHEETS)}
        self.sections = list(entries)
        return entries.get(section, next(iter(entries.values()), None))

    def _read(self, entry: SectionEntry) -> Page:
        """Return its page; called in a thread."""
        bank = self.study.desk.bank
        if self._composer is None:
            from studyai.document.sheet import Composer

            self._composer = Composer(bank)
        return bank.entry(SHEETS, entry.of_kind(SHEETS)[0].id)

    async def _say(self, words: str) -> None:
        page = self.query_one("#sheet-page")
        await page.remove_children()
        await page.mount(Static(Content.styled(words, "dim")))

    # Drawing

    def _drawn(self, hurries: bool = False) -> list[Piece]:
        """Return the page drawn for the columns there are; called in a thread."""
        from studyai.tui.sheet.pieces import drawn

        assert self.page is not None
        assert self._composer is not None
        return drawn(self.page, replace(self._composer, hurries=hurries), self._room)

    async def _draw(self, hurries: bool = False) -> None:
        """Put the page in."""
        assert self.page is not None
        self._room = self._columns()
        pieces = await asyncio.to_thread(self._drawn, hurries)
        view = self.query_one("#sheet-page")
        await view.remove_children()
        title = Content.assemble((f"{self.page.section}  ", "$accent"), printable(self.page.title))
        await view.mount(Static(title, id="sheet-title"), *map(BlockView, pieces))
        view.focus()
        at = self.sections.index(self.page.section) + 1
        self.show_status(f"{at} of {len(self.sections)}")

    async def _fill_in(self) -> None:
        """Draw the same page again with what takes longer."""
        for block, piece in zip(self.query(BlockView), await asyncio.to_thread(self._drawn), strict=True):
            block.show(piece)

    def _columns(self) -> int:
        return max(min(self.query_one("#sheet-page").scrollable_content_region.width - MARGIN, WIDEST), 40)

    @on(Resize)
    def redraw(self) -> None:
        """Draw anew for another width."""
        self.call_after_refresh(self._redraw)

    def _redraw(self) -> None:
        if self.page is not None and self._room and self._columns() != self._room:
            self.do(self._draw)

    def _show_place(self, place: int) -> None:
        """Scroll to a block, or to the start."""
        block = next((one for one in self.query(BlockView) if one.piece.place == place), None)
        view = self.query_one("#sheet-page")
        if block is None:
            view.scroll_home(animate=False)
        else:
            self.call_after_refresh(view.scroll_to_widget, block, animate=False, top=True)

    @work(exclusive=True, group="statements")
    async def _ask_torch(self) -> None:
        """Say claims in their own words, once torch is there; until then their names stand for them."""
        if self._composer is None or self._composer.statements:
            return
        try:
            worker = await self.study.torch.ready()
            cards = await worker.claims()
        except WorkerLost:
            return
        self._composer = replace(self._composer, statements={card.name: card.says for card in cards})
        self.do(self._fill_in)

    # Search

    def action_search(self) -> None:
        """Choose among the headings of all pages; what is typed searches every line."""
        self.do(self._search)

    async def _search(self) -> None:
        if self._composer is None:
            return
        if not self._lines:
            self._lines = await asyncio.to_thread(self._all_lines)
        choices = [_choice(number, line) for number, line in enumerate(self._lines)]
        here = next((one for one in self._lines if self.page and one.section == self.page.section), None)
        marked = _choice(self._lines.index(here), here).key if here else ""
        self.app.push_screen(Chooser("Sheet", choices, marked), self._go_to)

    def _all_lines(self) -> list[Line]:
        from studyai.document.sheet_search import all_lines

        bank = self.study.desk.bank
        assert self._composer is not None
        return all_lines([bank.entry(SHEETS, name) for name in bank.ids(SHEETS)], self._composer)

    def _go_to(self, key: str | None) -> None:
        if key is not None:
            line = self._lines[int(key.partition(":")[0])]
            self.do(lambda: self._open(line.section, line.place))

    # Where to go on

    def action_turn(self, step: int) -> None:
        """Go to the section before or after; behind the last comes the first."""
        if self.page is not None:
            at = self.sections.index(self.page.section) + step
            section = self.sections[at % len(self.sections)]
            self.do(lambda: self._open(section))

    def action_claim(self) -> None:
        """Mark the first claim in view or below, and show it; prove it, if it is marked and in view."""
        block = self._marked()
        if block is not None and self.focused is block and self._is_in_view(block):
            self.action_prove()
        elif block is not None:
            block.focus()

    def action_prove(self) -> None:
        """Prove the claim that is marked, or the first in view; where none is, go to the claim that is in hand."""
        block = self._marked()
        if block is not None and self._is_in_view(block):
            self.study.desk.claim = block.piece.claim
        self.call_later(self.study.action_go, "prove")

    def _marked(self) -> BlockView | None:
        """Return the block whose claim is proven next: the one with the focus, else the first in view or below."""
        if isinstance(self.focused, BlockView):
            return self.focused
        provable = [one for one in self.query(BlockView) if one.piece.claim]
        below = [one for one in provable if one.region.y >= self.query_one("#sheet-page").region.y]
        return next(iter(below or provable), None)

    def _is_in_view(self, block: BlockView) -> bool:
        return self.query_one("#sheet-page").region.overlaps(block.region)

    def action_practise(self) -> None:
        """Practise the exercise of the example, with new numbers."""
        chosen = self._example()
        if chosen is not None:
            self.study.desk.chosen = chosen.piece.chosen
            self.call_later(self.study.action_go, "practise")

    def _example(self) -> BlockView | None:
        """Return the example in view, else the first of the page."""
        examples = [one for one in self.query(BlockView) if one.piece.chosen is not None]
        return next((one for one in examples if self._is_in_view(one)), next(iter(examples), None))

    def action_quiz(self) -> None:
        """Ask questions about the section; on the page that a question led to, go back to it."""
        if self.page is not None:
            if self.study.trail.last == QUIZ and self.page.section == self._led_to:
                self.call_later(self.app.run_action, "app.back")
            else:
                self.study.desk.quiz = str(self.page.section)
                self.call_later(self.study.action_go, QUIZ)

    def action_scroll_page(self, direction: int) -> None:
        """Scroll by a page."""
        page = self.query_one("#sheet-page")
        page.scroll_relative(y=direction * max(page.size.height - 2, 1), animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the page allows."""
        match action:
            case "prove" | "claim":
                return any(one.piece.claim for one in self.query(BlockView))
            case "practise":
                return any(one.piece.chosen for one in self.query(BlockView))
            case "quiz" | "search":
                return self.page is not None
            case "turn":
                return len(self.sections) > 1
        return True


def _choice(number: int, line: Line) -> Choice:
    """Return a line as something to choose, by its number: a heading is listed, other lines are only found."""
    title = f"  {line.heading}" if line.heading else line.title
    key = f"{number}: {line.title} {line.written}"
    words = "" if line.is_heading else line.text
    return Choice(key, title, words, f"section {line.section}", found=not line.is_heading)
