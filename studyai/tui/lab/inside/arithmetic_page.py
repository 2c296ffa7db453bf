"""The arithmetic of the number at the cursor, asked of the worker whenever the number or the cursor changes."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.run import Run
from studyai.protocol import Explained
from studyai.tui.lab.inside.arithmetic import arithmetic_words
from studyai.tui.lab.inside.inner import InnerPanel
from studyai.tui.lab.run_in_hand import RunInHand
from studyai.tui.widgets.in_place import show_in_place
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady

NOWHERE = "Move the cursor onto a number: arrow keys, or the mouse."


class ArithmeticPage(Steady, VerticalScroll):
    """Follows the cursor of an inner panel while it is displayed."""

    def __init__(self, hand: RunInHand, *, id: str) -> None:
        super().__init__(id=id, can_focus=False)
        self._hand = hand
        self._asked: object = None  # last: which number of which moment
        self._is_asking = False

    def compose(self) -> ComposeResult:
        """Lay the page out: all of it is one text."""
        yield Static(id="arithmetic")

    def on_mount(self) -> None:
        """Explain nothing until it is asked."""
        self.display = False

    def open(self) -> None:
        """Be displayed, and ask anew."""
        self.display, self._asked = True, None

    def follow(self, inner: InnerPanel) -> None:
        """Ask about the number at the cursor, unless that is being done or was done."""
        run = self._hand.run
        if not self.display or run is None or run.latest is None or run.latest.view is None or self._is_asking:
            return
        if inner.place is None:
            self._say(NOWHERE)
            return
        frame, view = run.latest, run.latest.view
        asked = (frame.generation, frame.step, view.probe, view.example, view.word, inner.place)
        if asked != self._asked:
            self._asked, self._is_asking = asked, True
            request = self._ask_about(run, inner, inner.place, view.probe)
            self.screen.run_worker(request, group="explain", exit_on_error=False)

    async def _ask_about(self, run: Run, inner: InnerPanel, place: tuple[int, ...], probe: str) -> None:
        where = inner.where
        try:
            explained = await run.explain(place)
        except WorkerProblem as problem:
            self._say(problem.message)
        except WorkerLost:
            return  # the app says so, and offers a restart
        else:
            if explained.probe == probe:
                self._show(explained, where)
        finally:
            self._is_asking = False
        self.follow(inner)  # the cursor may have moved on meanwhile

    def _show(self, explained: Explained, where: str) -> None:
        width = self.scrollable_content_region.width - 1
        show_in_place(self.query_one(Static), arithmetic_words(explained, where, width))

    def _say(self, words: str) -> None:
        self.query_one(Static).update(Content.styled(printable(words), "dim"))

    def turn_pages(self, pages: int) -> None:
        """Read on or back."""
        self.scroll_relative(y=pages * max(self.size.height - 2, 1), animate=False)
