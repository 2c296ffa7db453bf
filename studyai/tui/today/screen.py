"""Today: what is next, the sections and how far each has come, their exercises."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from studyai.errors import ToldError
from studyai.study.aims import Aims
from studyai.study.next_up import Chosen, Suggestion
from studyai.study.schedule.outlook import Outlook
from studyai.tui.commands import Command, bindings
from studyai.tui.shell.desk import Desk
from studyai.tui.shell.screen import StudyScreen
from studyai.tui.today.jump import Jump, Place
from studyai.tui.today.overview import Overview, SectionRow, overview
from studyai.tui.widgets.plain import printable

NEXT = "next"
NEEDED_NEXT = "quiz"
SHORTEST_BAR, LONGEST_BAR = 4, 8  # cells of a bar, which makes room for titles
PADDING_AND_SCROLLBAR = 3
BESIDE = 11  # columns of a section's line that are neither title nor bar

TODAY_COMMANDS = (
    Command("today.practise", "p", "Practise", "Work the exercise, step by step.", "work('practise')"),
    Command("today.calculate", "c", "Calculate", "Work the exercise with numbers of your own.", "work('calculate')"),
    Command("today.aims", "X", "Aims", "The exam's date, minutes a day, how much shall be remembered.", "aims"),
    Command("today.quiz", "Z", "Quiz", "Questions about the marked section.", "quiz", False),
    Command("today.right", "right", "Exercises", "To the section's exercises.", "to('exercises')", shown_key="→"),
    Command("today.left", "left", "Sections", "Back to the sections.", "to('sections')", shown_key="←"),
    Command(
        "today.jump",
        "1,2,3,4,5,6,7,8,9,0",
        "By number",
        "To the section: 1, then 2 goes to 12.",
        "jump({key})",
        False,
        "0–9",
    ),
    Command("today.return", "escape", "Back", "Back to what was marked before the jump.", "return", False),
)


class TodayScreen(StudyScreen):
    """The sections on the left, the exercises of the one under the cursor on the right."""

    CSS_PATH = "screen.tcss"
    AUTO_FOCUS = "#sections"
    heading = "Today"
    footer_waits = True
    offers: ClassVar[tuple[Command, ...]] = TODAY_COMMANDS
    BINDINGS = bindings(TODAY_COMMANDS)

    def __init__(self) -> None:
        super().__init__()
        self.overview = Overview((), None)
        self._jump = Jump()
        self._wanted: int | None = None  # a section to mark, once there are any
        self._exercise: str | None = None  # to mark again, when its section's exercises are shown anew

    def compose_body(self) -> ComposeResult:
        """Lay the body out; what stands in it is read after the first paint."""
        yield Static(id="outlook")
        with Horizontal(id="today"):
            with Vertical(id="left"):
                with Horizontal(id="section-headings"):
                    yield Static("Sections", classes="heading")
                    yield Static("met, mastered", id="what-bars-say")
                yield OptionList(id="sections", compact=True, markup=False)
            with Vertical(id="right"):
                yield Static("Exercises", classes="heading", id="exercise-heading")
                yield Static(id="standing")
                yield OptionList(id="exercises", compact=True, markup=False)
        yield Static(id="notice")

    @on(ScreenResume)
    def refresh_overview(self) -> None:
        """Read the record again whenever the learner comes here."""
        self.call_after_refresh(self._load)

    @work(exclusive=True)
    async def _load(self) -> None:
        try:
            self.overview, notice = await asyncio.to_thread(_read, self.study.desk)
        except ToldError as problem:
            self._say(str(problem))
        else:
            self._say(notice)
            self._show()
        finally:
            self.call_after_refresh(self._complete)

    @on(Resize)
    def redraw(self) -> None:
        """Use the room there is."""
        if self.overview.sections:
            self.call_after_refresh(self._show)

    async def _complete(self) -> None:
        """Do what would have kept the list from the screen."""
        await self.show_footer()
        if self.study.torch.state == "off":  # the first time
            self.study.torch.begin()
            self.study.look_after_record()
        # Whatever is asked or drawn needs it (numpy among it), and it takes long to import: once all is shown, ahead.
        self._prepare()

    @work(exit_on_error=False, group="prepare")
    async def _prepare(self) -> None:
        await self.study.prepare(NEEDED_NEXT)

    def _say(self, text: str) -> None:
        self.query_one("#notice", Static).update(Content(printable(text)))

    def _show(self) -> None:
        sections = self.query_one("#sections", OptionList)
        marked, self._exercise = _id(sections), _id(self.query_one("#exercises", OptionList))
        width = sections.size.width - PADDING_AND_SCROLLBAR  # it comes when the rows are there
        length = bar_length(self.overview.sections, width)
        sections.clear_options()
        if self.overview.suggestion is not None:
            sections.add_options([Option(next_content(self.overview.suggestion), NEXT), None])
        sections.add_options(
            Option(section_content(row, width, length), str(row.number)) for row in self.overview.sections
        )
        self._mark(str(self._wanted or marked))
        self._wanted = None
        if self.overview.outlook is not None:
            self.query_one("#outlook", Static).update(outlook_content(self.overview.outlook))
        steps = sum(row.steps for row in self.overview.sections)
        self.show_status(f"{steps} steps" if steps > 1 else "")

    def _mark(self, option: str) -> None:
        """Mark a row of the sections, else the first."""
        sections = self.query_one("#sections", OptionList)
        options = [one.id for one in sections.options]
        sections.highlighted = options.index(option) if option in options else 0 if options else None

    def mark_section(self, number: int) -> None:
        """Mark a section; its exercises stand beside it."""
        self._wanted = number
        if self.overview.sections:
            self._mark(str(number))
            self._wanted = None
        self.query_one("#sections").focus()

    @on(OptionList.OptionHighlighted, "#sections")
    def show_exercises(self, event: OptionList.OptionHighlighted) -> None:
        """Show the exercises of the section under the cursor."""
        row, suggestion = self._row(event.option_id), self.overview.suggestion
        exercises = self.query_one("#exercises", OptionList)
        exercises.clear_options()
        if row is None:
            return
        self.query_one("#exercise-heading", Static).update(Content(printable(row.title)))
        self.query_one("#standing", Static).update(standing_content(row))
        exercises.add_options(Option(Content(printable(entry.title)), entry.id) for entry in row.exercises)
        ids = [entry.id for entry in row.exercises]
        at_first = suggestion.chosen.exercise if event.option_id == NEXT and suggestion is not None else None
        kept, self._exercise = self._exercise, None
        exercises.highlighted = next((ids.index(one) for one in (kept, at_first) if one in ids), 0)

    def _row(self, option: str | None) -> SectionRow | None:
        suggestion = self.overview.suggestion
        number = str(suggestion.section) if option == NEXT and suggestion else option
        return next((row for row in self.overview.sections if str(row.number) == number), None)

    @on(OptionList.OptionSelected, "#sections")
    async def open_section(self, event: OptionList.OptionSelected) -> None:
        """Go on with what is next, or open the section."""
        if event.option_id == NEXT:
            await self.action_work("practise")
        else:
            self.query_one("#exercises").focus()

    @on(OptionList.OptionSelected, "#exercises")
    async def open_exercise(self) -> None:
        """Practise the exercise."""
        await self.action_work("practise")

    async def action_work(self, place: str) -> None:
        """Take the exercise under the cursor to another screen."""
        chosen = self._under_cursor()
        if chosen is not None:
            self.study.desk.chosen = chosen
            await self.study.action_go(place)

    async def action_quiz(self) -> None:
        """Ask questions about the section under the cursor; on what is next, go on with the quiz."""
        marked = self.query_one("#sections", OptionList).highlighted_option
        if marked is not None and marked.id is not None and marked.id != NEXT:
            self.study.desk.quiz = marked.id
        await self.study.action_go("quiz")

    async def action_aims(self) -> None:
        """Ask what is studied for."""
        from studyai.tui.today.aims_panel import AimsPanel

        record = await asyncio.to_thread(lambda: self.study.desk.record)
        self.study.push_screen(AimsPanel(record.aims, str(record.aims_file or "memory alone")), self._take)

    def _take(self, aims: Aims | None) -> None:
        if aims is not None:
            self._aim(aims)

    @work(exclusive=True, group="aims")
    async def _aim(self, aims: Aims) -> None:
        """Keep the aims, and plan anew."""
        try:
            await asyncio.to_thread(lambda: self.study.desk.record.aim(aims))
        except ToldError as problem:
            self.study.tell(printable(str(problem)), severity="warning")
        self.refresh_overview()

    def _under_cursor(self) -> Chosen | None:
        suggestion = self.overview.suggestion
        option = self.query_one("#exercises", OptionList).highlighted_option
        section = self.query_one("#sections", OptionList).highlighted_option
        if option is None:
            return None
        on_next = section is not None and section.id == NEXT
        if on_next and suggestion is not None and suggestion.chosen.exercise == option.id:
            return suggestion.chosen
        entries = (entry for row in self.overview.sections for entry in row.exercises)
        entry = next(entry for entry in entries if entry.id == option.id)
        return Chosen(entry.id, entry.levels[0])

    def action_jump(self, digit: int) -> None:
        """Go to the section with this number, or with this digit behind those typed just now."""
        numbers = {row.number for row in self.overview.sections}
        number = self._jump.to(digit, numbers, self.study.last_key - self.study.key_before)
        if number is not None:
            self._jump.leave(self._place())
            self.mark_section(number)

    def action_return(self) -> None:
        """Go back to what was marked before the jump."""
        place = self._jump.back()
        if place is not None:
            section, self._exercise, focus = place
            self._mark(str(section))
            self.query_one(f"#{focus}").focus()

    def _place(self) -> Place:
        sections, exercises = self.query_one("#sections", OptionList), self.query_one("#exercises", OptionList)
        return _id(sections), _id(exercises), "exercises" if exercises.has_focus else "sections"

    def action_to(self, side: str) -> None:
        """Move between the two lists."""
        self.query_one(f"#{side}").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only the list where the cursor is not."""
        if action == "to" and self.is_mounted:
            return self.focused is None or self.focused.id != parameters[0]
        if action == "return":
            return self._jump.has_left
        return True


