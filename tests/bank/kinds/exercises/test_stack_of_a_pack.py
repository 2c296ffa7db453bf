"""How a pack says what stack of layers is drawn: every mistake with its line and what is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from a_pack import loaded

from studyai.bank.kinds.exercises.load import load_file
from studyai.bank.located import BankError
from studyai.exercise.sample import sample
from studyai.exercise.stack import stack_lines

GOOD = """\
section: 12
title: Mine
exercises:
  - exercise: dense-layers
    title: Dense layers
    ask: What do the layers have?
    given:
      x: {int: [2, 9], name: inputs}
      m: {int: [2, 9], shape: [L], name: units}
    sizes:
      L: {int: [2, 3]}
    levels: {1: {}}
    steps:
      - repeat: l
        each: {m_l: m}
        carry: {u: x}
        steps:
          - p: {name: parameters, formula: m_l*(u_prev + 1), decimals: 0}
          - u: {name: outputs, formula: m_l, decimals: 0}
      - N: {name: all, formula: sum(m), decimals: 0}
    stack:
      columns: [units, parameters]
      input: [x]
      layers:
        - {layer: "layer {l} of {m_l} units", values: [u, p]}
      total: N
    source: none
"""


def _load(folder: Path, text: str) -> BankError | None:
    problems = loaded(folder, text).problems
    return problems[0] if problems else None


def test_a_layer_is_drawn_once_for_each_round(tmp_path: Path) -> None:
    assert _load(tmp_path, GOOD) is None
    variant = sample(load_file(tmp_path / "exercises.yaml").entries["dense-layers"], 1, 1)
    words = [line for line in stack_lines(variant) if "│" in line]
    assert [line.split()[:3] for line in words] == [["│", "layer", str(number)] for number in range(1, len(words) + 1)]
    assert len(words) == len(variant.givens["m"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("total: N", "sum: N", 26, "sum is not known here; accepted: columns, input, layers, total"),
        ("total: N", "total: M", 26, "M is not a step; the steps are p, u, N"),
        ("columns: [units, parameters]", "columns: []", 22, "one or two columns"),
        ("columns: [units, parameters]", "columns: [a, b, c]", 22, "one or two columns"),
        ("columns: [units, parameters]", "columns: [parameters and biases]", 22, "16 letters at most"),
        ("      input: [x]\n", "", 22, "input is missing"),
        ("input: [x]", "input: [u]", 23, "u is not known here; known: L, m, pi, x"),
        ("input: [x]", "input: [x, x, x]", 23, "a value for each column, or for the first only: 1 to 2, not 3"),
        ("values: [u, p]", "values: [m_l]", 25, "a layer's values need a step; the steps are N, p, u"),
        ("values: [u, p]", "values: [u, N]", 25, "N does not stand beside u in one block"),
        ("values: [u, p]", "values: [N, m_l]", 25, "m_l does not stand beside N in one block"),
        ("values: [u, p]", "values: [u_prev, p]", 25, "u_prev is not known here"),
        ("values: [u, p]", 'values: ["u*", p]', 25, "formula:"),
        ("of {m_l} units", "of {u} units", 25, "{u} is not known here; known: L, l, m, m_l, pi, x"),
        ("of {m_l} units", "of {__class__} units", 25, "{__class__} is not known here"),
    ],
)
def test_each_mistake_has_its_line_and_remedy(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    problem = _load(tmp_path, GOOD.replace(old, new, 1))
    assert said in str(problem)
    assert problem is not None
    assert problem.line == line


def test_layers_there_must_be(tmp_path: Path) -> None:
    at = GOOD.index("      layers:")
    text = GOOD[:at] + "      layers: []\n" + GOOD[GOOD.index("      total:") :]
    assert "at least one layer is needed" in str(_load(tmp_path, text))
