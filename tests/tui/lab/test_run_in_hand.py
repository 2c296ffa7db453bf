"""The run in hand, without a screen: built, looked into, changed, and what a refusal leaves as it was."""

from __future__ import annotations

import pytest
from fake_torch import FakeWorker

from studyai import protocol
from studyai.client.errors import WorkerProblem
from studyai.tui.lab.plan import Plan
from studyai.tui.lab.run_in_hand import RunInHand


@pytest.fixture
async def worker() -> FakeWorker:
    worker = FakeWorker()
    await worker.start()
    return worker


async def in_hand(worker: FakeWorker, architecture: str = "cnn") -> RunInHand:
    hand = RunInHand()
    await hand.build(worker, Plan(architecture))
    return hand


async def test_nothing_is_asked_while_there_is_no_run() -> None:
    hand = RunInHand()
    for request in (hand.start_or_pause(), hand.step(), hand.reset(), hand.pause(), hand.leaf(1), hand.look()):
        await request
    assert not await hand.adjust("learning_rate", 0.1)
    assert hand.example == 0


async def test_a_new_run_ends_the_old_one_and_is_looked_at_in_the_same_place(worker: FakeWorker) -> None:
    hand = await in_hand(worker)
    await hand.leaf(3)
    await hand.look_at("dense.output")
    await hand.build(worker, Plan("cnn", {"dropout": 0.5}))
    assert protocol.Stop(id=0, run=1) in worker.sent
    await hand.look()
    assert worker.sent[-2:] == [
        protocol.Look(id=0, run=2, example=3),
        protocol.Look(id=0, run=2, probe="dense.output"),
    ]


async def test_one_that_is_looked_at_afresh_shows_its_own_place(worker: FakeWorker) -> None:
    hand = await in_hand(worker)
    await hand.leaf(3)
    await hand.build(worker, Plan("lstm"), look_afresh=True)
    assert (hand.example, hand.probe) == (0, "layers.0.forget_gates")


async def test_a_refused_architecture_leaves_all_as_it_was(worker: FakeWorker) -> None:
    hand = await in_hand(worker)
    await hand.leaf(3)
    run, probe = hand.run, hand.probe
    with pytest.raises(WorkerProblem):
        await hand.build(worker, Plan("unheard-of"), look_afresh=True)
    assert hand.run is run
    assert (hand.plan.architecture, hand.example, hand.probe) == ("cnn", 3, probe)


async def test_what_was_changed_is_remembered_for_the_next_worker(worker: FakeWorker) -> None:
    hand = await in_hand(worker)
    await hand.adjust("learning_rate", 0.5)
    hand.remember()
    assert hand.plan == Plan("cnn", {"learning_rate": 0.5})
