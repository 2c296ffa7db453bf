import asyncio

import msgspec
import pytest
from fake_torch import FakeWorker
from textual.widgets import Input, OptionList
from widget_host import text_of, to_lab, until

from studyai import protocol
from studyai.client.errors import WorkerProblem
from studyai.protocol import Signal
from studyai.tui.lab.curves import LossPanel
from studyai.tui.lab.layers.table import LayerTable
from studyai.tui.lab.screen import LabScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk
from studyai.tui.shell.drawer import PARTS
from studyai.tui.shell.navigation_row import NavigationRow
from studyai.tui.widgets.heat.map import HeatMap


class Lab:
    """The lab on a fake worker: a test reports frames and lets the screen draw them."""

    def __init__(self, app, pilot):
        self.app, self.pilot, self.worker = app, pilot, app.torch.worker

    @property
    def screen(self) -> LabScreen:
        return self.app.screen

    async def press(self, *keys):
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self):
        for _ in range(4):
            await self.pilot.pause()

    async def report(self, step, state="running", **more):
        self.worker.report(step, state, **more)
        await self.draw()

    async def draw(self):
        self.screen.drawer.draw_latest()
        await self.settle()

    def last(self):
        return self.worker.sent[-1]


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def lab(request, tmp_path):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))
    async with app.run_test(size=request.param, notifications=True) as pilot:
        await to_lab(pilot)
        lab = Lab(app, pilot)
        await until(pilot, lambda: bool(lab.worker.sent))
        await lab.draw()
        yield lab


async def test_it_shows_the_model_before_training(lab):
    text = text_of(lab.app)
    assert "‖ paused" in text
    assert "3,818 parameters" in text
    assert "16×4×4" in text
    assert lab.screen.query_one("#rate", Input).value == "0.01"


async def test_space_starts_and_pauses(lab):
    await lab.press("space")
    assert isinstance(lab.last(), protocol.Resume)
    await lab.report(10)
    assert "▶ running" in text_of(lab.app)
    assert "412 steps/s" in text_of(lab.app)
    await lab.press("space")
    assert isinstance(lab.last(), protocol.Pause)


async def test_it_is_trained_at_a_pace_to_watch_and_faster_or_slower_on_a_key(lab):
    assert "pace watching" in text_of(lab.app)
    await lab.press("space")
    assert lab.worker.sent[-2:] == [protocol.Pace(id=0, run=1, updates_per_second=32.0), protocol.Resume(id=0, run=1)]
    await lab.report(10)
    assert "Pace: watching; f faster, F slower." in text_of(lab.app)
    await lab.press("f")
    assert lab.last() == protocol.Pace(id=0, run=1, updates_per_second=120.0)
    await lab.press("f")
    assert lab.last() == protocol.Pace(id=0, run=1, updates_per_second=None)
    assert "Pace: full speed; F slower." in text_of(lab.app)
    before = len(lab.worker.sent)
    await lab.press("f")
    assert len(lab.worker.sent) == before
    await lab.press("F", "F", "F")
    assert lab.last() == protocol.Pace(id=0, run=1, updates_per_second=8.0)
    assert "Pace: slow; f faster." in text_of(lab.app)
    assert '"pace": "slow"' in lab.app._settings_file.read_text()


async def test_a_pace_chosen_before_a_training_is_said_and_kept_for_it(lab):
    await lab.press("f", "f")
    assert "pace full speed" in text_of(lab.app)
    assert not any(isinstance(request, protocol.Pace) for request in lab.worker.sent)
    lab.screen.choose("mlp")
    await until(lab.pilot, lambda: lab.screen.run.started.architecture == "mlp")
    await lab.press("space")
    assert lab.worker.sent[-2] == protocol.Pace(id=0, run=2, updates_per_second=None)


async def test_paces_are_in_the_palette(lab):
    await lab.press("ctrl+p", *"pace: fast")
    await until(lab.pilot, lambda: "about 4 seconds" in text_of(lab.app))
    await lab.press("down", "enter")
    await until(lab.pilot, lambda: lab.screen.hand.pace.name == "fast")


