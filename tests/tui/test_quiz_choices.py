"""What the choices of a question look like, asked and marked, and that a question is read from its beginning."""

from __future__ import annotations

from pathlib import Path

from quiz_app import answer_rightly, ask, quiz_app, to_quiz
from some_questions import bank_of, item
from study_app import AnsweringWorker
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, OptionList
from widget_host import lines_of, text_of, until

from studyai.bank.bank import Bank
from studyai.tui.quiz.rows import Rows, wrapped
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk
from studyai.tui.widgets.chooser import Choice, Chooser, lines

WIDE = 60
LONG = """\
section: 4
title: Activation functions
questions:
  - question: a-long-match
    kind: match
    theme: activations
    difficulty: 1
    ask: Which belongs to which?
    match:
{rows}
    explanation: It is so.
    evidence: {{exercise: activation-value}}
  - question: a-long-code
    kind: spot-the-mistake
    theme: gradients
    difficulty: 1
    ask: What is wrong with this?
    code: |
{code}
    options:
      one: {{text: "the self-attention of the first encoder-decoder part", right: true}}
      two: {{text: "nothing", feedback: "It is wrong."}}
      three: {{text: "all of it", feedback: "It is not."}}
    explanation: {explanation}
    evidence: {{exercise: activation-value}}
""".format(
    rows="\n".join(
        f'      r{n}: {{text: "row {n}", partner: "partner {n} of rather many words", feedback: "No."}}'
        for n in range(1, 7)
    ),
    code="\n".join(f"      x{n} = {n}" for n in range(16)),
    explanation="Word after word. " * 60,
)


def long_app(folder: Path) -> StudyApp:
    return StudyApp(AnsweringWorker(), folder / "settings.toml", Desk(bank_of(folder, LONG), folder / "record.sqlite"))


def bank(folder: Path) -> Bank:
    return bank_of(folder)


def rows(folder: Path, name: str, *, picked: tuple[str, ...] = (), right: bool = True) -> list[str]:
    """The rows of a question with these picked, by their ids, without the place numbers."""
    one = item(bank(folder), name)
    places = [one.ids.index(name) for name in picked]
    truth = one.right
    assert isinstance(truth, tuple)
    drawn = Rows(one, places, {}, truth if right else None)
    return [drawn.row(one.ids.index(name), WIDE).plain for name in sorted(one.ids)]


def test_what_was_left_out_is_not_drawn_like_what_was_found(tmp_path: Path) -> None:
    relu, sigmoid, tanh = rows(tmp_path, "bounded-activations", picked=("sigmoid", "relu"))
    assert relu.startswith("✗ ")
    assert sigmoid.startswith("✓ ")
    assert sigmoid.endswith(" sigmoid")
    assert tanh.startswith("○ ")
    assert tanh.endswith(" tanh  right, but left out")


def test_each_place_of_an_order_is_marked(tmp_path: Path) -> None:
    activate, add, multiply = rows(tmp_path, "order-of-a-layer", picked=("add", "multiply", "activate"))
    assert activate.startswith("✓ ")
    assert "3. activate" in activate
    assert add.startswith("✗ ")
    assert add.endswith("1. add b  ✓ 2.")
    assert multiply.endswith("2. multiply by W  ✓ 1.")


def test_a_row_of_a_match_is_one_line_and_its_wrapped_partner_is_set_in(tmp_path: Path) -> None:
    one = item(bank(tmp_path), "activation-and-range")
    truth = one.right
    assert isinstance(truth, tuple)
    given = {0: 2}
    assert Rows(one, (), given).row(0, WIDE).plain == f"· {one.choices[0]} → 3"
    assert Rows(one, (), given).row(1, WIDE).plain == f"· {one.choices[1]} → …"
    wrong = {0: (truth[0] + 1) % 4}
    marked = Rows(one, (), wrong, truth).row(0, 24).plain.splitlines()
    assert marked[0].startswith(f"✗ {one.choices[0]}")
    assert all(line.startswith("    ") for line in marked[1:])
    assert marked[-1].strip() == f"✓ {truth[0] + 1}: {one.partners[truth[0]]}"


