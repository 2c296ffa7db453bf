"""Any update of a race is a question, whatever the optimiser remembers by then; its answer is where torch went."""

from __future__ import annotations

from typing import Any

import pytest

from studyai import protocol
from studyai.backend.experiments.race import surfaces
from studyai.backend.experiments.race.on_surface import race
from studyai.backend.experiments.race.question import NoQuestion, asked
from studyai.backend.experiments.race.racers import RACERS
from studyai.backend.experiments.race.surfaces import SURFACES
from studyai.backend.registry import Unknown
from studyai.backend.training.settings import BadSetting
from studyai.bank.bank import Bank
from studyai.client.errors import WorkerProblem
from studyai.client.worker import Worker
from studyai.exercise.mark import Verdict
from studyai.study.live_questions import Disagreement, checked_question

BANK = Bank()
STEPS = 60


def question(surface: str, optimiser: str, step: int, **more: Any) -> protocol.LiveNumber:
    request = protocol.AskRace(id=1, surface=surface, optimiser=optimiser, step=step, **{"steps": STEPS, **more})
    report = protocol.decode_report(protocol.encode(asked(request)))
    assert isinstance(report, protocol.AskedRace)
    return report.question


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", RACERS)
def test_the_point_that_torch_reached_is_the_right_answer(name: str, surface: str) -> None:
    (track,) = race(surfaces.find(surface), [name], {}, STEPS)
    parabola = surfaces.find(surface).parabola
    for step in (1, 2, 7, STEPS):
        if name == "nesterov" and parabola is None:
            with pytest.raises(NoQuestion, match="on a parabola: race on bowl, ravine, saddle"):
                question(surface, name, step)
            continue
        one = question(surface, name, step)
        reached = list(track.points[step])
        assert one.truth == (reached[parabola[0]] if name == "nesterov" and parabola else reached)
        posed = checked_question(BANK, one)
        assert posed.mark(str(one.truth)).verdict is Verdict.CORRECT, (step, posed.line.value, one.truth)
        wrong = "[77, 77]" if isinstance(one.truth, list) else "77"
        assert posed.mark(wrong).verdict is Verdict.WRONG
    with pytest.raises(NoQuestion, match="has made its last update"):
        question(surface, name, STEPS + 1)


def test_the_rate_that_was_raced_with_is_asked_and_a_slip_is_named() -> None:
    one = question("bowl", "sgd", 7, learning_rate=0.25)
    assert (one.exercise, one.key, one.givens["alpha"]) == ("sgd", "theta_1", "0.25")
    posed = checked_question(BANK, one)
    uphill = [float(start) * 1.25 for start in one.givens["theta_0"]]
    assert posed.mark(str(uphill)).slip == "uphill"
    assert question("bowl", "adam", 8).key == "theta_8"


def test_who_has_left_for_good_is_asked_up_to_its_last_update() -> None:
    (track,) = race(surfaces.find("bowl"), ["sgd"], {"sgd": 5.0}, STEPS)
    assert track.diverged
    checked_question(BANK, question("bowl", "sgd", len(track.points) - 1, learning_rate=5.0))
    with pytest.raises(NoQuestion, match="SGD has made its last update"):
        question("bowl", "sgd", len(track.points) + 1, learning_rate=5.0)


def test_an_exercise_that_torch_disagrees_with_is_not_asked() -> None:
    one = question("bowl", "adam", 3)
    assert isinstance(one.truth, list)
    other = protocol.LiveNumber(one.kind, one.about, one.exercise, one.givens, one.key, [one.truth[0] + 0.1, 0.0])
    with pytest.raises(Disagreement, match="Adam, update 3 of the race"):
        checked_question(BANK, other)


def test_what_does_not_race_is_named() -> None:
    with pytest.raises(NoQuestion, match="too many numbers"):
        question("mlp", "adam", 1)
    with pytest.raises(Unknown, match="surface"):
        question("valley", "adam", 1)
    with pytest.raises(Unknown, match="racer"):
        question("bowl", "lion", 1)
    with pytest.raises(BadSetting, match="learning rate 0 of Adam"):
        question("bowl", "adam", 1, learning_rate=0.0)
    with pytest.raises(NoQuestion):
        question("bowl", "adam", 0)


async def test_a_worker_asks_and_says_why_it_does_not() -> None:
    async with Worker(threads=1) as worker:
        assert (await worker.race_question("bowl", "adam", 3)).key == "theta_3"
        with pytest.raises(WorkerProblem, match="last update") as refusal:
            await worker.race_question("bowl", "adam", 4, steps=3)
        assert refusal.value.name == "no-question"
