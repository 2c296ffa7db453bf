"""The optimisers of a race: the digit of each, its rate, its loss; and where the marked one stands."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyai.protocol import Track
from studyai.tui.race import text as race_text
from studyai.tui.race.standing import Standing
from studyai.tui.widgets.steady import Steady


class Racers(Steady, Vertical):
    """A row for each optimiser; one of them is `marked`."""

    def __init__(self, standing: Standing, *, id: str) -> None:
        super().__init__(id=id)
        self._standing = standing

    def compose(self) -> ComposeResult:
        """Lay the table out."""
        yield Static(id="racers-heading")
        yield OptionList(id="racers", compact=True, markup=False)
        yield Static(id="marked")

    @property
    def marked(self) -> Track | None:
        """The track of the optimiser that is marked."""
        raced, index = self._standing.raced, self.query_one(OptionList).highlighted
        return raced.tracks[index] if raced is not None and index is not None else None

    def show(self) -> None:
        """Show how the race stands now."""
        raced, table = self._standing.raced, self.query_one(OptionList)
        if raced is None:
            return
        rows = race_text.rows(raced.tracks, self._standing.at, self._standing.out, dark=self.app.current_theme.dark)
        if table.option_count == len(rows):
            for index, row in enumerate(rows):
                table.replace_option_prompt_at_index(index, row)
        else:
            table.clear_options()
            table.add_options(Option(row) for row in rows)
            table.highlighted = 0
        self.query_one("#racers-heading", Static).update(Content.styled(race_text.COLUMNS_HEADING, "dim"))
        self._tell_of_marked()

    @on(OptionList.OptionHighlighted)
    def _tell_of_marked(self) -> None:
        marked = self.marked
        if marked is not None:
            self.query_one("#marked", Static).update(race_text.state(marked, self._standing.at))
