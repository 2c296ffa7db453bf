"""Two runs side by side, the demos, and what they may name."""

import pytest
from fake_torch import FakeWorker
from widget_host import text_of, to_lab, until

from studyai import protocol
from studyai.backend.architectures import registry as architectures
from studyai.backend.tasks import registry as tasks
from studyai.backend.training.settings import Settings
from studyai.backend.training.trainer import Trainer
from studyai.client.worker import Worker
from studyai.tui.lab.beside.demos import Demo, Pause, Side, demos, differences
from studyai.tui.lab.beside.screen import BesideScreen
from studyai.tui.lab.catalogue import entries
from studyai.tui.lab.screen import LabScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk
from studyai.tui.widgets.plane import Plane

DEMO = Demo(
    "test", "ReLU or [sigmoid]", "", Side("mlp"), Side("mlp", {"activation": "sigmoid"}),
    [Pause(0, "Begin with [/] this."), Pause(50, "Now look at the planes.")],
)  # fmt: skip


def are_built(screen):
    return isinstance(screen, BesideScreen) and len(screen.comparison.benches) == 2


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def beside(request, tmp_path):
    app = StudyApp(FakeWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))
    async with app.run_test(size=request.param, notifications=True) as pilot:
        await to_lab(pilot)
        app.screen.compare(DEMO)
        await until(pilot, lambda: are_built(app.screen))
        await until(pilot, lambda: len(app.screen.query("Curve")) == 2)
        yield pilot


async def report(pilot, step, state="paused"):
    for bench in pilot.app.screen.comparison.benches:
        pilot.app.torch.worker.report(step, state, number=bench.run.started.run)
    pilot.app.screen.drawer.draw_latest()
    await settle(pilot)


async def settle(pilot):
    for _ in range(4):
        await pilot.pause()


async def test_both_are_built_named_and_shown(beside):
    text = text_of(beside.app)
    assert "ReLU or [sigmoid]" in text
    assert "activation sigmoid" in text
    assert "Begin with [/] this." in text
    assert beside.app.screen.query(Plane).first().display


async def test_one_key_trains_both_up_to_the_next_pause_where_something_is_said(beside):
    sent = beside.app.torch.worker.sent
    before = len(sent)
    await beside.press("space")
    await settle(beside)
    numbers = [bench.run.started.run for bench in beside.app.screen.comparison.benches]
    assert sent[before:] == [protocol.Step(id=0, run=number, count=50) for number in numbers]
    await report(beside, 30, "running")
    assert "Begin with" in text_of(beside.app)
    await report(beside, 50)
    assert "Now look at the planes.   (2 of 2)" in text_of(beside.app)
    before = len(sent)
    await beside.press("space")
    await settle(beside)
    assert sent[before:] == [protocol.Resume(id=0, run=number) for number in numbers]
    await report(beside, 60, "running")
    before = len(sent)
    await beside.press("space")
    await settle(beside)
    assert sent[before:] == [protocol.Pause(id=0, run=number) for number in numbers]


async def test_both_are_trained_at_one_pace(beside):
    numbers = [bench.run.started.run for bench in beside.app.screen.comparison.benches]
    sent = [request for request in beside.app.torch.worker.sent if isinstance(request, protocol.Pace)]
    assert sent == [protocol.Pace(id=0, run=number, updates_per_second=50 / 15) for number in numbers]
    await beside.press("f")
    await settle(beside)
    sent = beside.app.torch.worker.sent[-2:]
    assert sent == [protocol.Pace(id=0, run=number, updates_per_second=50 / 4) for number in numbers]
    beside.app.screen.drawer.draw_latest(again=True)
    await settle(beside)
    assert "pace fast" in text_of(beside.app)


async def test_a_training_that_broke_off_holds_no_pause_back(beside):
    screen = beside.app.screen
    first, second = (bench.run.started.run for bench in screen.comparison.benches)
    beside.app.torch.worker.report(20, "diverged", number=first, explanation="The loss exploded.")
    beside.app.torch.worker.report(50, "paused", number=second)
    screen.drawer.draw_latest()
    await settle(beside)
    assert "Now look at the planes." in text_of(beside.app)


async def test_step_reset_and_leaf_go_to_both(beside):
    sent = beside.app.torch.worker.sent
    for key, request in (("n", protocol.Step), ("r", protocol.Reset), ("right", protocol.Look)):
        before = len(sent)
        await beside.press(key)
        await settle(beside)
        assert [type(item) for item in sent[before:]] == [request, request]


async def test_insides_stand_side_by_side_or_one_at_a_time(beside):
    screen = beside.app.screen
    shown = [screen.query_one(f"#inside-{index}").display for index in (0, 1)]
    wide = beside.app.size.width >= 110
    assert shown == [True, wide]
    await beside.press("B")
    assert [screen.query_one(f"#inside-{index}").display for index in (0, 1)] == [wide, True]


