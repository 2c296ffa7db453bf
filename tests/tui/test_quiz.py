"""The quiz on the screen: each form by keys and mouse, what is said after, where one can go on, the record."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from quiz_app import answer_rightly, ask, leaving, quiz_app, to_quiz
from some_questions import bank_of
from study_app import AnsweringWorker, type_text
from textual.widgets import OptionList, Static
from widget_host import text_of, until

from studyai.tui.quiz.choices import QuestionChoices
from studyai.tui.quiz.screen import QuizScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk
from studyai.tui.widgets.answer_line import AnswerLine

SIZES = [(80, 24), (120, 40), (60, 18)]


def told(app: StudyApp) -> str:
    return " ".join(one.message for one in app._notifications)


def outcome(screen: QuizScreen) -> str:
    return str(screen.query_one("#quiz-outcome", Static).content)


@pytest.mark.parametrize("size", SIZES)
async def test_a_whole_round_is_answered_by_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        screen = await to_quiz(pilot)
        for number in range(8):
            assert screen.item is not None
            explanation = screen.item.explanation
            await answer_rightly(pilot, screen)
            assert outcome(screen).startswith("✓ Correct.")
            assert explanation in outcome(screen)
            await pilot.press("enter")
            await until(pilot, lambda number=number: screen.mark is None or number == 7)
        await until(pilot, lambda: screen.has_class("-done"))
        assert "8 of 8   100 %" in outcome(screen)
        await pilot.press("r")
        await until(pilot, lambda: not screen.has_class("-done"))
    rows = sqlite3.connect(tmp_path / "record.sqlite").execute("SELECT kind, verdict, credit FROM review").fetchall()
    assert rows == [("question", "correct", 1.0)] * 8


async def test_a_wrong_choice_is_told_its_belief_and_what_is_right(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "range-of-tanh")
        assert "[tanh]" in text_of(app)  # brackets are text
        assert screen.item is not None
        await pilot.press(str(screen.item.ids.index("zero-to-one") + 1))
        await until(pilot, lambda: screen.mark is not None)
        assert outcome(screen).startswith("✗ That is the sigmoid's range.")
        shown = text_of(app)
        assert "✓ " in shown
        assert "Rests on: claim sigmoid-slope-is-at-most-a-quarter; exercise activation-value." in " ".join(
            shown.split()
        )
        await pilot.press("1")  # nothing can be chosen any more
        assert screen.sitting is not None
        assert len(screen.sitting.entries) == 1


async def test_several_are_marked_and_taken_back(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "bounded-activations")
        await pilot.press("enter")
        await until(pilot, lambda: "Mark at least one." in outcome(screen))
        rows = screen.query_one(QuestionChoices)
        await pilot.press("1", "2", "2", "3", "backspace")
        assert rows.places == (0,)
        await pilot.press("up", "space")
        assert rows.places == (0, 1)
        assert "1 [x]" in text_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: screen.mark is not None)


async def test_a_click_marks_a_row(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "range-of-tanh")
        assert screen.item is not None
        rows = screen.query_one(QuestionChoices)
        await pilot.click(rows, offset=(4, screen.item.ids.index("minus-one-to-one")))
        await until(pilot, lambda: screen.mark is not None)
        assert outcome(screen).startswith("✓ Correct.")


async def test_partners_are_given_row_by_row(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "activation-and-range")
        await pilot.press("1")
        await until(pilot, lambda: screen.query_one(QuestionChoices).given == {0: 0})
        assert screen.query_one(QuestionChoices).highlighted == 1
        await pilot.press("enter")
        await until(pilot, lambda: "Each of the 3 needs a partner." in outcome(screen))
        await pilot.press("up", "backspace")
        assert screen.query_one(QuestionChoices).given == {}
        await answer_rightly(pilot, screen)
        assert outcome(screen).startswith("✓ Correct.")


async def test_what_cannot_be_read_uses_no_attempt(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "parameters-of-a-layer")
        await type_text(pilot, "many")
        await pilot.press("enter")
        await until(pilot, lambda: "many is not known" in outcome(screen))
        assert screen.mark is None
        screen.query_one(AnswerLine).value = ""
        await type_text(pilot, "192")
        await pilot.press("enter")
        await until(pilot, lambda: screen.mark is not None)
        assert outcome(screen).startswith("✗ The biases are missing.")
        assert "Right: 256" in outcome(screen)


async def test_code_and_curves_are_shown(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "a-loop")
        assert "2      loss = criterion(model(x), y)" in text_of(app)
        await ask(pilot, screen, "a-curve")
        await until(pilot, lambda: "─ training loss   × validation loss" in text_of(app))


async def test_practise_prove_and_report_lead_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "range-of-tanh")
        await answer_rightly(pilot, screen)
        await pilot.press("M")
        reports = tmp_path / "state" / "reports"
        await until(pilot, lambda: reports.is_dir() and any(reports.iterdir()))
        report = json.loads(next(reports.iterdir()).read_text())
        assert (report["question"], report["answered"]) == ("range-of-tanh", "minus-one-to-one")
        await pilot.press("p")
        await until(pilot, lambda: app.current_mode == "practise")
        assert app.desk.chosen is not None
        assert app.desk.chosen.exercise == "activation-value"
        await pilot.press("escape", "Z")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("V")
        await until(pilot, lambda: app.current_mode == "prove")


async def test_a_theme_is_chosen_and_asked(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await pilot.press(*leaving(screen), "slash")
        await until(pilot, lambda: bool(app.screen.query("#chooser-field")))
        await type_text(pilot, "gradients")
        await pilot.pause()
        assert app.screen.query_one(OptionList).option_count == 1
        await pilot.press("enter")
        await until(pilot, lambda: screen.sitting is not None and len(screen.sitting.items) == 1)
        assert screen.item is not None
        assert screen.item.id == "a-loop"


async def test_another_room_says_what_is_asked(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot, "regularisation")
        assert screen.item is not None
        assert screen.item.id == "name-of-the-stop"


async def test_a_bank_without_questions_says_so(tmp_path: Path) -> None:
    desk = Desk(bank_of(tmp_path, "section: 4\ntitle: Nothing\nquestions: []\n"), ":memory:")
    app = StudyApp(AnsweringWorker(), tmp_path / "settings.toml", desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Z")
        await until(pilot, lambda: "there is no question" in told(app))
