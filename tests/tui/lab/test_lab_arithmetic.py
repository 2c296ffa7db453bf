"""Where a number comes from: written as by hand, and opened, moved and closed in the lab."""

import math

import pytest
from fake_torch import FakeWorker
from hypothesis import example, given
from hypothesis import strategies as st
from textual.widgets import OptionList
from widget_host import text_of, to_lab, until

from studyai import protocol
from studyai.protocol import Explained, Part, Stage
from studyai.tui.lab.inside.arithmetic import Numbers, arithmetic_words
from studyai.tui.lab.inside.inner import InnerPanel
from studyai.tui.lab.inside.panel import InsidePanel
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk
from studyai.tui.widgets.bars import Bars
from studyai.tui.widgets.plane import Plane


def written(*stages, width=60, note=""):
    explained = Explained(id=1, step=7, probe="p", place=(0,), value=0.5, stages=list(stages), note=note)
    return arithmetic_words(explained, "unit 0", width).plain


def test_a_gate_is_its_sums_and_then_its_function():
    parts = [Part("W x", [[0.5, 2.0], [-1.0, 0.25]]), Part("U h", [[1.5, -2.0]]), Part("b", [[1.0]])]
    gate = Stage("gate", "σ(W x + U h + b)", "sigmoid", parts, 1 / (1 + math.exp(1.25)))
    assert written(gate).splitlines() == [
        "unit 0 = 0.5   after 7 updates",
        "gate = σ(W x + U h + b)",
        "  W x  0.5·2 − 1·0.25 = 0.75",
        "  U h  1.5·(−2) = −3",
        "  0.75 − 3 + 1 = −1.25; σ(−1.25) = 0.2227",
    ]


def test_the_last_stage_comes_first_and_below_it_what_it_needs():
    score = Stage(
        "score z", "q·k / √d_k", "quotient", [Part("q·k", [[3.0, 3.0], [-1.0, -1.0]]), Part("√d_k", [[2.0]])], 5
    )
    weight = Stage(
        "weight", "exp(z) / Σ exp(z)", "softmax", [Part("key 0", [[0.0]]), Part("key 1", [[5.0]])], 0.9933, 1
    )
    lines = written(score, weight).splitlines()
    assert lines[1:] == [
        "weight = exp(z) / Σ exp(z)",
        "                  z      exp(z)",
        "  key 0           0           1",
        "  key 1           5       148.4 ◂",
        "  148.4 / the sum of all = 0.9933",
        "score z = q·k / √d_k",
        "  q·k  3² + (−1)² = 10",
        "  10 / 2 = 5",
    ]


def test_a_sum_is_used_as_it_is_shown():
    z = Stage("z", "w·x", "sum", [Part("w·x", [[1.0, 2.5], [1.397, 1.0]])], 3.897)
    twice = Stage("y", "z·v", "sum", [Part("z·v", [[3.897, 2.0], [0.5, 1.0]])], 8.294)
    text = written(z, twice)
    assert "= 3.897" in text
    assert "3.897·2" in text


@given(st.floats(-1e6, 1e6).filter(lambda value: abs(value) > 1e-3), st.floats(-1e-6, 1e-6))
@example(3.8965, 1e-7)
@example(3.8965, -1e-7)
def test_what_differs_as_float32_and_float64_do_is_written_alike(value, apart):
    numbers = Numbers()
    assert numbers.written(value) == numbers.written(value * (1 + apart))


def test_a_maximum_and_a_root():
    largest = Stage("pooled", "the largest", "max", [Part("window", [[0.5], [-1.0], [2.0]])], 2.0)
    assert written(largest).splitlines()[2:] == ["  window  0.5, −1, 2", "  largest = 2"]
    norm = Stage("norm", "√Σ g²", "root", [Part("g²", [[3.0, 3.0], [4.0, 4.0]])], 5.0)
    assert written(norm).splitlines()[2:] == ["  g²  3² + 4² = 25", "  √25 = 5"]


def test_what_no_arithmetic_made_says_what_did():
    assert written(note="A weight [0]: training has moved it here.").splitlines()[1] == (
        "A weight [0]: training has moved it here."
    )


@given(st.lists(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2), min_size=1, max_size=80), st.integers(30, 120))
def test_no_line_is_too_long(terms, width):
    stage = Stage("sum", "Σ w·x", "sum", [Part("w·x", terms), Part("b", [[1.0]])], 1.0)
    assert max(map(len, written(stage, width=width).splitlines()[2:])) <= width


