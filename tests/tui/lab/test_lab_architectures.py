"""The lab on other architectures: chosen, looked into, answered; and their settings."""

import pytest
from fake_torch import MODELS, FakeWorker, make_view
from textual.widgets import Input, OptionList
from widget_host import text_of, to_lab, until

from studyai import protocol
from studyai.tui.lab.inside.inner import InnerPanel
from studyai.tui.lab.inside.views import maps_of
from studyai.tui.lab.settings.panel import SettingsPanel
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk
from studyai.tui.widgets.chooser import Choice, Chooser
from studyai.tui.widgets.heat.map import HeatMap
from studyai.tui.widgets.plane import Plane


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def lab(request, tmp_path):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))
    async with app.run_test(size=request.param, notifications=True) as pilot:
        await to_lab(pilot)
        await until(pilot, lambda: bool(app.torch.worker.sent))
        yield pilot


async def choose(pilot, typed):
    screen, old = pilot.app.screen, pilot.app.screen.run
    await pilot.press("slash")
    assert isinstance(pilot.app.screen, Chooser)
    await pilot.press(*typed, "enter")
    await until(pilot, lambda: pilot.app.screen is screen and screen.run is not old)
    await until(pilot, lambda: screen.run.latest.view.probe == screen.hand.probe)
    await draw(pilot)
    return screen


async def draw(pilot):
    for _ in range(3):
        await pilot.pause()
    pilot.app.screen.drawer.draw_latest(again=True)
    await pilot.pause()


async def settle(pilot):
    for _ in range(4):
        await pilot.pause()


async def test_an_architecture_is_chosen_and_the_old_run_ends(lab):
    await choose(lab, "multi")
    sent = lab.app.torch.worker.sent
    assert protocol.Stop(id=0, run=1) in sent
    assert sent[-1] == protocol.Look(id=0, run=2, probe="plane")
    text = text_of(lab.app)
    assert "Multilayer perceptron · moons · mlp/moons?seed=0" in text
    assert "○ upper moon" in text
    assert "reads lower moon ✗" in text
    assert lab.app.screen.query_one(Plane).display
    assert "×" in text


async def test_an_architecture_nobody_described_is_refused_in_words_and_the_run_stays(lab):
    screen, run = lab.app.screen, lab.app.screen.run
    await lab.press("slash", *"unheard", "enter")
    await settle(lab)
    assert "no architecture named 'unheard-of'" in text_of(lab.app)
    assert screen.run is run


async def test_the_last_of_a_long_list_is_seen_and_told_in_full(lab):
    choices = [Choice(str(number), f"the {number}th", f"word {number} " * 12 + "end") for number in range(60)]
    lab.app.push_screen(Chooser("Many", choices))
    await settle(lab)
    await lab.press(*["down"] * 59)
    await settle(lab)
    assert sum("word 59" in line for line in text_of(lab.app).splitlines()) == 2  # in the list and over it


async def test_escape_chooses_nothing(lab):
    run = lab.app.screen.run
    await lab.press("slash", "down", "escape")
    await settle(lab)
    assert lab.app.screen.run is run


async def test_gates_numbers_and_bars_over_time(lab):
    screen = await choose(lab, "lstm")
    assert screen.hand.probe == "layers.0.forget_gates"
    text = text_of(lab.app)
    assert "answers −0.136" in text
    assert "expected 0.682" in text
    assert screen.query_one("#inner-panel HeatMap", HeatMap).canvas.maps[0].shape == (20, 32)
    await lab.press("i")
    await until(lab, lambda: screen.run.latest.view.probe.endswith("gradient_norm"))
    await draw(lab)
    assert "time 0" in text_of(lab.app)
    assert "█" in text_of(lab.app)


async def test_an_alignment_has_its_tokens_and_wrong_ones_are_marked(lab):
    screen = await choose(lab, "attention")
    item = screen.query_one("#inner-panel HeatMap", HeatMap).canvas.maps[0]
    assert item.column_names == tuple("64884076")
    assert item.row_names[0] == "start"
    text = text_of(lab.app)
    assert "1 wrong ✗" in text
    assert "in  wanted  says" in text


async def test_a_word_is_typed_for_its_neighbours(lab):
    screen = await choose(lab, "word")
    assert "the nearest to “cat”" in text_of(lab.app)
    await lab.press("W", *"apple", "enter")
    await settle(lab)
    assert lab.app.torch.worker.sent[-1] == protocol.Look(id=0, run=2, word="apple")
    await draw(lab)
    text = text_of(lab.app)
    assert "the nearest to “apple”" in text
    assert "[red]" in text
    assert isinstance(screen.focused, OptionList)