def _id(table: OptionList) -> str | None:
    """Return the id of the row that is marked."""
    option = table.highlighted_option
    return option.id if option is not None else None


def _read(desk: Desk) -> tuple[Overview, str]:
    """Return what there is, and what the learner should be told about its files."""
    problems = desk.bank.problems
    return overview(desk.bank, desk.record), desk.notice or (problems[0] if problems else "")


def next_content(suggestion: Suggestion) -> Content:
    """Return what is next, in two lines."""
    if suggestion.unfinished:
        lead = "Go on"
        steps = f"{suggestion.steps_done} step{'' if suggestion.steps_done == 1 else 's'} done"
    else:
        lead, steps = "Next", "new numbers"
    words = f"\n  {lead} · level {suggestion.chosen.level} · {steps}"
    return Content.assemble(("▸ ", "$accent"), (printable(suggestion.title), "bold"), (words, "dim"))


def bar_length(rows: Sequence[SectionRow], width: int) -> int:
    """Return the cells of the bars in so many columns: what the longest title leaves."""
    longest = max((len(printable(row.title)) for row in rows), default=0)
    return min(max(width - BESIDE - longest, SHORTEST_BAR), LONGEST_BAR)


def section_content(row: SectionRow, width: int, length: int) -> Content:
    """Return a section's line in so many columns: number, title, how much of it was met, how much is mastered."""
    title, room = printable(row.title), max(width - length - BESIDE, 10)
    shown = title if len(title) <= room else title[: room - 1] + "…"
    head = f"{row.number:>2}  {shown:<{room}} "
    if not row.standing.met:
        return Content.assemble(head, ("·" * length, "dim"), ("    –", "dim"))
    full = max(round(row.standing.coverage * length), 1)
    bar = Content.assemble(("█" * full, "$accent"), ("░" * (length - full), "dim"))
    return Content.assemble(head, bar, f" {row.standing.mastery.share:>4.0%}".replace("%", " %"))


