"""`studyai worksheet`: sets of variants with their key, on paper and for other programs."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from studyai.bank.bank import Bank, SectionEntry
from studyai.commands.errors import BadInputError
from studyai.commands.output import complain, say
from studyai.exercise.sample import level_of
from studyai.packages import require
from studyai.worksheet.crew import BadSheet, Unverified
from studyai.worksheet.formats import NAMES, form
from studyai.worksheet.forms import Form
from studyai.worksheet.output import OutputError
from studyai.worksheet.plan import Plan, Source, choose
from studyai.worksheet.sheet import make_sheet

BAR = 30


def worksheet(bank: Bank, arguments: Namespace) -> int:
    """Write the papers; return 1, and write none, if torch disagrees with any question."""
    chosen = _form(arguments)
    sections = [_section(bank, number) for number in arguments.section or []]
    sources = _sources(bank, arguments, sections)
    title = arguments.title or _title(bank, sources, sections)
    if not title.isprintable():
        raise BadInputError("--title: holds a control character; accepted: any text of one line")
    questions = choose(sources, arguments.count, arguments.seed)
    plan = Plan(title, arguments.seed, arguments.variants, questions, checked=not arguments.unchecked)
    try:
        files, exhausted = make_sheet(
            plan,
            chosen,
            Path(arguments.output),
            separate_key=arguments.key == "separate",
            progress=lambda done: _show(done, plan),
        )
    except OutputError as problem:
        raise BadInputError(f"-o {problem}") from problem
    except BadSheet as problem:
        raise BadInputError(str(problem)) from problem
    except Unverified as problem:
        complain(f"studyai: {problem}")
        return 1
    for source in sorted(exhausted, key=lambda one: one.exercise):
        complain(f"{source.exercise}, level {source.level}: fewer different variants than asked for; some repeat")
    checked = "each checked by torch" if plan.checked else "none checked by torch"
    say(f"{', '.join(map(str, files))}: {plan.total} questions, {checked}")
    return 0


def _form(arguments: Namespace) -> Form:
    suffix = Path(arguments.output).suffix.lower()
    by_suffix = {form(name).suffix: name for name in NAMES}
    name = arguments.format or by_suffix.get(suffix)
    if name is None:
        raise BadInputError(
            f"-o {arguments.output}: its ending names no format; accepted: {', '.join(by_suffix)}, or --format"
        )
    chosen = form(name)
    if arguments.key == "separate" and not chosen.separable:
        separable = ", ".join(other for other in NAMES if form(other).separable)
        raise BadInputError(f"--key separate: {name} holds question and key together; accepted with {separable}")
    if chosen.package:
        require(chosen.package)
    return chosen


def _section(bank: Bank, number: int) -> SectionEntry:
    known = {section.number: section for section in bank.sections()}
    if number not in known:
        raise BadInputError(f"--section {number}: no such section; accepted: {', '.join(map(str, known))}")
    return known[number]


def _sources(bank: Bank, arguments: Namespace, sections: list[SectionEntry]) -> list[Source]:
    named = [*(arguments.exercise or []), *(entry.id for section in sections for entry in section.exercises)]
    identifiers = list(dict.fromkeys(named))
    if not identifiers:
        raise BadInputError("--exercise or --section: name one at least; studyai list shows all")
    return [Source(identifier, _level(bank, identifier, arguments.level)) for identifier in identifiers]


def _level(bank: Bank, identifier: str, level: int | None) -> int:
    exercise = bank.exercise(identifier)
    chosen = level or min(exercise.levels)
    level_of(exercise, chosen)  # refuses an unknown level
    return chosen


def _title(bank: Bank, sources: list[Source], sections: list[SectionEntry]) -> str:
    if len(sources) == 1:
        return bank.exercise(sources[0].exercise).title
    return sections[0].title if len(sections) == 1 else "Deep learning"


def _show(done: int, plan: Plan) -> None:
    """Draw a bar on standard error, where somebody looks at it."""
    total, made = plan.total, "checked" if plan.checked else "made"
    if not sys.stderr.isatty():
        return
    filled = BAR * done // total
    end = "\r\x1b[K" if done == total else ""
    sys.stderr.write(f"\r{'█' * filled}{'░' * (BAR - filled)} {done} of {total} questions {made}{end}")
    sys.stderr.flush()
