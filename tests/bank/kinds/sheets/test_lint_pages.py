"""What lint says of a page: names that nothing has, claims that fail, an example without solution, a page too long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from some_pages import ACTIVATIONS, pages_bank

from studyai.bank.kinds.exercises.kind import EXERCISES
from studyai.bank.kinds.sheets.lint import lint_page
from studyai.bank.kinds.sheets.load import place_page
from studyai.bank.report import Known, Trial
from studyai.errors import ToldError
from studyai.exercise.definition import Exercise

CLAIM = "sigmoid-slope-is-at-most-a-quarter"


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    bank = pages_bank(tmp_path_factory.mktemp("bank"))

    def find(name: str) -> Exercise | None:
        try:
            return bank.entry(EXERCISES, name)
        except ToldError:
            return None

    return Trial(1, lambda _: [], (), Known(bank.ids(), (CLAIM,), (), ("goodfellow2016",)), exercise=find)


def findings(text: str, trial: Trial) -> list[str]:
    return [str(one) for one in lint_page(place_page(Path("sheet.md"), text), trial).findings]


def test_what_is_good_has_no_finding(trial: Trial) -> None:
    assert findings(ACTIVATIONS, trial) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("exercise: softmax", "exercise: sofmax", "no exercise sofmax; near: softmax"),
        ("level: 1", "level: 7", "softmax has no level 7; it has 1, 2"),
        (f"```claim\n{CLAIM}", f"```claim\n{CLAIM}s", f"no claim {CLAIM}s; near: {CLAIM}"),
        ("[@goodfellow2016, section 6.1]", "[@goodfelow2016, section 6.1]", "no reference goodfelow2016; near"),
        ("Hidden layers. A unit", "word " * 61 + "A unit", "words in one piece; 60 at most"),
        ("## Pitfalls\n", "## Pitfalls\n" + "\n" * 40, "lines; a page has at most 100"),
        ("relu(z) = max(0, z)", f"relu(z) = abs({'W' * 60}*{'V' * 60})", "columns wide when drawn; 72 at most"),
    ],
)
def test_a_finding_stands_at_its_block(trial: Trial, old: str, new: str, said: str) -> None:
    assert old in ACTIVATIONS
    (finding,) = findings(ACTIVATIONS.replace(old, new, 1), trial)
    assert said in finding


def test_a_claim_that_fails_proves_nothing(trial: Trial) -> None:
    against: Callable[[str], str] = lambda claim: "it is false"  # noqa: E731
    said = findings(ACTIVATIONS, replace(trial, against=against))
    assert len(said) == 2  # the claim, and the correction that rests on it
    assert all(f"the claim {CLAIM} does not hold: it is false" in one for one in said)