async def test_both_runs_end_with_the_screen(beside):
    numbers = {bench.run.started.run for bench in beside.app.screen.comparison.benches}
    await beside.press("escape")
    await until(beside, lambda: isinstance(beside.app.screen, LabScreen))
    await settle(beside)
    stopped = {item.run for item in beside.app.torch.worker.sent if isinstance(item, protocol.Stop)}
    assert stopped == numbers


async def test_a_difference_is_chosen_from_the_lab(beside):
    await beside.press("escape")
    await until(beside, lambda: isinstance(beside.app.screen, LabScreen))
    await beside.press("b", *"batch", "enter")
    await until(beside, lambda: are_built(beside.app.screen))
    first, second = (bench.run.started for bench in beside.app.screen.comparison.benches)
    changed = [a.name for a, b in zip(first.settings, second.settings, strict=True) if a.value != b.value]
    assert changed == ["batch_norm"]


async def test_a_demo_is_chosen_from_the_lab(beside):
    await beside.press("escape")
    await until(beside, lambda: isinstance(beside.app.screen, LabScreen))
    await beside.press("m", *"dropout", "enter")
    await until(beside, lambda: isinstance(beside.app.screen, BesideScreen))
    assert beside.app.screen.comparison.demo.name == "dropout"


@pytest.mark.parametrize(
    ("query", "entry"),
    [("demo: cnn", "Demo: CNN or vision transformer"), ("unheard", "Unheard of")],
    ids=["a-demo", "an-architecture-that-nobody-described"],
)
async def test_demos_and_architectures_are_in_the_palette(beside, query, entry):
    await beside.press("escape")
    await until(beside, lambda: isinstance(beside.app.screen, LabScreen))
    await beside.press("ctrl+p", *query)
    await until(beside, lambda: entry in text_of(beside.app))
    await beside.press("escape", "escape")


# The data, against the real registry


OF_THE_COURSE = [
    "perceptron",
    "mlp",
    "cnn",
    "word-embeddings",
    "rnn",
    "birnn",
    "gru",
    "lstm",
    "seq2seq",
    "seq2seq-attention",
    "transformer",
    "vit",
]


def test_the_catalogue_describes_the_course_and_says_what_the_recipes_say():
    assert {entry.name for entry in entries()} >= set(OF_THE_COURSE)
    assert {entry.name for entry in entries()} <= set(architectures.names())
    for entry in entries():
        recipe = architectures.find(entry.name).recipe
        assert (entry.task, entry.target) == (recipe.task, recipe.target)
        for other in entry.beside:
            found = architectures.find(other)
            found.build(tasks.find(recipe.task).sizes)


def test_the_demos_cover_what_the_lab_promises_and_differ_in_something():
    pairs = {(demo.first.architecture, demo.second.architecture) for demo in demos()}
    assert {("rnn", "lstm"), ("seq2seq", "seq2seq-attention"), ("rnn", "birnn"), ("cnn", "vit")} <= pairs
    for demo in demos():
        assert demo.first != demo.second
        assert 2 <= len(demo.pauses) <= 5
        assert [pause.at for pause in demo.pauses] == sorted({pause.at for pause in demo.pauses})


@pytest.mark.parametrize("demo", demos(), ids=lambda demo: demo.name)
def test_a_demo_names_what_exists(demo):
    for side in (demo.first, demo.second):
        settings = Settings(architectures.find(side.architecture), side.settings)
        assert settings.whole("steps") >= demo.pauses[-1].at
        assert Trainer(settings).step() >= 0


async def test_every_demo_runs_to_its_end_in_a_real_worker():
    async with Worker(threads=1) as worker:
        for demo in demos():
            for side in (demo.first, demo.second):
                run = await worker.train(side.architecture, settings={**side.settings, "steps": 3}, until_target=False)
                assert (await run.wait()).reason == "finished"
                await run.stop()


async def test_what_to_look_at_first_exists_in_the_real_models():
    async with Worker(threads=1) as worker:
        for entry in entries():
            run = await worker.train(entry.name, paused=True)
            assert set(entry.look) <= {probe.name for probe in run.started.probes}, entry.name
            await run.stop()


async def test_each_difference_can_be_built():
    async with Worker(threads=1) as worker:
        run = await worker.train("rnn", paused=True)
        found = differences(run.started)
        assert {"lstm", "birnn"} <= {demo.second.architecture for demo in found}
        for demo in found:
            other = await worker.train(demo.second.architecture, settings=demo.second.settings, paused=True)
            assert other.started.task == run.started.task
            await other.stop()
