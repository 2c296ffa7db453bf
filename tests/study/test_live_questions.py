"""Questions from live models in a real worker: held against their tensors, marked right, slipped and wrong."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from studyai import protocol
from studyai.backend.architectures import registry
from studyai.backend.experiments import predictions
from studyai.backend.experiments.copies import moment
from studyai.backend.experiments.predictions import EXPERIMENTS, see
from studyai.backend.experiments.questions import questions
from studyai.backend.training.optimisers import OPTIMISERS
from studyai.backend.training.settings import Settings
from studyai.backend.training.trainer import Trainer
from studyai.bank.bank import Bank
from studyai.client.errors import WorkerProblem
from studyai.client.run import Run
from studyai.client.worker import Worker
from studyai.exercise.mark import Verdict
from studyai.exercise.precision import asked_decimals
from studyai.exercise.slips import slips_at
from studyai.formula.arrays import nested
from studyai.formula.values import Value
from studyai.study.items.live import LiveItem
from studyai.study.live_questions import Disagreement, as_asked, live_question, live_questions, truth_of

BANK = Bank()
UPDATES = 20
KINDS = {
    "perceptron": {"sum", "rule", "dense"},
    "mlp": {"sum", "activation", "softmax", "loss", "update", "dense"},
    "cnn": {"cell", "pool", "activation", "softmax", "loss", "update", "maps", "kernels"},
    "rnn": {"state", "unit", "softmax", "loss", "update", "recurrent"},
    "birnn": {"state", "unit", "softmax", "loss", "update", "recurrent", "states"},
    "lstm": {"gate", "opening", "loss", "update", "recurrent"},
    "gru": {"gate", "opening", "loss", "update", "recurrent"},
    "seq2seq": {"gate", "softmax", "loss", "update", "recurrent", "table"},
    "seq2seq-attention": {"attention", "gate", "softmax", "loss", "update", "recurrent", "table"},
    "transformer": {"attention", "softmax", "loss", "update", "heads", "layer", "table"},
    "vit": {"attention", "sum", "softmax", "loss", "update", "heads", "patches", "parameters"},
    "word-embeddings": {"cosine", "sum", "update", "table"},
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[Worker]:
    """One for all: to start a process with torch takes longer than most that is asked of it."""
    async with Worker(threads=1) as started:
        yield started


def typed(value: Value) -> str:
    """As a learner types it, with all digits."""
    return json.dumps(nested(value, lambda entry: entry if isinstance(entry, int) else float(entry)))


async def stepped(run: Run, updates: int) -> None:
    """Let it do so many updates, then wait."""
    await run.step(updates)
    async with asyncio.timeout(60):
        async for event in run.events():
            if isinstance(event, protocol.Frame) and event.state == "paused" and event.step >= updates:
                return
    raise AssertionError("the run ended first")


def check_marks(posed: LiveItem, asked: protocol.LiveNumber) -> None:
    """Right at full precision and as asked; a slip is named; what is neither is wrong."""
    truth, line = truth_of(asked), posed.line
    decimals = asked_decimals(line.value, line.step.decimals)
    assert posed.mark(typed(truth)).verdict is Verdict.CORRECT, posed.about
    assert posed.mark(typed(as_asked(truth, decimals))).verdict is Verdict.CORRECT, posed.about
    assert posed.mark(typed(truth + 77)).verdict is Verdict.WRONG, posed.about
    slips = slips_at(line)
    if slips:
        marks = [posed.mark(typed(one.value)) for one in slips]
        assert any(one.verdict is Verdict.SLIP and one.slip for one in marks), posed.about


def test_the_table_of_kinds_is_complete() -> None:
    assert set(KINDS) == set(registry.names())


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("architecture", KINDS)
async def test_every_architecture_asks_at_least_four_kinds_about_itself(architecture: str, worker: Worker) -> None:
    run = await worker.train(architecture, paused=True, until_target=False)
    for step in (0, UPDATES):
        if step:
            await stepped(run, step)
        asked = await run.ask(example=1)
        assert asked.step == step
        served = live_questions(BANK, asked.questions)
        kinds = {one.kind for one in asked.questions if live_question(BANK, one)}  # raises where one disagrees
        assert len(served) == len(kinds)
        assert len(kinds) + (len(asked.predictions) > 0) >= 4
        if step:
            assert kinds >= KINDS[architecture]
        for one in asked.questions:
            posed = live_question(BANK, one)
            if posed is not None:
                check_marks(posed, one)
    await run.stop()


@pytest.mark.parametrize("architecture", KINDS)
def test_what_is_predicted_can_be_found_out_of_every_architecture(
    architecture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predictions, "UPDATES", 3)
    now = moment(trained(architecture, 2))
    for prediction in predictions.predictions():
        seen = see(prediction.name, now)
        assert 0 <= seen.right < len(prediction.choices)
        assert "loss" in seen.measured


@pytest.mark.asyncio(loop_scope="module")
async def test_asking_and_finding_out_leave_the_training_as_it_is(worker: Worker) -> None:
    curves = []
    for ask in (False, True):
        run = await worker.train("mlp", steps=60, until_target=False, paused=True, settings={"dropout": 0.3})
        await stepped(run, 30)
        if ask:
            await run.ask()
            for name in EXPERIMENTS:
                assert "loss" in (await run.see(name)).measured
        await run.resume()
        async with asyncio.timeout(60):
            await run.wait()
        curves.append(run.history.losses.tolist())
        await run.stop()
    assert curves[0] == curves[1]
    assert len(curves[0]) == 60


@pytest.mark.asyncio(loop_scope="module")
async def test_what_does_not_exist_is_refused(worker: Worker) -> None:
    run = await worker.train("perceptron", paused=True)
    with pytest.raises(WorkerProblem, match="ten-times-the-rate"):
        await run.see("doom")
    with pytest.raises(WorkerProblem, match="is not from 0 to 19"):
        await run.ask(example=20)
    await run.stop()


def trained(name: str, updates: int, **given: Any) -> Trainer:
    trainer = Trainer(Settings(registry.find(name), given))
    for _ in range(updates):
        trainer.step()
    return trainer


@pytest.mark.parametrize("optimiser", [*OPTIMISERS, "momentum"])
def test_the_next_update_is_the_optimisers_own_whatever_it_remembers(optimiser: str) -> None:
    more = {"optimiser": "sgd", "momentum": 0.9} if optimiser == "momentum" else {"optimiser": optimiser}
    trainer = trained("mlp", 7, learning_rate=0.02, schedule="cosine", clip=0.5, l2=0.01, **more)
    found = [one for one in questions(trainer, moment(trainer), 0) if one.kind == "update"]
    posed = [live_question(BANK, one) for one in found]
    good = [(one, asked) for one, asked in zip(posed, found, strict=True) if one is not None]
    assert good
    for one, asked in good:
        check_marks(one, asked)
        assert one.line.key == ("theta_8" if {"m_0", "t_0"} <= set(asked.givens) else "theta_1")
        assert one.variant.exercise.id == {"adamw": "adam"}.get(optimiser, optimiser)


def test_an_update_in_a_form_that_no_exercise_has_is_not_asked() -> None:
    trainer = trained("mlp", 3, optimiser="rmsprop", momentum=0.5)
    assert all(one.kind != "update" for one in questions(trainer, moment(trainer), 0))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("mlp", {"batch_norm": True, "dropout": 0.2, "activation": "leaky_relu"}),
        ("mlp", {"task": "digits", "activation": "tanh", "layers": 3}),
        ("cnn", {"batch_norm": True, "dropout": 0.2}),
        ("cnn", {"maps": 3, "activation": "tanh"}),
        ("rnn", {"layers": 2, "activation": "relu"}),
        ("lstm", {"layers": 2, "task": "parity"}),
        ("seq2seq", {"layers": 2}),
        ("transformer", {"layers": 2, "heads": 2, "task": "sort-8"}),
        ("vit", {"heads": 1, "layers": 1, "activation": "relu"}),
    ],
)
def test_other_settings_are_asked_about_too(name: str, given: dict[str, Any]) -> None:
    trainer = trained(name, 5, **given)
    found = questions(trainer, moment(trainer), 0)
    assert len(live_questions(BANK, found)) >= 4


def test_a_model_that_disagrees_is_not_asked_about() -> None:
    trainer = trained("mlp", 5)
    one = next(one for one in questions(trainer, moment(trainer), 0) if one.kind == "dense")
    assert isinstance(one.truth, int)
    wrong = protocol.LiveNumber(one.kind, one.about, one.exercise, one.givens, one.key, one.truth + 1)
    with pytest.raises(Disagreement, match="parameters"):
        live_question(BANK, wrong)
    assert live_questions(BANK, [wrong]) == []
    assert [posed.about for posed in live_questions(BANK, [wrong, one])] == [one.about]


def test_going_on_is_what_the_training_then_does() -> None:
    trainer = trained("mlp", 0)
    outcome = see("going-on", moment(trainer))
    before = trainer.loss(trainer.validation)
    for _ in range(50):
        trainer.step()
    after = trainer.loss(trainer.validation)
    assert outcome.measured == f"Validation loss now {before:.4g}, 50 updates later {after:.4g}."
    assert outcome.right == 0


def test_ten_times_a_rate_that_is_too_large_already_is_seen_to_diverge() -> None:
    trainer = trained("mlp", 5, optimiser="sgd", learning_rate=0.5)
    outcome = see("ten-times-the-rate", moment(trainer))
    assert outcome.right in (2, 3)
    huge = trained("mlp", 5, optimiser="sgd", learning_rate=1.0)
    huge.change({"learning_rate": 50.0})
    assert see("ten-times-the-rate", moment(huge)).right == 3


def test_a_turned_update_of_plain_descent_rises() -> None:
    trainer = trained("mlp", 20, optimiser="sgd", learning_rate=0.01, batch_size=256)
    assert see("update-turned", moment(trainer)).right == 2
