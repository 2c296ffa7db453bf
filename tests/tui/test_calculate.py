"""Calculate: givens typed by the learner, solved while typing; each cell's arithmetic; mistakes at their given."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_app import AnsweringWorker, built_in_bank, study_app, to_calculate, to_practise, type_text, work_step
from textual import events
from textual.pilot import Pilot
from textual.widgets import Select, Static
from widget_host import text_of, until

from studyai.exercise.resizing import entries_of, sizes_of
from studyai.exercise.sample import Variant, sample
from studyai.formula.arrays import same, shape_of
from studyai.formula.expression import Expression
from studyai.formula.typed.answer import read_answer
from studyai.study.next_up import Chosen
from studyai.tui.calculate import screen as calculate
from studyai.tui.calculate.given_field import GivenField
from studyai.tui.calculate.screen import CalculateScreen
from studyai.tui.calculate.size_fields import SizeField
from studyai.tui.calculate.typed_givens import Trouble, Typed, solve_typed, typed_text
from studyai.tui.exercise.solution_view import SolutionView
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.matrix_grid import MatrixGrid


def given_of(screen: CalculateScreen, symbol: str) -> str:
    assert screen.variant is not None
    value = screen.variant.givens[symbol]
    return value if isinstance(value, str) else typed_text(value)


@pytest.fixture(autouse=True)
def solve_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calculate, "DEBOUNCE", 0.001)


def field_of(screen: CalculateScreen, symbol: str) -> GivenField:
    return next(field for field in screen.query(GivenField) if field.given.symbol == symbol)


def set_line(screen: CalculateScreen, symbol: str, text: str) -> None:
    field_of(screen, symbol).query_one(AnswerLine).value = text


def trouble_of(screen: CalculateScreen, symbol: str) -> str:
    return str(field_of(screen, symbol).query_one(".trouble", Static).content)


def answer_of(screen: CalculateScreen) -> dict[str, object]:
    assert screen.variant is not None
    return {key: typed_text(value) for key, value in screen.variant.solution.answer.items()}


async def test_the_sheets_max_pool_and_each_of_its_windows(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("max-pool", 1, 1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_calculate(pilot)
        grid = field_of(screen, "X").query_one(MatrixGrid)
        grid.focus()
        grid.post_message(events.Paste("[[3,0,1],[0,2,0],[1,0,3]]"))
        set_line(screen, "F", "2")
        set_line(screen, "S", "1")
        set_line(screen, "P", "0")
        await until(pilot, lambda: answer_of(screen) == {"A": "[[3, 2], [2, 3]]"})
        await pilot.press("f10")
        await until(pilot, lambda: "max(3, 0, 0, 2) = 3" in text_of(app))
        await pilot.press("right")
        await until(pilot, lambda: "max(0, 1, 2, 0) = 2" in text_of(app))
        await pilot.press("down", "left")
        await until(pilot, lambda: "max(0, 2, 1, 0) = 2" in text_of(app))
        await pilot.press("escape", "G")
        await until(pilot, lambda: "max(0, 2, 1, 0)" not in text_of(app))


async def test_every_step_is_redrawn_as_one_types(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("conv-output-size", 1, 3))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_calculate(pilot)
        line = field_of(screen, "H").query_one(AnswerLine)
        line.focus()
        line.value = ""
        await type_text(pilot, "100")
        set_line(screen, "F", "[3, 5]")
        set_line(screen, "S", "1")
        set_line(screen, "P", "0")
        await until(pilot, lambda: answer_of(screen)["O_h"] == "98")
        assert "100" in str(screen.query_one("#said", Static).content)
        assert "98" in text_of(app)


@pytest.mark.parametrize(
    ("symbol", "typed", "said"),
    [
        ("H", "0", "at least 1"),
        ("H", "2.5", "whole number"),
        ("H", "", "Nothing is typed"),
        ("H", "[1, 2]", "not 2 entries"),
        ("S", "[1, 2, 3]", "[height, width]"),
        ("H", "[red]5[/red]", "Accepted: a whole number"),
        ("H", "__import__('os')", "Accepted: a whole number"),
        ("F", "100", "fits into the padded"),
    ],
)
async def test_a_wrong_given_says_what_is_accepted(tmp_path: Path, symbol: str, typed: str, said: str) -> None:
    app = study_app(tmp_path, Chosen("conv-output-size", 1, 3))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_calculate(pilot)
        before, right = screen.variant, field_of(screen, symbol).query_one(AnswerLine).value
        set_line(screen, symbol, typed)
        await until(pilot, lambda: said in trouble_of(screen, symbol))
        assert screen.variant is before
        assert screen.query_one(SolutionView).has_class("-stale")
        set_line(screen, symbol, right)
        await until(pilot, lambda: trouble_of(screen, symbol) == "")
        assert not screen.query_one(SolutionView).has_class("-stale")


async def test_a_map_of_another_shape_is_solved_and_an_empty_cell_is_named(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("max-pool", 1, 1))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_calculate(pilot)
        grid = field_of(screen, "X").query_one(MatrixGrid)
        rows, columns = grid.shape
        grid.focus()
        await pilot.press("ctrl+right")
        await until(pilot, lambda: sizes_shown(screen)["W"] == str(columns + 1))
        assert all(text for row in grid.cells for text in row)
        await pilot.press("ctrl+u")
        await until(pilot, lambda: "is empty" in trouble_of(screen, "X"))
        grid.post_message(events.Paste("\n".join(["1\t2\t3\t4\t5"] * 6)))
        await until(
            pilot, lambda: screen.variant is not None and typed_text(screen.variant.givens["X"]).count("5") == 6
        )
        assert (rows, columns) != grid.shape


def sizes_shown(screen: CalculateScreen) -> dict[str, str]:
    return {field.size_name: field.query_one(AnswerLine).value for field in screen.query(SizeField)}


def troubles(screen: CalculateScreen) -> dict[str, str]:
    return {
        field.given.symbol: said
        for field in screen.query(GivenField)
        if (said := trouble_of(screen, field.given.symbol))
    }


async def set_size(pilot: Pilot[None], screen: CalculateScreen, size: str, length: str) -> None:
    field = next(field for field in screen.query(SizeField) if field.size_name == size)
    field.query_one(AnswerLine).value = length
    await until(pilot, lambda: screen.variant is not None)


async def test_a_size_makes_every_given_fit_and_what_was_there_stays(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("lstm-step", 2, 3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_calculate(pilot)
        assert screen.variant is not None
        before = screen.variant.givens
        sizes = sizes_of(screen.variant.exercise, before)
        await set_size(pilot, screen, "n", "3")
        await until(pilot, lambda: shape_of(screen.variant.givens["U_f"]) == (3, 3))  # type: ignore[union-attr,arg-type]
        assert not troubles(screen)
        after = screen.variant.givens
        for symbol, entries in entries_of(before).items():
            assert entries.items() <= entries_of(after)[symbol].items()
        await set_size(pilot, screen, "n", "1")
        await until(pilot, lambda: shape_of(screen.variant.givens["U_f"]) == (1, 1))  # type: ignore[union-attr,arg-type]
        await set_size(pilot, screen, "n", "3")
        await until(pilot, lambda: shape_of(screen.variant.givens["U_f"]) == (3, 3))  # type: ignore[union-attr,arg-type]
        assert all(same(value, after[symbol]) for symbol, value in screen.variant.givens.items())  # type: ignore[arg-type]
        await set_size(pilot, screen, "n", "100")
        await until(pilot, lambda: "from 1 to 64" in text_of(app))
        assert sizes_shown(screen)["d"] == str(sizes["d"])


async def test_a_longer_list_takes_the_other_givens_with_it(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("mlp-forward", 1, 3))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_calculate(pilot)
        field_of(screen, "x").query_one(MatrixGrid).post_message(events.Paste("[1, 2, 3, 4, 5]"))
        await until(pilot, lambda: shape_of(screen.variant.givens["x"]) == (5,))  # type: ignore[union-attr,arg-type]
        assert shape_of(screen.variant.givens["W_1"])[1] == 5  # type: ignore[union-attr,arg-type]
        assert field_of(screen, "W_1").query_one(MatrixGrid).shape[1] == 5
        assert sizes_shown(screen)["d"] == "5"
        assert not troubles(screen)
        assert given_of(screen, "x") == "[1, 2, 3, 4, 5]"


async def test_a_rule_is_said_once_at_the_given_that_breaks_it(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("conv-output-size", 1, 3))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_calculate(pilot)
        rules = screen.variant.exercise.require  # type: ignore[union-attr]
        for symbol, value in (("F", "100"), ("H", "1")):
            right = field_of(screen, symbol).query_one(AnswerLine).value
            set_line(screen, symbol, value)
            await until(pilot, lambda: bool(troubles(screen)))
            assert troubles(screen).keys() == {symbol}
            assert troubles(screen)[symbol] in [f"✗ {rule.say}" for rule in rules]
            set_line(screen, symbol, right)
            await until(pilot, lambda: not troubles(screen))


async def test_it_takes_the_numbers_of_practise_once_all_is_answered(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("max-pool", 1, 1))
    async with app.run_test(size=(80, 24)) as pilot:
        practise = await to_practise(pilot)
        practice = practise.practice
        assert practice is not None
        await pilot.press("escape", "c")
        await until(pilot, lambda: app.screen is practise and "Calculate shows the" in text_of(app))
        screen = await to_calculate(pilot)
        assert not same(screen.variant.givens["X"], practice.variant.givens["X"])  # type: ignore[union-attr,arg-type]
        assert "Other numbers" in text_of(app)
        await pilot.press("f3")
        await until(pilot, lambda: app.screen is practise)
        while not practice.finished:
            await work_step(pilot, practice)
        await pilot.press("c")
        await until(pilot, lambda: app.screen is screen and screen.seed == 1)
        await until(pilot, lambda: same(screen.variant.givens["X"], practice.variant.givens["X"]))  # type: ignore[union-attr,arg-type]
        assert "numbers you practised" in text_of(app)
        assert given_of(screen, "X") == typed_text(practice.variant.givens["X"])  # type: ignore[arg-type]


async def test_it_opens_at_its_top(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("lstm-unroll", 3, 2))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_calculate(pilot)
        view = screen.query_one(SolutionView)
        await pilot.press("f10", "up", *["down"] * 9)
        await until(pilot, lambda: view.scroll_y > 0)
        await pilot.press("n")
        await until(pilot, lambda: screen.seed != 2 and view.scroll_y == 0)
        assert "An LSTM over" in text_of(app)
        assert screen.query_one("#givens").scroll_y == 0


async def test_a_convention_is_chosen_from_a_list(tmp_path: Path) -> None:
    bank = built_in_bank()
    identifier, symbol = next(
        (exercise.id, given.symbol)
        for exercise in map(bank.exercise, bank.ids())
        for given in exercise.givens.values()
        if given.options
    )
    app = study_app(tmp_path, Chosen(identifier, 1, 1))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_calculate(pilot)
        choice = field_of(screen, symbol).query_one(Select)
        other = next(option for option in bank.exercise(identifier).givens[symbol].options if option != choice.value)
        choice.value = other
        await until(pilot, lambda: screen.variant is not None and screen.variant.givens[symbol] == other)


async def test_another_exercise_is_chosen_here(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("max-pool", 1, 1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_calculate(pilot)
        screen.query_one("#exercise", Select).value = "self-attention"
        await until(pilot, lambda: screen.variant is not None and screen.variant.exercise.id == "self-attention")
        assert {field.given.symbol for field in screen.query(GivenField)} == {"X", "W_Q", "W_K", "W_V"}


async def test_torch_is_asked_about_the_typed_givens(tmp_path: Path) -> None:
    worker = AnsweringWorker()
    worker.answers = {"A": [[3, 2], [2, 3]]}
    app = study_app(tmp_path, Chosen("max-pool", 1, 1), worker)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_calculate(pilot)
        field_of(screen, "X").query_one(MatrixGrid).post_message(events.Paste("[[3,0,1],[0,2,0],[1,0,3]]"))
        for symbol, text in (("F", "2"), ("S", "1"), ("P", "0")):
            set_line(screen, symbol, text)
        await until(pilot, lambda: answer_of(screen) == {"A": "[[3, 2], [2, 3]]"})
        await pilot.press("f8")
        await until(pilot, lambda: "torch agrees" in text_of(app))
        assert worker.asked[0][1]["X"] == [[3, 0, 1], [0, 2, 0], [1, 0, 3]]


def every_variant(folder: Path) -> list[Variant]:
    bank = built_in_bank()
    return [
        sample(exercise, level, seed)
        for exercise in map(bank.exercise, bank.ids())
        for level in exercise.levels
        for seed in (1, 2)
    ]


def test_what_is_written_into_the_fields_is_read_back_as_it_was(tmp_path: Path) -> None:
    for variant in every_variant(tmp_path):
        typed = {
            symbol: Typed(value, option=True) if isinstance(value, str) else Typed(typed_text(value))
            for symbol, value in variant.told_givens.items()
        }
        again = solve_typed(variant.exercise, variant.level, 1, typed)
        assert not isinstance(again, Trouble), again.message
        for line, other in zip(variant.solution.lines, again.solution.lines, strict=True):
            assert same(line.value, other.value)
        for value in variant.told_givens.values():
            assert isinstance(value, (str, Expression)) or same(read_answer(typed_text(value)), value)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("name", ["max-pool", "self-attention", "lstm-step"])
def test_calculate_looks_as_it_did(tmp_path: Path, snap_compare: object, size: tuple[int, int], name: str) -> None:
    seed = 9 if name == "max-pool" else 3  # the README shows this one: a window that has somewhere to slide

    async def before(pilot: Pilot[None]) -> None:
        await to_calculate(pilot)
        for key in ("f10", "down"):
            await pilot.press(key)
            await until(pilot, lambda: True)

    app = study_app(tmp_path, Chosen(name, 2, seed))
    assert snap_compare(app, terminal_size=size, run_before=before)  # type: ignore[operator]
