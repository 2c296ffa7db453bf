"""“Ask me” in the lab: questions from the model as it stands, over the screen it is trained on."""

from __future__ import annotations

import asyncio
from functools import partial

from textual import work

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.run import Run
from studyai.study.items.item import Item
from studyai.study.items.prediction import PredictionItem
from studyai.study.live_questions import live_questions
from studyai.tui.ask.panel import AskPanel
from studyai.tui.lab.drawing import DrawingScreen


class AskingScreen(DrawingScreen):
    """A screen whose run can be asked about."""

    run: Run | None
    _example: int

    @work(exclusive=True, group="ask", exit_on_error=False)
    async def action_ask(self) -> None:
        """Ask about the model as it is now, and the test example that is shown."""
        run = self.run
        if run is None:
            return
        try:
            asked = await run.ask(self._example)
        except WorkerProblem as problem:
            self.study.tell(problem.message, severity="warning")
            return
        except WorkerLost:
            return  # the app says so, and offers a restart
        desk = self.study.desk
        bank = await asyncio.to_thread(lambda: desk.bank)
        record = await asyncio.to_thread(lambda: desk.record)
        items: list[Item] = [*await asyncio.to_thread(live_questions, bank, asked.questions)]
        items += [PredictionItem(one, partial(run.see, one.name)) for one in asked.predictions]
        self.app.push_screen(AskPanel(items, record, f"This model, after {asked.step} updates"))
