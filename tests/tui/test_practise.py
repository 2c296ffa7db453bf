"""Practise, as it is on the screen: marks, slips, carried marks, hints, torch, and text that is only text."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from study_app import AnsweringWorker, built_in_bank, feedback_of, study_app, to_practise, type_text, work_step
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static
from widget_host import text_of, until

from studyai.exercise.present import draw_value
from studyai.exercise.sample import Variant, sample
from studyai.exercise.slips import slips_at
from studyai.exercise.solve import Override, solve
from studyai.study.next_up import Chosen
from studyai.tui.exercise.torch_panel import TorchPanel
from studyai.tui.practise.screen import PractiseScreen
from studyai.tui.widgets.answer_line import AnswerLine
from studyai.tui.widgets.matrix_grid import MatrixGrid

SIZES = [(80, 24), (120, 40)]


def dilated(folder: Path) -> tuple[Variant, int, int]:
    """A variant in which D·F for D(F − 1) + 1 also changes the height; the slip's value and what follows."""
    exercise = built_in_bank().exercise("conv-output-size")
    for seed in range(1, 400):
        variant = sample(exercise, 3, seed)
        line = variant.solution.line("F_e_h")
        slipped = next((one for one in slips_at(line) if one.slip.tag == "dilation-times-kernel"), None)
        if slipped is None:
            continue
        own = solve(exercise, variant.givens, Override({}, {"F_e_h": slipped.value})).line("O_h").value
        if own != variant.solution.line("O_h").value and int(own) > 0:
            return variant, int(slipped.value), int(own)
    raise AssertionError("no such variant")


def chosen_of(variant: Variant) -> Chosen:
    return Chosen(variant.exercise.id, variant.level, variant.seed)


async def hand_in(pilot: Pilot[None], text: str) -> None:
    await type_text(pilot, text)
    await pilot.press("enter")
    await until(pilot, lambda: True)


def settled_of(screen: PractiseScreen) -> str:
    return str(screen.query_one("#settled", Static).content)


async def test_an_exercise_to_the_end_with_a_slip_a_carried_mark_and_a_hint(tmp_path: Path) -> None:
    variant, slipped, carried = dilated(tmp_path)
    app = study_app(tmp_path, chosen_of(variant))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        await hand_in(pilot, str(slipped))
        assert "✗" in feedback_of(screen)
        assert "F − 1 of them" in feedback_of(screen)
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "✗ ①" in settled_of(screen))
        await hand_in(pilot, str(carried))
        assert "↷ ②" in settled_of(screen)
        assert "given your earlier value" in feedback_of(screen)
        assert "= ?" in text_of(app)  # the highest level hides the formula
        await pilot.press("f6")
        await until(pilot, lambda: "The same across the width." in text_of(app))
        assert "= ?" not in text_of(app)
        await hand_in(pilot, str(variant.solution.line("F_e_w").value))
        await hand_in(pilot, str(variant.solution.line("O_w").value))
        assert screen.practice is not None
        assert screen.practice.finished
        assert [entry.credit for entry in screen.practice.entries] == [0.0, 1.0, 0.75, 1.0]
        assert "2.75 of 4" in feedback_of(screen)
        assert not screen.query("#field")
    rows = sqlite3.connect(tmp_path / "record.sqlite").execute("SELECT verdict FROM review ORDER BY id").fetchall()
    assert [verdict for (verdict,) in rows] == ["slip", "slip", "carried", "correct", "correct"]


async def test_a_formula_that_is_the_answer_itself_is_not_shown(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("rnn-architecture-shapes", 1, 1))
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await to_practise(pilot)
        assert screen.practice is not None
        line = screen.practice.current
        assert line is not None
        for _ in range(2):
            assert "c = ?" in text_of(app)
            assert f"c = {line.value}" not in text_of(app)
            await pilot.press("f6")
            await until(pilot, lambda: True)
        await until(pilot, lambda: f"c = {line.value}" in text_of(app))


async def test_a_sitting_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    variant, _, _ = dilated(tmp_path)
    async with study_app(tmp_path, chosen_of(variant)).run_test(size=(80, 24)) as pilot:
        await to_practise(pilot)
        await hand_in(pilot, str(variant.solution.line("F_e_h").value))
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        assert screen.practice is not None
        assert screen.practice.variant.id == variant.id
        assert "✓ ①" in settled_of(screen)


async def test_a_retry_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    variant, _, _ = dilated(tmp_path)
    async with study_app(tmp_path, chosen_of(variant)).run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        await pilot.press("f7")
        await until(pilot, lambda: "○ ①" in settled_of(screen))
        await pilot.press("f7")
        await until(pilot, lambda: "○ ②" in settled_of(screen))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.practice is not None and not screen.practice.entries)
        await hand_in(pilot, str(variant.solution.line("F_e_h").value))
    async with study_app(tmp_path).run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        assert "✓ ①" in settled_of(screen)
        assert "②" not in settled_of(screen)


