"""An inner tensor, the example that caused it and what the model makes of it; or the arithmetic of one number."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from studyai.protocol import Explained, View
from studyai.tui.lab import views as lab_views
from studyai.tui.lab.arithmetic import arithmetic_words
from studyai.tui.lab.inner import InnerPanel
from studyai.tui.widgets.heat_map import HeatMap, HeatMapData
from studyai.tui.widgets.plain import printable


class InsidePanel(Horizontal):
    """What is inside stands left; right of it the example and the answer, or in their place the arithmetic."""

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        with Vertical(id="inner"):
            yield InnerPanel(id="inner-panel")
            yield Input(id="word", compact=True, placeholder="a word of the vocabulary")
        with Vertical(id="example-side"):
            yield Static(classes="heading", id="example-heading")
            yield HeatMap(id="example-map")
        with Vertical(id="answer-side"):
            yield Static(classes="heading", id="verdict")
            with VerticalScroll(id="answer-page", can_focus=False):
                yield Static(id="answer")
        with VerticalScroll(id="arithmetic-page", can_focus=False):
            yield Static(id="arithmetic")

    def on_mount(self) -> None:
        """There is no word to type until there are neighbours to show, and nothing explained until it is asked."""
        self.query_one("#word", Input).display = False
        self.query_one("#arithmetic-page").display = False

    # The inner tensor and the example

    def show_inner(self, view: View, classes: Sequence[str]) -> None:
        """Show the inner tensor of another view."""
        self.query_one(InnerPanel).show(view, classes)
        field = self.query_one("#word", Input)
        field.display = bool(view.neighbours)
        if view.neighbours and field.suggester is None:
            field.suggester = SuggestFromList(classes, case_sensitive=False)

    def show_example(self, view: View, classes: Sequence[str]) -> None:
        """Show the example of another view, and what the model makes of it."""
        picture, verdict = lab_views.picture_of(view), lab_views.verdict_words(view)
        answer = lab_views.answer_words(view, classes, self.query_one("#answer-page").size.width)
        self.query_one("#example-side").display = picture is not None and not self.explains
        if picture is not None:
            self._head("#example-heading", lab_views.example_words(view))
            self.query_one("#example-map", HeatMap).show([HeatMapData(picture)])
            self._head("#verdict", verdict)
        elif view.kind == "class":
            self._head("#verdict", lab_views.example_words(view))
            answer = Content("\n").join([verdict, answer])
        else:
            self._head("#verdict", Content.assemble(lab_views.example_words(view), "  ", verdict))
        self.query_one("#answer", Static).update(answer)

    def _head(self, selector: str, words: Content) -> None:
        self.query_one(selector, Static).update(words, layout=False)

    # Arithmetic

    @property
    def explains(self) -> bool:
        """Whether the arithmetic is shown."""
        return self.query_one("#arithmetic-page").display

    def open_arithmetic(self) -> None:
        """Put the arithmetic in the place of the example and the answer."""
        self._turn(explaining=True)
        self.call_after_refresh(self.query_one(InnerPanel).point)  # it may be wider or narrower by then

    def close_arithmetic(self) -> None:
        """Show the example and the answer again."""
        self._turn(explaining=False)

    def _turn(self, *, explaining: bool) -> None:
        self.query_one("#arithmetic-page").display = explaining
        self.query_one("#example-side").display = not explaining
        self.query_one("#answer-side").display = not explaining

    def show_arithmetic(self, explained: Explained, where: str) -> None:
        """Show what a number was computed from."""
        page = self.query_one("#arithmetic-page", VerticalScroll)
        width = page.scrollable_content_region.width - 1
        self.query_one("#arithmetic", Static).update(arithmetic_words(explained, where, width))

    def say(self, words: str) -> None:
        """Say why there is no arithmetic."""
        self.query_one("#arithmetic", Static).update(Content.styled(printable(words), "dim"))

    def scroll_arithmetic(self, pages: int) -> None:
        """Read on or back."""
        page = self.query_one("#arithmetic-page", VerticalScroll)
        page.scroll_relative(y=pages * max(page.size.height - 2, 1), animate=False)
