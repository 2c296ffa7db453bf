"""Any update of a race is a question, whatever the optimiser remembers by then; its answer is where torch went."""

from __future__ import annotations

import pytest

from studyai.backend.experiments.race.racers import RACERS
from studyai.backend.experiments.race.report import raced
from studyai.backend.experiments.race.surfaces import SURFACES
from studyai.bank.bank import Bank
from studyai.exercise.mark import Verdict
from studyai.protocol import Race, decode_report, encode
from studyai.study.race_questions import PARABOLAS, NoQuestion, race_question

BANK = Bank()
STEPS = 60


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", RACERS)
def test_the_point_that_torch_reached_is_the_right_answer(name: str, surface: str) -> None:
    report = decode_report(encode(raced(Race(id=1, surface=surface, optimisers=[name], steps=STEPS))))
    (track,) = report.tracks  # type: ignore[union-attr]
    assert len(track.states) == len(track.gradients) == STEPS
    for step in (1, 2, 7, STEPS):
        if name == "nesterov" and surface not in PARABOLAS:
            with pytest.raises(NoQuestion, match="parabola"):
                race_question(BANK, track, step, surface)
            continue
        posed = race_question(BANK, track, step, surface)
        x, y = track.points[step]
        one = (x, y)[PARABOLAS[surface][0]] if name == "nesterov" else None
        right = f"[{x!r}, {y!r}]" if one is None else repr(one)
        assert posed.mark(right).verdict is Verdict.CORRECT, (step, posed.line.value, right)
        wrong = "[77, 77]" if one is None else "77"
        assert posed.mark(wrong).verdict is Verdict.WRONG
    with pytest.raises(NoQuestion, match=r"last update|parabola"):
        race_question(BANK, track, STEPS + 1, surface)
