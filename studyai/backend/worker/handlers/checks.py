"""The second opinion."""

from __future__ import annotations

from studyai.backend.oracles import registry as oracles
from studyai.backend.oracles.givens import GivensError
from studyai.backend.worker.handling import handles
from studyai.protocol import Check, Checked, CheckedMany, CheckMany, Source, SourceText, Values


@handles(Check)
def check(request: Check) -> Checked:
    """Compute an oracle's answer."""
    return Checked(values=oracles.find(request.oracle).answer(request.givens))


@handles(CheckMany)
def check_many(request: CheckMany) -> CheckedMany:
    """Compute it for each of the givens; some may be refused."""
    oracle = oracles.find(request.oracle)
    answers: list[Values | str] = []
    for givens in request.many:
        try:
            answers.append(oracle.answer(givens))
        except (GivensError, oracles.Refused) as problem:
            answers.append(str(problem))
    return CheckedMany(answers=answers)


@handles(Source)
def source(request: Source) -> SourceText:
    """Return an oracle's source."""
    return SourceText(text=oracles.find(request.oracle).source())
