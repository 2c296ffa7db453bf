"""The sheet's screen: pages are read, searched, proven and practised from; questions and exercises lead to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from some_pages import ACTIVATIONS, pages_bank
from some_questions import pack
from study_app import AnsweringWorker, to_practise
from textual.pilot import Pilot
from textual.widgets import OptionList, Static
from widget_host import until

from studyai.bank.bank import Bank
from studyai.bank.kinds.sheets.kind import SHEETS
from studyai.document.sheet import Composer
from studyai.formula.draw.terminal import width_of
from studyai.protocol import ClaimCard, Guess
from studyai.study.items.item import Form
from studyai.study.next_up import Chosen
from studyai.tui.practise.screen import PractiseScreen
from studyai.tui.prove.screen import ProveScreen
from studyai.tui.quiz.screen import QuizScreen
from studyai.tui.sheet.blocks import BlockView
from studyai.tui.sheet.pieces import FRAME, PADDING, drawn
from studyai.tui.sheet.screen import SheetScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk
from studyai.tui.today.screen import TodayScreen
from studyai.tui.widgets.chooser import Chooser

SIZES = [(80, 24), (120, 40)]
CLAIM = "sigmoid-slope-is-at-most-a-quarter"
CARD = ClaimCard(CLAIM, 4, "The slope is nowhere steeper than 1/4.", Guess("How steep?", within=0.05), "Why.", (), {})


class KnowingWorker(AnsweringWorker):
    """Knows one claim."""

    async def claims(self) -> list[ClaimCard]:
        return [CARD]


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    folder = tmp_path_factory.mktemp("pages")
    return pages_bank(folder, ACTIVATIONS, pack(folder / "questions"))


@pytest.fixture
def app(bank: Bank, tmp_path: Path) -> Iterator[StudyApp]:
    desk = Desk(bank, tmp_path / "record.sqlite")
    desk.chosen = Chosen("softmax", 1, 3)
    return StudyApp(KnowingWorker(), tmp_path / "settings.toml", desk)


async def to_sheet(pilot: Pilot[None], key: str = "H") -> SheetScreen:
    """Go to the sheet and wait for its page."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, SheetScreen))
    screen = pilot.app.screen
    assert isinstance(screen, SheetScreen)
    await until(pilot, lambda: bool(screen.query(BlockView)) and CARD.says in texts(screen))
    await pilot.pause()
    return screen


def texts(screen: SheetScreen) -> str:
    """All that the page says."""
    return "\n".join(str(one.content) for one in screen.query(Static) if one.id == "sheet-title" or not one.id)


async def search(pilot: Pilot[None]) -> OptionList:
    """Open the search and return its list, once it is filled."""
    await pilot.press("slash")
    await until(pilot, lambda: isinstance(pilot.app.screen, Chooser))
    listed = pilot.app.screen.query_one(OptionList)
    await until(pilot, lambda: listed.option_count > 0)
    return listed


async def shows(pilot: Pilot[None], screen: SheetScreen, section: int) -> None:
    await until(pilot, lambda: screen.page is not None and screen.page.section == section)
    await until(pilot, lambda: str(screen.query_one("#sheet-title", Static).content).startswith(f"{section} "))


