"""`studyai worksheet`: sets of variants with their key, on paper and for other programs."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from studyai.bank.bank import Bank
from studyai.commands.errors import BadInputError
from studyai.commands.output import complain, say
from studyai.commands.wanted import Wanted
from studyai.packages import require
from studyai.worksheet.crew import BadSheet, Unverified
from studyai.worksheet.formats import NAMES, form
from studyai.worksheet.forms import Form
from studyai.worksheet.output import OutputError
from studyai.worksheet.plan import Plan, QuestionSource
from studyai.worksheet.sheet import make_sheet

BAR = 30


def worksheet(bank: Bank, arguments: Namespace) -> int:
    """Write the papers; return 1, and write none, if torch disagrees with any question."""
    chosen = _form(arguments)
    wanted = Wanted(bank, arguments)
    sources = wanted.sources()
    title = arguments.title or wanted.title(sources)
    if not title.isprintable():
        raise BadInputError("--title: holds a control character; accepted: any text of one line")
    plan = Plan(title, arguments.seed, arguments.variants, sources, checked=not arguments.unchecked)
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
    say(f"{', '.join(map(str, files))}: {_made(plan)}")
    return 0


def _made(plan: Plan) -> str:
    """Return how many questions there are, and whether they were checked; torch has no say in concept questions."""
    concepts = sum(isinstance(source, QuestionSource) for source in plan.questions)
    exercises = plan.total - plan.papers * concepts
    checked = "each checked by torch" if plan.checked else "none checked by torch"
    if not concepts:
        return f"{exercises} questions, {checked}"
    said = f"{concepts} concept question{'s' if concepts > 1 else ''}"
    return f"{exercises} exercise{'s' if exercises > 1 else ''}, {checked}, and {said}" if exercises else said


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


def _has_exercises(plan: Plan) -> bool:
    return not all(isinstance(source, QuestionSource) for source in plan.questions)


def _show(done: int, plan: Plan) -> None:
    """Draw a bar on standard error, where somebody looks at it."""
    total, made = plan.total, "checked" if plan.checked and _has_exercises(plan) else "made"
    if not sys.stderr.isatty():
        return
    filled = BAR * done // total
    end = "\r\x1b[K" if done == total else ""
    sys.stderr.write(f"\r{'█' * filled}{'░' * (BAR - filled)} {done} of {total} questions {made}{end}")
    sys.stderr.flush()