async def test_how_far_it_goes_on_after_the_end_is_said(lab):
    await lab.report(600, "finished")
    lab.worker.finish()
    await lab.report(600, "finished")
    assert "Space: on to 1,200." in text_of(lab.app)
    await lab.report(620, last_step=1200)
    assert "Going on up to update 1,200." in text_of(lab.app)


async def test_a_training_is_seen_on_other_screens_while_it_goes_on_and_when_it_has_ended(lab):
    await lab.report(40)
    assert "torch ✓" in text_of(lab.app)
    await lab.press("f4")
    look = lambda: lab.app.screen.query_one(NavigationRow)._look()  # noqa: E731 (what the row's clock does)
    for step, state, words in ((41, "running", "lab ▶ 41"), (600, "finished", "lab ✓ 600"), (7, "diverged", "lab ✗ 7")):
        lab.worker.report(step, state, generation=step)
        look()
        await lab.settle()
        assert words in text_of(lab.app)
    lab.worker.report(8, "paused", generation=8)
    look()
    await lab.settle()
    assert "torch ✓" in text_of(lab.app)
    lab.worker.report(90, "running", generation=8)
    look()
    await lab.settle()
    assert "lab ▶ 90" in text_of(lab.app)
    await lab.pilot.click("#torch", offset=(2, 0))
    await until(lab.pilot, lambda: isinstance(lab.screen, LabScreen))
    assert "torch ✓" in text_of(lab.app)


async def test_step_and_reset(lab):
    await lab.press("n")
    assert lab.last() == protocol.Step(id=0, run=1, count=1)
    await lab.press("r")
    assert lab.last() == protocol.Reset(id=0, run=1, seed=None)


async def test_space_right_after_a_reset_trains_the_new_model(lab, monkeypatch):
    await lab.press("space")
    await lab.report(10)
    answer = lab.worker.run._ask

    async def busy(request):
        if isinstance(request, protocol.Reset):
            await asyncio.sleep(0.5)  # the space comes before the reset is answered
        return await answer(request)

    monkeypatch.setattr(lab.worker.run, "_ask", busy)
    await lab.press("r", "space")
    await until(lab.pilot, lambda: isinstance(lab.last(), protocol.Resume))
    assert [type(one) for one in lab.worker.sent[-2:]] == [protocol.Reset, protocol.Resume]


async def test_loss_and_accuracy_are_shown_and_a_reset_clears_them(lab):
    await lab.report(46)
    assert "0.1 %" not in text_of(lab.app)
    assert f"{100 * (1 - 0.9 * 2.718281828 ** (-46 / 60)):.1f} %" in text_of(lab.app)
    await lab.report(0, "paused", generation=1)
    text = text_of(lab.app)
    assert "– ⣀ loss" in text
    assert "–  accuracy" in text


async def test_every_loss_is_kept_though_only_the_newest_frame_is_drawn(lab):
    for step in range(10, 400, 10):
        lab.worker.report(step, "running")
    await lab.draw()
    assert lab.screen.query_one(LossPanel).losses.taken_from(lab.worker.run).count == 390


async def test_the_rate_is_halved_doubled_and_typed(lab):
    await lab.press("left_square_bracket")
    assert lab.last() == protocol.Adjust(id=0, run=1, settings={"learning_rate": 0.005})
    await lab.press("right_square_bracket", "right_square_bracket")
    assert lab.last() == protocol.Adjust(id=0, run=1, settings={"learning_rate": 0.02})
    await lab.press("e", *"0.5", "enter")
    assert lab.last() == protocol.Adjust(id=0, run=1, settings={"learning_rate": 0.5})
    assert isinstance(lab.app.focused, OptionList)


async def test_a_refused_rate_is_told_and_the_old_one_stays(lab):
    lab.worker.refuse = WorkerProblem("bad-setting", "learning rate [0] must be from 1e-8 to 100")
    await lab.press("e", *"1000", "enter")
    assert "learning rate [0] must be" in text_of(lab.app)
    lab.worker.refuse = None
    await lab.press("right_square_bracket")
    assert lab.last() == protocol.Adjust(id=0, run=1, settings={"learning_rate": 0.02})
    assert lab.screen.query_one("#rate", Input).value == "0.02"


