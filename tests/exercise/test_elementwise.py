"""A product of arrays entry by entry is drawn with ⊙, in names as with numbers; other products are not."""

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.document import compose
from studyai.exercise import present
from studyai.exercise.hints import hint
from studyai.exercise.sample import sample
from studyai.exercise.solve import Line
from studyai.formula.draw.latex import draw_latex
from studyai.formula.draw.terminal import draw_terminal
from studyai.formula.evaluate import evaluate


def line_of(exercise: str, key: str) -> Line:
    return sample(Bank([built_in()]).exercise(exercise), 2, 1).solution.line(key)


@pytest.mark.parametrize(
    ("exercise", "key", "drawn"),
    [
        ("gate", "p", "p = f ⊙ c"),
        ("gru-step", "n", "n = tanh(Wₙ x + r ⊙ (Uₙ h) + bₙ)"),
        ("lstm-step", "c_new", "c′ = f ⊙ c + i ⊙ g"),
        ("sgd", "theta_1", "θₜ = θₜ₋₁ − α gₜ"),  # a number times a number
    ],
)
def test_in_names(exercise: str, key: str, drawn: str) -> None:
    assert present.equation(line_of(exercise, key)).lines == [drawn]


def test_in_hints_and_on_paper() -> None:
    line = line_of("gate", "p")
    assert draw_terminal(hint(line, 0).node).lines == ["f ⊙ c"]
    assert r"\odot" in draw_latex(compose.formula(line).node)


def test_the_steps_own_formula_still_evaluates() -> None:
    line = line_of("gru-step", "n")
    assert evaluate(line.formula.node, line.values).tolist() == line.value.tolist()  # type: ignore[union-attr]
