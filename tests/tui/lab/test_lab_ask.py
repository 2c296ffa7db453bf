"""“Ask me” in the lab: the panel over the lab, steps marked, predictions run to see; with a worker without torch."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from fake_torch import FakeWorker
from textual.pilot import Pilot
from textual.widgets import OptionList
from widget_host import text_of, to_lab, until

from studyai import protocol
from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.protocol import LiveNumber, Prediction
from studyai.study.items.item import Evidence
from studyai.study.items.prediction import PredictionItem
from studyai.study.record.errors import RecordError
from studyai.study.record.review import Review
from studyai.study.record.store import Record
from studyai.tui.ask.panel import AskPanel
from studyai.tui.lab.screen import LabScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk

QUESTIONS = [
    LiveNumber(
        "cell",
        "conv1: a sum of two products",
        "perceptron-output",
        {"w": ["0.5", "-0.25"], "x": [1, 2], "b": "0.125"},
        "z",
        0.1250004,
    ),
    LiveNumber("cell", "one more of the kind, which is not asked", "softmax", {"z": [1, 2]}, "p", [0.2689, 0.7311]),
    LiveNumber(
        "update",
        "conv1.weight[0, 0, 1, 2]: the next update by SGD",
        "sgd",
        {"theta_0": "0.5", "g": ["2"], "alpha": "0.1"},
        "theta_1",
        0.3,
    ),
    LiveNumber(
        "kernels",
        "conv1: a count that disagrees",
        "conv-parameters",
        {"C_in": 1, "C_out": 8, "F": [3, 3], "bias": "biased"},
        "N",
        81,
    ),
]
PREDICTION = Prediction(
    "update-turned", "The next update is made with its sign flipped. What does the loss do?", ["it falls", "it rises"]
)
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


class AskedWorker(FakeWorker):
    """Knows some questions, and that turned updates make the loss rise."""

    def __init__(self) -> None:
        super().__init__()
        self.refuse_to_see: Exception | None = None
        self.may_see = asyncio.Event()
        self.may_see.set()

    async def _note(self, request: protocol.RunRequest[Any]) -> protocol.Reply:
        reply = await super()._note(request)
        if isinstance(request, protocol.Ask):
            return protocol.Asked(id=1, step=30, questions=QUESTIONS, predictions=[PREDICTION])
        if isinstance(request, protocol.See):
            await self.may_see.wait()
            if self.refuse_to_see is not None:
                raise self.refuse_to_see
            return protocol.Seen(id=1, right=1, measured="Training loss before 0.4; after the flipped one 0.5.")
        return reply


def lab_app(tmp_path: Path) -> StudyApp:
    return StudyApp(AskedWorker(), tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))


async def ask(pilot: Pilot[None]) -> AskPanel:
    await to_lab(pilot)
    await pilot.press("right", "a")
    await until(pilot, lambda: isinstance(pilot.app.screen, AskPanel))
    await pilot.pause()
    assert isinstance(pilot.app.screen, AskPanel)
    return pilot.app.screen


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def pilot(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Pilot[None]]:
    async with lab_app(tmp_path).run_test(size=request.param, notifications=True) as pilot:
        yield pilot


def worker_of(pilot: Pilot[None]) -> AskedWorker:
    assert isinstance(pilot.app, StudyApp)
    assert isinstance(pilot.app.torch.worker, AskedWorker)
    return pilot.app.torch.worker


async def test_one_question_of_each_kind_is_asked_and_none_that_disagrees(pilot: Pilot[None]) -> None:
    await ask(pilot)
    assert protocol.Ask(id=0, run=1, example=1) in worker_of(pilot).sent
    text = text_of(pilot.app)
    assert "1 of 3" in text
    assert "a sum of two products" in text
    assert "This model, after 30 updates" in text
    await pilot.press("escape", "n")
    assert "2 of 3" in text_of(pilot.app)
    assert "conv1.weight[0, 0, 1, 2]" in text_of(pilot.app)


async def test_an_answer_is_marked_right_slipped_and_wrong(pilot: Pilot[None]) -> None:
    await ask(pilot)
    for typed, said in (("0.125", "✓"), ("0", "✗"), ("77", "This is not the value")):
        await pilot.press(*["backspace"] * 8, *typed, "enter")
        await until(pilot, lambda said=said: said in text_of(pilot.app))  # type: ignore[misc]


async def test_a_prediction_is_run_to_see(pilot: Pilot[None]) -> None:
    await ask(pilot)
    await pilot.press("escape", "n", "escape", "n")
    assert "What does the loss do?" in text_of(pilot.app)
    assert "h hint" not in text_of(pilot.app)
    await pilot.press("enter")
    await until(pilot, lambda: "It was: it rises" in text_of(pilot.app))
    assert worker_of(pilot).sent[-1] == protocol.See(id=0, run=1, prediction="update-turned")
    assert "after the flipped one 0.5" in text_of(pilot.app)
    await pilot.press("down", "enter")
    await until(pilot, lambda: "✓ Correct." in text_of(pilot.app))
    await pilot.press("n")
    assert "a sum of two products" in text_of(pilot.app)
    assert not pilot.app.screen.query_one(OptionList).is_on_screen
    await pilot.press("escape")
    assert isinstance(pilot.app.screen, AskPanel)  # out of the field only
    await pilot.press("q")
    assert isinstance(pilot.app.screen, LabScreen)


@pytest.mark.parametrize(
    "problem", [WorkerLost("The worker was killed (signal 9)."), WorkerProblem("refused", "That cannot be run.")]
)
async def test_what_cannot_be_run_is_said(pilot: Pilot[None], problem: Exception) -> None:
    await ask(pilot)
    worker_of(pilot).refuse_to_see = problem
    await pilot.press("escape", "n", "escape", "n", "enter")
    await until(pilot, lambda: "killed (signal 9)" in text_of(pilot.app) or "cannot be run" in text_of(pilot.app))


def recorded(pilot: Pilot[None]) -> list[tuple[str, str, str, int]]:
    assert isinstance(pilot.app, StudyApp)
    query = "SELECT kind, item, verdict, settled FROM review ORDER BY id"
    return sqlite3.connect(pilot.app.desk.record.file).execute(query).fetchall()


async def test_each_mark_that_counts_is_recorded_and_today_shows_no_more_steps(pilot: Pilot[None]) -> None:
    await ask(pilot)
    for typed, said in (("77", "This is not the value"), ("0.125", "✓"), ("78", "This is not the value")):
        await pilot.press(*["backspace"] * 8, *typed, "enter")
        await until(pilot, lambda said=said: said in text_of(pilot.app))  # type: ignore[misc]
    await pilot.press("escape", "n", "escape", "n", "enter")
    await until(pilot, lambda: "It was: it rises" in text_of(pilot.app))
    assert recorded(pilot) == [
        ("live", "perceptron-output/z", "wrong", 0),
        ("live", "perceptron-output/z", "correct", 1),
        ("prediction", "update-turned", "wrong", 1),
    ]
    assert isinstance(pilot.app, StudyApp)
    assert pilot.app.desk.record.progress() == {}


async def test_a_mark_that_cannot_be_recorded_is_not_shown(pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(record: Record, review: Review) -> None:
        raise RecordError("the disk is [full]")

    await ask(pilot)
    monkeypatch.setattr(Record, "add", refuse)
    await pilot.press(*"0.125", "enter")
    await until(pilot, lambda: "✗ the disk is [full]" in text_of(pilot.app))
    assert "Correct" not in text_of(pilot.app)


async def test_a_prediction_that_is_left_while_it_runs_marks_nothing_else(pilot: Pilot[None]) -> None:
    panel = await ask(pilot)
    worker_of(pilot).may_see.clear()
    await pilot.press("escape", "n", "escape", "n", "enter")
    async with asyncio.timeout(10):  # `until` would wait for what runs
        while "Running it" not in text_of(pilot.app):
            await pilot.pause()
    await pilot.press("n")
    worker_of(pilot).may_see.set()
    await until(pilot, lambda: "1 of 3" in text_of(pilot.app))  # and all that was running has ended
    assert recorded(pilot) == []
    await pilot.press(*"0.125", "enter")
    await until(pilot, lambda: "✓" in text_of(pilot.app))
    assert "It was" not in text_of(pilot.app)
    assert [entry.item.kind for entry in panel.sitting.entries] == ["live"]
    assert recorded(pilot) == [("live", "perceptron-output/z", "correct", 1)]


class KnownItem(PredictionItem):
    """A question with choices whose answer is known, and of which nothing is run."""

    evidence = Evidence(source="a textbook")


async def test_a_question_that_is_not_run_is_asked_as_well(tmp_path: Path) -> None:
    async def never() -> protocol.Seen:
        raise AssertionError("nothing is run")

    question = KnownItem(PREDICTION, never, "the [textbook]", protocol.Seen(id=0, right=1, measured="Because it [is]."))
    async with lab_app(tmp_path).run_test(size=(80, 24)) as pilot:
        await pilot.app.push_screen(AskPanel([question], Record(":memory:")))
        await until(pilot, lambda: "the [textbook]" in text_of(pilot.app))
        text = text_of(pilot.app)
        assert "Choose." in text
        assert "F6" not in text
        assert "F8" not in text
        await pilot.press("enter")
        await until(pilot, lambda: "✗ It was: it rises." in text_of(pilot.app))
        assert "Because it [is]." in text_of(pilot.app)


@SIZES
def test_the_panel_looks_as_it_did(snap_compare, tmp_path, size):
    assert snap_compare(lab_app(tmp_path), run_before=ask, terminal_size=size)


@SIZES
def test_a_prediction_looks_as_it_did(snap_compare, tmp_path, size):
    async def foretell(pilot):
        await ask(pilot)
        await pilot.press("escape", "n", "escape", "n", "down", "enter")
        await until(pilot, lambda: "Correct." in text_of(pilot.app))

    assert snap_compare(lab_app(tmp_path), run_before=foretell, terminal_size=size)
