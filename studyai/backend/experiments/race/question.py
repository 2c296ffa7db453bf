"""An update of the race as a question: the same rule, from where an optimiser stands and what it remembers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from studyai import protocol
from studyai.backend.experiments.race import racers, surfaces
from studyai.backend.experiments.race.on_network import MLP
from studyai.backend.experiments.race.on_surface import LONGEST_RACE, Stand, check_rate, descent, is_lost
from studyai.backend.experiments.race.racers import Racer
from studyai.backend.experiments.race.surfaces import SURFACES, Surface
from studyai.backend.inside.scene import question
from studyai.backend.refusal import Refusal
from studyai.backend.training.optimiser_state import rule_of, state_of

DIGITS = 6  # significant ones of the numbers in the question: the point reached is right with all its digits
KIND = "race"


class NoQuestion(Refusal):
    """That update is no exercise; says why."""

    problem = "no-question"


@dataclass(frozen=True)
class Update:
    """One update of the race: from where, with which gradient and memory, and where torch went, (2,) each."""

    title: str  # "Adam, update 7 of the race"
    rate: float
    start: Tensor
    gradient: Tensor
    memory: dict[str, Tensor]  # by the exercise's names
    exercise: str
    settings: dict[str, Any]  # the optimiser's other givens
    end: Tensor


def asked(request: protocol.AskRace) -> protocol.AskedRace:
    """Return the question of that update. Raises `Unknown`, `BadSetting`, `NoQuestion`."""
    racer = racers.find(request.optimiser)
    rate = racer.rate_on(request.surface) if request.learning_rate is None else request.learning_rate
    check_rate(racer, rate)
    if request.surface == MLP:
        raise NoQuestion("A network's update has too many numbers for a question; race on a surface.")
    surface = surfaces.find(request.surface)
    if not 1 <= request.step <= min(request.steps, LONGEST_RACE):
        raise _over(racer)
    update = _update(descent(surface, racer, rate), racer, rate, request.step)
    made = _nesterov(surface, update) if racer.name == "nesterov" else _question(update)
    return protocol.AskedRace(question=made)


def _over(racer: Racer) -> NoQuestion:
    return NoQuestion(f"{racer.title} has made its last update. Go back to one of them.")


def _update(walk: Iterator[Stand], racer: Racer, rate: float, step: int) -> Update:
    """Go to the update of that number, counted from 1, and make it."""
    for _ in range(step):
        stand = next(walk)
        if is_lost(stand):
            raise _over(racer)
    rule = rule_of(stand.optimiser)
    assert rule is not None
    memory = state_of(rule, stand.optimiser, stand.point)
    start, gradient = stand.point.detach().clone(), stand.gradient.clone()
    next(walk)
    settings = rule.settings(stand.optimiser.param_groups[0])
    title = f"{racer.title}, update {step} of the race"
    return Update(title, rate, start, gradient, memory, rule.exercise, settings, stand.point.detach().clone())


def _question(update: Update) -> protocol.LiveNumber:
    memory: dict[str, Any] = dict(update.memory)
    made = int(memory.pop("t_0", 0))  # updates; the rounds of exercises that count them go on from there
    if "t_0" in update.memory:
        memory["t_0"] = made
    remembers = ", and what the optimiser remembers." if memory else "."
    about = f"{update.title}: θ = (x, y), with the gradient measured there{remembers}"
    given = {"theta_0": update.start, "g": update.gradient[None], "alpha": update.rate, **update.settings, **memory}
    return question(KIND, about, update.exercise, f"theta_{made + 1}", update.end, digits=DIGITS, **given)


def _nesterov(surface: Surface, update: Update) -> protocol.LiveNumber:
    """Return a question about one coordinate: the exercise takes the gradient itself, of a parabola."""
    if surface.parabola is None:
        where = ", ".join(one.name for one in SURFACES.values() if one.parabola is not None)
        raise NoQuestion(f"Nesterov's exercise takes its gradient on a parabola: race on {where}.")
    along, curvature = surface.parabola
    about = f"{update.title}: θ is {'xy'[along]}, along which the ground is a parabola."
    velocity = update.memory["v_0"][along] if update.memory else 0
    given = {
        "theta_0": update.start[along], "v_0": velocity, "a": curvature, "c": 0, "T": 1, "alpha": update.rate,
        **update.settings,
    }  # fmt: skip
    return question(KIND, about, "nesterov", "theta_1", update.end[along], digits=DIGITS, **given)
