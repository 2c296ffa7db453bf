"""An inner tensor, the example that caused it and what the model makes of it; or the arithmetic of one number."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from studyai.protocol import View
from studyai.tui.lab.inside import answers
from studyai.tui.lab.inside.arithmetic_page import ArithmeticPage
from studyai.tui.lab.inside.inner import InnerPanel
from studyai.tui.lab.run_in_hand import RunInHand
from studyai.tui.widgets.field import Field
from studyai.tui.widgets.heat.data import HeatMapData
from studyai.tui.widgets.heat.map import HeatMap
from studyai.tui.widgets.in_place import show_in_place
from studyai.tui.widgets.steady import Steady

NO_NEIGHBOURS = "Words have neighbours: choose an inner tensor whose name ends in neighbours (A)."


class InsidePanel(Steady, Horizontal):
    """What is inside stands left; right of it the example and the answer, or in their place the arithmetic.

    Says `Word` when a word was typed whose neighbours are wanted, and `ArithmeticClosed`.
    """

    class Word(Message):
        """A word was typed."""

        def __init__(self, word: str) -> None:
            super().__init__()
            self.word = word

    class ArithmeticClosed(Message):
        """The example and the answer are seen again, and may be old."""

    def __init__(self, hand: RunInHand, *, id: str) -> None:
        super().__init__(id=id)
        self._hand = hand

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        with Vertical(id="inner"):
            yield InnerPanel(id="inner-panel")
            yield Field(id="word", compact=True, placeholder="a word of the vocabulary")
        with Vertical(id="example-side"):
            yield Static(classes="heading", id="example-heading")
            yield HeatMap(id="example-map")
        with Vertical(id="answer-side"):
            yield Static(classes="heading", id="verdict")
            with VerticalScroll(id="answer-page", can_focus=False):
                yield Static(id="answer")
        yield ArithmeticPage(self._hand, id="arithmetic-page")

    def on_mount(self) -> None:
        """Take no word until there are neighbours to show."""
        self.query_one("#word", Input).display = False

    # The inner tensor and the example

    def show_inner(self, view: View, classes: Sequence[str]) -> None:
        """Show the inner tensor of another view."""
        if not self.display:
            return
        self.query_one(InnerPanel).show(view, classes)
        field = self.query_one("#word", Input)
        field.display = bool(view.neighbours)
        if view.neighbours and field.suggester is None:
            field.suggester = SuggestFromList(classes, case_sensitive=False)
        self._explain()

    def show_example(self, view: View | None, classes: Sequence[str]) -> None:
        """Show the example of another view, and what the model makes of it."""
        if view is None or not self.display:
            return
        picture, verdict = answers.picture_of(view), answers.verdict_words(view)
        answer = answers.answer_words(view, classes, self.query_one("#answer-page").size.width)
        self.query_one("#example-side").display = picture is not None and not self.explains
        if picture is not None:
            self._head("#example-heading", answers.example_words(view))
            self.query_one("#example-map", HeatMap).show(
                [HeatMapData(picture, axes=answers.axes_of(view), numbered=True)]
            )
            self._head("#verdict", verdict)
        elif view.kind == "class":
            self._head("#verdict", answers.example_words(view))
            answer = Content("\n").join([verdict, answer])
        else:
            self._head("#verdict", Content.assemble(answers.example_words(view), "  ", verdict))
        show_in_place(self.query_one("#answer", Static), answer)

    def _head(self, selector: str, words: Content) -> None:
        self.query_one(selector, Static).update(words, layout=False)

    # Words

    @property
    def takes_words(self) -> bool:
        """Whether there are neighbours of words to show."""
        return bool(self.query_one("#word").display)

    @on(Input.Submitted, "#word")
    def _word_typed(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Word(event.value.strip()))

    def clear_word(self) -> None:
        """Leave the field empty."""
        self.query_one("#word", Input).value = ""

    # Arithmetic

    @property
    def explains(self) -> bool:
        """Whether the arithmetic is shown."""
        return bool(self.query_one(ArithmeticPage).display)

    @on(InnerPanel.Chosen)
    def open_arithmetic(self) -> None:
        """Put the arithmetic in the place of the example and the answer."""
        self.query_one(ArithmeticPage).open()
        self._show_answer(shown=False)
        self.call_after_refresh(self.query_one(InnerPanel).point)  # it may be wider or narrower by then
        self._explain()

    def close_arithmetic(self) -> None:
        """Show the example and the answer again."""
        self.query_one(ArithmeticPage).display = False
        self._show_answer(shown=True)
        self.post_message(self.ArithmeticClosed())

    def toggle_arithmetic(self) -> None:
        """Open it, or close it; what is not displayed explains nothing."""
        if self.explains:
            self.close_arithmetic()
        elif self.display:
            self.open_arithmetic()

    def _show_answer(self, *, shown: bool) -> None:
        self.query_one("#example-side").display = shown
        self.query_one("#answer-side").display = shown

    @on(InnerPanel.Pointed)
    def _explain(self) -> None:
        self.query_one(ArithmeticPage).follow(self.query_one(InnerPanel))

    def read_arithmetic(self, pages: int) -> None:
        """Read the arithmetic on or back."""
        self.query_one(ArithmeticPage).turn_pages(pages)
