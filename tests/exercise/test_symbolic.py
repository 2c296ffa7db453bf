"""Steps answered by an expression: any right form, each mistake named, every other told where it differs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from studyai.bank.bank import Bank
from studyai.bank.kinds.exercises.load import load_file
from studyai.bank.packs import built_in
from studyai.exercise import present
from studyai.exercise.definition import Exercise
from studyai.exercise.givens import GivenError, GivenValue
from studyai.exercise.hints import RUNGS, hint
from studyai.exercise.mark import Mark, Verdict, mark
from studyai.exercise.sample import Variant, sample, with_own_givens
from studyai.exercise.slips import slips_at
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.expression import Expression
from studyai.formula.parse import parse_formula
from studyai.study.practice import Practice

BANK = Bank([built_in()])
SYMBOLIC = ["symbolic-gradient", "activation-derivative-symbolic", "loss-derivative-symbolic"]
SQUARE = "(sigmoid(3*w*x + 2*b) - y)**2/2"
SLOPE = "sigmoid(3*w*x + 2*b)*(1 - sigmoid(3*w*x + 2*b))"
SUM = "(w**2 + 5*y)*tanh(w*x + b)"


def own(loss: str) -> Variant:
    read: dict[str, GivenValue] = {"J": Expression(parse_formula(loss))}
    return with_own_givens(BANK.exercise("symbolic-gradient"), 1, 0, read)


def marked(loss: str, typed: str, key: str = "dJ_dw") -> Mark:
    return mark(own(loss).solution, key, typed)


@pytest.mark.parametrize(
    ("loss", "typed"),
    [
        (SQUARE, f"3*x*(sigmoid(3*w*x + 2*b) - y)*{SLOPE}"),
        (SQUARE, "-3*x*(y - 1/(1 + exp(-3*w*x - 2*b)))*sigmoid(2*b + 3*x*w)*sigmoid(-2*b - 3*x*w)"),
        ("-y*log(sigmoid(w*x + b)) - (1 - y)*log(1 - sigmoid(w*x + b))", "(sigmoid(w*x + b) - y)*x"),
        (SUM, "2*w*tanh(w*x + b) + (w*w + 5*y)*x/cos(0)*(1 - tanh(w*x + b))*(1 + tanh(w*x + b))"),
        ("(w*x - 1)**2", "2*w*x**2 - 2*x"),
        ("(y - b)**2", "0"),
    ],
)
def test_any_correct_form_is_correct(loss: str, typed: str) -> None:
    assert marked(loss, typed).verdict is Verdict.CORRECT


@pytest.mark.parametrize(
    ("loss", "typed", "tag"),
    [
        (SQUARE, f"-3*x*(sigmoid(3*w*x + 2*b) - y)*{SLOPE}", "sign-turned"),
        (SQUARE, f"(sigmoid(2*b + 3*w*x) - y)*{SLOPE}", "inner-derivative-missing"),
        (SQUARE, "3*x*(sigmoid(3*w*x + 2*b) - y)", "activation-derivative-missing"),
        (SQUARE, "sigmoid(3*w*x + 2*b) - y", "only-the-outermost"),
        (SQUARE, f"(sigmoid(3*w*x + 2*b) - y)*{SLOPE}*3*w", "derivative-by-the-input"),
        (SUM, "2*w*x*(1 - tanh(w*x + b)**2)", "product-of-derivatives"),
        (SUM, "2*w*tanh(w*x + b)", "half-the-product-rule"),
        ("sin(w*x)/(3 + w**2)", "x*cos(w*x)/(2*w)", "quotient-of-derivatives"),
        ("exp(3*w)", "3*3*w*exp(3*w - 1)", "power-rule-on-e"),
    ],
)
def test_a_mistake_is_named_in_whatever_form_it_is_typed(loss: str, typed: str, tag: str) -> None:
    given = marked(loss, typed)
    assert (given.verdict, given.slip) == (Verdict.SLIP, tag)


@pytest.mark.parametrize(
    ("loss", "typed", "said"),
    [
        (SQUARE, f"6*x*(sigmoid(3*w*x + 2*b) - y)*{SLOPE}", "a factor 2 too many"),
        (SQUARE, f"x*(sigmoid(3*w*x + 2*b) - y)*{SLOPE}", "a factor 3 is missing"),
        (SQUARE, f"2*x*(y - sigmoid(3*w*x + 2*b))*{SLOPE}", "yours is 2/3 times the derivative. And the sign"),
        (SQUARE, f"0.9*3*x*(sigmoid(3*w*x + 2*b) - y)*{SLOPE}", "Right but for a number: yours is 9/10"),
        (SQUARE, f"2.9999*x*(sigmoid(3*w*x + 2*b) - y)*{SLOPE}", "Right but for rounding"),
        (SQUARE, f"log(5)*x*(sigmoid(3*w*x + 2*b) - y)*{SLOPE}", "yours is 0.5365 times the derivative"),
        (SQUARE, f"3*(sigmoid(3*w*x + 2*b) - y)*{SLOPE}", "A factor is missing: x."),
        (SQUARE, f"3*x*{SLOPE}", "A factor is missing: sigmoid(3*w*x + 2*b) - y."),
        (SQUARE, f"3*w*x*(sigmoid(3*w*x + 2*b) - y)*{SLOPE}", "A factor too many: w."),
        (SQUARE, f"2*(sigmoid(3*w*x + 2*b) - y)*{SLOPE}", "derivative with respect to b"),
        (SQUARE, SQUARE, "the expression itself"),
        (SQUARE, "w + 1", "at b = "),
        (SQUARE, "log(-w**2)", "has no value"),
        (SUM, "(w**2 + 5*y)*(1 - tanh(w*x + b)**2)*x", "One of the 2 terms is missing"),
        (SUM, "2*w*tanh(w*x + b) - (w**2 + 5*y)*(1 - tanh(w*x + b)**2)*x", "wrong sign"),
        (
            SUM,
            "w*tanh(w*x + b)*3 + (w**2 + 5*y)*(1 - tanh(w*x + b)**2)*x",
            "Right apart from the term w*tanh(w*x + b)*3",
        ),
        (SUM, "2*w*tanh(w*x + b) + (w**2 + 5*y)*(1 - tanh(w*x + b)**2)*x + y", "The term y does not belong"),
        ("(w*x - 1)**2", "2*(w*x - 1)*x + 1e-15", "not equal"),
    ],
)
def test_a_wrong_answer_is_told_where_it_differs(loss: str, typed: str, said: str) -> None:
    given = marked(loss, typed)
    assert given.verdict is Verdict.WRONG
    assert said in given.feedback


LEAVES = st.sampled_from(["w", "x", "b", "y", "2", "0", "0.5", "pi"])
TYPED = st.recursive(
    LEAVES,
    lambda part: st.one_of(
        st.builds("({} {} {})".format, part, st.sampled_from(["+", "-", "*", "/", "**"]), part),
        st.builds("{}({})".format, st.sampled_from(["exp", "log", "sigmoid", "tanh", "sqrt"]), part),
    ),
    max_leaves=8,
)


@settings(max_examples=200)
@given_any(TYPED, st.sampled_from([SQUARE, SUM, "b**2"]))
def test_whatever_is_typed_gets_a_verdict_and_words(typed: str, loss: str) -> None:
    answered = marked(loss, typed)
    assert answered.feedback
    assert answered.verdict is not Verdict.CORRECT or loss == "b**2"


@pytest.mark.parametrize("identifier", SYMBOLIC)
def test_no_slip_is_called_by_a_wrong_name_or_taken_for_right(identifier: str) -> None:
    for level in (1, 2, 3):
        for seed in range(8):
            variant = sample(BANK.exercise(identifier), level, seed)
            for line in variant.solution.lines:
                assert mark(variant.solution, line.key, str(line.value)).verdict is Verdict.CORRECT
                for slipped in slips_at(line):
                    given = mark(variant.solution, line.key, f"0 + ({slipped.value})*1")
                    assert (given.verdict, given.slip) == (Verdict.SLIP, slipped.slip.tag), (variant.id, line.key)


def test_what_cannot_be_read_uses_no_attempt() -> None:
    given = marked(SQUARE, "2*z*x")
    assert (given.verdict, given.position, given.uses_attempt) == (Verdict.UNREADABLE, 2, False)
    assert "w, x, b, y" in given.feedback


@pytest.mark.parametrize(
    "typed", ["9**9**9**9*w", "(w + x)**1e19", "+".join(["(w + x + b + y)**19"] * 20), "(" * 55 + "w" + ")" * 55]
)
def test_hostile_answers_are_marked(typed: str) -> None:
    assert marked(SQUARE, typed).verdict is Verdict.WRONG


@pytest.mark.parametrize(("loss", "said"), [("abs(w)", "abs is not among them"), ("log(-1 - w**2)", "has no value")])
def test_an_own_expression_is_checked(loss: str, said: str) -> None:
    with pytest.raises(GivenError, match=said):
        own(loss)


def test_an_own_number_is_no_expression() -> None:
    with pytest.raises(GivenError, match="must be an expression in w, x, b, y"):
        with_own_givens(BANK.exercise("symbolic-gradient"), 1, 0, {"J": 3})


def test_the_hints_climb_from_the_rule_to_the_value() -> None:
    line = own(SQUARE).solution.lines[0]
    rungs = [hint(line, rung) for rung in range(len(RUNGS))]
    drawn = ["\n".join(draw_terminal(one.node).lines) for one in rungs]
    assert "Start inside" in rungs[1].say
    assert "(3w x + 2b) = 3x" in drawn[1]
    assert "chain rule" in rungs[2].say.lower()
    assert rungs[3].value == line.value
    double = hint(own("(3*w*x - y)**4").solution.lines[0], 2)
    assert "outer slope" in double.say
    assert "".join(draw_terminal(double.node).lines) == "4 (3w x − y)³"
    single = [hint(own("sin(w)").solution.lines[0], rung) for rung in range(len(RUNGS))]
    assert "own derivative" in single[1].say
    assert "cos" not in "".join("".join(draw_terminal(one.node).lines) for one in single[:3])


def test_a_step_says_what_is_asked_and_draws_it() -> None:
    line = own("(w*x - 1)**2").solution.lines[0]
    assert present.asked_precision(line) == "an expression in w, x, b, y"
    assert "((w x − 1)²)" in "".join(present.equation(line).lines)
    assert present.value_text(line.value) == "2*(w*x - 1)*x"


def test_a_sitting_is_answered_in_expressions() -> None:
    practice = Practice(own("(w*x - b)**2"))
    assert practice.answer("2*w*(w*x - b)").verdict is Verdict.SLIP
    practice.keep()
    assert practice.answer("2*(b - w*x)").verdict is Verdict.CORRECT
    assert [entry.credit for entry in practice.entries] == [0.0, 1.0]


PACK = """
section: 99
title: Test
exercises:
  - exercise: own-slope
    title: Slope
    ask: Differentiate f.
    given:
      f: {{name: function, expression: [{variable}], words: {{A: [2, 3]}}, one_of: [{text}]}}
    levels: {{1: {{}}}}
    steps:
      - {symbol}: {{name: slope, formula: "derivative(f, t)"}}
    source: none
