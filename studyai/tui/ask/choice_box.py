"""A prediction in a panel: its choices, and what it turned out to be."""

from __future__ import annotations

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.exercise.mark import GLYPHS, Verdict
from studyai.protocol import Seen
from studyai.study.foretold import Foretold
from studyai.tui.exercise.drawn import VERDICT_STYLES
from studyai.tui.widgets.plain import printable

RUNNING = "Running it …"


class ChoiceBox(Vertical):
    """Choose what will happen; then it is done, and seen."""

    DEFAULT_CSS = """
    ChoiceBox {
        height: auto;
        #choices { height: auto; max-height: 6; }
        #outcome { height: auto; min-height: 3; margin-top: 1; }
    }
    """

    foretold: Foretold | None = None

    def compose(self) -> ComposeResult:
        """Lay the box out."""
        yield OptionList(id="choices", compact=True, markup=False)
        yield Static(id="outcome")

    def ask(self, foretold: Foretold) -> None:
        """Offer the choices."""
        self.foretold = foretold
        table = self.query_one(OptionList)
        table.clear_options()
        table.add_options(Option(printable(choice)) for choice in foretold.prediction.choices)
        table.highlighted = 0
        table.focus()
        self.query_one("#outcome", Static).update(Content.styled("Choose, and it is run to see.", "dim"))

    @on(OptionList.OptionSelected)
    def predict(self, event: OptionList.OptionSelected) -> None:
        """Find out."""
        event.stop()
        self._find_out(event.option_index)

    @work(exclusive=True, exit_on_error=False)
    async def _find_out(self, chosen: int) -> None:
        foretold = self.foretold
        if foretold is None:
            return
        outcome = self.query_one("#outcome", Static)
        outcome.update(Content.styled(RUNNING, "dim"))
        try:
            seen = await foretold.see()
        except WorkerLost as lost:
            outcome.update(Content.styled(printable(f"✗ {lost.reason}"), "$error"))
        except WorkerProblem as problem:
            outcome.update(Content.styled(printable(f"✗ {problem.message}"), "$error"))
        else:
            if foretold is self.foretold:
                outcome.update(_outcome(foretold, chosen, seen))


def _outcome(foretold: Foretold, chosen: int, seen: Seen) -> Content:
    verdict = Verdict.CORRECT if chosen == seen.right else Verdict.WRONG
    words = "Correct." if chosen == seen.right else f"It was: {foretold.prediction.choices[seen.right]}."
    style = VERDICT_STYLES[verdict]
    return Content.assemble(
        (f"{GLYPHS[verdict]} {printable(words)}", f"bold {style}"), "\n", (printable(seen.measured), "dim")
    )
