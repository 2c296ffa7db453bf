"""Practise and Calculate where the answer is an expression: typed, marked, hinted, and checked by torch."""

from __future__ import annotations

from pathlib import Path

import pytest
from study_app import AnsweringWorker, built_in_bank, feedback_of, study_app, to_calculate, to_practise, type_text
from textual.pilot import Pilot
from textual.widgets import Static
from widget_host import text_of, until

from studyai.client.check import in_numbers
from studyai.exercise.sample import Variant, sample
from studyai.exercise.slips import slips_at
from studyai.formula.expression import Expression
from studyai.study.next_up import Chosen
from studyai.tui.calculate.screen import CalculateScreen
from studyai.tui.exercise.torch_panel import TorchPanel
from studyai.tui.practise.screen import PractiseScreen
from studyai.tui.widgets.answer_line import AnswerLine

SIZES = [(80, 24), (120, 40)]


def chosen(folder: Path, level: int = 2, seed: int = 3) -> tuple[Variant, Chosen]:
    variant = sample(built_in_bank().exercise("symbolic-gradient"), level, seed)
    return variant, Chosen("symbolic-gradient", level, seed)


async def hand_in(pilot: Pilot[None], screen: PractiseScreen, text: str) -> None:
    screen.query_one("#field", AnswerLine).value = ""
    await type_text(pilot, text)
    before = feedback_of(screen)
    await pilot.press("enter")
    await until(pilot, lambda: feedback_of(screen) != before)


async def test_a_slip_another_mistake_and_a_right_answer_in_another_form(tmp_path: Path) -> None:
    variant, what = chosen(tmp_path)
    first, second = variant.solution.lines
    slipped = next(one for one in slips_at(first) if one.slip.tag == "inner-derivative-missing")
    app = study_app(tmp_path, what)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        assert "an expression in w, x, b, y" in text_of(app)
        await hand_in(pilot, screen, str(slipped.value))
        assert "✗" in feedback_of(screen)
        assert "last factor is missing" in feedback_of(screen)
        await hand_in(pilot, screen, f"({first.value})*7")
        assert "a factor 7 too many" in feedback_of(screen)
        await type_text(pilot, "")
        screen.query_one("#field", AnswerLine).value = f"w - w + ({first.value})"
        await pilot.press("enter")
        await until(pilot, lambda: "✓ ①" in str(screen.query_one("#settled", Static).content))
        screen.query_one("#field", AnswerLine).value = str(second.value)
        await pilot.press("enter")
        await until(pilot, lambda: screen.practice is not None and screen.practice.finished)
        assert screen.practice is not None
        assert [entry.credit for entry in screen.practice.entries] == [0.5, 1.0]


async def test_what_cannot_be_read_is_pointed_at(tmp_path: Path) -> None:
    _, what = chosen(tmp_path)
    async with study_app(tmp_path, what).run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        await hand_in(pilot, screen, "2*q")
        assert "q is not known here" in feedback_of(screen)
        assert "▲" in str(screen.query_one("#caret", Static).content)


async def test_hints_climb_rule_by_rule(tmp_path: Path) -> None:
    _, what = chosen(tmp_path, level=3)
    app = study_app(tmp_path, what)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_practise(pilot)
        assert "∂J/∂w = ?" in text_of(app) or "dJ_dw = ?" in text_of(app)
        for said in ("From the outside in", "Start inside", "rule", "Worked out"):
            await pilot.press("f6")
            await until(pilot, lambda said=said: said in text_of(app))
        await pilot.press("f7")
        await until(pilot, lambda: "Worked, no credit" in text_of(app))


async def test_torch_is_asked_at_points(tmp_path: Path) -> None:
    variant, what = chosen(tmp_path)
    worker = AnsweringWorker()
    worker.answers = {
        line.key: in_numbers(variant.solution, line.value).tolist()  # type: ignore[union-attr]
        for line in variant.solution.lines
    }
    app = study_app(tmp_path, what, worker)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_practise(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, TorchPanel) and "torch agrees" in text_of(app))
    _, givens = worker.asked[0]
    assert givens["J"] == str(variant.givens["J"])
    assert len(givens["w"]) == len(worker.answers["dJ_dw"]) > 5


async def test_an_expression_of_ones_own_is_derived_while_it_is_typed(tmp_path: Path) -> None:
    _, what = chosen(tmp_path)
    app = study_app(tmp_path, what)

    def answer(screen: CalculateScreen) -> list[str]:
        assert screen.variant is not None
        return [str(line.value) for line in screen.variant.solution.lines if isinstance(line.value, Expression)]

    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_calculate(pilot)
        field = screen.query_one("GivenField AnswerLine", AnswerLine)
        field.value = "(w*x - 1)**2 + 3*b"
        await until(pilot, lambda: answer(screen) == ["2*(w*x - 1)*x", "3"])
        field.value = "(w*x - 1)**2 + 3*q"
        await until(pilot, lambda: "q is not known here" in text_of(app))
        field.value = "abs(w)"
        await until(pilot, lambda: "abs is not among them" in text_of(app))
        assert answer(screen) == ["2*(w*x - 1)*x", "3"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("level", [2, 3])
def test_an_expression_is_practised_as_it_was(
    tmp_path: Path, snap_compare: object, size: tuple[int, int], level: int
) -> None:
    _, what = chosen(tmp_path, level=level)

    async def before(pilot: Pilot[None]) -> None:
        screen = await to_practise(pilot)
        await hand_in(pilot, screen, "2*w*x")
        await pilot.press("f6", "f6")
        await until(pilot, lambda: "Start inside" in text_of(pilot.app))

    app = study_app(tmp_path, what)
    assert snap_compare(app, terminal_size=size, run_before=before)  # type: ignore[operator]


@pytest.mark.parametrize("size", SIZES)
def test_an_expression_is_calculated_as_it_was(tmp_path: Path, snap_compare: object, size: tuple[int, int]) -> None:
    _, what = chosen(tmp_path, level=3)

    async def before(pilot: Pilot[None]) -> None:
        await to_calculate(pilot)

    app = study_app(tmp_path, what)
    assert snap_compare(app, terminal_size=size, run_before=before)  # type: ignore[operator]
