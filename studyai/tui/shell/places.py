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
    """A screen to go to: its mode's name, its title, the key that leads there, and where its class is."""

    name: str
    title: str
    key: str
    module: str
    class_name: str
    within: str = ""  # the place one comes from, if this one is not in the row

    def build(self) -> Screen[Any]:
        """Import the screen's module and make the screen."""
        screen: Screen[Any] = getattr(import_module(self.module), self.class_name)()
        return screen


PLACES: tuple[Place, ...] = (
    Place("today", "Today", "f2", "studyai.tui.today.screen", "TodayScreen"),
    Place("practise", "Practise", "f3", "studyai.tui.practise.screen", "PractiseScreen"),
    Place("calculate", "Calculate", "f4", "studyai.tui.calculate.screen", "CalculateScreen"),
    Place("lab", "Lab", "f5", "studyai.tui.lab.screen", "LabScreen"),
    Place("race", "Optimiser race", "f11", "studyai.tui.race.screen", "RaceScreen", within="lab"),
)
