"""The sweep's screen: what it runs, what it draws, how it stops and goes on, what it says of what is typed."""

from __future__ import annotations

import shlex

import pytest
from sweeping_torch import SweepingWorker
from widget_host import text_of, to_lab, until

from studyai.commands.parser import parser
from studyai.commands.sweep import _wish
from studyai.protocol import Setting
from studyai.tui.lab.screen import LabScreen
from studyai.tui.lab.settings.panel import SettingsPanel
from studyai.tui.lab.sweep.in_hand import SweepInHand, usual_values
from studyai.tui.lab.sweep.screen import SweepScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk
from studyai.tui.today.screen import TodayScreen
from studyai.tui.widgets.curve import Curve


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def sweep(request, tmp_path):
    app = StudyApp(SweepingWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))
    async with app.run_test(size=request.param, notifications=True) as pilot:
        await to_lab(pilot)
        app.screen.query_one(SettingsPanel).adjust("optimiser", "sgd")
        await until(pilot, lambda: app.screen.run.started.settings[2].value == "sgd")
        await pilot.press("U")
        await until(pilot, lambda: isinstance(app.screen, SweepScreen))
        yield pilot


def hand_of(pilot) -> SweepInHand:
    return pilot.app.screen.hand


async def is_done(pilot) -> None:
    await until(pilot, lambda: hand_of(pilot).record is not None and not hand_of(pilot).record.left)
    pilot.app.screen.drawer.draw_latest(again=True)
    await pilot.pause()
    pilot.app.screen.drawer.draw_latest(again=True)
    await pilot.pause()


async def type_values(pilot, text) -> None:
    await pilot.press("enter", *text.replace(".", "\0").replace("\0", "."), "enter")


async def test_space_runs_it_and_table_curve_and_findings_are_there(sweep):
    assert "runs every value with every seed" in text_of(sweep.app)
    await sweep.press("space")
    await is_done(sweep)
    text = text_of(sweep.app)
    assert "✓ 27 of 27 runs" in text
    assert "0.316" in text
    assert "0.1048" in text  # the mean at 0.316: 0.7·0.368² + 0.01
    assert "Lowest mean loss: 0.1048 at learning_rate 0.316" in text
    assert "It learns up to 0.316; at 1, 3 of 3 seeds diverged." in text
    assert "│ 2/λ_max 0.5" in text
    assert sweep.app.screen.query_one(Curve).display


async def test_what_is_typed_is_swept(sweep):
    await type_values(sweep, "0.1,0.2")
    await is_done(sweep)
    assert hand_of(sweep).record.sweep.values == (0.1, 0.2)
    assert not isinstance(sweep.app.focused, type(sweep.app.screen.query_one("#sweep-values")))


async def test_more_values_go_on_with_the_runs_there_are_and_other_steps_begin_anew(sweep):
    await type_values(sweep, "0.1,0.2")
    await is_done(sweep)
    first = hand_of(sweep).record.outcomes
    await type_values(sweep, "0.1,0.2,0.3")
    await until(sweep, lambda: len(hand_of(sweep).record.sweep.values) == 3)
    await is_done(sweep)
    assert [one for one in hand_of(sweep).record.outcomes if one.value != 0.3] == list(first)
    trained = len(sweep.app.torch.worker.runs)
    hand_of(sweep).texts["steps"] = "20"
    await sweep.press("space")
    await until(sweep, lambda: len(sweep.app.torch.worker.runs) >= trained + 9)


async def test_what_cannot_be_read_is_told_and_what_there_is_stays(sweep):
    await type_values(sweep, "0.1,0.2")
    await is_done(sweep)
    record = hand_of(sweep).record
    for typed, said in (("3..x", "no value 'x'; accepted: numbers from"), ("[red]", "no value '[red]'")):
        hand_of(sweep).texts["values"] = typed
        await sweep.press("space")
        await until(sweep, lambda said=said: said in hand_of(sweep).problem)
        sweep.app.screen.drawer.draw_latest()
        await sweep.pause()
        assert said[:12] in text_of(sweep.app)
    hand_of(sweep).texts.update(values="0.1,0.2", seeds="21")
    await sweep.press("space")
    await until(sweep, lambda: "seeds '21' is not a whole number from 1 to 20" in hand_of(sweep).problem)
    assert hand_of(sweep).record == record