def outlook_content(outlook: Outlook) -> Content:
    """Return what today's plan comes to, and what will be remembered, in one line."""
    minutes = f"{max(round(outlook.minutes), 1)} min"
    plan = f"{outlook.due} due · {outlook.new} new · {minutes}" if outlook.due or outlook.new else "Nothing is due"
    if outlook.left is None:
        return Content.assemble(plan, ("   no exam's date yet", "dim"))
    when = "today" if outlook.left == 0 else "tomorrow" if outlook.left == 1 else f"in {outlook.left} days"
    known = f"{outlook.known:.0%} known then, {outlook.known_after:.0%} with today"
    return Content.assemble(plan, (f"   Exam {when}: {known}".replace("%", " %"), "dim"))


def standing_content(row: SectionRow) -> Content:
    """Return where the learner stands in a section, in words."""
    standing = row.standing
    if not standing.met and standing.accuracy is None:
        return Content.styled(f"{standing.levels} levels, none met yet", "dim")
    mastery, doubt = 100 * standing.mastery.share, 100 * standing.mastery.doubt
    words = [f"met {standing.met} of {standing.levels} levels", f"mastered {mastery:.0f} ± {doubt:.0f} %"]
    if standing.accuracy is not None:
        words.append(f"steps right {100 * standing.accuracy:.0f} %")
    if standing.due:
        words.append(f"{standing.due} due")
    return Content.styled("\n".join(words), "dim")
