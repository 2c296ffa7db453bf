"""`studyai quiz` with questions and predictions: answered by letters, explained, repeated by a seed."""

from __future__ import annotations

import io

import pytest

from studyai.bank.bank import Bank
from studyai.bank.choosing import chosen_entries
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.cli import main
from studyai.commands.asking.questions import LETTERS
from studyai.study.items.question import QuestionItem
from studyai.study.quiz import draw
from studyai.study.record.store import Record


def _typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def _answer(item: QuestionItem) -> str:
    """The right answer as it is typed."""
    right = item.right
    if isinstance(right, str):
        return right
    names = "123456789" if item.partners else LETTERS
    return " ".join(names[place] for place in right)


@pytest.mark.parametrize("seed", [1, 2])
def test_questions_are_answered_in_plain_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    bank = Bank()
    items = draw(bank, None, chosen_entries(bank), 12, seed=seed)
    _typed(monkeypatch, *map(_answer, items))
    assert main(["quiz", "--kind", "questions", "--seed", str(seed), "--count", "12"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("✓ Correct.") == 12
    for item in items:
        assert f"Question {item.id}" in printed
        assert item.explanation in printed
    record = Record()
    assert record.latest("question").keys() >= {item.id for item in items}
    record.close()


def test_a_wrong_answer_is_told_and_one_that_is_none_asked_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    item = QuestionItem(Bank().entry(QUESTIONS, "range-of-tanh"))
    assert item.ids
    _typed(monkeypatch, "x", "a b", *LETTERS[: len(item.ids)])
    assert main(["quiz", "range-of-tanh", "--seed", "3", "--count", "1"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("? This is none of the choices.") == 1
    assert printed.count("? Choose one.") == 1
    assert item.explanation in printed


def test_a_theme_chooses_and_an_unknown_one_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _typed(monkeypatch, "q")
    assert main(["quiz", "--theme", "dropout"]) == 0
    assert ", dropout" in capsys.readouterr().out
    assert main(["quiz", "--theme", "dropuot"]) == 2
    assert "there is no question about dropuot; themes: activations, attention" in capsys.readouterr().err


def test_a_prediction_is_run_and_marked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _typed(monkeypatch, *(line for letter in "ab" for line in (letter, "0.25")))
    assert main(["quiz", "4", "--kind", "predictions", "--seed", "1", "--count", "1"]) == 0
    printed = capsys.readouterr().out
    assert "Predict    section 4" in printed
    assert "Make it false: studyai prove " in printed
    record = Record()
    assert len(record.latest("claim")) >= 1
    record.close()
