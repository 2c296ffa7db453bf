"""`studyai quiz`: exercises as plain prompts and lines, for pipes and screen readers."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping

from studyai.bank.bank import Bank
from studyai.commands.errors import BadInputError
from studyai.commands.output import say
from studyai.exercise import present
from studyai.exercise.choices import Choice, as_shown
from studyai.exercise.givens import stated_conventions
from studyai.exercise.hints import Hint
from studyai.exercise.mark import GLYPHS, Mark, Verdict
from studyai.exercise.sample import Variant, sample
from studyai.exercise.solve import Line
from studyai.formula.draw.terminal import draw_terminal
from studyai.study.practice import Practice
from studyai.study.record.store import Record

KEYS = "Type an answer; ? hint, ! show the step, = go on with your value, q quit."
CHOICE_KEYS = "Type the letter of a value, or a value of your own; ? hint, ! show the step, = go on with it, q quit."
LETTERS = "abcd"


class _QuitError(Exception):
    """The learner ended the quiz."""


def quiz(bank: Bank, arguments: Namespace) -> int:
    """Ask exercises; every mark is recorded as it is given."""
    identifiers = _chosen(bank, arguments.sections)
    record = Record()
    try:
        say(CHOICE_KEYS if arguments.choices else KEYS)
        for number, variant in enumerate(_variants(bank, record, identifiers, arguments.level), start=1):
            if number > arguments.count:
                break
            _ask(Practice(variant, record), arguments.choices)
    except (_QuitError, KeyboardInterrupt):
        say("\nStopped. Every mark so far is kept; studyai quiz goes on from here.")
    finally:
        record.close()
    return 0


def _variants(bank: Bank, record: Record, identifiers: list[str], wanted: int | None) -> Iterator[Variant]:
    left = record.unfinished()
    if left is not None and left.exercise in identifiers and not wanted:
        say("You left this exercise unfinished; here is where you stopped.")
        yield sample(bank.exercise(left.exercise), left.level, left.seed)
    while True:
        for identifier in identifiers:
            exercise = bank.exercise(identifier)
            level = wanted or min(exercise.levels)
            yield sample(exercise, level, record.next_seed(identifier, level))


def _chosen(bank: Bank, wanted: list[str]) -> list[str]:
    sections = bank.sections()
    numbers = {str(section.number): section for section in sections}
    if not wanted:
        return bank.ids()
    chosen: list[str] = []
    for name in wanted:
        if name in numbers:
            chosen += [entry.id for entry in numbers[name].exercises]
        elif name in bank.ids():
            chosen.append(name)
        else:
            raise BadInputError(f"{name} is no section number or exercise; sections: {', '.join(numbers)}")
    return chosen


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
        say(f"  done: {entry.line.key}")
    while (line := practice.current) is not None:
        _ask_step(practice, line, with_choices)
    say(f"Finished: {practice.score:.0%} of the credit.")


def _ask_step(practice: Practice, line: Line, with_choices: bool) -> None:
    say(f"\n{line.step.name}: {line.key} = ?  ({present.asked_precision(line)})")
    offered = _offer(practice, line) if with_choices else {}
    while practice.current is line:
        _take(practice, line, _typed(), offered)


def _offer(practice: Practice, line: Line) -> dict[str, Choice]:
    """Say the values to choose from, each behind its letter; none where no slip leads to another one."""
    choices = practice.choices()
    if len(choices) == 1:
        say("No known slip leads to another value here: type yours.")
        return {}
    offered = dict(zip(LETTERS, choices, strict=False))
    for letter, choice in offered.items():
        say(f"  {letter}) {present.value_text(as_shown(choice, line))}")
    return offered


def _typed() -> str:
    sys.stdout.write("> ")
    sys.stdout.flush()
    text = sys.stdin.readline()
    if not text or text.strip() == "q":
        raise _QuitError
    return text.strip()


def _take(practice: Practice, line: Line, text: str, offered: Mapping[str, Choice]) -> None:
    if text == "?":
        _say_hint(practice.hint())
    elif text == "!":
        practice.work()
        say("\n".join(present.equation_with_numbers(line, 74).lines))
        say(f"{line.key} = {present.value_text(line.value)}  (shown, no credit)")
    elif text == "=":
        _keep(practice)
    elif text in offered:
        _say_mark(practice.choose(offered[text]), text)
    elif text:
        _say_mark(practice.answer(text), text)


def _keep(practice: Practice) -> None:
    if practice.last is None or practice.last.verdict not in (Verdict.SLIP, Verdict.WRONG):
        say("There is no wrong value to go on with.")
    else:
        practice.keep()
        say("↷ Going on with your value; what follows is marked from it.")


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