async def test_gradients_take_the_place_of_shapes(lab):
    lab.app.torch.worker.report(46, "paused")
    await draw(lab)
    assert "16×4×4" in text_of(lab.app)
    await lab.press("g")
    await draw(lab)
    text = text_of(lab.app)
    assert "16×4×4" not in text
    assert "update 46" in text
    assert "0.50" in text
    assert "0.0010" in text


async def test_all_probes_can_be_chosen(lab):
    await lab.press("A", *"dense", "enter")
    await settle(lab)
    assert lab.app.torch.worker.sent[-1] == protocol.Look(id=0, run=1, probe="dense.output")


# Settings


async def mark(pilot, name):
    panel = pilot.app.screen.query_one(SettingsPanel)
    await until(pilot, lambda: pilot.app.screen.query_one("#settings-list").has_focus)
    names = [row.name for row in panel._rows]
    panel.query_one("#settings-list", OptionList).highlighted = names.index(name)
    await settle(pilot)
    return panel


async def test_a_live_setting_changes_at_once(lab):
    await lab.press("S")
    await mark(lab, "optimiser")
    await lab.press("right")
    await settle(lab)
    assert lab.app.torch.worker.sent[-1] == protocol.Adjust(id=0, run=1, settings={"optimiser": "nadam"})
    assert "nadam" in text_of(lab.app)
    assert "by itself adam" in text_of(lab.app)
    await lab.press("backspace")
    await settle(lab)
    assert lab.app.torch.worker.sent[-1] == protocol.Adjust(id=0, run=1, settings={"optimiser": "adam"})


async def test_what_builds_the_model_anew_is_said_before_it_is_done(lab):
    await lab.press("S")
    await mark(lab, "activation")
    assert "A change builds the model anew" in text_of(lab.app)
    before = len(lab.app.torch.worker.sent)
    await lab.press("right")
    await settle(lab)
    assert len(lab.app.torch.worker.sent) == before
    assert "Enter builds the model anew with activation tanh" in text_of(lab.app)
    await lab.press("enter")
    await settle(lab)
    assert lab.app.torch.worker.sent[before] == protocol.Adjust(id=0, run=1, settings={"activation": "tanh"})


async def test_a_refused_value_is_told_with_its_range(lab):
    await lab.press("S")
    panel = await mark(lab, "dropout")
    await lab.press("2", "enter")
    await settle(lab)
    assert "✗ dropout 2 is not from 0 to 0.95" in text_of(lab.app)
    await lab.press("enter", "backspace", *"0.5", "enter")
    await settle(lab)
    assert next(row for row in panel._rows if row.name == "dropout").value == 0.5
    assert "✗" not in text_of(lab.app)


async def test_escape_leaves_the_field_then_the_settings(lab):
    await lab.press("S")
    panel = await mark(lab, "dropout")
    await lab.press("enter")
    assert isinstance(lab.app.focused, Input)
    await lab.press("escape")
    assert panel.display
    await lab.press("escape")
    await settle(lab)
    assert not panel.display
    assert lab.app.focused.id == "layers"


async def test_a_lost_worker_is_replaced_with_the_settings_as_they_were(lab):
    await choose(lab, "lstm")
    screen = lab.app.screen
    await lab.press("S")
    await mark(lab, "dropout")
    await lab.press("3", "backspace", *"0.3", "enter", "escape")
    await settle(lab)
    first = screen.run
    lab.app.torch.worker.die()
    await settle(lab)
    await lab.press("R")
    await until(lab, lambda: screen.run is not first)
    assert screen.run.started.architecture == "lstm"
    assert next(row for row in screen.run.started.settings if row.name == "dropout").value == 0.3


@pytest.mark.parametrize(
    ("architecture", "probe", "rows", "columns"),
    [
        ("seq2seq-attention", "alignment", ("start", *"6704884"), tuple("64884076")),
        ("seq2seq-attention", "encoder.states", tuple("64884076"), ()),
        ("cnn", "dense.output", (), tuple("0123456789")),
        ("lstm", "layers.0.forget_gates", (), ()),
    ],
)
def test_maps_have_tokens_classes_or_numbers_beside_them(architecture, probe, rows, columns):
    view = make_view(architecture, probe, 7)
    for item in maps_of(view, MODELS[architecture].classes):
        assert (tuple(item.row_names), tuple(item.column_names)) == (rows, columns)
        assert item.numbered
        assert item.axes[1] == view.axes[-1]


async def test_a_map_says_where_its_axes_go_and_the_read_out_names_them(lab):
    await choose(lab, "lstm")
    assert "time 20 ↓" in text_of(lab.app)
    await lab.press("x", "right")
    await settle(lab)
    assert lab.app.screen.query_one(InnerPanel).where.startswith("time ")
    assert "unit" in text_of(lab.app)
