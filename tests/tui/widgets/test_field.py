"""The line that is typed into."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest
from textual import events
from widget_host import Host

import studyai.tui
from studyai.tui.widgets.field import Field


@pytest.mark.parametrize(
    ("keys", "value"),
    [(["1", "2", "backspace", "3"], "13"), (["1", "left", "2"], "21"), (["1", "home", "2", "end", "3"], "213")],
)
async def test_keys_that_come_at_once_are_taken_in_their_order(keys: list[str], value: str) -> None:
    app = Host(Field())
    async with app.run_test(size=(40, 10)) as pilot:
        line = app.query_one(Field)
        line.focus()
        await pilot.pause()
        for key in keys:
            line.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert line.value == value


async def test_a_paste_of_lines_is_one_line_without_what_steers_a_terminal() -> None:
    app = Host(Field())
    async with app.run_test(size=(40, 10)) as pilot:
        line = app.query_one(Field)
        line.focus()
        line.value = "ab"
        await pilot.pause()
        line.cursor_position = 1
        line.post_message(events.Paste("1,\n  2\x1b[31m\x07"))
        await pilot.pause()
        assert line.value == "a1, 2[31mb"


def test_every_line_that_is_typed_into_is_a_field() -> None:
    modules = [importlib.import_module(one.name) for one in pkgutil.walk_packages(studyai.tui.__path__, "studyai.tui.")]
    assert [module.__name__ for module in modules if " Input(" in inspect.getsource(module)] == []
