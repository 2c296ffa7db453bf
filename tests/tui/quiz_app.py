"""The quiz with questions of a test's own, and what tests do in it."""

from __future__ import annotations

import shutil
from pathlib import Path

from some_questions import bank_of
from study_app import AnsweringWorker, type_text
from textual.pilot import Pilot
from widget_host import until

from studyai.bank.packs import Pack, built_in
from studyai.study.items.item import Form
from studyai.tui.quiz.screen import QuizScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk


def quiz_app(folder: Path) -> StudyApp:
    """The app with eight questions, and the built-in exercises of one section."""
    exercises = folder / "exercises" / "exercises.yaml"
    exercises.parent.mkdir()
    shutil.copy(built_in().folder / "04-activation-functions" / exercises.name, exercises)
    desk = Desk(bank_of(folder, others=[Pack("exercises", exercises.parent)]), folder / "record.sqlite")
    return StudyApp(AnsweringWorker(), folder / "settings.toml", desk)


async def to_quiz(pilot: Pilot[None], about: str = "") -> QuizScreen:
    assert isinstance(pilot.app, StudyApp)
    pilot.app.desk.quiz = about
    await pilot.press("Z")
    await until(pilot, lambda: isinstance(pilot.app.screen, QuizScreen))
    screen = pilot.app.screen
    assert isinstance(screen, QuizScreen)
    await until(pilot, lambda: screen.item is not None and bool(screen.query("#quiz-answer > *")))
    return screen


def leaving(screen: QuizScreen) -> list[str]:
    """The key that leaves the answer, where one is typed."""
    return ["escape"] if screen.item is not None and screen.item.form is Form.TYPED and screen.mark is None else []


async def ask(pilot: Pilot[None], screen: QuizScreen, name: str) -> None:
    """Turn on to the question."""
    assert screen.sitting is not None
    for _ in screen.sitting.items:
        if screen.item is not None and screen.item.id == name:
            break
        before = screen.item
        await pilot.press(*leaving(screen), "n")
        await until(pilot, lambda before=before: screen.item is not before)
    await until(pilot, lambda: bool(screen.query("#quiz-line, #quiz-choices")) and screen.focused is not None)
    await pilot.pause()


async def answer_rightly(pilot: Pilot[None], screen: QuizScreen) -> None:
    item = screen.item
    assert item is not None
    right = item.right
    if isinstance(right, str):
        await type_text(pilot, right)
        await pilot.press("enter")
    elif item.form is Form.CHOICE:
        await pilot.press(str(right[0] + 1))
    else:
        await pilot.press(*(str(place + 1) for place in right), "enter")
    await until(pilot, lambda: screen.mark is not None)
