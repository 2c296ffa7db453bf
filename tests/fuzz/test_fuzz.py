"""A few inputs made at random, of each kind; `python -m benchmarks fuzz` tries thousands with the same code."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import strategies as st

from benchmarks.fuzz import answers, command_lines, own_givens, packs
from benchmarks.fuzz.command_lines import CommandLine
from benchmarks.fuzz.packs import MARK, SECRET, Packed, Trying
from benchmarks.fuzz.trial import Mistake, run


def test_typed_answers_get_a_mark_and_words() -> None:
    tally, _ = answers.fuzz(150, number=1)
    assert tally.findings == []
    assert {"unreadable", "wrong"} <= set(tally.outcomes)


def test_damaged_packs_are_refused_or_work() -> None:
    tally = packs.fuzz(15, number=2)
    assert tally.findings == []


def test_command_lines_end_as_they_should() -> None:
    tally = command_lines.fuzz(40, number=4)
    assert tally.findings == []


def test_own_givens_agree_with_torch_or_are_refused() -> None:
    tally, _ = own_givens.fuzz(60, number=5)
    assert tally.findings == []
    assert tally.outcomes["agreed"] > 0


def test_whatever_goes_wrong_is_found() -> None:
    def check(number: int) -> str:
        if number > 3:
            raise Mistake("too many")
        return str(1 // number)

    tally = run(st.sampled_from([0, 1, 9]), check, 30)
    assert tally.outcomes["found"] == sum(tally.outcomes.values()) - tally.outcomes["1"]
    assert {said.partition("\n")[0].partition(" (")[0] for said in tally.findings} == {
        "too many",
        "ZeroDivisionError: integer division or modulo by zero",
    }


def test_a_pack_that_is_run_or_that_reads_a_file_would_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trying = Trying(tmp_path)
    packed = Packed("section: 1\ntitle: T\nexercises: []\n", 0)
    assert trying.check(packed) == "no exercises"
    monkeypatch.setattr(trying, "_tried", lambda *_: trying.seen.append(SECRET) or "proven")
    with pytest.raises(Mistake, match="was read"):
        trying.check(packed)
    (tmp_path / MARK).touch()
    with pytest.raises(Mistake, match="was executed"):
        trying.check(packed)


def test_a_command_that_breaks_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_lines, "main", lambda _: 70)
    with pytest.raises(Mistake, match="exit code 70"):
        command_lines.check(CommandLine(("list", "--ids")))
