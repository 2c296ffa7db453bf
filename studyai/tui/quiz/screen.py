"""The quiz: concept questions by section, by theme or mixed; each marked, explained, and one key from its proof."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.message import Message
from textual.widgets import Input, Static

from studyai.bank.choosing import chosen_entries, themes
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.exercise.mark import Mark
from studyai.study.items.item import Form, Response
from studyai.study.items.question import QuestionItem
from studyai.study.next_up import Chosen
from studyai.study.quiz import COUNT, draw
from studyai.study.sitting import Sitting
from studyai.tui.commands import LETTERS, Command, bindings, current_keys
from studyai.tui.quiz import text
from studyai.tui.quiz.choices import QuestionChoices
from studyai.tui.quiz.commands import QUIZ_COMMANDS
from studyai.tui.quiz.line import QuestionLine
from studyai.tui.quiz.report import write_report
from studyai.tui.shell.in_turn import InTurnScreen
from studyai.tui.widgets.chooser import Choice, Chooser
from studyai.tui.widgets.code_lines import CodeLines
from studyai.tui.widgets.plain import printable
from studyai.tui.widgets.steady import Steady

if TYPE_CHECKING:
    from studyai.bank.kinds.questions.question import Curve as Drawn
    from studyai.tui.widgets.curve import Curve

MIXED = "mixed"
LOWEST_CURVE, HIGHEST_CURVE, WIDEST_CURVE = 8, 13, 100  # without its legend
CURVES = (("accent", ""), ("warning", "×"), ("success", "+"), ("error", "o"))  # the style and glyph of each series


class Outcome(Steady, Static):
    """What is said of an answer; it tells when it has got its height, which a busy machine takes a while for."""

    class Sized(Message):
        """It has another size."""

    def on_resize(self) -> None:
        """Tell the screen."""
        self.post_message(self.Sized())


class QuizScreen(InTurnScreen):
    """One page: the question, its choices, and once it is marked the outcome (`-marked`); then how the round went."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = ""
    heading = "Quiz"
    footer_waits = True
    offers: ClassVar[tuple[Command, ...]] = QUIZ_COMMANDS
    BINDINGS = bindings(QUIZ_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.sitting: Sitting[QuestionItem] | None = None
        self.mark: Mark | None = None  # of the question shown
        self.count = 0  # of the questions of this round
        self.about = MIXED  # a section's number, a theme, or all

    @property
    def item(self) -> QuestionItem | None:
        """The question shown; None before the first and after the last."""
        return self.sitting.item if self.sitting is not None and not self.has_class("-done") else None

    def compose_body(self) -> ComposeResult:
        """Lay the body out."""
        with VerticalScroll(id="quiz-page", can_focus=False):
            yield Static(id="quiz-about")
            yield Static(id="quiz-ask")
            yield CodeLines(id="quiz-looked-at")
            yield Vertical(id="quiz-curve")
            yield Static(id="quiz-how")
            yield Vertical(id="quiz-answer")
            yield Outcome(id="quiz-outcome")

    def on_mount(self) -> None:
        """Follow the page's length: what is above the outcome may grow after it, and a plot makes room for choices."""
        self.watch(self.query_one("#quiz-page"), "virtual_size", self._keep_in_view, init=False)

    def _keep_in_view(self) -> None:
        self.call_after_refresh(self._fit_curve if self.mark is None else self._show_outcome)

    @on(ScreenResume)
    def begin(self) -> None:
        """Ask what was chosen elsewhere, or go on with what is asked."""
        desk = self.study.desk
        wanted, desk.quiz = desk.quiz, ""
        first, desk.question = desk.question, ""
        self.do(lambda: self._begin(wanted, first))

    async def _begin(self, wanted: str, first: str) -> None:
        begun = self.sitting is not None and not first  # a screen that is new resumes twice
        if not begun or (wanted and not self._is_in_hand(wanted)):
            self.about = wanted or self.about
            await self._new_round(first)

    def _is_in_hand(self, about: str) -> bool:
        """Return whether a round about this has been begun, and not been answered to its end."""
        return about == self.about and self.sitting is not None and not self.sitting.finished

    # Which questions

    async def _new_round(self, begin_with: str = "") -> None:
        desk = self.study.desk

        def drawn() -> Iterator[QuestionItem]:
            section = int(self.about) if self.about.isdecimal() else None
            theme = "" if section is not None or self.about == MIXED else self.about
            entries = chosen_entries(desk.bank, () if section is None else (section,), theme)
            self.count = min(COUNT, len(entries))
            yield from draw(desk.bank, desk.record, entries, COUNT, first=begin_with)

        items = drawn()
        try:
            first = await asyncio.to_thread(lambda: list(islice(items, 1)))
            self.sitting = Sitting(first, await asyncio.to_thread(lambda: desk.record), stays=True)
            await self._show_question()
        finally:
            self.call_after_refresh(self.show_footer)
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()  # to read on before would keep the first from the screen
        self.sitting.items += await asyncio.to_thread(lambda: list(items))  # while the learner reads it
        self._read_references()
        if desk.notice:
            self.study.tell(desk.notice, severity="warning")

    @work(exclusive=True, group="references")
    async def _read_references(self) -> None:
        """Read the references while the learner thinks: the first outcome would wait for them."""
        await asyncio.to_thread(lambda: self.study.desk.bank.references)

    def action_choose(self) -> None:
        """Choose what is asked; the list opens at once, so that what is typed behind the key goes to it."""
        chooser = Chooser("Questions")
        self.app.push_screen(chooser, self._ask_about)
        self.do(lambda: self._offer(chooser))

    async def _offer(self, chooser: Chooser) -> None:
        bank = await asyncio.to_thread(lambda: self.study.desk.bank)
        sections = bank.sections(QUESTIONS)
        choices = [Choice(MIXED, "All sections", "mixed, what was not asked yet first")]
        for section in sections:
            count = len(section.of_kind(QUESTIONS))
            choices.append(Choice(str(section.number), f"{section.number} {section.title}", "", f"{count} questions"))
        for theme, count in themes(bank).items():
            choices.append(Choice(theme, theme.replace("-", " ").capitalize(), "theme", f"{count} questions"))
        chooser.offer(choices, self.about)

    def _ask_about(self, about: str | None) -> None:
        if about is not None:
            self.about = about
            self.do(self._new_round)

    # The question

    async def _show_question(self) -> None:
        sitting = self.sitting
        item = sitting.item if sitting is not None else None
        if sitting is None or item is None:
            return
        self.mark = None
        self.remove_class("-marked", "-done")
        answer = self.query_one("#quiz-answer", Vertical)
        await answer.remove_children()
        box = QuestionLine(id="quiz-line") if item.form is Form.TYPED else QuestionChoices(item, id="quiz-choices")
        await answer.mount(box)
        box.focus(scroll_visible=False)  # a question that is longer than the screen is read from its beginning
        self.query_one("#quiz-about", Static).update(text.about(item, sitting.place + 1, self.count))
        self.query_one("#quiz-ask", Static).update(Content.styled(printable(item.ask), "bold"))
        self._show_looked_at(item)
        self.query_one("#quiz-how", Static).update(text.how(item, self._columns))
        self._say(Content())
        await self._show_curve(item)
        self.query_one("#quiz-page").scroll_home(animate=False)
        self._show_score()
        self.refresh_bindings()

    @property
    def _columns(self) -> int:
        """How many there are for a text."""
        return self.query_one("#quiz-page").scrollable_content_region.width

    def _say(self, words: Content) -> None:
        """Say something of the answer, or nothing."""
        outcome = self.query_one("#quiz-outcome", Static)
        outcome.update(words)
        outcome.set_class(not words.plain, "-empty")

    @on(Resize)
    def redraw(self) -> None:
        """Use the room there is."""
        self.call_after_refresh(self._draw_for_width)

    def _draw_for_width(self) -> None:
        item = self.item
        if item is None:
            return
        self.query_one("#quiz-how", Static).update(text.how(item, self._columns))
        if item.question.curve is not None and self.query("#quiz-legend"):
            self.query_one("#quiz-legend", Static).update(self._legend(item.question.curve))
        self._fit_curve()

    def _legend(self, drawn: Drawn) -> Content:
        names = [
            (glyph or "─", f"bold ${style}", name) for name, (style, glyph) in zip(drawn.series, CURVES, strict=False)
        ]
        return text.legend(f"{drawn.y} over {drawn.x}", names, min(self._columns, WIDEST_CURVE))

    def _fit_curve(self) -> None:
        """Draw a plot as high as leaves the choices on the screen; no lower than it can be read."""
        page, plot = self.query_one("#quiz-page"), self.query_one("#quiz-curve")
        if self.mark is not None or not self.query("#quiz-legend"):
            return
        used = max(one.virtual_region.bottom for one in page.children if one.display)
        others = used - plot.outer_size.height
        named = self.query_one("#quiz-legend").outer_size.height
        height = named + min(max(page.scrollable_content_region.height - others - named, LOWEST_CURVE), HIGHEST_CURVE)
        if height != plot.outer_size.height:
            plot.styles.height = height

    def _show_looked_at(self, item: QuestionItem) -> None:
        lines, place = text.looked_at(item), self.query_one("#quiz-looked-at", CodeLines)
        place.show(lines, is_python=bool(item.question.code))
        place.set_class(not lines, "-empty")

    async def _show_curve(self, item: QuestionItem) -> None:
        place, drawn = self.query_one("#quiz-curve", Vertical), item.question.curve
        await place.remove_children()
        place.set_class(drawn is None, "-empty")
        self.set_class(drawn is not None and item.form is Form.CHOICE, "-with-curve")
        if drawn is None:
            return
        module = await asyncio.to_thread(__import__, "studyai.tui.widgets.curve", fromlist=["Curve"])
        curve: Curve = module.Curve()
        await place.mount(Static(self._legend(drawn), id="quiz-legend"), curve)
        series = [
            module.Series([x for x, _ in points], [y for _, y in points], style, glyph)
            for points, (style, glyph) in zip(drawn.series.values(), CURVES, strict=False)
        ]
        self.call_after_refresh(curve.draw, series)
        self.call_after_refresh(self._fit_curve)  # its place may have had its height before it was there

    def _show_score(self) -> None:
        sitting = self.sitting
        if sitting is not None:
            right = sum(entry.credit == 1 for entry in sitting.entries)
            self.show_status(f"✓ {right}/{len(sitting.entries)}" if sitting.entries else "")

    # Answers

    @on(QuestionChoices.HandedIn)
    def mark_choice(self, event: QuestionChoices.HandedIn) -> None:
        """Mark what was chosen."""
        self.do(lambda: self._mark(event.places))

    @on(Input.Submitted, "#quiz-line")
    def mark_typed(self, event: Input.Submitted) -> None:
        """Mark what was typed; once it is marked, go on."""
        typed = event.value
        self.do(self._go_on if self.mark is not None else lambda: self._mark(typed))

    async def _mark(self, response: Response) -> None:
        sitting, item = self.sitting, self.item
        if sitting is None or item is None or self.mark is not None:
            return
        mark = await asyncio.to_thread(sitting.answer, response)
        if not mark.uses_attempt:
            self._say(Content.styled(f"? {printable(mark.feedback)}", "$warning"))
            return
        self.mark = mark
        self.add_class("-marked")
        reference = item.question.proof.reference
        known = await asyncio.to_thread(lambda: self.study.desk.bank.references) if reference else {}
        source = known[reference].words if reference in known else reference
        if isinstance(item.right, tuple):
            self.query_one(QuestionChoices).show_marks(item.right)
            self.set_focus(None)
        else:
            self.query_one(QuestionLine).disabled = True
        said = text.outcome(item, mark, text.right_in_words(item), source, current_keys(self))
        self._say(said)
        self._show_score()
        self.refresh_bindings()
        self.call_after_refresh(self._show_outcome)

    @on(Outcome.Sized)
    def _show_outcome(self) -> None:
        """Scroll as far as the outcome needs, and no further than its first line."""
        if self.mark is None:
            return
        page, outcome = self.query_one("#quiz-page"), self.query_one("#quiz-outcome")
        hidden = outcome.region.bottom - page.region.bottom
        above = outcome.region.y - page.region.y
        if hidden > 0:
            page.scroll_relative(y=min(hidden, above), animate=False)

    def action_enter(self) -> None:
        """Hand in; once it is marked, go on; after the last, ask others."""
        if self.has_class("-done"):
            self.do(self._new_round)
        elif self.mark is not None:
            self.do(self._go_on)
        elif self.query(QuestionChoices):
            self.query_one(QuestionChoices).hand_in()
            self.query_one(QuestionChoices).focus()
        elif self.query(QuestionLine):
            self.query_one(QuestionLine).focus()

    def action_next(self) -> None:
        """Go on, whether it is answered or not."""
        self.do(self._go_on)

    async def _go_on(self) -> None:
        sitting = self.sitting
        if sitting is None:
            return
        if sitting.finished:
            await self._show_round()
            return
        sitting.turn()
        while sitting.item is not None and any(entry.item is sitting.item for entry in sitting.entries):
            sitting.turn()
        await self._show_question()

    async def _show_round(self) -> None:
        assert self.sitting is not None
        self.add_class("-done")
        self.mark = None
        self.set_focus(None)
        self.refresh_bindings()
        self._say(text.round_content(self.sitting, current_keys(self)))
        self.query_one("#quiz-page").scroll_home(animate=False)

    def action_retry(self) -> None:
        """Ask the same questions again."""
        if self.sitting is not None:
            self.sitting = Sitting(self.sitting.items, self.sitting.record, stays=True)
            self.do(self._show_question)

    # Where to go on

    def action_prove(self) -> None:
        """Go to the claim that it rests on."""
        if self.item is not None:
            self.study.desk.claim = text.claim_of(self.item)
            self.call_later(self.study.action_go, "prove")

    def action_practise(self) -> None:
        """Go to the exercise behind it."""
        if self.item is not None:
            self.do(self._practise)

    async def _practise(self) -> None:
        assert self.item is not None
        name = text.exercise_of(self.item)
        exercise = await asyncio.to_thread(lambda: self.study.desk.bank.exercise(name))
        self.study.desk.chosen = Chosen(exercise.id, next(iter(exercise.levels)))
        self.call_later(self.study.action_go, "practise")

    def action_page(self) -> None:
        """Go to the sheet's page on the section."""
        if self.item is not None:
            self.study.desk.page = self.item.question.section
            self.call_later(self.study.action_go, "sheet")

    def action_report(self) -> None:
        """Write down what is wrong with this question."""
        self.do(self._report)

    async def _report(self) -> None:
        item, sitting = self.item, self.sitting
        if item is None or sitting is None:
            return
        told = self.mark.feedback if self.mark is not None else ""
        try:
            file = await asyncio.to_thread(write_report, item, sitting.last_typed, told)
        except OSError as problem:
            self.study.tell(f"The report cannot be written: {problem.strerror}.", severity="warning")
        else:
            self.study.tell(f"Written: {file}. Add what is wrong with the question, and send it to its authors.")

    def action_leave(self) -> None:
        """Leave the answer, so that letters are commands."""
        self.set_focus(None)

    def action_scroll_page(self, direction: int) -> None:
        """Scroll by a page."""
        page = self.query_one("#quiz-page")
        page.scroll_relative(y=direction * max(page.size.height - 2, 1), animate=False)

    @property
    def _is_typing(self) -> bool:
        return isinstance(self.focused, QuestionLine)

    def title_of(self, command: Command) -> str:
        """Return what a command is called now."""
        match command.action:
            case "enter" if self.has_class("-done"):
                return "More questions"
            case "enter" if self.mark is not None:
                return "Next"
            case "leave":
                return "Leave the field"
        return command.title

    def is_in_footer(self, command: Command) -> bool:
        """Return whether the footer names a command now: no letter that is typed, nothing that Enter does as well."""
        is_typed = self._is_typing and command.key in LETTERS
        return not is_typed and not (command.action == "next" and self.mark is not None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the question allows now."""
        item = self.item
        match action:
            case "prove":
                return item is not None and self.mark is not None and bool(text.claim_of(item))
            case "practise":
                return item is not None and self.mark is not None and bool(text.exercise_of(item))
            case "next" | "report" | "page":
                return item is not None
            case "leave":
                return self._is_typing
            case "retry":
                return self.sitting is not None and bool(self.sitting.entries)
        return True
