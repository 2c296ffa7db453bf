"""Esc leads back to where one came from: from a proof, an exercise or a page to the question, as it stood."""

from __future__ import annotations

from pathlib import Path

import pytest
from quiz_app import answer_rightly, ask, quiz_app, to_quiz
from textual.pilot import Pilot
from textual.widgets import Static
from widget_host import lines_of, text_of, until

from studyai.tui.quiz.screen import QuizScreen
from studyai.tui.shell.trail import Trail


async def marked(pilot: Pilot[None]) -> QuizScreen:
    """A question that has a claim and an exercise, answered and scrolled."""
    screen = await to_quiz(pilot)
    await ask(pilot, screen, "range-of-tanh")
    await answer_rightly(pilot, screen)
    await pilot.pause()
    screen.query_one("#quiz-page").scroll_to(y=2, animate=False)
    await pilot.pause()
    return screen


async def go(pilot: Pilot[None], key: str, place: str) -> None:
    await pilot.press(key)
    await until(pilot, lambda: pilot.app.current_mode == place)
    await pilot.pause()


@pytest.mark.parametrize(("key", "place"), [("V", "prove"), ("p", "practise"), ("K", "sheet")])
async def test_escape_leads_back_to_the_question_as_it_stood(tmp_path: Path, key: str, place: str) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(60, 18)) as pilot:
        screen = await marked(pilot)
        item, scrolled = screen.item, screen.query_one("#quiz-page").scroll_y
        assert scrolled > 0
        await go(pilot, key, place)
        if place == "practise":
            await until(pilot, lambda: app.focused is not None)
            await pilot.press("escape")
        await until(pilot, lambda: "Back to Quiz" in lines_of(app)[-1])
        await go(pilot, "escape", "quiz")
        assert (screen.item, screen.query_one("#quiz-page").scroll_y) == (item, scrolled)
        assert "✓ Correct." in str(screen.query_one("#quiz-outcome", Static).content)
        await go(pilot, "escape", "today")


async def test_from_a_page_escape_leads_back_to_it_and_then_to_the_question(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await marked(pilot)
        await go(pilot, "K", "sheet")
        await go(pilot, "V", "prove")
        await go(pilot, "escape", "sheet")
        await go(pilot, "escape", "quiz")


async def test_what_was_begun_goes_on_where_the_same_is_asked_for_again(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot, "4")
        await ask(pilot, screen, "range-of-tanh")
        sitting = screen.sitting
        await go(pilot, "escape", "today")
        app.desk.quiz = "4"
        await go(pilot, "Z", "quiz")
        assert screen.sitting is sitting
        await go(pilot, "escape", "today")
        app.desk.quiz = "regularisation"
        await go(pilot, "Z", "quiz")
        await until(pilot, lambda: screen.sitting is not sitting)


async def test_the_help_says_where_escape_leads(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(120, 60)) as pilot:
        await marked(pilot)
        await go(pilot, "V", "prove")
        await pilot.press("f1")
        await pilot.pause()
        assert "Back to Quiz" in text_of(app)


def test_each_place_is_gone_back_to_once() -> None:
    trail = Trail("today")
    for here, there in (("today", "sheet"), ("sheet", "quiz"), ("quiz", "sheet")):
        trail.go(here, there)
    trail.go("sheet", "sheet")
    assert (trail.back(), trail.back(), trail.back()) == ("quiz", "today", "")
    trail.go("quiz", "prove")
    trail.go("prove", "today")
    assert trail.last == ""
