"""The worked solution as one page, with a cursor that walks over the cells of every value."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from studyai.exercise.solve import Line
from studyai.formula.errors import EvaluationError
from studyai.tui.commands import Command, bindings
from studyai.tui.exercise.solution_blocks import INDENT, StepBlock, block_content, block_of, drill_lines
from studyai.tui.widgets.steady import Steady

MOST_BLOCKS = 120


class SolutionView(Steady, ScrollableContainer, can_focus=True):
    """Every step; where the focus is here, the arrow keys show the arithmetic of the cell they reach."""

    heading = "Worked solution"
    offers: ClassVar[tuple[Command, ...]] = (
        Command("solution.up", "up", "Up", "The cell above, or the step before.", "move(-1,0)", False),
        Command("solution.down", "down", "Down", "The cell below, or the next step.", "move(1,0)", False),
        Command("solution.left", "left", "Left", "The cell to the left.", "move(0,-1)", False),
        Command("solution.right", "right", "Right", "The cell to the right.", "move(0,1)", False),
    )
    BINDINGS = bindings(offers)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.blocks: list[StepBlock] = []
        self.notes: Mapping[str, Content] = {}
        self.step = self.row = self.column = 0
        self._drill: Sequence[str] = ()
        self._follows = False  # whether the page scrolls to the cursor: not before it is walked
        self._left_out = 0

    def compose(self) -> ComposeResult:
        """Lay the page out."""
        yield Static(id="said")
        yield Static(id="stack")
        yield Static(id="solution-text")
        yield Static(id="below")

    def say(self, said: Content, stack: Content | None = None, below: Content | None = None) -> None:
        """Show words above the steps, a drawing of the layers under these, where there is one, and words below."""
        self.query_one("#below", Static).update(below or Content())
        self.query_one("#below").display = bool(below)
        self.query_one("#said", Static).update(said)
        drawing = self.query_one("#stack", Static)
        drawing.update(stack or Content())
        drawing.display = bool(stack)

    @property
    def room(self) -> int:
        """Columns for drawings."""
        return max(self.scrollable_content_region.width - 2, 30)

    @property
    def at(self) -> tuple[Line, tuple[int, ...]] | None:
        """The step under the cursor and the cell's index in its value; none while nothing is shown."""
        if not self.blocks:
            return None
        block = self.blocks[self.step]
        return block.line, block.table.index(self.row, self.column)

    def begin(self) -> None:
        """Go back to the top, the cursor on the first cell, for another solution."""
        self.step = self.row = self.column = 0
        self._follows = False
        self.scroll_home(animate=False)

    def enter(self) -> None:
        """Walk over the cells."""
        self._follows = True
        self.focus()

    async def show(self, lines: Sequence[Line], notes: Mapping[str, Content] | None = None, first: int = 1) -> None:
        """Draw a solution, notes below the values of steps (by key); the cursor stays on its step.

        ``first`` is the number of the first line.
        """
        room, shown = self.room, lines[:MOST_BLOCKS]
        self.blocks = await asyncio.to_thread(
            lambda: [block_of(number, line, room) for number, line in enumerate(shown, start=first)]
        )
        self.notes = notes or {}
        self._left_out = len(lines) - len(shown)
        self.step = min(self.step, len(self.blocks) - 1)
        self._stay_inside()
        await self._drill_down()

    def on_focus(self) -> None:
        """Show the cursor."""
        self._walk()

    def on_blur(self) -> None:
        """Hide the cursor, once the focus has gone."""
        self.call_after_refresh(self.draw)

    def action_move(self, down: int, right: int) -> None:
        """Walk to a neighbouring cell, over the edge to the next step."""
        if not self.blocks:
            return
        self._follows = True
        table = self.blocks[self.step].table
        row = self.row + down
        if not 0 <= row < len(table.rows):
            step = self.step + down
            if not 0 <= step < len(self.blocks):
                self.scroll_to(y=0 if down < 0 else self.max_scroll_y, animate=False)
                return
            self.step, self.row = step, 0 if down > 0 else len(self.blocks[step].table.rows) - 1
        else:
            self.row = row
        self.column += right
        self._stay_inside()
        self._walk()

    def _stay_inside(self) -> None:
        table = self.blocks[self.step].table
        self.row = min(max(self.row, 0), len(table.rows) - 1)
        self.column = min(max(self.column, 0), table.columns - 1)

    @work(exclusive=True)
    async def _walk(self) -> None:
        if self.blocks:
            await self._drill_down()

    async def _drill_down(self) -> None:
        block = self.blocks[self.step]
        index, room = block.table.index(self.row, self.column), self.room
        try:
            self._drill = await asyncio.to_thread(drill_lines, block.line, index, room)
        except EvaluationError as problem:
            self._drill = [str(problem)]
        self.draw()

    def draw(self) -> None:
        """Draw what is known, the cursor only where the focus is."""
        lines: list[Content] = []
        reached = (0, 1)
        for place, block in enumerate(self.blocks):
            here = self.has_focus and place == self.step
            top = len(lines)
            lines += block_content(block, (self.row, self.column) if here else None, self._drill)
            if (note := self.notes.get(block.line.key)) is not None:
                lines.insert(-1, Content.assemble(INDENT, note))
            if here:
                reached = (top, len(lines) - top)
        if self._left_out:
            lines.append(Content.styled(f"… and {self._left_out} more steps", "dim"))
        self.query_one("#solution-text", Static).update(Content("\n").join(lines))
        if self.has_focus and self._follows:
            self.call_after_refresh(self._reach, *reached)

    def _reach(self, top: int, height: int, tries: int = 5) -> None:
        text = self.query_one("#solution-text")
        if text.virtual_region.height < top + height and tries:  # not laid out yet
            self.call_after_refresh(self._reach, top, height, tries - 1)
            return
        above = text.virtual_region.y
        self.scroll_to_region(Region(0, above + top, 1, height), animate=False, force=True)