@pytest.mark.parametrize("typed", ["-", "1e", ""])
async def test_what_is_no_number_is_refused(lab, typed):
    before = len(lab.worker.sent)
    await lab.press("e", "backspace", *typed, "enter")
    assert "A learning rate is a number" in text_of(lab.app)
    assert len(lab.worker.sent) == before


async def test_escape_leaves_a_field_as_it_was(lab):
    await lab.press("e", *"77", "escape")
    assert lab.screen.query_one("#rate", Input).value == "0.01"
    assert isinstance(lab.screen, LabScreen)


async def test_a_seed_builds_the_model_anew(lab):
    await lab.press("s", *"42", "enter")
    assert lab.last() == protocol.Reset(id=0, run=1, seed=42)


async def test_leafing_goes_round(lab):
    await lab.press("left")
    assert lab.last() == protocol.Look(id=0, run=1, example=359)
    await lab.press("right", "right")
    assert lab.last() == protocol.Look(id=0, run=1, example=1)
    await lab.draw()
    assert "example 1" in text_of(lab.app)
    assert "reads 1 ✓" in text_of(lab.app)
    await lab.press("right")
    await lab.draw()
    assert "reads 1 ✗  is 7" in text_of(lab.app)


async def test_a_layer_shows_its_inner_tensors(lab):
    assert len(lab.screen.query_one("#inner-panel HeatMap", HeatMap).canvas.maps) == 8
    await lab.press("i")
    assert lab.last() == protocol.Look(id=0, run=1, probe="conv1.kernels")
    await lab.draw()
    maps = lab.screen.query_one("#inner-panel HeatMap", HeatMap).canvas.maps
    assert [item.shape for item in maps] == [(3, 3)] * 8
    assert "conv1.kernels" in text_of(lab.app)
    await lab.press("end")
    assert lab.last() == protocol.Look(id=0, run=1, probe="dense.output")
    await lab.draw()
    assert lab.screen.query_one("#inner-panel HeatMap", HeatMap).canvas.maps[0].shape == (1, 10)


async def test_the_code_can_be_read(lab):
    await lab.press("z")
    assert "class Fake:" in text_of(lab.app)
    assert "Convolutional network, as it is run" in text_of(lab.app)
    await lab.press("escape")
    assert isinstance(lab.screen, LabScreen)


async def test_divergence_is_explained(lab):
    await lab.report(50, "diverged", explanation="The loss is nan: the rate [2.0] is too large.")
    assert "✗ diverged" in text_of(lab.app)
    assert "The loss is nan: the rate [2.0] is too large." in text_of(lab.app)
    await lab.report(0, "paused", generation=1)
    assert "The loss is nan" not in text_of(lab.app)


async def test_the_end_says_whether_the_target_was_reached(lab):
    await lab.report(600, "finished")
    lab.worker.finish()
    lab.screen.drawer.draw_latest(again=True)
    await lab.settle()
    assert "✓ target reached: test accuracy 97.8 %" in text_of(lab.app)
    lab.worker.finish(reached=False)
    lab.screen.drawer.draw_latest(again=True)
    await lab.settle()
    assert "✗ target missed" in text_of(lab.app)


async def test_a_lost_worker_leaves_the_screen_and_a_restart_builds_anew(lab):
    await lab.report(100)
    await lab.press("right_square_bracket")
    lab.worker.die()
    await lab.settle()
    assert "R starts it again" in text_of(lab.app)
    await lab.press("space", "n", "r", "right")  # nobody answers, nothing breaks
    first = lab.screen.run
    await lab.press("R")
    await lab.draw()
    assert lab.screen.run is not first
    assert lab.screen.run.started.learning_rate == 0.02
    assert "‖ paused" in text_of(lab.app)
    assert "R starts it again" not in text_of(lab.app)


async def test_names_from_the_worker_are_never_markup(lab):
    view = lab.worker.run.latest.view
    lab.screen.hand.probe = "[red]x[/red]"
    await lab.report(5, view=msgspec.structs.replace(view, probe="[red]x[/red]", axes=("[0]", "[/]", "b")))
    assert "[red]x[/red]" in text_of(lab.app)


