"""The drawn stack of layers: the solution's values at their layers, and nothing that is not settled."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.exercise.definition import Formula, Layer, Stack
from studyai.exercise.present import value_text
from studyai.exercise.sample import Variant, sample, with_own_givens
from studyai.exercise.stack import WIDEST, stack_lines
from studyai.formula.arrays import as_array, entries
from studyai.formula.parse import parse_formula
from studyai.formula.values import Value

BANK = Bank([built_in()])
DRAWN = ("cnn-shape-trace", "mlp-parameters", "receptive-field")
SAMPLED = [(name, level, seed) for name in DRAWN for level in BANK.exercise(name).levels for seed in range(1, 8)]


def variant_of(name: str, level: int, seed: int) -> Variant:
    return sample(BANK.exercise(name), level, seed)


def rows(lines: list[str]) -> list[tuple[str, ...]]:
    """The numbers of every row of values."""
    return [tuple(re.findall(r"[\d.]+", line[6:])) for line in lines[1:] if "│" not in line]


def settled_up_to(variant: Variant, count: int) -> dict[str, Value]:
    return {line.key: line.value for line in variant.solution.lines[:count]}


def shown(value: Value) -> tuple[str, ...]:
    return tuple(map(value_text, entries(value)))


@pytest.mark.parametrize(("level", "seed"), [(level, seed) for level in (1, 2, 3) for seed in range(1, 30)])
def test_a_cnn_has_the_solutions_shapes_and_parameters_layer_by_layer(level: int, seed: int) -> None:
    variant = variant_of("cnn-shape-trace", level, seed)
    value = {line.key: line.value for line in variant.solution.lines}
    stages = range(1, len(entries(variant.givens["k"])) + 1)  # type: ignore[arg-type]
    dense = range(1, len(entries(variant.givens["M"])) + 1)  # type: ignore[arg-type]
    layers = [keys for stage in stages for keys in ((f"A_{stage}", f"p_{stage}"), (f"B_{stage}", f"q_{stage}"))]
    layers += [("n",), *((f"u_{place}", f"w_{place}") for place in dense), ("N",)]
    image = tuple(str(variant.givens[symbol]) for symbol in "CHW")
    expected = [image, *(tuple(part for key in keys for part in shown(value[key])) for keys in layers)]
    assert rows(stack_lines(variant)) == expected


@pytest.mark.parametrize(("name", "level", "seed"), SAMPLED)
def test_it_is_narrow_and_every_layer_says_its_settings(name: str, level: int, seed: int) -> None:
    lines = stack_lines(variant_of(name, level, seed))
    assert len(lines) > 3
    assert max(map(len, lines)) <= WIDEST
    assert not any(letter in line for line in lines for letter in "{}")
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize(("name", "level", "seed"), SAMPLED)
def test_nothing_unsettled_is_shown(name: str, level: int, seed: int) -> None:
    variant = variant_of(name, level, seed)
    secret = 987_123
    for count in range(len(variant.solution.lines) + 1):
        settled = settled_up_to(variant, count)
        before = stack_lines(variant, settled)
        assert before == stack_lines(with_secrets(variant, count, secret), settled)
        assert str(secret) not in "\n".join(before)
    assert before == stack_lines(variant)


def with_secrets(variant: Variant, count: int, secret: int) -> Variant:
    """The variant with a number that tells on itself in place of every value from a step on."""

    def hidden(value: Value) -> Value:
        return secret if not getattr(value, "shape", ()) else as_array([secret] * len(entries(value)))

    late = {line.key: hidden(line.value) for line in variant.solution.lines[count:]}
    lines = []
    for line in variant.solution.lines:
        own = {one.step.symbol: one for one in variant.solution.lines if one.round == line.round and one.key in late}
        values = {**line.values, **{symbol: late[one.key] for symbol, one in own.items() if symbol in line.values}}
        lines.append(replace(line, value=late.get(line.key, line.value), values=values))
    return replace(variant, solution=replace(variant.solution, lines=tuple(lines)))


def test_a_cnn_begins_empty_and_grows_by_a_row() -> None:
    variant = variant_of("cnn-shape-trace", 3, 4)
    assert stack_lines(variant, {}) == []
    assert rows(stack_lines(variant, settled_up_to(variant, 1))) == [("3", "26", "24"), ("8", "26", "24")]
    assert rows(stack_lines(variant, settled_up_to(variant, 2)))[1] == ("8", "26", "24", "224")
    assert [line for line in stack_lines(variant, settled_up_to(variant, 2)) if "│" in line] == [
        " │ convolution: 8 kernels 3×3, padding 1"
    ]


def test_a_learners_own_value_stands_where_it_was_kept() -> None:
    variant = variant_of("cnn-shape-trace", 3, 4)
    own = {"A_1": as_array([8, 25, 23]), "p_1": 216}
    assert rows(stack_lines(variant, own)) == [("3", "26", "24"), ("8", "25", "23", "216")]


def test_an_exercise_without_a_stack_has_no_lines() -> None:
    assert stack_lines(variant_of("adam", 1, 1)) == []


WHOLE = {
    ("cnn-shape-trace", 3, 4): """
               shape   parameters
