"""“Ask me” in the lab: questions from the model as it stands, over the screen it is trained on."""

from __future__ import annotations

import asyncio
from functools import partial

from studyai.client.run import Run
from studyai.study.items.item import Item
from studyai.study.items.prediction import PredictionItem
from studyai.study.live_questions import live_questions
from studyai.tui.ask.panel import AskPanel
from studyai.tui.shell.desk import Desk


async def questions(run: Run, example: int, desk: Desk) -> AskPanel:
    """Return questions about the model as it is now, and the test example that is shown."""
    asked = await run.ask(example)
    bank = await asyncio.to_thread(lambda: desk.bank)
    record = await asyncio.to_thread(lambda: desk.record)
    items: list[Item] = [*await asyncio.to_thread(live_questions, bank, asked.questions)]
    items += [PredictionItem(one, partial(run.see, one.name)) for one in asked.predictions]
    return AskPanel(items, record, f"This model, after {asked.step} updates")