async def test_space_stops_it_and_goes_on(sweep):
    worker = sweep.app.torch.worker
    await type_values(sweep, "0.1,0.2")
    await is_done(sweep)
    worker.waits = True
    await type_values(sweep, "0.1,0.2,0.3")
    await sweep.pause()
    screen = sweep.app.screen
    for _ in range(50):
        await sweep.pause()
        if hand_of(sweep).running:
            break
    assert hand_of(sweep).is_running
    await sweep.press("space")
    await until(sweep, lambda: not hand_of(sweep).is_running)
    assert len(hand_of(sweep).record.outcomes) == 6
    screen.drawer.draw_latest(again=True)
    await sweep.pause()
    assert "‖ 6 of 9 runs" in text_of(sweep.app)
    assert "Space goes on." in text_of(sweep.app)
    worker.waits = False
    await sweep.press("space")
    await is_done(sweep)
    assert len(hand_of(sweep).record.outcomes) == 9


async def test_escape_leaves_the_field_then_stops_it_and_goes_back_and_what_is_done_stays(sweep):
    await type_values(sweep, "0.1,0.2")
    await is_done(sweep)
    hand = hand_of(sweep)
    await sweep.press("enter", "escape")
    assert isinstance(sweep.app.screen, SweepScreen)
    await sweep.press("escape")
    await until(sweep, lambda: isinstance(sweep.app.screen, LabScreen))
    assert not hand.is_running
    await sweep.press("U")
    await until(sweep, lambda: isinstance(sweep.app.screen, SweepScreen))
    await is_done(sweep)
    assert hand_of(sweep) is hand
    assert "✓ 6 of 6 runs" in text_of(sweep.app)


async def test_on_another_screen_it_goes_on(sweep):
    sweep.app.torch.worker.waits = True
    await type_values(sweep, "0.1,0.2")
    hand = hand_of(sweep)
    for _ in range(50):
        await sweep.pause()
        if hand.running:
            break
    await sweep.press("f2")
    for _ in range(20):
        await sweep.pause()
    assert isinstance(sweep.app.screen, TodayScreen)
    assert hand.is_running
    hand.stop()
    sweep.app.workers.cancel_all()


async def test_another_setting_is_chosen_with_values_that_it_may_have(sweep):
    await sweep.press("slash", *"activ", "enter")
    await until(sweep, lambda: hand_of(sweep).setting == "activation")
    assert hand_of(sweep).texts["values"] == "relu,tanh,sigmoid"
    await sweep.press("space")
    await is_done(sweep)
    assert "sigmoid" in text_of(sweep.app)
    assert not sweep.app.screen.query_one("#sweep-curve").display  # words have no order
    await sweep.press("r")
    await sweep.pause()
    assert hand_of(sweep).record is None


async def test_a_lost_worker_is_told(sweep):
    sweep.app.torch.worker.deaths = {0.2: 6}  # each of its three runs, twice
    await type_values(sweep, "0.1,0.2")
    await until(sweep, lambda: bool(hand_of(sweep).left_out))
    await until(sweep, lambda: not hand_of(sweep).is_running)
    sweep.app.screen.drawer.draw_latest(again=True)
    await sweep.pause()
    assert "learning_rate 0.2, seed" in text_of(sweep.app)


async def test_the_copied_command_means_the_same(sweep):
    hand_of(sweep).texts.update(values="1e-3..1", points="5", seeds="2", steps="40")
    await sweep.press("y")
    line = sweep.app.clipboard
    wish, typed = hand_of(sweep).wish(), _wish(parser().parse_args(shlex.split(line)[1:]))
    assert (typed.architecture, typed.setting, typed.text) == (wish.architecture, wish.setting, wish.text)
    assert (typed.points, typed.seeds) == (5, 2)
    assert {name: str(value) for name, value in typed.fixed.items()} == {"optimiser": "sgd", "steps": "40"}


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (Setting("learning_rate", "number", 0.1, 0.1, "live", "", 1e-12, 1e6), "1e-4..1"),
        (Setting("l2", "number", 0.0, 0.0, "live", "", 0.0, 1e3), "1e-4..1"),
        (Setting("dropout", "number", 0.0, 0.0, "live", "", 0.0, 0.95), "0..0.9"),
        (Setting("decay", "number", 0.5, 0.5, "live", "", 1e-6, 1.0), "0.05..1"),
        (Setting("hidden_size", "whole", 16, 16, "rebuild", "", 1, 1024), "8,16,32"),
        (Setting("layers", "whole", 1, 1, "rebuild", "", 1, 4), "1,2,4"),
        (Setting("batch_norm", "flag", False, False, "rebuild", ""), "false,true"),
    ],
)
def test_values_to_begin_with_fit_the_setting(row, text):
    assert usual_values(row) == text
