"""`studyai prove`: claims listed, run, broken by a knob; what cannot be run is told."""

from __future__ import annotations

import asyncio
import json
import shlex

import pytest

from studyai.backend.claims import registry
from studyai.cli import main
from studyai.client.errors import WorkerLost
from studyai.client.knobs import read_value
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


@pytest.mark.parametrize(
    ("value", "said"),
    [("steep", ", not steep"), ("nan", ", not nan"), ("1e400", ", not 1e400"), ("", "; nothing was typed")],
)
def test_a_value_that_a_knob_does_not_take_is_told(capsys: pytest.CaptureFixture[str], value: str, said: str) -> None:
    assert main(["prove", DEAD, "--set", f"negative_slope={value}"]) == 2
    assert f"{DEAD}: negative_slope takes a number from 0 to 1{said}\n" in capsys.readouterr().err


@pytest.mark.parametrize("claim", ["plain-subgradient-steps-oscillate-around-zero", "attention-weights-add-up-to-one"])
def test_the_command_that_is_printed_runs_and_makes_it_false(capsys: pytest.CaptureFixture[str], claim: str) -> None:
    assert main(["prove", claim]) == 0
    *_, last = capsys.readouterr().out.splitlines()
    program, *arguments = shlex.split(last.removeprefix("It is false with: "))
    assert program == "studyai"
    assert main(arguments) == 1
    printed = capsys.readouterr().out
    assert "✗ It is false with " in printed
    assert "It is false with: " not in printed  # who ran it knows


def test_every_failing_setting_is_one_that_may_be_typed() -> None:
    for card in registry.cards():
        known = {knob.name: knob for knob in card.knobs}
        _, _, _, *settings = shlex.split(prove.command(card.name, card.fails))
        typed = [setting.partition("=")[::2] for setting in settings[1::2]]
        assert {name: read_value(known[name], value) for name, value in typed} == card.fails


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
