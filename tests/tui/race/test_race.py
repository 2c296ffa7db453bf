"""The race's screen: playing, stepping, rates, surfaces, a step as a question; and what the contour draws."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_torch import FakeWorker
from textual.pilot import Pilot
from textual.widgets import OptionList
from widget_host import text_of, until

from studyai.client.errors import WorkerLost
from studyai.tui.ask.panel import AskPanel
from studyai.tui.race.screen import RaceScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk
from studyai.tui.widgets.contour import BANDS, MINIMUM, Ground, bands, marks_of
from studyai.tui.widgets.contour import Path as Trail

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
GROUND = Ground([[x * x + y * y for x in range(-20, 21)] for y in range(-10, 11)], (-20, 20), (-10, 10), [(0, 0)])


def race_app(tmp_path: Path) -> StudyApp:
    return StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))


async def to_race(pilot: Pilot[None]) -> RaceScreen:
    app = pilot.app
    assert isinstance(app, StudyApp)
    await app.switch_mode("race")
    screen = app.screen
    assert isinstance(screen, RaceScreen)
    await until(pilot, lambda: screen.raced is not None)
    return screen


async def test_stepping_goes_there_and_back_and_stays_inside(tmp_path: Path) -> None:
    async with race_app(tmp_path).run_test() as pilot:
        screen = await to_race(pilot)
        await pilot.press("left", "n", "n", "n", "left")
        assert screen.at == 2
        assert "update 2 of 200" in text_of(pilot.app)
        await pilot.press("E", "n")
        assert screen.at == 200
        await pilot.press("r")
        assert screen.at == 0


async def test_a_rate_is_doubled_for_the_marked_one_only_and_leaving_for_good_is_said(tmp_path: Path) -> None:
    async with race_app(tmp_path).run_test() as pilot:
        screen = await to_race(pilot)
        for _ in range(5):
            before = screen.raced
            await pilot.press("right_square_bracket")
            await until(pilot, lambda before=before: screen.raced is not before)
        assert screen.raced is not None
        assert [track.learning_rate for track in screen.raced.tracks] == [3.2, 0.3]
        await pilot.press("E")
        assert "left for good" in text_of(pilot.app)


async def test_a_surface_that_is_chosen_may_be_a_network_and_then_curves_are_shown(tmp_path: Path) -> None:
    async with race_app(tmp_path).run_test() as pilot:
        screen = await to_race(pilot)
        await pilot.press("slash", *"mlp", "enter")
        await until(pilot, lambda: screen.raced is not None and screen.raced.surface == "mlp")
        assert not screen.query_one("#contour").display
        assert screen.query_one("#race-losses").display
        await pilot.press("a")
        await until(pilot, lambda: any("too many" in note.message for note in pilot.app._notifications))


async def test_one_can_be_taken_out_of_the_race(tmp_path: Path) -> None:
    async with race_app(tmp_path).run_test() as pilot:
        screen = await to_race(pilot)
        await pilot.press("down", "j", "n")
        assert "–  Adam" in text_of(pilot.app)
        assert screen.query_one("#racers", OptionList).highlighted == 1


async def test_a_step_is_asked_marked_and_hinted(tmp_path: Path) -> None:
    async with race_app(tmp_path).run_test(size=(100, 40)) as pilot:
        await to_race(pilot)
        await pilot.press("n", "a")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskPanel))
        await pilot.press("f6")
        assert "Step against the gradient" in text_of(pilot.app)
        await pilot.press(*"-2.43", "tab", *"1.62", "enter")
        await until(pilot, lambda: "✓" in text_of(pilot.app))
        await pilot.press("escape", "escape")
        assert isinstance(pilot.app.screen, RaceScreen)


async def test_a_lost_worker_is_a_message(tmp_path: Path) -> None:
    app = race_app(tmp_path)
    app.torch.worker.refuse = WorkerLost("The worker was killed (signal 9).")  # type: ignore[attr-defined]
    async with app.run_test() as pilot:
        await app.switch_mode("race")
        await until(pilot, lambda: "killed (signal 9)" in text_of(app))


def test_low_ground_and_high_ground_have_bands_of_their_own() -> None:
    drawn = bands(GROUND.heights, 40, 20)
    assert (len(drawn), len(drawn[0])) == (20, 40)
    assert drawn[10][20] == min(min(row) for row in drawn) < 4
    assert drawn[0][0] == BANDS - 1
    assert [drawn[10][column] for column in range(20)] == sorted((drawn[10][c] for c in range(20)), reverse=True)


def test_paths_end_in_their_digits_and_stay_in_the_picture() -> None:
    inside = Trail([(-20, 10), (19, -9)], "1", 0)
    outside = Trail([(0, 0), (1e6, 1e6)], "2", 1)
    marks = marks_of(GROUND, [inside, outside], 40, 20)
    assert all(0 <= row < 20 and 0 <= column < 40 for row, column in marks)
    heads = {glyph: place for place, (glyph, _) in marks.items()}
    assert heads["1"] == (18, 38)
    assert "2" not in heads
    assert heads[MINIMUM] == (9, 19)


@SIZES
def test_the_race_looks_as_it_did(snap_compare, tmp_path, size):
    async def play(pilot):
        await to_race(pilot)
        await pilot.press(*"nnnnn")

    assert snap_compare(race_app(tmp_path), run_before=play, terminal_size=size)


@SIZES
def test_a_question_looks_as_it_did(snap_compare, tmp_path, size):
    async def ask(pilot):
        await to_race(pilot)
        await pilot.press("n", "down", "a")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskPanel))
        await pilot.press("f6")

    assert snap_compare(race_app(tmp_path), run_before=ask, terminal_size=size)
