"""Predictions of claims: read before they are run, marked by what was measured."""

from __future__ import annotations

import pytest

from studyai.exercise.mark import Verdict
from studyai.protocol import ClaimCard, Guess, Proven
from studyai.study.items.claim import ClaimItem
from studyai.study.items.item import Form, Response

STAYS = {"stays": "It stays.", "moves": "It moves."}


def _item(choices: dict[str, str], outcome: str | float) -> ClaimItem:
    card = ClaimCard("a-claim", 4, "It is so.", Guess("What happens?", choices), "Because.", (), {"knob": 1})
    proven = Proven(claim="a-claim", knobs={}, holds=True, outcome=outcome, measured="It was measured.", numbers={})

    async def prove() -> Proven:
        return proven

    return ClaimItem(card, prove)


async def _marked(item: ClaimItem, response: Response) -> tuple[Verdict, str]:
    assert item.evidence.run is not None
    await item.evidence.run()
    mark = item.mark(response)
    return mark.verdict, mark.feedback


async def test_a_choice_is_right_where_it_came_true() -> None:
    assert _item(STAYS, "moves").form is Form.CHOICE
    assert await _marked(_item(STAYS, "moves"), (1,)) == (Verdict.CORRECT, "You predicted it.")
    assert await _marked(_item(STAYS, "moves"), (0,)) == (Verdict.WRONG, "It was: It moves.")
    assert await _marked(_item(STAYS, "moves"), "moves") == (Verdict.CORRECT, "You predicted it.")  # as recorded


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [("0.25", Verdict.CORRECT), ("1/4", Verdict.CORRECT), ("0.27", Verdict.CORRECT), ("0.3", Verdict.WRONG)],
)
async def test_a_number_is_right_where_it_is_near(typed: str, verdict: Verdict) -> None:
    assert (await _marked(_item({}, 0.25), typed))[0] is verdict


@pytest.mark.parametrize(
    ("outcome", "typed", "said"),
    [
        (0.25, "1", "Measured was 0.25; 1 is 4 times as much."),
        (0.25, "0.3", "Measured was 0.25; 0.3 is 0.05 too high."),
        (-0.25, "-0.3", "Measured was −0.25; −0.3 is 0.05 too low."),
        (0.0, "1", "Measured was 0, not 1."),
        (-1.0, "0", "Measured was −1, not 0."),
        (-0.2, "0.2", "Measured was −0.2; 0.2 is right but for its sign."),
        (-0.2, "5", "Measured was −0.2; 5 has the other sign."),
        (16640.0, "133120", "Measured was 16,640; 133,120 is 8 times as much."),
        (9.0, "900000", "Measured was 9; 900,000 is 100,000 times as much."),
    ],
)
async def test_how_far_off_it_was_is_said(outcome: float, typed: str, said: str) -> None:
    assert await _marked(_item({}, outcome), typed) == (Verdict.WRONG, said)


async def test_a_right_number_is_written_as_people_write_it() -> None:
    assert await _marked(_item({}, -16640.0), "-16640") == (
        Verdict.CORRECT,
        "You predicted −16,640, measured was −16,640.",
    )


def test_what_is_no_prediction_is_told_before_anything_runs() -> None:
    assert _item(STAYS, "stays").problem((2,)) == "Choose one of the 2."
    assert _item({}, 1.0).problem("[1, 2]") == "Type one number."
    assert "not known" in _item({}, 1.0).problem("many")
    assert _item({}, 1.0).problem("2") == ""
    with pytest.raises(ValueError, match="has not been run"):
        _item({}, 1.0).mark("2")
