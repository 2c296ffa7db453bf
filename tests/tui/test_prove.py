"""Claims on the screen: predicted, run, explained, broken by a knob; stopped where they hang."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from study_app import AnsweringWorker, study_app, type_text
from textual.pilot import Pilot
from textual.widgets import OptionList, Static
from widget_host import lines_of, text_of, until

from studyai.client.errors import WorkerLost
from studyai.protocol import Knob
from studyai.tui.prove import knobs
from studyai.tui.prove.screen import ProveScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.widgets.curve import BELOW, FRAME, Curve
from studyai.tui.widgets.heat.canvas import HeatCanvas
from studyai.tui.widgets.heat.map import HeatMap

BOWL, QUARTER, BOTH = "a-bowl-is-left-above-the-limit", "a-quarter", "a-curve-and-a-map"


async def to_claim(pilot: Pilot[None], name: str) -> ProveScreen:
    assert isinstance(pilot.app, StudyApp)
    pilot.app.desk.claim = name
    await pilot.press("V")
    await until(pilot, lambda: isinstance(pilot.app.screen, ProveScreen))
    screen = pilot.app.screen
    assert isinstance(screen, ProveScreen)
    await until(pilot, lambda: screen.card is not None and screen.card.name == name)
    await until(pilot, lambda: bool(screen.query("#claim-answer > *")))
    await pilot.pause()
    return screen


def told(app: StudyApp) -> str:
    return " ".join(one.message for one in app._notifications)


def said(screen: ProveScreen, name: str) -> str:
    return str(screen.query_one(f"#claim-{name}", Static).content)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18)])
async def test_a_wrong_prediction_is_told_and_the_statement_broken(tmp_path: Path, size: tuple[int, int]) -> None:
    worker = AnsweringWorker()
    app = study_app(tmp_path, worker=worker)
    async with app.run_test(size=size) as pilot:
        screen = await to_claim(pilot, BOWL)
        assert "Gradient descent on x² ends at 0." not in text_of(app)  # it would give the answer away
        await pilot.press("2")
        await until(pilot, lambda: screen.proven is not None and said(screen, "prediction") != "")
        assert said(screen, "prediction") == "✗ It was: At 0."
        assert said(screen, "verdict") == "Gradient descent on x² ends at 0.\n✓ It holds   x is 0.0115 in the end."
        assert said(screen, "why") == "Each update multiplies x by 1 − 2α."
        assert "Make it false" in text_of(app)
        await until(pilot, lambda: "─ x" in text_of(app))
        for _ in range(4):  # 0.2, 0.4, 0.8, 1.6
            count = len(worker.proved)
            await pilot.press("right")
            await until(pilot, lambda count=count: len(worker.proved) > count)
        await until(pilot, lambda: "✗ It is false here" in said(screen, "verdict"))
        assert said(screen, "invitation") == "You made it false with learning_rate = 1.6."
        await pilot.press("r")
        await until(pilot, lambda: "✓ It holds" in said(screen, "verdict"))
    rows = sqlite3.connect(tmp_path / "record.sqlite").execute("SELECT kind, item, typed, verdict, section FROM review")
    assert rows.fetchall() == [("claim", BOWL, "leaves", "wrong", 9)]  # turned knobs are no predictions


async def test_a_number_is_predicted_and_a_map_shown(tmp_path: Path) -> None:
    app = study_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_claim(pilot, QUARTER)
        await type_text(pilot, "steep")
        await pilot.press("enter")
        await until(pilot, lambda: "steep is not known" in said(screen, "prediction"))
        assert screen.proven is None
        screen.query_one("#claim-line").value = "1/4"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: "You predicted 0.25, measured was 0.25." in said(screen, "prediction"))
        assert screen.query_one(HeatMap).display
        await pilot.press("right")
        await until(pilot, lambda: "✗ It is false here" in said(screen, "verdict"))


async def test_a_value_is_typed_for_a_knob(tmp_path: Path) -> None:
    worker = AnsweringWorker()
    app = study_app(tmp_path, worker=worker)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_claim(pilot, BOWL)
        await pilot.press("1")
        await until(pilot, lambda: screen.focused is screen.query_one("#knob-list"))
        await pilot.press("enter")
        await until(pilot, lambda: screen.focused is screen.query_one("#knob-value"))
        assert said(screen, "invitation").startswith(
            "learning_rate: a number from 0.01 to 10   ⏎ takes it, esc leaves it"
        )
        await type_text(pilot, "77")
        await pilot.press("enter")
        await until(pilot, lambda: said(screen, "invitation").startswith("? "))
        assert said(screen, "invitation") == "? learning_rate takes a number from 0.01 to 10, not 77."
        assert not told(app)  # a notice would lie over the knobs
        await pilot.press("ctrl+u", "enter")
        await until(pilot, lambda: "nothing was typed" in said(screen, "invitation"))
        await type_text(pilot, "1.5")
        await pilot.press("enter")
        await until(pilot, lambda: "✗ It is false here" in said(screen, "verdict"))
        assert worker.proved[-1] == (BOWL, {"learning_rate": 1.5, "updates": 20, "seed": 0})


async def test_the_hint_says_where_it_fails_and_the_code_is_shown(tmp_path: Path) -> None:
    app = study_app(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_claim(pilot, BOWL)
        await pilot.press("1")
        await until(pilot, lambda: screen.focused is screen.query_one("#knob-list"))
        await pilot.press("h")
        await until(pilot, lambda: said(screen, "invitation") == "It is false with learning_rate = 1.5.")
        await pilot.press("z")
        await until(pilot, lambda: "def a_bowl_is_left_above_the_limit():" in text_of(app))


async def test_what_hangs_is_stopped_by_escape(tmp_path: Path) -> None:
    worker = AnsweringWorker()
    worker.hangs = asyncio.Event()
    app = study_app(tmp_path, worker=worker)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_claim(pilot, BOWL)
        await pilot.press("1")
        for _ in range(50):  # `until` would wait for what hangs
            await pilot.pause()
            if worker.proved:
                break
        await pilot.press("escape")
        await until(pilot, lambda: said(screen, "verdict") == "Stopped; nothing was measured.  ⏎ runs it again.")
        assert screen.proven is None
        worker.hangs = None
        await pilot.press("enter")
        await until(pilot, lambda: screen.proven is not None)
        assert "Stopped" not in said(screen, "verdict")


async def test_a_turned_knob_that_was_stopped_runs_again_as_it_stands(tmp_path: Path) -> None:
    worker = AnsweringWorker()
    app = study_app(tmp_path, worker=worker)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_claim(pilot, BOWL)
        await pilot.press("1")
        await until(pilot, lambda: screen.focused is screen.query_one("#knob-list"))
        assert screen.check_action("run", ()) is False
        worker.hangs = asyncio.Event()
        await pilot.press("right")
        for _ in range(50):
            await pilot.pause()
            if len(worker.proved) == 2:
                break
        await pilot.press("escape")
        stopped = "Gradient descent on x² ends at 0.\nStopped; nothing was measured."
        await until(pilot, lambda: said(screen, "verdict") == stopped)
        assert said(screen, "invitation") == "space runs it again."
        assert not screen.query_one("#claim-picture").display
        worker.hangs = None
        await pilot.press("space")
        await until(pilot, lambda: "It holds" in said(screen, "verdict"))
        assert worker.proved[-1] == worker.proved[-2]
        assert screen.query_one("#claim-picture").display


async def test_what_was_predicted_is_past_once_a_knob_is_turned(tmp_path: Path) -> None:
    app = study_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_claim(pilot, BOWL)
        await pilot.press("2")
        await until(pilot, lambda: said(screen, "prediction") == "✗ It was: At 0.")
        await pilot.press("right")
        await until(pilot, lambda: said(screen, "prediction") == "At the start: ✗ It was: At 0.")
        await pilot.press("r")
        await until(pilot, lambda: said(screen, "prediction") == "✗ It was: At 0.")


async def test_a_number_to_predict_says_what_is_typed_and_what_the_keys_do(tmp_path: Path) -> None:
    app = study_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_claim(pilot, QUARTER)
        assert said(screen, "how") == "A number: 12, −0.25, 1/4 or 2e-6.   ⏎ runs it   esc leaves the field"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_curves_stay_beside_a_map_and_have_six_rows(tmp_path: Path, size: tuple[int, int]) -> None:
    app = study_app(tmp_path)
    async with app.run_test(size=size) as pilot:
        screen = await to_claim(pilot, BOTH)
        await pilot.press("1")
        await until(pilot, lambda: screen.focused is screen.query_one("#knob-list"))
        await until(pilot, lambda: "─ x" in text_of(app))
        curve, canvas = screen.query_one(Curve), screen.query_one(HeatCanvas)
        assert curve.display
        assert curve.size.height - BELOW - FRAME >= 6
        assert canvas.size.width > 20
        assert canvas.region.x >= curve.region.right
        assert canvas.region.bottom <= screen.query_one("#claim-knobs").region.y
        assert "0.500" in text_of(app)  # a small map shows its numbers


async def test_a_small_map_is_read_out_by_its_names_and_turned_to_colours(tmp_path: Path) -> None:
    app = study_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_claim(pilot, QUARTER)
        await type_text(pilot, "0.25")
        await pilot.press("enter")
        await until(pilot, lambda: screen.focused is screen.query_one("#knob-list"))
        assert "tab: the map" in said(screen, "invitation")
        await pilot.press("tab", "down")
        await until(pilot, lambda: "row “a”, column “1”: 0.25" in text_of(app))
        await pilot.press("number_sign")
        await until(pilot, lambda: "0.500" not in text_of(app))


def test_the_marked_knob_is_told_whole_and_the_others_keep_their_range() -> None:
    from fake_torch import CLAIMS

    long = Knob("shifted", "how many of the four logits it is added to, the largest first", 4, 1, 4)
    found = (long, *CLAIMS[0].knobs)
    values = {knob.name: knob.default for knob in found}
    first, *others = (row.plain for row in knobs.rows(found, values, 60, marked=0))
    assert " ".join(first.split()) == "shifted 4 1 to 4 how many of the four logits it is added to, the largest first"
    assert all("\n" not in row for row in others)
    cut = knobs.rows(found, values, 60, marked=1)[0].plain
    assert "1 to 4" in cut
    assert cut.endswith(" …")
    assert max(len(line) for row in (first, cut, *others) for line in row.splitlines()) <= 60


async def test_a_lost_worker_is_told_and_the_next_run_starts_another(tmp_path: Path) -> None:
    worker = AnsweringWorker()
    app = study_app(tmp_path, worker=worker)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_claim(pilot, BOWL)
        worker.refuse = WorkerLost("The worker was killed (signal 9).")
        await pilot.press("1")
        await until(pilot, lambda: "The worker was killed" in said(screen, "verdict"))
        worker.refuse = None
        await pilot.press("1")
        await until(pilot, lambda: screen.proven is not None)
        assert "killed" not in said(screen, "verdict")


async def test_claims_are_chosen_by_what_they_ask(tmp_path: Path) -> None:
    app = study_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_claim(pilot, BOWL)
        await pilot.press("slash")
        await until(pilot, lambda: bool(app.screen.query("#chooser-field")))
        await type_text(pilot, "steep")
        await pilot.pause()
        assert app.screen.query_one(OptionList).option_count == 1
        await pilot.press("enter")
        await until(pilot, lambda: screen.card is not None and screen.card.name == QUARTER)


async def test_a_number_that_is_predicted_is_typed_the_same_way(tmp_path: Path) -> None:
    app = study_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_claim(pilot, QUARTER)
        await pilot.pause()
        typing = lines_of(app)[-1]
        assert "⏎ Answer" in typing
        assert "esc Leave the field" in typing
        assert "/ Claims" not in typing
        await type_text(pilot, "0.25")
        await pilot.press("escape")
        await pilot.pause()
        assert "/ Claims" in lines_of(app)[-1]


def test_knobs_turn_within_their_range() -> None:
    from fake_torch import CLAIMS

    rate, updates, _ = CLAIMS[0].knobs
    kind, shift = CLAIMS[1].knobs
    assert knobs.turned(rate, 0.1, 1) == 0.2
    assert knobs.turned(rate, 8.0, 1) == knobs.turned(rate, 10.0, 1) == 10.0
    assert knobs.turned(updates, 20, -1) == 10
    assert knobs.turned(updates, 1, 1) == 2
    assert knobs.turned(kind, "tanh", 1) == "sigmoid"
    assert knobs.turned(shift, False, -1) is True
