"""Finding: exercises, sections and architectures, from any screen, by what people call them; and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_app import AnsweringWorker, built_in_bank, study_app, to_practise
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import OptionList
from widget_host import text_of, until

from studyai.protocol import ClaimCard, Guess
from studyai.study.next_up import Chosen
from studyai.tui.find.things import Thing, claims, found, pages, questions, synonyms, things
from studyai.tui.lab.catalogue import entries
from studyai.tui.lab.screen import LabScreen
from studyai.tui.practise.screen import PractiseScreen
from studyai.tui.prove.screen import ProveScreen
from studyai.tui.quiz.screen import QuizScreen
from studyai.tui.sheet.screen import SheetScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.today.screen import TodayScreen
from studyai.tui.widgets.chooser import Choice, narrowed

SLOPE = "sigmoid-slope-is-at-most-a-quarter"
CARD = ClaimCard(SLOPE, 4, "The slope is nowhere steeper than 1/4.", Guess("How steep?", within=0.05), "Why.", (), {})


@pytest.fixture(scope="module")
def all_things(tmp_path_factory: pytest.TempPathFactory) -> list[Thing]:
    return things(built_in_bank().sections(), entries())


def keys_of(all_things: list[Thing], typed: str, kind: str = "exercise") -> list[str]:
    return [thing.key for _, thing in found(typed, all_things) if thing.kind == kind]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("conv", "conv-output-size"),
        ("adam", "adam"),
        ("conv-macs", "conv-macs"),
        ("max pool", "max-pool"),
        ("weight decay", "l2-penalty"),
        ("SGD", "sgd"),
        ("backprop", "neuron-gradient"),
        ("lstm", "lstm-step"),
        ("batchnorm", "batch-norm"),
        ("word2vec", "embedding-lookup"),
    ],
)
def test_the_best_comes_first(all_things: list[Thing], typed: str, first: str) -> None:
    assert first in keys_of(all_things, typed)[:4]


@pytest.mark.parametrize("typed", ["kernel", "filter", "feature map"])
def test_what_people_say_finds_every_convolution_and_its_network(all_things: list[Thing], typed: str) -> None:
    assert {"conv-output-size", "conv-forward", "conv-parameters", "max-pool"} <= set(keys_of(all_things, typed))
    assert "cnn" in keys_of(all_things, typed, "architecture")
    assert "12" in keys_of(all_things, typed, "section")
    assert "adam" not in keys_of(all_things, typed)


def test_what_is_not_there_is_not_found(all_things: list[Thing]) -> None:
    assert found("zzz", all_things) == []
    assert found("adam zzz", all_things) == []


@pytest.mark.parametrize("word", synonyms())
def test_every_synonym_leads_to_an_exercise(all_things: list[Thing], word: str) -> None:
    assert keys_of(all_things, word)


@pytest.mark.parametrize("word", synonyms())
def test_every_beginning_a_synonym_stands_for_is_there(all_things: list[Thing], word: str) -> None:
    """Each of them stands in some title, id or section, so none is a slip of the pen."""
    everything = "\n".join(text for thing in all_things for text in (*thing.texts[:2], thing.words.lower()))
    for beginning in synonyms()[word]:
        assert beginning in everything, beginning


def more_of(typed: str, kind: str) -> list[str]:
    bank = built_in_bank()
    return keys_of([*pages(bank), *questions(bank), *claims([CARD], bank.sections())], typed, kind)


@pytest.mark.parametrize(
    ("typed", "kind", "key"),
    [
        ("conv-residual-block-code", "question", "conv-residual-block-code"),
        ("residual block fails", "question", "conv-residual-block-code"),
        ("strided 1×1 convolution missing", "question", "conv-residual-block-code"),  # of its options
        ("sigmoid-slope", "claim", CARD.name),
        ("nowhere steeper", "claim", CARD.name),
        ("receptive field", "page", "12"),
        ("sheet 20", "page", "20"),
    ],
)
def test_questions_claims_and_pages_are_found_by_their_words(typed: str, kind: str, key: str) -> None:
    assert key in more_of(typed, kind)[:3]


def test_of_many_questions_only_the_best_are_listed() -> None:
    assert len(more_of("the", "question")) == 20


def test_an_exercise_comes_before_questions_that_are_found_as_well(all_things: list[Thing]) -> None:
    hits = found("max pool", [*questions(built_in_bank()), *all_things])
    assert hits[0][1].kind == "exercise"


async def search(pilot: Pilot[None], typed: str, entry: str) -> None:
    await pilot.press(*typed)
    await until(pilot, lambda: entry in text_of(pilot.app))


async def take(pilot: Pilot[None], words: str) -> None:
    rows = pilot.app.screen.query_one(OptionList).options
    place = next(index for index, row in enumerate(rows) if words in str(row.prompt))
    await pilot.press(*["down"] * place, "enter")


async def test_an_exercise_is_found_on_today_and_practised(tmp_path: Path) -> None:
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        await today(pilot)
        await pilot.press("slash")
        assert isinstance(pilot.app.screen, CommandPalette)
        await search(pilot, "nesterov", "Nesterov momentum")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PractiseScreen))
        await until(pilot, lambda: exercise_of(pilot.app) == "nesterov")


async def test_another_exercise_is_found_while_one_practises(tmp_path: Path) -> None:
    async with study_app(tmp_path, Chosen("adam", 1, 3)).run_test(size=(80, 24)) as pilot:
        await to_practise(pilot)
        await pilot.press("ctrl+p")
        await search(pilot, "nesterov", "Nesterov momentum")
        await pilot.press("enter")
        await until(pilot, lambda: exercise_of(pilot.app) == "nesterov")


async def test_an_architecture_is_found_from_anywhere_and_built(tmp_path: Path) -> None:
    async with study_app(tmp_path, Chosen("adam", 1, 3)).run_test(size=(80, 24)) as pilot:
        await to_practise(pilot)
        await pilot.press("escape", "slash")
        await search(pilot, "lstm", "train in the lab")
        await take(pilot, "train in the lab")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen))
        screen = pilot.app.screen
        assert isinstance(screen, LabScreen)
        await until(pilot, lambda: screen.run is not None and screen.hand.plan.architecture == "lstm")


async def test_a_section_is_found_and_marked(tmp_path: Path) -> None:
    async with study_app(tmp_path, Chosen("adam", 1, 3)).run_test(size=(80, 24)) as pilot:
        await to_practise(pilot)
        await pilot.press("ctrl+p")
        await search(pilot, "18", "section 18")
        await take(pilot, "section 18")
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        await until(pilot, lambda: marks(pilot.app)[0] == "18")


def exercise_of(app: object) -> str:
    assert isinstance(app, StudyApp)
    screen = app.screen
    practice = screen.practice if isinstance(screen, PractiseScreen) else None
    return practice.variant.exercise.id if practice is not None else ""


async def today(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: pilot.app.screen.query_one("#exercises", OptionList).option_count > 0)


def marks(app: object) -> tuple[str | None, str | None]:
    assert isinstance(app, StudyApp)
    rows = [app.screen.query_one(f"#{name}", OptionList).highlighted_option for name in ("sections", "exercises")]
    section, exercise = (row.id if row is not None else None for row in rows)
    return section, exercise


async def test_digits_jump_and_escape_goes_back(tmp_path: Path) -> None:
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        await today(pilot)
        await pilot.press("down", "down", "down", "right", "down")
        before = marks(pilot.app)
        assert before[0] == "3"
        await pilot.press("1")
        await until(pilot, lambda: marks(pilot.app)[0] == "1")
        await pilot.press("2")
        await until(pilot, lambda: marks(pilot.app) == ("12", "conv-output-size"))
        await pilot.press("8")  # there is no 128
        await until(pilot, lambda: marks(pilot.app)[0] == "8")
        await pilot.press("escape")
        await until(pilot, lambda: marks(pilot.app) == before)
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "exercises"


async def test_coming_back_leaves_the_marks_where_they_were(tmp_path: Path) -> None:
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        await today(pilot)
        await pilot.press("1", "2")
        await until(pilot, lambda: marks(pilot.app)[0] == "12")
        await pilot.press("right", "down", "down")
        before = marks(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: exercise_of(pilot.app) == before[1])
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, TodayScreen))
        await until(pilot, lambda: marks(pilot.app) == before)
        await pilot.press("slash", "escape")
        assert marks(pilot.app) == before


def test_a_list_shows_first_what_begins_with_what_is_typed() -> None:
    choices = [Choice("mlp", "Multilayer perceptron"), Choice("rnn", "Recurrent", "a step"), Choice("p", "Perceptron")]
    assert [choice.key for choice in narrowed(choices, "p")] == ["p", "mlp", "rnn"]
    assert [choice.key for choice in narrowed(choices, "")] == ["mlp", "rnn", "p"]
    assert narrowed(choices, "zzz") == []


class KnowingWorker(AnsweringWorker):
    """Knows one claim."""

    async def claims(self) -> list[ClaimCard]:
        return [CARD]


async def test_a_question_is_found_and_the_quiz_begins_with_it(tmp_path: Path) -> None:
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        await today(pilot)
        for name in ("conv-residual-block-code", "padding-mask-on-the-wrong-side"):  # the second from within the quiz
            await pilot.press("ctrl+p")
            await search(pilot, name, "question ·")
            await take(pilot, "question ·")
            await until(pilot, lambda name=name: question_of(pilot.app) == name)
        screen = pilot.app.screen
        assert isinstance(screen, QuizScreen)
        assert screen.sitting is not None
        await until(pilot, lambda: len(screen.sitting.items) == 10)
        assert {item.section for item in screen.sitting.items} == {screen.item.section}
        assert len({item.id for item in screen.sitting.items}) == 10


async def test_a_page_is_found_and_opened(tmp_path: Path) -> None:
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        await today(pilot)
        for section in (20, 12):
            await pilot.press("ctrl+p")
            await search(pilot, f"sheet-{section}", "page of the sheet")
            await take(pilot, "page of the sheet")
            await until(pilot, lambda section=section: page_of(pilot.app) == section)


async def test_a_claim_is_found_and_asked_about(tmp_path: Path) -> None:
    async with study_app(tmp_path, worker=KnowingWorker()).run_test(size=(80, 24)) as pilot:
        await today(pilot)
        await until(pilot, lambda: pilot.app.torch.state == "ready")
        await pilot.press("ctrl+p")
        await until(pilot, lambda: len(pilot.app.desk.cards) == 1)
        await search(pilot, "nowhere steeper", "prove ·")
        await take(pilot, "prove ·")
        await until(pilot, lambda: isinstance(pilot.app.screen, ProveScreen))
        await until(pilot, lambda: pilot.app.screen.item is not None and pilot.app.screen.item.card == CARD)


def question_of(app: object) -> str:
    assert isinstance(app, StudyApp)
    item = app.screen.item if isinstance(app.screen, QuizScreen) else None
    return item.question.id if item is not None else ""


def page_of(app: object) -> int:
    assert isinstance(app, StudyApp)
    page = app.screen.page if isinstance(app.screen, SheetScreen) else None
    return page.section if page is not None else 0
