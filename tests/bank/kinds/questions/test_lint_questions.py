"""What lint says of questions: names that nothing has, evidence that fails, and what can be guessed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from some_questions import FILE, pack

from studyai.bank.kinds.questions.guessing import rates
from studyai.bank.kinds.questions.lint import lint_question
from studyai.bank.kinds.questions.lint_together import lint_together
from studyai.bank.kinds.questions.load import load_file
from studyai.bank.kinds.questions.question import Option, Options, Question
from studyai.bank.references import read_references
from studyai.bank.report import Known, Trial
from studyai.bank.section import Placed

EXERCISES = (
    "activation-value", "mlp-parameters", "mlp-forward", "early-stopping", "neuron-gradient", "learning-rate-stability",
)  # fmt: skip
KNOWN = Known(EXERCISES, ("sigmoid-slope-is-at-most-a-quarter",), ("mlp",), ("lecun1998",))
LONG = "word " * 120
TRIAL = Trial(1, lambda _: [], (), KNOWN)


def _placed(folder: Path, text: str = FILE) -> list[Placed[Question]]:
    return list(load_file(pack(folder, text).folder / "04-mine" / "questions.yaml").placed.values())


def _findings(folder: Path, text: str, trial: Trial = TRIAL) -> list[str]:
    return [str(finding) for placed in _placed(folder, text) for finding in lint_question(placed, trial).findings]


def test_what_is_good_has_no_finding(tmp_path: Path) -> None:
    assert _findings(tmp_path, FILE) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "exercises: [activation-value]",
            "exercises: [activation-valu]",
            "15: no exercise activation-valu; near: acti",
        ),
        ("claim: sigmoid-slope", "claim: sigmoid-slop", "14: no claim sigmoid-slop-is-at-most-a-quarter; near"),
        ("reference: lecun1998", "reference: lecun1989", "no reference lecun1989; near: lecun1998"),
        ("links: {exercises: [activation-value]}", "links: {lab: mpl}", "no architecture mpl; near: mlp"),
        ("{value: 3*64, feedback", "{value: 4*64, feedback", "biases-forgotten leads to the answer"),
        ('text: "[0, ∞)"', "text: all of the above", "gives itself away"),
        ("explanation: Each follows", f"explanation: {LONG} Each follows", " words in explanation; 110 at most"),
    ],
    ids=lambda text: text[:20],
)
def test_a_finding_stands_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in FILE
    (finding,) = _findings(tmp_path, FILE.replace(old, new, 1))
    assert said in finding


def test_a_claim_that_fails_is_no_evidence(tmp_path: Path) -> None:
    trial = replace(TRIAL, against=lambda claim: "it is false")
    (finding,) = _findings(tmp_path, FILE, trial)
    assert "the claim sigmoid-slope-is-at-most-a-quarter does not hold: it is false" in finding


def _many(folder: Path, right: str, wrong: str) -> list[Placed[Question]]:
    first = _placed(folder)[0]
    options = (Option("a", right, True, ""), *(Option(name, f"{wrong} {name}", False, "x") for name in "bcd"))
    question = replace(first.value, answer=Options(options, several=False))
    return [replace(first, id=f"q{n}", value=replace(question, id=f"q{n}", ask=f"{n} " * 9)) for n in range(120)]


def test_what_the_longest_option_gives_away_is_found(tmp_path: Path) -> None:
    said = [finding.message for finding in lint_together(_many(tmp_path, "a long and careful text", "short"))]
    assert any("the longest is right in 100.0% of 120 questions, chance is 25.0%" in one for one in said)
    few = _many(tmp_path, "a long and careful text", "short")[:50]
    assert lint_together(few) == []


def test_each_rule_of_a_guesser_finds_what_it_looks_for(tmp_path: Path) -> None:
    def rate(rule: str, right: str, wrong: str) -> float:
        questions = [one.value for one in _many(tmp_path, right, wrong)]
        return next(one.right for one in rates(questions) if rule in one.rule)

    assert rate("longest", "a long text", "it") == 1
    assert rate("shortest", "it", "a long text") == 1
    assert rate("sometimes", "it may be so", "it is so") == 1
    assert rate("odd one out", "quite different words", "these are alike") == 1
    assert rate("“True”", "True: it is", "False: it is") == 1
    assert rate("longest", "it is", "it is") == 0


def test_the_same_question_in_other_words_is_found(tmp_path: Path) -> None:
    one, two = _placed(tmp_path)[:2]
    doubled = replace(two, value=replace(one.value, id="two", ask="Do the outputs of [tanh] lie in which range?"))
    (finding,) = lint_together([one, doubled])
    assert finding.message.startswith("bounded-activations asks nearly in the words of range-of-tanh")


def test_references_are_read_with_their_accents(tmp_path: Path) -> None:
    reference, group = read_references(pack(tmp_path).folder).values()
    assert group.words == "PyTorch contributors 2026, torch.nn.Linear. PyTorch documentation"
    assert reference.missing == []
    assert reference.words == "LeCun et al. 1998, Efficient BackProp. Neural Networks: Tricks of the Trade"
    assert "Müller" in reference.fields["author"]


@pytest.mark.parametrize(("columns", "is_told"), [(64, False), (65, True)])
def test_a_line_that_a_small_terminal_cannot_hold_is_told_with_its_place(
    tmp_path: Path, columns: int, is_told: bool
) -> None:
    line = "x" * columns  # with its number and two blanks, 67 fit
    lines = f"    code: |\n      y = 1\n      {line}\n    options:"
    text = FILE.replace("    options:", lines, 1)
    place = text[: text.index(line)].count("\n") + 1
    findings = _findings(tmp_path, text)
    assert [f"questions.yaml:{place}: 68 columns with its number; 67 at most" in one for one in findings] == [
        True
    ] * is_told