async def test_going_on_finds_what_was_typed(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("adam", 1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        await pilot.press("f7")
        await until(pilot, lambda: "○ ①" in settled_of(screen))
        await pilot.press("enter")
        await until(pilot, lambda: len(screen.query("#field")) == 1)
        await type_text(pilot, "0.12")
        await pilot.press("f2")
        await until(pilot, lambda: "Go on" in text_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        assert screen.query_one(AnswerLine).value == "0.12"


@pytest.mark.parametrize("typed", ["[red]1[/red]", "[/]", "[@click=app.quit]5[/]", "$accent", "\\[b]"])
async def test_markup_is_only_text(tmp_path: Path, typed: str) -> None:
    variant, _, _ = dilated(tmp_path)
    app = study_app(tmp_path, chosen_of(variant))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        screen.query_one(AnswerLine).value = typed
        await pilot.press("enter")
        await until(pilot, lambda: feedback_of(screen).startswith("?"))
        assert typed in text_of(app)
        assert "▲" in text_of(app)
        assert screen.practice is not None
        assert screen.practice.tries == 0


async def test_escape_sequences_do_not_reach_the_terminal(tmp_path: Path) -> None:
    variant, _, _ = dilated(tmp_path)
    app = study_app(tmp_path, chosen_of(variant))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        field = screen.query_one(AnswerLine)
        field.post_message(events.Paste("\x1b[2J\x075\u202e\nrest"))
        await until(pilot, lambda: "rest" in field.value)
        assert field.value == "[2J5 rest"
        field.value = "5\x1b[31m"
        await pilot.press("enter")
        await until(pilot, lambda: feedback_of(screen).startswith("?"))
        assert "\x1b" not in feedback_of(screen)


async def test_letters_are_typed_in_the_answer_and_commands_outside(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("conv-output-size", 1, 3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        assert screen.practice is not None
        await type_text(pilot, "hwtnk")
        assert screen.query_one(AnswerLine).value == "hwtnk"
        assert (screen.practice.hints_used, len(screen.practice.entries)) == (0, 0)
        await pilot.press("escape", "h")
        await until(pilot, lambda: screen.practice is not None and screen.practice.hints_used == 1)
        await pilot.press("enter")
        assert screen.query_one(AnswerLine).has_focus
        assert screen.query_one(AnswerLine).value == "hwtnk"


async def test_ctrl_c_keeps_what_was_typed(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("conv-output-size", 1, 3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        await type_text(pilot, "12")
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert app.is_running
        assert screen.query_one(AnswerLine).value == "12"


async def test_a_vector_is_pasted_into_its_grid_and_wrong_cells_are_marked(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("softmax", 2, 2))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        assert screen.practice is not None
        line = screen.practice.current
        assert line is not None
        entries = [f"{float(entry):.4f}" for entry in line.value]  # type: ignore[union-attr]
        grid = screen.query_one(MatrixGrid)
        grid.post_message(events.Paste(f"[{', '.join([*entries[:-1], '-7'])}]"))
        await until(pilot, lambda: grid.cells[0][-1] == "-7")
        await pilot.press("enter")
        await until(pilot, lambda: feedback_of(screen).startswith("✗"))
        assert f"entry {len(entries)}" in feedback_of(screen)
        assert "✗" in next(row for row in text_of(app).splitlines() if "-7" in row)
        await pilot.press("backspace", "backspace")
        await hand_in(pilot, entries[-1])
        assert len(screen.practice.entries) == 1


async def test_a_matrix_too_long_for_its_line_stands_in_full_where_it_is_needed(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("batch-norm", 3, 3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        for number in "①②③":
            assert "⎡" not in settled_of(screen)
            await pilot.press("f7")
            await until(pilot, lambda number=number: number in settled_of(screen))
        assert screen.practice is not None
        normalised = screen.practice.variant.solution.line("X_hat").value
        assert "…" in settled_of(screen)
        drawn = settled_of(screen).split("\n\n")[1].splitlines()
        assert len(drawn) == len(normalised)  # type: ignore[arg-type]
        await pilot.press("f7")
        await until(pilot, lambda: screen.practice is not None and screen.practice.finished)
        await until(pilot, lambda: "④" in settled_of(screen))
        answer = settled_of(screen).split("\n\n")[1]
        assert "Y = " in answer
        assert answer.count("⎡") == 1  # what was needed on the way is folded again


async def test_a_cell_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("softmax", 2, 2))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        grid = screen.query_one(MatrixGrid)
        grid.set_cells([["1", *["2*"] * (grid.shape[1] - 1)]])
        await pilot.press("enter")
        await until(pilot, lambda: feedback_of(screen).startswith("?"))
        assert "column 2" in feedback_of(screen)


async def test_new_numbers_levels_and_retry(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("conv-output-size", 1, 3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)

        def variant() -> str:
            assert screen.practice is not None
            return screen.practice.variant.id

        await pilot.press("f7")
        await until(pilot, lambda: "○ ①" in settled_of(screen))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.practice is not None and not screen.practice.entries)
        assert variant() == "conv-output-size:1:3"
        await pilot.press("escape", "n")
        await until(pilot, lambda: variant() == "conv-output-size:1:4")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: variant().startswith("conv-output-size:2:"))
        await pilot.press("escape", "minus")
        await until(pilot, lambda: variant().startswith("conv-output-size:1:"))


async def test_torch_shows_its_code_and_hides_what_is_not_answered(tmp_path: Path) -> None:
    variant, _, _ = dilated(tmp_path)
    worker = AnsweringWorker()
    worker.answers = {line.key: int(line.value) for line in variant.solution.lines if line.key.startswith("O")}
    app = study_app(tmp_path, chosen_of(variant), worker)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_practise(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: "torch agrees" in text_of(app))
        assert "max_pool2d" in text_of(app)
        assert "stay hidden" in text_of(app)
        assert "torch 1" not in text_of(app)
        assert worker.asked[0][1]["H"] == variant.givens["H"]


async def test_torch_that_disagrees_says_where(tmp_path: Path) -> None:
    variant, _, _ = dilated(tmp_path)
    worker = AnsweringWorker()
    worker.answers = {key: int(value) + 1 for key, value in variant.solution.answer.items()}  # type: ignore[arg-type]
    app = study_app(tmp_path, chosen_of(variant), worker)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_practise(pilot)
        for _ in variant.solution.lines:
            await pilot.press("f7")
            await until(pilot, lambda: True)
        assert screen.practice is not None
        assert screen.practice.finished
        await pilot.press("t")
        await until(pilot, lambda: "torch disagrees" in text_of(app))
        assert f"torch {worker.answers['O_h']}" in text_of(app)


async def test_a_lost_worker_is_a_message_and_the_answer_stays(tmp_path: Path) -> None:
    variant, _, _ = dilated(tmp_path)
    worker = AnsweringWorker()
    worker.answers = {key: int(value) for key, value in variant.solution.answer.items()}  # type: ignore[arg-type]
    app = study_app(tmp_path, chosen_of(variant), worker)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_practise(pilot)
        await type_text(pilot, "13/2")
        await pilot.press("f8")
        await until(pilot, lambda: "torch agrees" in text_of(app))
        worker.die()
        await pilot.press("r")
        await until(pilot, lambda: worker.starts == 2 and "torch agrees" in text_of(app))

        async def die_again(oracle: str, givens: object) -> object:
            worker.die()
            assert worker.lost is not None
            raise worker.lost

        worker.check = die_again  # type: ignore[method-assign,assignment]
        await pilot.press("r")
        await until(pilot, lambda: "was killed" in text_of(app))
        assert isinstance(app.screen, TorchPanel)
        await pilot.press("escape")
        assert screen.query_one(AnswerLine).value == "13/2"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["conv-output-size", "lstm-step", "adam"])
def test_practise_looks_as_it_did(tmp_path: Path, snap_compare: object, size: tuple[int, int], name: str) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await to_practise(pilot)
        for key in ("f7", "f6", "f6"):
            await pilot.press(key)
            await until(pilot, lambda: True)

    app = study_app(tmp_path, Chosen(name, 2, 3))
    assert snap_compare(app, terminal_size=size, run_before=before)  # type: ignore[operator]


async def test_a_wide_and_high_screen_holds_givens_and_settled_steps_together(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("lstm-unroll", 3, 2))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_practise(pilot)
        practice = screen.practice
        assert practice is not None
        while not practice.finished:
            await until(pilot, lambda: len(screen.query("#field")) == 1)
            await work_step(pilot, practice)
            await pilot.pause()
            if not practice.finished:
                assert all(text in text_of(app) for text in ("An LSTM over", "Uₒ = ", "○ ① i₁ = "))
        assert "○ 12. h₂ = " in text_of(app)


async def test_a_settled_step_takes_one_line_beside_the_question(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("backprop-two-layer", 2, 3))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await to_practise(pilot)
        practice = screen.practice
        assert practice is not None
        while not practice.finished:
            await work_step(pilot, practice)
            settled = screen.query_one("#settled", Static)
            if not practice.finished:
                assert settled.size.height == len(settled_of(screen).splitlines())


async def test_in_the_end_a_matrix_asked_for_is_shown_in_full(tmp_path: Path) -> None:
    app = study_app(tmp_path, Chosen("patchify", 3, 3))
    async with app.run_test(size=(80, 60)) as pilot:
        screen = await to_practise(pilot)
        practice = screen.practice
        assert practice is not None
        while not practice.finished:
            await work_step(pilot, practice)
        await pilot.pause()
        seen = [line.split() for line in text_of(app).splitlines()]
        for line in draw_value(practice.entries[-1].item.line.value).lines:
            row = line.split()
            assert any(words[-len(row) :] == row for words in seen), line