async def test_nothing_is_drawn_while_another_screen_is_up(lab):
    drawn = lab.screen.picture.drawn
    screen = lab.screen
    await lab.press("f2")
    lab.worker.report(30, "running")
    screen.drawer.draw_latest()
    assert screen.picture.drawn is drawn
    await lab.press("f5")
    screen.drawer.draw_latest()
    assert screen.picture.drawn is lab.worker.run.latest


async def test_frames_wait_while_somebody_types_but_not_for_ever(lab, monkeypatch):
    await lab.report(20)
    clock = [1e9]
    monkeypatch.setattr("studyai.tui.shell.drawer.monotonic", lambda: clock[0])
    await lab.press("e")
    lab.screen.drawer.draw_between_keys()
    lab.app.last_key = clock[0]
    lab.worker.report(40, "running")
    clock[0] += 0.1
    lab.screen.drawer.draw_between_keys()
    assert lab.screen.picture.drawn is not lab.worker.run.latest
    clock[0] += 0.5
    lab.app.last_key = clock[0]
    lab.screen.drawer.draw_between_keys()
    assert lab.screen.picture.drawn is lab.worker.run.latest


async def test_a_single_key_outside_the_fields_holds_no_frame_back(lab, monkeypatch):
    clock = [1e9]
    monkeypatch.setattr("studyai.tui.shell.drawer.monotonic", lambda: clock[0])
    lab.screen.drawer.draw_between_keys()
    lab.app.key_before, lab.app.last_key = clock[0] - 2.0, clock[0]
    lab.worker.report(40, "running")
    clock[0] += 0.1
    lab.screen.drawer.draw_between_keys()
    assert lab.screen.picture.drawn is lab.worker.run.latest


async def test_frames_wait_while_somebody_walks_through_a_list(lab, monkeypatch):
    await lab.report(20)
    clock = [1e9]
    monkeypatch.setattr("studyai.tui.shell.drawer.monotonic", lambda: clock[0])
    lab.screen.drawer.draw_between_keys()
    lab.app.key_before, lab.app.last_key = clock[0] - 0.3, clock[0]
    lab.worker.report(40, "running")
    clock[0] += 0.1
    lab.screen.drawer.draw_between_keys()
    assert lab.screen.picture.drawn is not lab.worker.run.latest
    clock[0] += 0.4
    lab.screen.drawer.draw_between_keys()
    assert lab.screen.picture.drawn is lab.worker.run.latest


async def test_a_frame_begun_by_the_clock_is_drawn_to_its_end(lab, monkeypatch):
    clock = [1e9]
    monkeypatch.setattr("studyai.tui.shell.drawer.monotonic", lambda: clock[0])
    lab.screen.query_one(LayerTable).toggle()
    lab.screen.drawer.draw_latest()
    layers = lab.worker.run.started.layers
    lab.worker.report(40, signals=[Signal(layer.name, 0.125, 3.0, 0.003, 0.001) for layer in layers])
    lab.screen.drawer.draw_between_keys()
    lab.screen.drawer.draw_latest()
    lines = [str(option.prompt) for option in lab.screen.query_one(LayerTable).table.options]
    assert all("0.12" in line for line in lines[1:])


async def test_what_a_key_asked_for_waits_for_no_pause_between_keys(lab, monkeypatch):
    clock = [1e9]
    monkeypatch.setattr("studyai.tui.shell.drawer.monotonic", lambda: clock[0])
    await lab.report(40)
    lab.screen.drawer.draw_between_keys()
    lab.app.key_before, lab.app.last_key = clock[0] - 0.3, clock[0]
    view = msgspec.structs.replace(lab.worker.run.latest.view, example=1)
    lab.worker.report(60, "running", view=view)
    clock[0] += 0.1
    for _ in range(PARTS):
        lab.screen.drawer.draw_between_keys()
    assert lab.screen.picture.drawn is lab.worker.run.latest
    assert lab.screen.drawer.is_done
    await lab.settle()
    assert "example 1 " in text_of(lab.app)
