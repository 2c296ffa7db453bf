"""An exercise in plain lines: its steps one by one."""

from __future__ import annotations

from collections.abc import Mapping

from studyai.commands.asking.lines import say_mark, typed
from studyai.commands.output import say
from studyai.exercise import present
from studyai.exercise.choices import as_shown
from studyai.exercise.givens import stated_conventions
from studyai.exercise.hints import Hint
from studyai.exercise.solve import Line
from studyai.formula.draw.terminal import draw_terminal
from studyai.study.practice import Practice

KEYS = "Type an answer; ? hint, ! show the step, = go on with your value, q quit."
CHOICE_KEYS = "Type the letter of a value, or a value of your own; ? hint, ! show the step, = go on with it, q quit."
LETTERS = "abcd"


def ask_exercise(practice: Practice, with_choices: bool) -> None:
    """Ask its steps one by one; every mark is recorded as it is given. Raises QuitError."""
    variant = practice.variant
    say(f"\n{variant.exercise.title}    {variant.id}")
    say(present.ask_line(variant))
    for said in stated_conventions(variant.exercise, variant.givens):
        say(f"Convention: {said}")
    for symbol, value in variant.told_givens.items():
        if not isinstance(value, str):
            say(f"  {symbol} = {present.value_text(value)}    {variant.exercise.givens[symbol].name}")
    for entry in practice.entries:
        say(f"  done: {entry.item.line.key}")
    while (line := practice.current) is not None:
        _ask_step(practice, line, with_choices)
    say(f"Finished: {practice.score:.0%} of the credit.")


def _ask_step(practice: Practice, line: Line, with_choices: bool) -> None:
    say(f"\n{line.step.name}: {line.key} = ?  ({present.asked_precision(line)})")
    offered = _offer(practice, line) if with_choices else {}
    while practice.current is line:
        _take(practice, line, typed(), offered)


def _offer(practice: Practice, line: Line) -> dict[str, int]:
    """Say the values to choose from, and return their places by letter; none where no slip leads to another one."""
    choices = practice.choices()
    if len(choices) == 1:
        say("No known slip leads to another value here: type yours.")
        return {}
    for letter, choice in zip(LETTERS, choices, strict=False):
        say(f"  {letter}) {present.value_text(as_shown(choice, line))}")
    return {letter: place for place, letter in enumerate(LETTERS[: len(choices)])}


def _take(practice: Practice, line: Line, text: str, offered: Mapping[str, int]) -> None:
    if text == "?":
        _say_hint(practice.hint())
    elif text == "!":
        practice.work()
        say("\n".join(present.equation_with_numbers(line, 74).lines))
        say(f"{line.key} = {present.value_text(line.value)}  (shown, no credit)")
    elif text == "=":
        _keep(practice)
    elif text in offered:
        say_mark(practice.answer((offered[text],)), text)
    elif text:
        say_mark(practice.answer(text), text)


def _keep(practice: Practice) -> None:
    if practice.may_keep:
        practice.keep()
        say("↷ Going on with your value; what follows is marked from it.")
    else:
        say("There is no wrong value to go on with.")


def _say_hint(given: Hint) -> None:
    say(given.say)
    drawing = draw_terminal(given.node, digits=present.DIGITS, max_width=70)
    for row, text in enumerate(drawing.lines):
        end = f" = {present.value_text(given.value)}" if given.value is not None and row == drawing.baseline else ""
        say(f"    {text}{end}")
