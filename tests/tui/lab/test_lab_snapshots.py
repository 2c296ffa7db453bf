"""How the lab and the widgets look, at the smallest size and at a comfortable one."""

import math

import pytest
from fake_torch import FakeWorker
from sweeping_torch import SweepingWorker
from widget_host import Host, text_of, to_lab, until

from studyai.tui.lab.beside.demos import Demo, Pause, Side
from studyai.tui.lab.beside.screen import BesideScreen
from studyai.tui.lab.settings.panel import SettingsPanel
from studyai.tui.lab.sweep.screen import SweepScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk
from studyai.tui.widgets.curve import Curve, Series
from studyai.tui.widgets.formula_view import FormulaView, Highlight
from studyai.tui.widgets.heat.data import HeatMapData
from studyai.tui.widgets.heat.map import HeatMap
from studyai.tui.widgets.matrix_grid import MatrixGrid

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
THEMES = pytest.mark.parametrize("theme", ["dark", "light", "terminal"])


@SIZES
@THEMES
def test_the_lab_in_the_middle_of_a_run(snap_compare, tmp_path, size, theme):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))

    async def train(pilot):
        app.use_theme(theme)
        await to_lab(pilot)
        await until(pilot, lambda: bool(app.torch.worker.sent))
        app.torch.worker.report(400, "running")
        app.screen.drawer.draw_latest()
        await pilot.pause()

    assert snap_compare(app, run_before=train, terminal_size=size)


@SIZES
def test_a_run_that_diverged(snap_compare, tmp_path, size):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))

    async def train(pilot):
        await to_lab(pilot)
        await until(pilot, lambda: bool(app.torch.worker.sent))
        await pilot.press("i")
        await until(pilot, lambda: len(app.torch.worker.sent) == 2)
        explanation = "The loss is nan: the learning rate 8 is too large for this model."
        app.torch.worker.report(31, "diverged", explanation=explanation, view=app.torch.worker.run.latest.view)
        app.screen.drawer.draw_latest()
        await pilot.pause()

    assert snap_compare(app, run_before=train, terminal_size=size)


def test_help_over_the_lab(snap_compare, tmp_path):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))

    async def ask(pilot):
        await to_lab(pilot)
        await pilot.press("f1")

    assert snap_compare(app, run_before=ask, terminal_size=(80, 24))


@THEMES
def test_heat_maps(snap_compare, theme):
    signed = [[math.sin(row * column / 9) for column in range(40)] for row in range(14)]

    async def fill(pilot):
        pilot.app.query_one(HeatMap).show([HeatMapData(signed, "signed"), HeatMapData(signed[:6], "six rows")])
        pilot.app.query_one(HeatMap).canvas.focus()
        await pilot.press(*["right"] * 12, *["down"] * 5)

    assert snap_compare(Host(HeatMap(), theme=theme), run_before=fill, terminal_size=(90, 24))


@THEMES
def test_a_matrix_being_typed_under_its_formula(snap_compare, theme):
    lines = ["        ⎛Q·Kᵀ⎞   ", "softmax ⎜────⎟ V ", "        ⎝ √dₖ⎠   "]

    async def fill(pilot):
        grid = pilot.app.query_one(MatrixGrid)
        grid.set_cells([["1", "2/3", "sqrt(2)"], ["[red]", "", "-0.5"]])
        grid.mark(0, 0, "✓")
        grid.mark(0, 1, "✗")
        grid.focus()
        pilot.app.query_one(FormulaView).show(lines, [Highlight(1, 15, 16)])
        await pilot.press("tab", "tab")

    app = Host(FormulaView(lines), MatrixGrid(2, 3), theme=theme)
    assert snap_compare(app, run_before=fill, terminal_size=(60, 14))


