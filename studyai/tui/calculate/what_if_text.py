"""What a worked solution says behind the names of its steps while some of its numbers are supposed."""

from __future__ import annotations

from textual.content import Content

from studyai.exercise.solve import Solution
from studyai.exercise.what_if import Supposed, changed, number_at
from studyai.formula.arrays import shape_of
from studyai.formula.draw.numbers import show_number
from studyai.tui.calculate.what_if_line import place_in_words


def notes(before: Solution, after: Solution, supposed: Supposed) -> dict[str, Content]:
    """Say by key what was supposed instead of what, and what that changed."""
    values = {line.key: line.value for line in before.lines}
    found = {}
    for key, was in changed(before, after).items():
        told = "changed" if shape_of(was) else f"was {show_number(number_at(was, ()))}"
        found[key] = Content.styled(f"↳ {told}", "$warning")
    for key, cells in supposed.items():
        if key in values:
            was = values[key]
            told = "; ".join(
                f"{place_in_words(index)} was {show_number(number_at(was, index))}".strip() for index in cells
            )
            found[key] = Content.styled(f"◆ what if · {told}", "bold $warning")
    return found
