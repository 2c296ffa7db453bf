"""A step worked in its place; the end: what was lost where, the full solution, what can come next."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_app import built_in_bank, feedback_of, study_app, to_practise, work_step
from textual.widgets import Static
from widget_host import text_of, until

from studyai.exercise.present import value_text
from studyai.exercise.sample import sample
from studyai.exercise.slips import slips_at
from studyai.study.next_up import Chosen
from studyai.study.practice import Practice
from studyai.study.record.store import Record
from studyai.tui.exercise.solution_view import SolutionView
from studyai.tui.practise import outcome
from studyai.tui.practise.screen import PractiseScreen

SIZES = [(80, 24), (120, 40)]


def typed_right(practice: Practice) -> str:
    assert practice.current is not None
    return value_text(practice.current.value, 12)


def said_of(screen: PractiseScreen) -> str:
    return str(screen.query_one(SolutionView).query_one("#said", Static).content)


@pytest.mark.parametrize("size", SIZES)
async def test_the_last_step_is_worked_in_its_place_window_by_window(tmp_path: Path, size: tuple[int, int]) -> None:
    app = study_app(tmp_path, Chosen("max-pool", 2, 9))
    async with app.run_test(size=size) as pilot:
        screen = await to_practise(pilot)
        await pilot.press("f7")
        await until(pilot, lambda: "its window in brackets" in text_of(app))
        assert "max(−1, 7, 3, −2, 7, 1, 0, 6, 1) = 7" in text_of(app)
        assert "A = max pool(X, F, S, P, ceil mode)" in text_of(app)
        assert "A = [ 7   6 ]" in text_of(app)
        assert not screen.query("#field")
        await pilot.press("right")
        await until(pilot, lambda: "max(3, −2, −2, 1, 6, −3, 1, 1, 1) = 6" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: "0 of 1" in feedback_of(screen))
        assert "worked for you" in text_of(app)


async def test_a_worked_step_goes_on_to_the_next_with_the_focus_in_its_field(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("adam", 1, 1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        await pilot.press("f7")
        await until(pilot, lambda: screen.has_class("-working"))
        assert "β₁ mₜ₋₁" in text_of(app)
        await pilot.press("f7")  # and the next
        await until(pilot, lambda: screen.practice is not None and len(screen.practice.entries) == 2)
        await until(pilot, lambda: "②" in str(screen.query_one("#solution-text", Static).content))
        await pilot.press("enter")
        await until(pilot, lambda: len(screen.query("#field")) == 1)
        await pilot.press("1")
        await pilot.pause()
        assert screen.query_one("#field").has_focus


@pytest.mark.parametrize("size", SIZES)
async def test_the_end_says_what_was_lost_where_and_what_can_come_next(tmp_path: Path, size: tuple[int, int]) -> None:
    variant = sample(built_in_bank().exercise("conv-output-size"), 2, 3)
    app = study_app(tmp_path, Chosen("conv-output-size", 2, 3))
    async with app.run_test(size=size) as pilot:
        screen = await to_practise(pilot)
        practice = screen.practice
        assert practice is not None
        practice.hint()
        practice.answer("999")
        practice.answer(typed_right(practice))
        await screen._show_step()
        while not practice.finished:
            await work_step(pilot, practice)
        await until(pilot, lambda: "Done" in feedback_of(screen))
        said = said_of(screen)
        assert "wrong at first; 1 hint" in said
        assert "worked for you" in said
        for word in ("new numbers", "level 3", "c calculate", "torch", "T Today"):
            assert word in text_of(app)
        for line in variant.solution.lines:
            assert line.step.name in str(screen.query_one("#solution-text", Static).content)
        assert not screen.query("#field")
        await pilot.press("enter")
        await until(pilot, lambda: screen.practice is not practice and len(screen.query("#field")) == 1)


def test_each_kind_of_loss_has_its_words_also_when_it_is_taken_up_from_the_record(tmp_path: Path) -> None:
    exercise = built_in_bank().exercise("conv-output-size")
    variant = next(
        variant
        for variant in (sample(exercise, 3, seed) for seed in range(1, 99))
        if next(iter(slips_at(variant.solution.lines[0])), None)
    )
    slip = next(iter(slips_at(variant.solution.lines[0])))
    record = Record(tmp_path / "record.sqlite")
    practice = Practice(variant, record)
    practice.answer(value_text(slip.value))
    practice.keep()
    practice.answer("999")
    practice.hint()
    practice.hint()
    practice.answer(typed_right(practice))
    practice.answer("999")
    practice.keep()
    taken_up = Practice(variant, record)
    taken_up.work()
    practice.work()
    for sitting in (practice, taken_up):
        assert [outcome.reasons_of(entry) for entry in sitting.entries] == [
            ["a slip"],
            ["wrong at first", "2 hints"],
            ["wrong"],
            ["worked for you"],
        ]
        text = outcome.account(sitting, 70).plain
        assert slip.slip.say.split()[0] in text
        assert all(f"−{1 - entry.credit:g}" in text for entry in sitting.entries)
        assert set(outcome.notes(sitting)) == {variant.solution.lines[0].key, variant.solution.lines[2].key}
