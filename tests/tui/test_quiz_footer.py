"""The footer of the quiz says what each key does now, and names no key that is typed."""

from __future__ import annotations

from pathlib import Path

from quiz_app import answer_rightly, ask, quiz_app, to_quiz
from textual.pilot import Pilot
from widget_host import lines_of, until

from studyai.tui.shell.app import StudyApp


async def footer(pilot: Pilot[None]) -> str:
    assert isinstance(pilot.app, StudyApp)
    await pilot.pause()
    await pilot.pause()
    return lines_of(pilot.app)[-1]


async def test_enter_is_called_by_what_it_does(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot, "regularisation")  # a single question, which is typed
        assert "⏎ Answer" in await footer(pilot)
        await answer_rightly(pilot, screen)
        marked = await footer(pilot)
        assert "⏎ Next" in marked
        assert "n Next" not in marked
        await pilot.press("enter")
        await until(pilot, lambda: screen.has_class("-done"))
        assert "⏎ More questions" in await footer(pilot)


async def test_a_letter_is_named_only_where_it_is_not_typed(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "parameters-of-a-layer")
        typing = await footer(pilot)
        assert "esc Leave the field" in typing
        assert "/ Questions" not in typing
        assert "n Next" not in typing
        await pilot.press("escape")
        left = await footer(pilot)
        assert "/ Questions" in left
        assert "n Next" in left
        assert "Leave the field" not in left