def test_no_word_is_broken_at_its_hyphen() -> None:
    assert wrapped("of self-attention", 12) == ["of", "self-", "attention"] or wrapped("of self-attention", 14) == [
        "of",
        "self-attention",
    ]
    assert wrapped("of self-attention", 14) == ["of", "self-attention"]


async def test_a_question_longer_than_the_screen_opens_at_its_top_and_follows_the_cursor(tmp_path: Path) -> None:
    app = long_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "a-long-code")
        page = screen.query_one("#quiz-page")
        assert page.max_scroll_y > 0
        assert page.scroll_y == 0
        assert "What is wrong with this?" in text_of(app)
        await pilot.press("down", "down")
        await pilot.pause()
        assert "\n      3 " in text_of(app)


async def test_a_match_of_six_rows_is_on_one_screen(tmp_path: Path) -> None:
    app = long_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "a-long-match")
        assert "Question" in text_of(app)
        assert text_of(app).count("→ …") == 6
        assert screen.query_one("#quiz-page").max_scroll_y == 0


async def test_a_long_outcome_is_read_from_its_beginning(tmp_path: Path) -> None:
    app = long_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "a-long-code")
        await answer_rightly(pilot, screen)
        await pilot.pause()
        await pilot.pause()
        assert any("✓ Correct." in line for line in lines_of(app)[1:5])
        assert "⏎ Next" in lines_of(app)[-1]


async def test_there_is_no_scroll_bar_for_an_empty_row(tmp_path: Path) -> None:
    """What is said ends where the page ends."""
    app = quiz_app(tmp_path)
    async with app.run_test(size=(60, 18)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "range-of-tanh")
        await answer_rightly(pilot, screen)
        await pilot.pause()
        page = screen.query_one("#quiz-page")
        assert page.virtual_size.height == screen.query_one("#quiz-outcome").virtual_region.bottom


async def test_a_plot_makes_room_for_the_choices_and_its_legend_wraps(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(60, 22)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "a-curve")
        await until(pilot, lambda: "× validation loss" in text_of(app))
        await pilot.pause()
        assert all(choice in text_of(app) for choice in ("too large", "too small", "well chosen"))
        assert screen.query_one("#quiz-page").max_scroll_y == 0
        low = screen.query_one("#quiz-curve").size.height
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        await pilot.pause()
        assert screen.query_one("#quiz-curve").size.height > low


async def press_at_once(pilot: Pilot[None], *keys: tuple[str, str | None]) -> None:
    """Type faster than a key is handled."""
    for key, character in keys:
        pilot.app.post_message(events.Key(key, character))
    await pilot.pause()


async def test_what_is_typed_behind_the_slash_goes_to_the_list(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "range-of-tanh")
        await press_at_once(pilot, ("slash", "/"), ("1", "1"), ("8", "8"))
        await until(pilot, lambda: bool(app.screen.query("#chooser-field")))
        await until(pilot, lambda: app.screen.query_one("#chooser-field", Input).value == "18")
        assert screen.mark is None
        assert screen.sitting is not None
        assert not screen.sitting.entries


async def test_enter_typed_before_the_list_is_there_waits_for_it(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_quiz(pilot)
        await ask(pilot, screen, "range-of-tanh")
        await press_at_once(pilot, ("slash", "/"), *((letter, letter) for letter in "gradients"), ("enter", "\r"))
        await until(pilot, lambda: screen.item is not None and screen.item.id == "a-loop" and app.screen is screen)


async def test_the_chooser_says_when_nothing_is_found_and_cuts_no_row_that_has_room(tmp_path: Path) -> None:
    app = quiz_app(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_quiz(pilot, "regularisation")
        await pilot.press("escape", "slash")
        await until(pilot, lambda: bool(app.screen.query("#chooser-field")))
        assert isinstance(app.screen, Chooser)
        await pilot.press(*"zzz")
        await pilot.pause()
        assert app.screen.query_one("#choices", OptionList).option_count == 0
        assert "Nothing has all of these words." in text_of(app)
    short, long = lines([Choice("a", "All", "mixed, and much besides"), Choice("b", "A title that is long")], 40)
    assert "mixed, and much besides" in short.plain
    assert len(short.plain) == len(long.plain) == 40
