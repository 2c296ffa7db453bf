"""The whole app on a fresh record, with a worker that answers without torch."""

from __future__ import annotations

from pathlib import Path

from fake_torch import FakeWorker
from textual.pilot import Pilot
from textual.widgets import Static
from widget_host import until

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.protocol import Values
from studyai.study.next_up import Chosen
from studyai.study.practice import Practice
from studyai.tui.calculate.screen import CalculateScreen
from studyai.tui.exercise.answer_box import AnswerBox
from studyai.tui.practise.screen import PractiseScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk

SOURCE = "def oracle(givens):\n    return torch.nn.functional.max_pool2d(givens)"


class AnsweringWorker(FakeWorker):
    """Answers checks with what a test put there; dead, it raises as the real one does."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: Values = {}
        self.asked: list[tuple[str, Values]] = []

    async def source(self, oracle: str) -> str:
        if self.lost is not None:
            raise self.lost
        return SOURCE

    async def check(self, oracle: str, givens: Values) -> Values:
        if self.lost is not None:
            raise self.lost
        self.asked.append((oracle, givens))
        return self.answers


def built_in_bank() -> Bank:
    """The built-in bank, read from the index that all tests share."""
    return Bank([built_in()])


def study_app(folder: Path, chosen: Chosen | None = None, worker: AnsweringWorker | None = None) -> StudyApp:
    """The app with its files in a folder of the test."""
    desk = Desk(built_in_bank(), folder / "record.sqlite")
    desk.chosen = chosen
    return StudyApp(worker or AnsweringWorker(), folder / "settings.toml", desk)


async def to_practise(pilot: Pilot[None]) -> PractiseScreen:
    """Go to Practise and wait for the question."""
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(pilot.app.screen, PractiseScreen))
    screen = pilot.app.screen
    assert isinstance(screen, PractiseScreen)
    await until(pilot, lambda: screen.practice is not None and len(screen.query("#field")) == 1)
    await pilot.pause()
    return screen


async def to_calculate(pilot: Pilot[None]) -> CalculateScreen:
    """Go to Calculate and wait for the solution."""
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, CalculateScreen))
    screen = pilot.app.screen
    assert isinstance(screen, CalculateScreen)
    await until(pilot, lambda: screen.variant is not None)
    await pilot.pause()
    return screen


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Type as on a keyboard."""
    names = {"[": "left_square_bracket", "]": "right_square_bracket", " ": "space"}
    await pilot.press(*(names.get(letter, letter) for letter in text))


def feedback_of(screen: PractiseScreen) -> str:
    """What the mark says."""
    return str(screen.query_one(AnswerBox).query_one("#feedback", Static).content)


async def work_step(pilot: Pilot[None], practice: Practice) -> None:
    """Have the current step worked out, and go on to the next, or to how it went."""
    settled = len(practice.entries)
    await pilot.press("f7")
    await until(pilot, lambda: len(practice.entries) > settled and pilot.app.screen.has_class("-working"))
    await pilot.press("enter")
    await until(pilot, lambda: not pilot.app.screen.has_class("-working"))
