"""A training's model is looked into, and asked about."""

from __future__ import annotations

from studyai.backend.experiments import predictions
from studyai.backend.experiments.copies import moment
from studyai.backend.experiments.questions import questions
from studyai.backend.inside.explain import explain
from studyai.backend.worker.handling import handles
from studyai.backend.worker.running import Running
from studyai.protocol import Ask, Asked, Done, Explain, Explained, Look, See, Seen


@handles(Look)
def look(request: Look, run: Running) -> Done:
    """Choose what frames show. Raises `BadSetting`."""
    run.frames.look(request.probe, request.example, request.word)
    return Done()


@handles(Explain)
def explained(request: Explain, run: Running) -> Explained:
    """Say what an entry of the view was computed from. Raises `BadSetting`."""
    trainer, gaze = run.trainer, run.frames.gaze
    made = explain(trainer.model, trainer.task, trainer.test, gaze, request.place)
    return Explained(
        step=trainer.updates, probe=gaze.probe, place=request.place,
        value=made.value, stages=made.stages, note=made.note,
    )  # fmt: skip


@handles(Ask)
def ask(request: Ask, run: Running) -> Asked:
    """Make questions from the run as it stands. Raises `BadSetting`."""
    run.asked = moment(run.trainer)
    posed = questions(run.trainer, run.asked, request.example)
    return Asked(step=run.trainer.updates, questions=posed, predictions=predictions.predictions())


@handles(See)
def see(request: See, run: Running) -> Seen:
    """Do a prediction's experiment. Raises `Unknown`."""
    outcome = predictions.see(request.prediction, run.asked or moment(run.trainer))
    return Seen(right=outcome.right, measured=outcome.measured)
