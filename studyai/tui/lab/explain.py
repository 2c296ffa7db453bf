"""The arithmetic of the number at the cursor, asked of the worker whenever the number or the cursor changes."""

from __future__ import annotations

from textual import on, work

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.tui.lab.choosing import ChoosingScreen
from studyai.tui.lab.inner import InnerPanel
from studyai.tui.lab.inside import InsidePanel

NOWHERE = "Move the cursor onto a number: arrow keys, or the mouse."


class ExplainingScreen(ChoosingScreen):
    """A screen whose run can be asked where a number comes from."""

    def __init__(self) -> None:
        super().__init__()
        self._explained: object = None  # what was asked last: which number of which moment
        self._explaining = False

    def action_explain(self) -> None:
        """Open the arithmetic of the number at the cursor, or close it."""
        panel = self.query_one(InsidePanel)
        if panel.explains:
            self.close_arithmetic()
        elif panel.display:
            self.open_arithmetic()

    @on(InnerPanel.Chosen)
    def open_arithmetic(self) -> None:
        """Open the arithmetic."""
        self._explained = None
        self.query_one(InsidePanel).open_arithmetic()
        self.explain()

    def close_arithmetic(self) -> None:
        """Close it; the example and the answer are back."""
        self.query_one(InsidePanel).close_arithmetic()
        self.set_focus(self.query_one("#layers"))
        self.draw_latest(again=True)

    def action_read(self, pages: int) -> None:
        """Scroll the arithmetic."""
        self.query_one(InsidePanel).scroll_arithmetic(pages)

    @on(InnerPanel.Pointed)
    def explain(self) -> None:
        """Ask about the number at the cursor, unless that is being done or was done."""
        panel, run = self.query_one(InsidePanel), self.run
        if not panel.explains or run is None or run.latest is None or run.latest.view is None or self._explaining:
            return
        inner, frame, view = panel.query_one(InnerPanel), run.latest, run.latest.view
        if inner.place is None:
            panel.say(NOWHERE)
            return
        asked = (frame.generation, frame.step, view.probe, view.example, view.word, inner.place)
        if asked != self._explained:
            self._explained, self._explaining = asked, True
            self._ask_about(inner.place, inner.where, view.probe)

    @work(group="explain", exit_on_error=False)
    async def _ask_about(self, place: tuple[int, ...], where: str, probe: str) -> None:
        panel, run = self.query_one(InsidePanel), self.run
        try:
            explained = await run.explain(place) if run is not None else None
        except WorkerProblem as problem:
            panel.say(problem.message)
        except WorkerLost:
            return  # the app says so, and offers a restart
        else:
            if explained is not None and explained.probe == probe:
                panel.show_arithmetic(explained, where)
        finally:
            self._explaining = False
        self.explain()  # the cursor may have moved on meanwhile
