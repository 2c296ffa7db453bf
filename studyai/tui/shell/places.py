"""The screens of the app, in the order of the navigation row. The first is where the app starts.

A new screen is one line here: its module is imported when the learner first goes there.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from textual.screen import Screen


class Place(msgspec.Struct, frozen=True):
    """A screen to go to: its mode's name, its title, the key that leads there, and where its class is.

    The letter leads there too, where no letter is being typed.
    """

    name: str
    title: str
    key: str
    letter: str
    module: str
    class_name: str
    within: str = ""  # the place one comes from, if this one is not in the row

    @property
    def keys(self) -> str:
        """Its keys, as a command names them."""
        return ",".join(dict.fromkeys((self.key, self.letter)))

    def load(self) -> type[Screen[Any]]:
        """Import the screen's module."""
        screen: type[Screen[Any]] = getattr(import_module(self.module), self.class_name)
        return screen

    def build(self) -> Screen[Any]:
        """Make the screen."""
        return self.load()()


PLACES: tuple[Place, ...] = (
    Place("today", "Today", "f2", "T", "studyai.tui.today.screen", "TodayScreen"),
    Place("practise", "Practise", "f3", "P", "studyai.tui.practise.screen", "PractiseScreen"),
    Place("calculate", "Calculate", "f4", "C", "studyai.tui.calculate.screen", "CalculateScreen"),
    Place("quiz", "Quiz", "Z", "Z", "studyai.tui.quiz.screen", "QuizScreen"),
    Place("prove", "Prove", "V", "V", "studyai.tui.prove.screen", "ProveScreen"),
    Place("sheet", "Sheet", "H", "H", "studyai.tui.sheet.screen", "SheetScreen"),
    Place("lab", "Lab", "f5", "L", "studyai.tui.lab.screen", "LabScreen"),
    Place("race", "Race", "O", "O", "studyai.tui.race.screen", "RaceScreen", within="lab"),
)


def place_named(name: str) -> Place:
    """Return the place with this name."""
    return next(place for place in PLACES if place.name == name)