def test_a_curve(snap_compare):
    x = [float(k) for k in range(1, 5001)]
    loss = [2.3 * math.exp(-k / 700) + 0.3 * abs(math.sin(k * 17.3)) for k in x]

    async def draw(pilot):
        pilot.app.query_one(Curve).draw([Series(x, loss), Series(x, [1 - v / 2.6 for v in loss], "success")])
        await pilot.pause()

    assert snap_compare(Host(Curve()), run_before=draw, terminal_size=(80, 20))


@SIZES
@pytest.mark.parametrize("architecture", ["mlp", "seq2seq-attention", "lstm"])
def test_the_lab_of_another_architecture(snap_compare, tmp_path, architecture, size):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))

    async def train(pilot):
        await to_lab(pilot)
        old = app.screen.run
        app.screen.choose(architecture)
        await until(pilot, lambda: app.screen.run is not old)
        await until(pilot, lambda: app.screen.run.latest.view.probe == app.screen.hand.probe)
        app.torch.worker.report(400, "running")
        await pilot.pause()
        app.screen.drawer.draw_latest(again=True)
        await pilot.pause()

    assert snap_compare(app, run_before=train, terminal_size=size)


@SIZES
def test_the_settings(snap_compare, tmp_path, size):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))

    async def change(pilot):
        await to_lab(pilot)
        await pilot.press("S")
        await until(pilot, lambda: app.screen.query_one("#settings-list").has_focus)
        await pilot.press("end", "up", "right")
        await pilot.pause()

    assert snap_compare(app, run_before=change, terminal_size=size)


@SIZES
def test_two_runs_side_by_side(snap_compare, tmp_path, size):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))
    pauses = [Pause(60, "Look at the loss, and at the alignment beside the states: a bright cell says what is read.")]
    sides = Side("lstm"), Side("seq2seq-attention", {"dropout": 0.5})

    async def train(pilot):
        await to_lab(pilot)
        app.screen.compare(Demo("test", "LSTM or attention", "", *sides, pauses))
        await until(pilot, lambda: isinstance(app.screen, BesideScreen) and len(app.screen.comparison.benches) == 2)
        await until(pilot, lambda: len(app.screen.query("Curve")) == 2)
        for number in (2, 3):
            app.torch.worker.report(200 + 30 * number, "paused", number=number)
        await until(pilot, lambda: len(app.screen.query("FooterKey")) > 3)
        app.screen.drawer.draw_latest(again=True)
        await pilot.pause()

    assert snap_compare(app, run_before=train, terminal_size=size)


def test_the_chooser_of_architectures(snap_compare, tmp_path):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))

    async def choose(pilot):
        await to_lab(pilot)
        await until(pilot, lambda: bool(app.torch.worker.sent))
        app.screen.drawer.draw_latest()
        await pilot.press("slash")
        await pilot.pause()
        await pilot.press("down")
        await pilot.pause()

    assert snap_compare(app, run_before=choose, terminal_size=(80, 24))


@SIZES
def test_the_arithmetic_of_a_number(snap_compare, tmp_path, size):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))

    async def explain(pilot):
        await to_lab(pilot)
        app.torch.worker.report(400, "paused")
        app.screen.drawer.draw_latest(again=True)
        await pilot.press("x")
        await until(pilot, lambda: "tanh(2.25)" in text_of(app))

    assert snap_compare(app, run_before=explain, terminal_size=size)


@SIZES
def test_a_sweep_of_learning_rates(snap_compare, tmp_path, size):
    app = StudyApp(SweepingWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))

    async def run(pilot):
        await to_lab(pilot)
        app.screen.query_one(SettingsPanel).adjust("optimiser", "sgd")
        await until(pilot, lambda: app.screen.run.started.settings[2].value == "sgd")
        await pilot.press("U")
        await until(pilot, lambda: isinstance(app.screen, SweepScreen))
        await pilot.press("space")
        await until(pilot, lambda: app.screen.hand.record is not None and not app.screen.hand.record.left)

    assert snap_compare(app, run_before=run, terminal_size=size)