input    3 × 26 × 24
 │ convolution: 8 kernels 3×3, padding 1
A₁       8 × 26 × 24          224
 │ ReLU, max pooling 2×2
B₁       8 × 13 × 12            0
 │ convolution: 16 kernels 5×5, padding 1
A₂      16 × 11 × 10         3216
 │ ReLU, max pooling 2×2
B₂      16 ×  5 ×  5            0
 │ flattening
n                400
 │ dense layer of 64 units
u₁                64        25664
 │ dense layer of 84 units
u₂                84         5460
total                       34564
""",
    ("mlp-parameters", 2, 1): """
        units   parameters
input      18
 │ weights and biases
▼           9          171
 │ weights and biases
▼          11          110
 │ weights and biases
▼           3           36
total                  317
""",
    ("receptive-field", 2, 1): """
        sees   jump
input      1      1
 │ kernel 3, stride 3, dilation 1
r₁         3      3
 │ kernel 5, stride 2, dilation 1
r₂        15      6
 │ kernel 3, stride 1, dilation 1
r₃        27      6
""",
}


@pytest.mark.parametrize(("name", "level", "seed"), WHOLE)
def test_the_whole_stack(name: str, level: int, seed: int) -> None:
    assert stack_lines(variant_of(name, level, seed)) == WHOLE[name, level, seed].strip("\n").split("\n")


def formula(text: str) -> Formula:
    return Formula(text, parse_formula(text))


CONVOLUTION = with_own_givens(BANK.exercise("conv-output-size"), 1, 0, {"W": 7, "F": 3, "S": 2, "P": 1, "H": 26})
LONG = "a kernel of {F_h} rows and {F_w} columns, stride {S_h} down and {S_w} across"
LAYERS = Stack(
    ("down", "across", "none"),
    (formula("H"),),
    (
        Layer(LONG, (formula("O_h"), formula("O_h + W"), formula("1/(O_h - 13)")), ("O_h",), None),
        Layer("the width", (formula("O_w"),), ("O_w",), None),
        Layer("both", (formula("O_w*O_h"), formula("O_w")), ("O_h", "O_w"), None),
    ),
)


@pytest.mark.parametrize(
    ("settled", "total", "lines"),
    [
        ({"F_e_h": 3}, "", []),
        (
            {"F_e_h": 3, "O_h": 13},
            "",
            [
                "        down   across   none",
                "input     26",
                " │ a kernel of 3 rows and 3 columns, stride 2",
                " │ down and 2 across",
                "Oₕ        13       20",
                " │ both",
                "▼",
            ],
        ),
        (
            {"O_h": 14, "O_w": 4},
            "O_w",
            [
                "        down   across   none",
                "input     26",
                " │ a kernel of 3 rows and 3 columns, stride 2",
                " │ down and 2 across",
                "Oₕ        14       21      1",
                " │ the width",
                "▼          4",
                " │ both",
                "▼         56        4",
                "total                      4",
            ],
        ),
    ],
)
def test_what_has_no_value_yet_or_no_name_in_one_line_is_left_out(
    settled: dict[str, Value], total: str, lines: list[str]
) -> None:
    stack = replace(LAYERS, total=total)
    variant = replace(CONVOLUTION, exercise=replace(CONVOLUTION.exercise, stack=stack))
    assert stack_lines(variant, settled) == lines
