"""The layers with their shapes and parameters, or with what the last measured update did to them."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyai.protocol import Frame, Started
from studyai.tui.lab.asking import ask
from studyai.tui.lab.layers import tree as lab_layers
from studyai.tui.lab.run_in_hand import RunInHand
from studyai.tui.widgets.steady import Steady


class LayerTable(Steady, Vertical):
    """A row for each part of the model; the marked one's inner tensors are `probes`."""

    def __init__(self, hand: RunInHand, *, id: str) -> None:
        super().__init__(id=id)
        self._hand = hand
        self.with_signals = False
        self._rows: list[lab_layers.Row] = []
        self._started: Started | None = None
        self._frame: Frame | None = None

    def compose(self) -> ComposeResult:
        """Lay the table out."""
        yield Static("layers", classes="heading")
        yield OptionList(id="layers", compact=True, markup=False)

    @property
    def table(self) -> OptionList:
        """The rows on the screen."""
        return self.query_one(OptionList)

    @property
    def probes(self) -> list[str]:
        """The names of the marked row's inner tensors."""
        index = self.table.highlighted
        return [] if index is None or index >= len(self._rows) else [one.name for one in self._rows[index].probes]

    def show(self, started: Started) -> None:
        """Show a model's layers, and mark the one that owns the inner tensor in hand."""
        self._started, self._frame, self._rows = started, None, lab_layers.tree(started)
        self._fill(lab_layers.row_of(self._rows, self._hand.probe))

    # The inner tensor one looks at

    @on(OptionList.OptionHighlighted)
    def _layer_marked(self) -> None:
        names = self.probes
        if names and self._hand.probe not in names:
            self._hand.probe = names[0]
            self.call_after_refresh(self.look_on, 0)  # the row is painted first: asking wakes the worker

    def look_on(self, step: int) -> None:
        """Look at the marked row's next inner tensor."""
        names, probe = self.probes, self._hand.probe
        if names:
            place = names.index(probe) + step if probe in names else 0
            ask(self, self._hand.look_at(names[place % len(names)]))

    def look_at(self, probe: str) -> None:
        """Look at an inner tensor, and mark the row that owns it."""
        ask(self, self._hand.look_at(probe))
        self.table.highlighted = lab_layers.row_of(self._rows, probe)

    # Drawing

    def on_resize(self) -> None:
        """Be as rich as there is room."""
        self.call_after_refresh(self._refill)

    def _refill(self) -> None:
        if self._rows:
            self._fill(self.table.highlighted or 0)

    def toggle(self) -> None:
        """Signals in place of shapes, or shapes again."""
        self.with_signals = not self.with_signals
        self._refill()

    def draw(self, frame: Frame) -> None:
        """Show a newer frame's signals, if they are wanted."""
        self._frame = frame
        if self.with_signals and self.table.option_count == len(self._rows):
            for index, line in enumerate(self._lines()):
                self.table.replace_option_prompt_at_index(index, line)

    def _fill(self, marked: int) -> None:
        table, texts = self.table, self._lines()
        table.clear_options()
        table.add_options(Option(line) for line in texts)
        table.highlighted = min(marked, len(texts) - 1)

    def _lines(self) -> list[Content]:
        started, frame = self._started, self._frame
        if started is None:
            return []
        wide = self.screen.has_class("-wide")
        width = max(self.table.scrollable_content_region.width - 1, 24)
        columns = lab_layers.Columns(width, kinds=wide, signals=self.with_signals)
        step = frame.signals_step if frame else 0
        self.query_one(".heading", Static).update(lab_layers.heading(started, columns, step), layout=False)
        return lab_layers.lines(self._rows, lab_layers.by_row(frame.signals if frame else []), columns)
