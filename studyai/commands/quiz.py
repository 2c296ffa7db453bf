"""`studyai quiz`: exercises as plain prompts and lines, for pipes and screen readers."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping

from msgspec import structs

from studyai.bank.bank import Bank, SectionEntry
from studyai.bank.index import Entry
from studyai.commands.errors import BadInputError
from studyai.commands.input import need_text
from studyai.commands.output import flush, say
from studyai.exercise import present
from studyai.exercise.choices import as_shown
from studyai.exercise.givens import stated_conventions
from studyai.exercise.hints import Hint
from studyai.exercise.mark import GLYPHS, Mark, Verdict
from studyai.exercise.solve import Line
from studyai.formula.draw.terminal import draw_terminal
from studyai.study.next_up import next_up
from studyai.study.practice import Practice, sit_down
from studyai.study.record.store import Record

KEYS = "Type an answer; ? hint, ! show the step, = go on with your value, q quit."
CHOICE_KEYS = "Type the letter of a value, or a value of your own; ? hint, ! show the step, = go on with it, q quit."
LETTERS = "abcd"


class _QuitError(Exception):
    """The learner ended the quiz."""


def quiz(bank: Bank, arguments: Namespace) -> int:
    """Ask exercises; every mark is recorded as it is given."""
    sections = _chosen(bank, arguments.sections)
    record = Record()
    try:
        say(CHOICE_KEYS if arguments.choices else KEYS)
        for _ in range(arguments.count):
            suggestion = next_up(sections, record, arguments.level)
            if suggestion is None:
                break
            if suggestion.unfinished:
                say("You left this exercise unfinished; here is where you stopped.")
            _ask(sit_down(bank, record, suggestion.chosen), arguments.choices)
    except (_QuitError, KeyboardInterrupt):
        say("\nStopped. Every mark so far is kept; studyai quiz goes on from here.")
    finally:
        record.close()
    return 0


def _chosen(bank: Bank, wanted: list[str]) -> list[SectionEntry]:
    """Return the sections with the exercises that are asked for alone, by section number or id; all of none."""
    sections = bank.sections()
    known = {str(section.number) for section in sections} | set(bank.ids())
    for name in wanted:
        if name not in known:
            numbers = ", ".join(str(section.number) for section in sections)
            raise BadInputError(f"{name} is no section number or exercise; sections: {numbers}")
    if not wanted:
        return sections
    return [structs.replace(section, entries=_among(section, wanted)) for section in sections]


def _among(section: SectionEntry, wanted: list[str]) -> tuple[Entry, ...]:
    if str(section.number) in wanted:
        return section.exercises
    return tuple(entry for entry in section.exercises if entry.id in wanted)


def _ask(practice: Practice, with_choices: bool) -> None:
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
        _take(practice, line, _typed(), offered)


def _offer(practice: Practice, line: Line) -> dict[str, int]:
    """Say the values to choose from, and return their places by letter; none where no slip leads to another one."""
    choices = practice.choices()
    if len(choices) == 1:
        say("No known slip leads to another value here: type yours.")
        return {}
    for letter, choice in zip(LETTERS, choices, strict=False):
        say(f"  {letter}) {present.value_text(as_shown(choice, line))}")
    return {letter: place for place, letter in enumerate(LETTERS[: len(choices)])}


def _typed() -> str:
    say("> ", end="")
    flush()
    text = _line()
    if not text or text.strip() == "q":
        raise _QuitError
    return text.strip()


def _line() -> str:
    """Return the next line of standard input, "" at its end. Raises BadInputError for what cannot be read."""
    if sys.stdin is None:
        raise BadInputError("standard input is closed; accepted: a terminal, a file or a pipe with answers")
    try:
        text = sys.stdin.readline()
    except OSError as problem:
        raise BadInputError(f"standard input cannot be read: {problem.strerror or problem}") from problem
    need_text(text, sys.stdin.encoding or "utf-8")
    return text


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
        _say_mark(practice.answer((offered[text],)), text)
    elif text:
        _say_mark(practice.answer(text), text)


def _keep(practice: Practice) -> None:
    if practice.may_keep:
        practice.keep()
        say("↷ Going on with your value; what follows is marked from it.")
    else:
        say("There is no wrong value to go on with.")


def _say_mark(given: Mark, text: str) -> None:
    if given.verdict is Verdict.UNREADABLE:
        say("  " + text)
        say("  " + " " * given.position + "^")
    say(f"{GLYPHS[given.verdict]} {given.feedback}")


def _say_hint(given: Hint) -> None:
    say(given.say)
    drawing = draw_terminal(given.node, digits=present.DIGITS, max_width=70)
    for row, text in enumerate(drawing.lines):
        end = f" = {present.value_text(given.value)}" if given.value is not None and row == drawing.baseline else ""
        say(f"    {text}{end}")
