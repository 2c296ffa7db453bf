"""Today: what is next, how far each section has come, and the way into an exercise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from study_app import built_in_bank, study_app
from textual.pilot import Pilot
from textual.widgets import OptionList, Static
from widget_host import text_of, until

from studyai.bank.bank import Bank, SectionEntry
from studyai.bank.kinds.exercises.kind import EXERCISES
from studyai.bank.packs import Pack
from studyai.study.next_up import Chosen
from studyai.study.practice import Practice
from studyai.study.record.store import Record
from studyai.tui.calculate.screen import CalculateScreen
from studyai.tui.calculate.typed_givens import typed_text
from studyai.tui.practise.screen import PractiseScreen
from studyai.tui.shell.desk import Desk
from studyai.tui.today.screen import TodayScreen

PICTURED = (
    *("perceptron-update", "softmax", "sgd", "momentum", "adam", "conv-output-size", "conv-forward"),
    *("max-pool", "average-pool", "lstm-step", "self-attention"),
)


def pictured_sections(bank: Bank, sections: Callable[[Bank], list[SectionEntry]]) -> list[SectionEntry]:
    """Some of the bank only, so that the picture stays the same when exercises are added."""
    kept = (
        SectionEntry(one.number, one.title, tuple(entry for entry in one.exercises if entry.id in PICTURED))
        for one in sections(bank)
    )
    return [section for section in kept if section.exercises]


@pytest.fixture
def _some_of_the_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    sections = Bank.sections
    monkeypatch.setattr(
        Bank,
        "sections",
        lambda bank, kind=EXERCISES: [] if kind is not EXERCISES else pictured_sections(bank, sections),
    )


PACK = """
section: 3
title: "[b]Markup[/b]"
exercises:
  - exercise: own-sum
    title: "[red]Sum[/red]"
    ask: How much is {a} + 1?
    given:
      a: {int: [1, 400], name: a number}
    levels: {1: {}}
    steps:
      - z: {name: sum, formula: a + 1, decimals: 0}
    answer: [z]
    source: none
    oracle: perceptron-update
"""


def practise(folder: Path, chosen: Chosen, *, steps: int | None = None) -> Practice:
    """Answers the first steps of an exercise rightly."""
    practice = Desk(built_in_bank(), folder / "record.sqlite").sit_down(chosen)
    for line in practice.variant.solution.lines[:steps]:
        practice.answer(typed_text(line.value))
    return practice


async def shown(pilot: Pilot[None]) -> TodayScreen:
    screen = pilot.app.screen
    assert isinstance(screen, TodayScreen)
    await until(pilot, lambda: screen.query_one("#sections", OptionList).option_count > 1)
    await until(pilot, lambda: screen.query_one("#exercises", OptionList).option_count > 0)
    return screen


@pytest.mark.usefixtures("_some_of_the_bank")
async def test_the_least_practised_section_is_next(tmp_path: Path) -> None:
    practise(tmp_path, Chosen("perceptron-update", 1, 1))
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        assert screen.overview.suggestion is not None
        assert screen.overview.suggestion.chosen.exercise == "softmax"
        perceptron = next(row for row in screen.overview.sections if row.number == 1)
        assert (perceptron.finished, perceptron.standing.met, perceptron.standing.accuracy) == (1, 1, 1.0)
        assert perceptron.standing.mastery.share == 0  # the first level shows what to do, and no more
        line = next(line for line in text_of(pilot.app).splitlines() if " 1  Perceptron" in line)
        assert "█" in line
        assert "0 %" in line


async def test_enter_goes_on_where_the_learner_stopped(tmp_path: Path) -> None:
    practise(tmp_path, Chosen("adam", 2, 5), steps=3)
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        assert "Go on · level 2 · 3 steps done" in text_of(pilot.app)
        await pilot.press("enter")
        screen = pilot.app.screen
        assert isinstance(screen, PractiseScreen)
        await until(pilot, lambda: screen.practice is not None)
        assert screen.practice is not None
        assert screen.practice.variant.id == "adam:2:5"
        assert len(screen.practice.entries) == 3


async def test_a_section_opens_its_exercises(tmp_path: Path) -> None:
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        sections = [str(row.number) for row in screen.overview.sections]
        for _ in range(sections.index("12") + 1):
            await pilot.press("down")
        await until(pilot, lambda: "Max pooling" in text_of(pilot.app))
        exercises = screen.query_one("#exercises", OptionList)
        assert exercises.option_count == len(screen.overview.sections[sections.index("12")].exercises)
        await pilot.press("enter", "down", "c")
        await until(pilot, lambda: isinstance(pilot.app.screen, CalculateScreen))
        calculate = pilot.app.screen
        assert isinstance(calculate, CalculateScreen)
        await until(pilot, lambda: calculate.exercise is not None)
        assert calculate.exercise is not None
        assert calculate.exercise.id == screen.overview.sections[sections.index("12")].exercises[1].id


async def test_coming_back_shows_the_new_marks(tmp_path: Path) -> None:
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        practise(tmp_path, Chosen("softmax", 1, 1), steps=1)
        await pilot.press("f3", "f2")
        await until(pilot, lambda: "1 step done" in text_of(pilot.app))


async def test_a_damaged_record_is_named_and_the_app_goes_on(tmp_path: Path) -> None:
    (tmp_path / "record.sqlite").write_bytes(b"this is no database" * 100)
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        notice = str(screen.query_one("#notice", Static).content)
        assert "record.sqlite" in notice
        assert "not kept" in notice


async def test_a_pack_is_text_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "03-own").mkdir()
    (tmp_path / "03-own" / "exercises.yaml").write_text(PACK)
    app = study_app(tmp_path)
    app.desk = Desk(Bank([Pack("own", tmp_path)], tmp_path / "index.json"), Record(":memory:").file)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        assert "[red]Sum[/red]" in text_of(app)
        assert "[b]Markup[/b]" in text_of(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.usefixtures("_some_of_the_bank")
def test_today_looks_as_it_did(tmp_path: Path, snap_compare: object, size: tuple[int, int]) -> None:
    practise(tmp_path, Chosen("perceptron-update", 1, 1))
    practise(tmp_path, Chosen("softmax", 1, 1), steps=1)

    async def before(pilot: Pilot[None]) -> None:
        await shown(pilot)
        await pilot.press("down")

    assert snap_compare(study_app(tmp_path), terminal_size=size, run_before=before)  # type: ignore[operator]
