"""The line that answers are typed into."""

from __future__ import annotations

import pytest
from textual import events
from widget_host import Host

from studyai.tui.widgets.answer_line import AnswerLine


@pytest.mark.parametrize(
    ("keys", "value"),
    [(["1", "2", "backspace", "3"], "13"), (["1", "left", "2"], "21"), (["1", "home", "2", "end", "3"], "213")],
)
async def test_keys_that_come_at_once_are_taken_in_their_order(keys: list[str], value: str) -> None:
    app = Host(AnswerLine())
    async with app.run_test(size=(40, 10)) as pilot:
        line = app.query_one(AnswerLine)
        line.focus()
        await pilot.pause()
        for key in keys:
            line.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert line.value == value
