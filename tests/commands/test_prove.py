"""`studyai prove`: claims listed, run, broken by a knob; what cannot be run is told."""

from __future__ import annotations

import asyncio
import json

import pytest

from studyai.cli import main
from studyai.client.errors import WorkerLost
from studyai.client.worker import Worker
from studyai.commands import prove
from studyai.protocol import ClaimCard, Guess, Proven, Welcome

DEAD, QUARTER = "a-dead-relu-unit-never-recovers", "sigmoid-slope-is-at-most-a-quarter"


def test_claims_are_listed_by_section(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove"]) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    assert f" 4  {DEAD}" in lines
    assert last.startswith(f"{len(lines)} claims")


def test_one_that_holds_says_what_was_measured_why_and_how_to_break_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", DEAD]) == 0
    printed = capsys.readouterr().out
    assert "✓ It holds with negative_slope = 0, learning_rate = 0.3, seed = 0." in printed
    assert "the bias −2.000; the unit is active on 0 of 32 examples." in printed
    assert f"It is false with: studyai prove {DEAD} --set negative_slope=0.1" in printed


def test_a_turned_knob_makes_it_false(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", DEAD, "--set", "negative_slope=0.1", "--json"]) == 1
    (proven,) = json.loads(capsys.readouterr().out)
    assert (proven["claim"], proven["holds"], proven["outcome"]) == (DEAD, False, "recovers")
    assert proven["knobs"]["negative_slope"] == 0.1
    assert main(["prove", DEAD, QUARTER, "--false"]) == 1
    assert "0 of 2 hold, 2 are false" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a-dead-relu"], "there is no claim a-dead-relu"),
        (
            [DEAD, "--set", "slope=1"],
            "slope=1 is no KNOB=VALUE of a-dead-relu-unit-never-recovers; its knobs: negative_",
        ),
        ([DEAD, "--all"], "name claims, or --all, not both"),
    ],
)
def test_bad_input_is_told(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert main(["prove", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_value_that_a_knob_does_not_take_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", DEAD, "--set", "negative_slope=steep"]) == 1
    assert f"{DEAD}: negative_slope is a number from 0 to 1, not steep" in capsys.readouterr().err


class Hanging(Worker):
    """Runs nothing to its end, and counts how often it is started anew."""

    restarts = 0

    async def prove(self, *_: object) -> Proven:
        await asyncio.Event().wait()
        raise AssertionError

    async def restart(self) -> Welcome:
        self.restarts += 1
        raise WorkerLost("nothing starts")


async def test_one_that_hangs_is_ended_and_its_worker_started_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "LONGEST", 0.01)
    worker, card = Hanging(), ClaimCard("a-claim", 1, "", Guess(""), "", (), {})
    assert await prove._one(worker, card, {}) == "ended: it took more than 0.01 s"
    assert worker.restarts == 1