@pytest.mark.parametrize("size", SIZES)
async def test_a_page_shows_all_its_blocks(app: StudyApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await to_sheet(pilot)
        said = texts(screen)
        for words in (
            "4  Activation functions",
            "[Goodfellow et al. 2016, section 6.1]",
            "σ(z) = ─────────",
            "z: the weighted sum of the inputs",
            "Example: Softmax",
            "p = ──────────────────── = [0.268941, 0.731059]",
            "softmax     (0, 1), sum 1",
            "The common sheet says  Tanh: range (0,1), binary output",
            "• A dead ReLU unit never recovers.",
        ):
            assert words in said
        page = screen.query_one("#sheet-page")
        assert page.max_scroll_x == 0
        assert max(block.region.width for block in screen.query(BlockView)) <= size[0]


async def test_next_and_previous_go_round_the_sections(app: StudyApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_sheet(pilot)
        for key, section in (("n", 12), ("n", 4), ("N", 12), ("N", 4)):
            await pilot.press(key)
            await shows(pilot, screen, section)


@pytest.mark.parametrize("size", SIZES)
async def test_search_goes_to_the_line(app: StudyApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await to_sheet(pilot)
        await pilot.press("slash")
        await until(
            pilot, lambda: isinstance(app.screen, Chooser) and app.screen.query_one(OptionList).option_count > 0
        )
        listed = app.screen.query_one(OptionList)
        assert listed.option_count == 8  # titles and headings; lines are found
        await pilot.press(*"dilation")
        await until(pilot, lambda: listed.option_count == 1)
        await pilot.press("enter")
        await shows(pilot, screen, 12)


async def test_search_scrolls_to_what_is_far_down(app: StudyApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_sheet(pilot)
        await pilot.press("slash")
        await until(
            pilot, lambda: isinstance(app.screen, Chooser) and app.screen.query_one(OptionList).option_count > 0
        )
        await pilot.press(*"pitfalls", "enter")
        await until(pilot, lambda: app.screen is screen and screen.query_one("#sheet-page").scroll_y > 20)


async def test_a_marked_claim_is_proven(app: StudyApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_sheet(pilot)
        await pilot.press("tab")
        assert isinstance(screen.focused, BlockView)
        assert screen.focused.piece.claim == CLAIM
        await pilot.press("tab")
        assert screen.focused.piece.sort == "correction"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ProveScreen) and app.screen.card == CARD)


async def test_enter_shows_the_next_claim_and_then_proves_it(app: StudyApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_sheet(pilot)
        await pilot.press("enter")  # it stands below what is seen: first it is shown
        await pilot.pause()
        assert app.screen is screen
        assert isinstance(screen.focused, BlockView)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ProveScreen))


async def test_the_examples_exercise_is_practised_with_new_numbers(app: StudyApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_sheet(pilot)
        await pilot.press("n")
        await shows(pilot, screen, 12)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PractiseScreen) and app.screen.practice is not None)
        assert isinstance(app.screen, PractiseScreen)
        assert app.screen.practice is not None
        assert app.screen.practice.variant.exercise.id == "max-pool"


async def test_questions_of_the_section_are_asked_and_one_leads_back(app: StudyApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_sheet(pilot)
        await pilot.press("Z")
        await until(pilot, lambda: isinstance(app.screen, QuizScreen) and app.screen.item is not None)
        quiz = app.screen
        assert isinstance(quiz, QuizScreen)
        assert quiz.item is not None
        assert quiz.item.section == 4
        await pilot.press(*(["escape"] if quiz.item.form is Form.TYPED else []), "K")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is quiz)


async def test_an_exercise_leads_to_its_page_and_back(app: StudyApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        practise = await to_practise(pilot)
        await pilot.press("escape")
        screen = await to_sheet(pilot, "K")
        await shows(pilot, screen, 4)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is practise)


async def test_escape_goes_to_today_where_no_question_led_here(app: StudyApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await to_sheet(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TodayScreen))


async def test_another_width_draws_the_page_anew(app: StudyApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_sheet(pilot)
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: screen._room < 60)
        await pilot.pause()
        assert screen.query_one("#sheet-page").max_scroll_x == 0


async def test_a_bank_without_pages_says_so(tmp_path: Path) -> None:
    app = StudyApp(KnowingWorker(), tmp_path / "settings.toml", Desk(Bank([]), tmp_path / "record.sqlite"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen) and "There is no page" in texts(app.screen))


async def test_the_page_that_is_wanted_is_shown_and_stays(app: StudyApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.desk.page = 12
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, SheetScreen) and app.screen.page is not None)
        await pilot.pause(0.2)
        assert isinstance(app.screen, SheetScreen)
        assert app.screen.page is not None
        assert app.screen.page.section == 12


@pytest.mark.parametrize("room", [50, 69, 100])
def test_nothing_of_the_course_is_cut_or_parted(room: int) -> None:
    course = Bank()
    for name in course.ids(SHEETS):
        for piece in drawn(course.entry(SHEETS, name), Composer(course), room):
            padding = {"example": PADDING, "claim": FRAME, "correction": FRAME}.get(piece.sort, 0)
            lines = piece.content.plain.split("\n")
            wide = [line for line in lines if width_of(line.rstrip()) > room - padding]
            assert not wide, (name, wide)
            assert not any(line.rstrip().endswith(("⏎", "⏎ prove")) for line in lines)
