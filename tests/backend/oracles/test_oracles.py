"""Oracles against values worked by hand, and what they refuse."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_earlier_sections import KNOWN_EARLIER
from known_later_sections import KNOWN_LATER
from known_sequence_sections import KNOWN_SEQUENCES

from studyai.backend.oracles import registry
from studyai.backend.oracles.givens import GivensError

MAP = [[3, 0, 1], [0, 2, 0], [1, 0, 3]]
GATES = "ifgo"


def answer(oracle: str, **givens: Any) -> dict[str, Any]:
    return registry.find(oracle).answer(givens)


def lstm(width: int, size: int, weight: str, bias: str) -> dict[str, Any]:
    parts = {f"W_{gate}": [[weight] * width] * size for gate in GATES}
    parts |= {f"U_{gate}": [[weight] * size] * size for gate in GATES}
    return parts | {f"b_{gate}": [bias] * size for gate in GATES}


KNOWN: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # 0.1 + 0.2 − 0.3 is 0, so the step fires
    (
        "perceptron-update",
        {"w": ["0.1", 0.2], "x": [1, 1], "b": "-3/10", "y": 0, "alpha": "0.1"},
        {"z": 0, "o": 1, "error": -1, "w_new": [0, "1/10"], "b_new": "-2/5"},
    ),
    ("softmax", {"z": [0, "0", 0.0, 0]}, {"p": [0.25] * 4}),
    ("sgd", {"theta_0": 1, "g": [1, 2], "alpha": "0.25"}, {"theta_1": 0.75, "theta_2": 0.25}),
    ("sgd", {"theta_0": [1, 2], "g": [[2, 4]], "alpha": 0.5}, {"theta_1": [0, 0]}),
    (
        "momentum",
        {"theta_0": 1, "g": [1, 2], "alpha": 0.5, "beta": 0.5, "v_0": 1},
        {"v_1": 1, "theta_1": 0.5, "v_2": 1.5, "theta_2": -0.25},
    ),
    (
        "momentum",
        {"theta_0": 1, "g": [1, 2], "alpha": 0.5, "beta": 0.5, "v_0": 1, "convention": "torch"},
        {"v_1": 1.5, "theta_1": 0.25, "v_2": 2.75, "theta_2": -1.125},
    ),
    (
        "momentum",
        {"theta_0": 1, "g": [1, 2], "alpha": 0.5, "beta": 0.5, "v_0": 1, "convention": "rate-inside"},
        {"v_1": 1, "theta_1": 0, "v_2": 1.5, "theta_2": -1.5},
    ),
    # Adam's first step is α·sign(g) while ε is 0
    (
        "adam",
        {"theta_0": [1, 1], "g": [[4, -2]], "alpha": "0.1", "beta_1": 0.5, "beta_2": 0.75, "epsilon": 0},
        {"m_1": [2, -1], "v_1": [4, 1], "theta_1": [0.9, 1.1]},
    ),
    ("conv-output-size", {"H": 28, "W": 28, "F": 5, "S": 2, "P": 1, "D": 1}, {"O_h": 13, "O_w": 13}),
    (
        "conv-output-size",
        {"H": 10, "W": 7, "F": [3, 1], "S": [2, 3], "P": [1, 0], "D": [2, 1]},
        {"O_h": 4, "O_w": 3},
    ),
    # not flipped: the kernel's first entry meets the window's first
    (
        "conv-forward",
        {"X": MAP, "K": [[1, 0], [0, 2]], "b": "1/2", "S": 1, "P": 0, "D": 1},
        {"A": [[7.5, 0.5], [0.5, 8.5]]},
    ),
    ("conv-forward", {"X": MAP, "K": [[1, 1]], "b": 0, "S": 2, "P": [0, 1], "D": 1}, {"A": [[3, 1], [1, 3]]}),
    ("max-pool", {"X": MAP, "F": 2, "S": 1}, {"A": [[3, 2], [2, 3]]}),
    ("max-pool", {"X": MAP, "F": 2, "S": 2, "P": 0, "ceil_mode": 1}, {"A": [[3, 1], [1, 3]]}),
    ("average-pool", {"X": MAP, "F": 2, "S": 1}, {"A": [[1.25, 0.75], [0.75, 1.25]]}),
    ("average-pool", {"X": [[4]], "F": 2, "S": 1, "P": 1}, {"A": [[1, 1], [1, 1]]}),
    ("average-pool", {"X": [[4]], "F": 2, "S": 1, "P": 1, "convention": "ignored"}, {"A": [[4, 4], [4, 4]]}),
    # all gates half open, no candidate: half the cell stays
    (
        "lstm-step",
        {"x": [1, 2], "h": [0, 0, 0], "c": [1, 1, 1], **lstm(2, 3, "0", "0")},
        {key: [0.5] * 3 for key in "ifo"} | {"g": [0] * 3, "c_new": [0.5] * 3, "h_new": [math.tanh(0.5) / 2] * 3},
    ),
    # equal keys: every token attends to all alike
    (
        "self-attention",
        {"X": [[1, 1], [1, 1]], "W_Q": [[1], [0]], "W_K": [[3], [1]], "W_V": [[1, 0], [0, 2]]},
        {
            "Q": [[1], [1]],
            "K": [[4], [4]],
            "V": [[1, 2], [1, 2]],
            "S": [[4, 4], [4, 4]],
            "A": [[0.5, 0.5], [0.5, 0.5]],
            "Y": [[1, 2], [1, 2]],
        },
    ),
    *KNOWN_EARLIER,
    *KNOWN_LATER,
    *KNOWN_SEQUENCES,
]


@pytest.mark.parametrize(("oracle", "givens", "expected"), KNOWN, ids=lambda value: value if type(value) is str else "")
def test_values_worked_by_hand(oracle: str, givens: dict[str, Any], expected: dict[str, Any]) -> None:
    got = answer(oracle, **givens)
    assert got.keys() == expected.keys()
    for symbol, value in expected.items():
        assert flat(got[symbol]) == pytest.approx(flat(value), abs=1e-14), symbol


def flat(value: Any) -> list[float]:
    return [one for entry in value for one in flat(entry)] if isinstance(value, list) else [float(Fraction(value))]


def test_every_oracle_is_tried_above() -> None:
    assert {oracle for oracle, _, _ in KNOWN} == set(registry.names())


decimals = st.decimals(-9, 9, places=3).map(str)


@given(st.lists(st.tuples(decimals, decimals), min_size=1, max_size=5), decimals, st.integers(0, 1), decimals)
def test_the_perceptron_is_exact(pairs: list[tuple[str, str]], b: str, y: int, alpha: str) -> None:
    w, x = ([Fraction(number) for number in column] for column in zip(*pairs, strict=True))
    z = sum((one * other for one, other in zip(w, x, strict=True)), Fraction(b))
    error = y - (z >= 0)
    got = answer("perceptron-update", w=[one for one, _ in pairs], x=[one for _, one in pairs], b=b, y=y, alpha=alpha)
    assert (Fraction(got["z"]), got["o"], got["error"]) == (z, int(z >= 0), error)
    expected = [one + Fraction(alpha) * error * other for one, other in zip(w, x, strict=True)]
    assert [Fraction(one) for one in got["w_new"]] == expected
    assert Fraction(got["b_new"]) == Fraction(b) + Fraction(alpha) * error


def test_the_perceptron_is_exact_beyond_64_bits() -> None:
    got = answer("perceptron-update", w=["0.3333333333333333"], x=["0.3333333333333333"], b=-1, y=1, alpha="0.0001")
    assert (Fraction(got["z"]), got["o"]) == (Fraction("-0.88888888888888891111111111111111"), 0)
    assert [Fraction(one) for one in got["w_new"]] == [Fraction("0.33336666666666663333")]
    assert Fraction(got["b_new"]) == Fraction("-0.9999")


@pytest.mark.parametrize(
    ("oracle", "givens", "right"),
    [
        ("sgd", {"theta_0": 1, "g": [0], "alpha": 1}, {"theta_1": 1}),
        ("momentum", {"theta_0": 1, "g": [3], "alpha": 1, "beta": 0, "v_0": 5}, {"v_1": 3, "theta_1": -2}),
        ("momentum-rate", {"alpha": 0.5, "beta": 0, "g": 3}, {"f": 1, "alpha_new": 0.5, "s": 1.5}),
        ("ewa-window", {"beta": 0, "k": 0}, {"n": 1, "a": 1, "r": 0}),
        (
            "nesterov",
            {"theta_0": 2, "v_0": 1, "a": 2, "c": -1, "alpha": 0.25, "beta": 0, "T": 1},
            {"p_1": 2, "g_1": 6, "v_1": -1.5, "theta_1": 0.5},
        ),
        ("dropout", {"a": [2, 3], "m": [1, 0], "p": "0.9999"}, {"a_train": [20000, 0], "a_test": [2, 3]}),
        ("clip-by-norm", {"g": [0, 0], "c": 2}, {"norm": 0, "g_new": [0, 0]}),
        (
            "batch-norm",
            {"X": [[1], [3]], "gamma": [2], "beta": [1], "epsilon": 0},
            {"mu": [2], "v": [1], "X_hat": [[-1], [1]], "Y": [[-1], [3]]},
        ),
    ],
)
def test_the_edges_of_what_is_accepted_are_answered(oracle: str, givens: dict[str, Any], right: dict[str, Any]) -> None:
    got = answer(oracle, **givens)
    for symbol, value in right.items():
        assert flat(got[symbol]) == pytest.approx(flat(value)), symbol


@pytest.mark.parametrize(
    ("oracle", "givens", "said"),
    [
        ("dropout", {"a": [1], "m": [1], "p": "0.999999999999"}, "kept none"),
        ("ewa-window", {"beta": "0.999999999999", "k": 1}, "so close to 1"),
        ("early-stopping", {"L": ["0.3333333333333333", 1], "P": 1, "d": 2000}, "too many digits"),
    ],
)
def test_what_torch_could_only_answer_wrongly_is_refused(oracle: str, givens: dict[str, Any], said: str) -> None:
    with pytest.raises(GivensError, match=said):
        answer(oracle, **givens)


@given(
    st.integers(1, 40), st.integers(1, 40), st.integers(1, 5), st.integers(1, 4), st.integers(0, 3), st.integers(1, 3)
)
def test_output_size_counts_the_places_where_the_kernel_fits(h: int, w: int, f: int, s: int, p: int, d: int) -> None:
    places = [len(range(0, side + 2 * p - d * (f - 1), s)) for side in (h, w)]
    if min(places) < 1:
        with pytest.raises(registry.Refused):
            answer("conv-output-size", H=h, W=w, F=f, S=s, P=p, D=d)
    else:
        assert list(answer("conv-output-size", H=h, W=w, F=f, S=s, P=p, D=d).values()) == places


@pytest.mark.parametrize(
    ("oracle", "givens", "said"),
    [
        ("softmax", {}, "given z is missing; softmax takes z"),
        ("softmax", {"z": [1], "q": 1}, "unknown given q"),
        ("softmax", {"z": [1, "one"]}, "z wants a number, got 'one'"),
        ("softmax", {"z": ["1/0"]}, "z wants a number"),
        ("softmax", {"z": ["nan"]}, "z wants a finite number"),
        ("softmax", {"z": ["1e999"]}, "z wants a finite number"),
        ("softmax", {"z": 1}, "z wants a list of numbers"),
        ("softmax", {"z": [True]}, "z wants a number"),
        ("softmax", {"z": [[[[[1]]]]]}, "at most 4 deep"),
        ("max-pool", {"X": [[1, 2], [3]], "F": 1}, "X wants rows of equal length"),
        ("max-pool", {"X": [1, 2], "F": 1}, "X wants a list of rows"),
        ("max-pool", {"X": MAP, "F": [1, 2, 3]}, "F wants one number or"),
        ("max-pool", {"X": MAP, "F": 1, "P": 10**7}, "P wants whole numbers from 0 to 1000"),
        ("max-pool", {"X": MAP, "F": 1.5}, "F wants a whole number"),
        ("average-pool", {"X": MAP, "F": 1, "convention": "both"}, "convention wants one of counted, ignored"),
        ("perceptron-update", {"w": [1], "x": [1, 2], "b": 0, "y": 1, "alpha": 1}, "w has 1 entries, x has 2"),
        ("perceptron-update", {"w": ["0e-99999999"], "x": [1], "b": 0, "y": 1, "alpha": 1}, "w wants a number"),
        ("sgd", {"theta_0": 1, "g": 1, "alpha": 1}, "g wants a list"),
    ],
)
def test_a_bad_given_is_named(oracle: str, givens: dict[str, Any], said: str) -> None:
    with pytest.raises(GivensError, match=said):
        answer(oracle, **givens)


@pytest.mark.parametrize(
    ("oracle", "givens", "said"),
    [
        ("max-pool", {"X": MAP, "F": 2, "P": 2}, "pad should be at most half"),
        ("max-pool", {"X": MAP, "F": 4}, "too small"),
        ("adam", {"theta_0": 1, "g": [1], "alpha": 1, "beta_1": 1.2, "beta_2": 0, "epsilon": 0}, "beta"),
        ("sgd", {"theta_0": [1, 2], "g": [[1, 2, 3]], "alpha": 1}, "size"),
        ("lstm-step", {"x": [1], "h": [0], "c": [0], **lstm(2, 1, "1", "0")}, "mismatch"),
        ("self-attention", {"X": [[1, 2]], "W_Q": [[1]], "W_K": [[1]], "W_V": [[1]]}, "shape"),
    ],
)
def test_torchs_own_refusal_is_told_in_its_words(oracle: str, givens: dict[str, Any], said: str) -> None:
    with pytest.raises(registry.Refused, match=f"torch refuses: .*{said}"):
        answer(oracle, **givens)


def test_what_is_not_finite_travels_as_text() -> None:
    assert answer("sgd", theta_0=1, g=[1e300, -1e300], alpha=1e300)["theta_1"] == "-inf"


RUN_SHOWN = """
import json, sys
from studyai.backend.oracles import registry
for name, text, givens in json.load(sys.stdin):
    exec(text, {"__name__": "shown"})  # registers the oracle anew, from the text alone
    assert registry.find(name).function.__module__ == "shown"
    print(json.dumps(registry.find(name).answer(givens)))
"""


def test_the_shown_source_runs_by_itself_and_gives_the_same() -> None:
    tasks = [(name, registry.find(name).source(), givens) for name, givens, _ in KNOWN]
    run = subprocess.run(
        [sys.executable, "-c", RUN_SHOWN], input=json.dumps(tasks), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert answers == [answer(name, **givens) for name, givens, _ in KNOWN]