def test_a_score_beyond_what_a_float_holds_is_left_as_a_power():
    stage = Stage("weight", "", "softmax", [Part("a", [[1000.0]]), Part("b", [[0.0]])], 1.0)
    assert "e^1000" in written(stage)


# In the lab


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def lab(request, tmp_path):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))
    async with app.run_test(size=request.param, notifications=True) as pilot:
        await to_lab(pilot)
        await until(pilot, lambda: bool(app.torch.worker.sent))
        app.screen.drawer.draw_latest(again=True)
        await settle(pilot)
        yield pilot


async def settle(pilot):
    for _ in range(6):
        await pilot.pause()


async def choose(pilot, typed):
    screen, old = pilot.app.screen, pilot.app.screen.run
    await pilot.press("slash", *typed, "enter")
    await until(pilot, lambda: pilot.app.screen is screen and screen.run is not old)
    await until(pilot, lambda: screen.run.latest.view.probe == screen.hand.probe)
    screen.drawer.draw_latest(again=True)
    await settle(pilot)


def explained(pilot):
    return [one.place for one in pilot.app.torch.worker.sent if isinstance(one, protocol.Explain)]


async def test_x_explains_the_largest_number_and_the_cursor_goes_on_from_there(lab):
    await lab.press("x")
    await settle(lab)
    (first,) = explained(lab)
    values = lab.app.screen.run.latest.view.tensor.values()
    assert values[first[0]][first[1]][first[2]] == max(x for item in values for row in item for x in row)
    text = text_of(lab.app)
    assert "unit [0] = tanh(z)" in text
    assert "0.5·(−2) + 3·1 = 2" in text
    assert "reads" not in text  # the answer has made room
    await lab.press("left")
    await settle(lab)
    assert explained(lab)[-1] == (first[0], first[1], first[2] - 1)
    await lab.press("escape")
    await settle(lab)
    assert "reads" in text_of(lab.app)
    assert isinstance(lab.app.focused, OptionList)


async def test_a_new_frame_is_explained_anew_and_the_same_one_is_not(lab):
    await lab.press("x")
    await settle(lab)
    lab.app.screen.drawer.draw_latest(again=True)
    await settle(lab)
    assert len(explained(lab)) == 1
    lab.app.torch.worker.report(5, "running")
    lab.app.screen.drawer.draw_latest()
    await settle(lab)
    assert len(explained(lab)) == 2


async def test_a_place_of_the_plane(lab):
    await choose(lab, "multi")
    await lab.press("x")
    await settle(lab)
    row, column, winner = explained(lab)[-1]
    view = lab.app.screen.run.latest.view
    scores = view.tensor.values()[row][column]
    assert scores[winner] == max(scores)
    x = view.plane.across[0] + (view.plane.across[1] - view.plane.across[0]) * column / 59
    assert x == pytest.approx(0.5, abs=0.12)  # the cursor begins on the example
    assert "score at" in text_of(lab.app)
    before = lab.app.screen.query_one(Plane).spot
    await lab.press("left", "up")
    await settle(lab)
    assert lab.app.screen.query_one(Plane).spot == (before[0] - 1, before[1] - 1)


async def test_a_neighbour(lab):
    await choose(lab, "word")
    await lab.press("x", "down")
    await settle(lab)
    assert explained(lab)[-1] == (1,)
    assert lab.app.screen.query_one(Bars).marked == 1
    assert "cosine of “cat” and" in text_of(lab.app)


async def test_what_the_worker_refuses_is_said_in_its_place(lab):
    await lab.press("x")
    await settle(lab)
    from studyai.client.errors import WorkerProblem

    lab.app.torch.worker.refuse = WorkerProblem("bad-setting", "place [9] does not lie in a tensor of shape [2]")
    await lab.press("left")
    await settle(lab)
    assert "place [9] does not lie" in text_of(lab.app)


async def test_a_click_on_a_number_explains_it(lab):
    await lab.click("#inner-panel HeatCanvas", offset=(2, 2))
    await settle(lab)
    assert lab.app.screen.query_one(InsidePanel).explains
    assert explained(lab)[-1] == lab.app.screen.query_one(InnerPanel).place


async def test_leaving_to_the_first_screen_works_when_nothing_is_explained(lab):
    await lab.press("x")
    await settle(lab)
    lab_screen = lab.app.screen
    await lab.press("escape")
    await settle(lab)
    assert lab.app.screen is lab_screen
    await lab.press("escape")
    await settle(lab)
    assert lab.app.screen is not lab_screen
