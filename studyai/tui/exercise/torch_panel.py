"""Ask torch: the oracle's code as it is run, its answer beside ours, and the difference."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from studyai.client.check import Comparison, check, difference, in_numbers
from studyai.client.errors import TorchMissing, WorkerLost, WorkerProblem
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Line, Solution
from studyai.formula.draw.numbers import MINUS
from studyai.formula.draw.terminal import width_of
from studyai.tui.commands import Command, bindings
from studyai.tui.exercise.drawn import flat_symbol, short_value
from studyai.tui.widgets.panel import Panel
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.python_code import python_code

if TYPE_CHECKING:
    from studyai.tui.shell.study import Study

COMMANDS = (
    Command("torch.close", "escape,q,f8,t", "Close", "Close the panel.", "dismiss"),
    Command("torch.again", "r", "Ask again", "Start torch again if it is lost, and ask.", "ask"),
)


class TorchPanel(Panel[None]):
    """What PyTorch computes from the same givens. Only steps in `known` show values, unless `complete`."""

    CSS_PATH = "torch_panel.tcss"
    heading = "Torch"
    offers: ClassVar[tuple[Command, ...]] = COMMANDS
    BINDINGS = bindings(COMMANDS)
    AUTO_FOCUS = "#torch-page"

    def __init__(self, variant: Variant, known: Set[str], *, complete: bool) -> None:
        super().__init__()
        self._variant, self._known, self._complete = variant, known, complete

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        with VerticalScroll(id="torch-page"):
            yield Static(id="answer-table")
            yield Static(id="source")

    def on_mount(self) -> None:
        """Ask at once."""
        page = self.query_one("#torch-page")
        page.border_title = "PyTorch, the second opinion"
        page.border_subtitle = "Esc closes · r asks again"
        if cast("Study", self.app).torch.missing:
            self._begin_asking()  # it is said already that there is none: `r` looks again
        else:
            self.action_ask()

    def action_ask(self) -> None:
        """Ask, starting the worker anew if it was lost."""
        torch = cast("Study", self.app).torch
        if torch.state == "lost":
            torch.begin()
        self._begin_asking()

    def _begin_asking(self) -> None:
        self.query_one("#answer-table", Static).update(Content.styled("asking torch …", "dim"))
        self._ask()

    @work(exclusive=True)
    async def _ask(self) -> None:
        table = self.query_one("#answer-table", Static)
        try:
            worker = await cast("Study", self.app).torch.ready()
            source = await worker.source(self._variant.exercise.oracle)
            comparison = await check(worker, self._variant)
        except TorchMissing as missing:
            table.update(Content.styled(printable(f"? {missing.reason}"), "bold $warning"))
            return
        except WorkerLost as lost:
            words = f"✗ {lost.reason} What you typed is still there; r starts torch again."
            table.update(Content.styled(printable(words), "bold $error"))
            return
        except WorkerProblem as problem:
            table.update(Content.styled(printable(f"✗ {problem.message}"), "bold $error"))
            return
        table.update(self._table(comparison))
        self.query_one("#source", Static).update(python_code(source))

    def _table(self, comparison: Comparison) -> Content:
        if comparison.refused:
            return Content.styled(printable(f"? {comparison.disagreement}"), "bold $warning")
        if comparison.problem and not comparison.values:
            return Content.styled(printable(f"✗ {comparison.problem}"), "bold $error")
        lines = [line for line in self._variant.solution.lines if line.key in comparison.values]
        open_lines = [line for line in lines if self._complete or line.key in self._known]
        rows = [_verdict(comparison), *_rows(open_lines, comparison, self._variant.solution)]
        if len(open_lines) < len(lines):
            rows.append(Content.styled("  Steps you have not answered yet stay hidden.", "dim"))
        return Content("\n").join(rows)


def _rows(lines: Sequence[Line], comparison: Comparison, solution: Solution) -> list[Content]:
    """Return symbol, our value, torch's value and how far they lie apart, in columns; expressions at points."""
    values = {line.key: in_numbers(solution, line.value) for line in lines}
    cells = [
        (flat_symbol(line), short_value(values[line.key]), printable(_theirs(comparison.values[line.key])))
        for line in lines
    ]
    widths = [max((width_of(cell) for cell in column), default=0) for column in zip(*cells, strict=True)]
    rows = []
    for line, texts in zip(lines, cells, strict=True):
        symbol, ours, theirs = (
            text + " " * (width - width_of(text)) for text, width in zip(texts, widths, strict=True)
        )
        apart = difference(values[line.key], comparison.values[line.key])
        said = f"   apart {apart:.1e}" if apart else "   the same"
        rows.append(Content.assemble(f"  {symbol}   {ours}", ("   torch ", "dim"), theirs, (said, "dim")))
    return rows


def _verdict(comparison: Comparison) -> Content:
    if comparison.agrees:
        apart = f"largest difference {comparison.difference:.1e}" if comparison.difference else "no difference"
        return Content.styled(f"✓ torch agrees ({apart})\n", "bold $success")
    return Content.styled(printable(f"✗ {comparison.disagreement}\n"), "bold $error")


def _theirs(value: object) -> str:
    if isinstance(value, list):
        text = "[" + ", ".join(_theirs(item) for item in value) + "]"
    else:
        text = f"{value:.6g}" if isinstance(value, float) else str(value)
        text = text.replace("-", MINUS)
    return text if len(text) <= 44 else text[:43] + "…"