"""


def _problem(folder: Path, text: str, symbol: str = "s", variable: str = "t") -> str:
    file = folder / "exercises.yaml"
    file.write_text(PACK.format(text=text, symbol=symbol, variable=variable), encoding="utf-8")
    return " ".join(map(str, load_file(file).problems))


def test_a_pack_may_have_expressions_and_is_told_where_one_is_wrong(tmp_path: Path) -> None:
    assert _problem(tmp_path, '"{A}*t"') == ""
    assert ":9: expression: u is not known here" in _problem(tmp_path, '"{A}*t", "u"')
    assert "{ cannot be used here" in _problem(tmp_path, '"{B}*t"')
    assert "e cannot be a variable" in _problem(tmp_path, '"{A}*t"', variable="e")
    assert "t stands for something else already" in _problem(tmp_path, '"{A}*t"', symbol="t")


def test_a_sampled_expression_is_filled_from_its_words(tmp_path: Path) -> None:
    file = tmp_path / "exercises.yaml"
    file.write_text(PACK.format(text='"{A}*t"', symbol="s", variable="t"), encoding="utf-8")
    exercise: Exercise = load_file(file).entries["own-slope"]
    drawn = {str(sample(exercise, 1, seed).givens["f"]) for seed in range(30)}
    assert drawn == {"2*t", "3*t"}


def test_a_flipped_sign_that_no_slip_names_is_told(tmp_path: Path) -> None:
    file = tmp_path / "exercises.yaml"
    file.write_text(PACK.format(text='"3*t**2"', symbol="s", variable="t"), encoding="utf-8")
    solution = sample(load_file(file).entries["own-slope"], 1, 1).solution
    assert mark(solution, "s", "-6*t") == Mark(
        "s", Verdict.WRONG, "The size is right, the sign is not.", value=Expression(parse_formula("-6*t"))
    )
