"""`studyai stats`: where the learner stands, in plain lines, as JSON, or as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import msgspec

from studyai.bank.bank import Bank
from studyai.commands.output import complain, say, say_json, say_text
from studyai.study import clock
from studyai.study.progress.slips import OwnSlip
from studyai.study.progress.stats import SectionStats, Stats, stats
from studyai.study.record.store import Record

MOST_SLIPS = 10
BAR = 20  # characters of the longest bar


def tell(bank: Bank, arguments: Namespace) -> int:
    """Print it."""
    with closing(Record(tell=complain)) as record:
        known = stats(bank.sections(), record)
    if arguments.json:
        say_json(_document(known))
    elif arguments.csv:
        say_text(_csv(getattr(known, arguments.csv)))
    elif not known.marks:
        say("Nothing was answered yet. studyai, or studyai quiz, begins.")
    else:
        for line in _lines(known, bank):
            say(line)
    return 0


def _document(known: Stats) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(known)
    document["today"] = str(clock.date_of(known.today))
    for day in document["days"]:
        day["date"] = str(clock.date_of(day.pop("day")))
    for slip in document["slips"]:
        slip["last"] = str(clock.date_of(slip["last"]))
    return document


def _csv(rows: Sequence[msgspec.Struct]) -> str:
    written = io.StringIO()
    made = [msgspec.to_builtins(row) for row in rows]
    for row in made:
        row.update({name: str(clock.date_of(row[name])) for name in ("day", "last") if name in row})
    if made:
        writer = csv.DictWriter(written, list(made[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)
    return written.getvalue()


def _lines(known: Stats, bank: Bank) -> Iterator[str]:
    row = f", {known.days_in_a_row} in a row" if known.days_in_a_row > 1 else ""
    yield f"{_number(known.marks, 'answer')} in {known.minutes:.0f} minutes on {_number(len(known.days), 'day')}{row}"
    yield f"Mastered {100 * known.mastery.share:.0f} ± {100 * known.mastery.doubt:.0f} % of the course"
    yield ""
    yield "     section                          met   mastered  right  due  minutes"
    for section in known.sections:
        if section.met or section.accuracy is not None or section.minutes:
            yield _section(section)
    yield ""
    yield from _retention(known)
    yield ""
    yield "Due on the next days, from today on"
    most = max(known.forecast, default=0)
    for ahead, count in enumerate(known.forecast):
        bar = "█" * round(BAR * count / most) if most else ""
        yield f"  {clock.date_of(known.today + ahead):%a %d %b}  {count:>4}  {bar}".rstrip()
    if known.slips:
        yield ""
        yield "Your slips"
        for slip in known.slips[:MOST_SLIPS]:
            yield from _slip(slip, bank)


def _section(section: SectionStats) -> str:
    accuracy = "    –" if section.accuracy is None else f"{100 * section.accuracy:>3.0f} %"
    mastery = f"{100 * section.mastery:>3.0f} ± {100 * section.doubt:>2.0f} %"
    met = f"{section.met:>3} of {section.levels:<3}"
    title = f"{section.number:>4} {section.title:30.30}"
    return f"{title} {met} {mastery}  {accuracy}  {section.due:>3}  {section.minutes:>7.0f}"


def _retention(known: Stats) -> Iterator[str]:
    whole, *parts = known.retention
    if not whole.reviews:
        yield "Remembered: nothing has come again on a later day yet"
        return
    yield (
        f"Remembered: {100 * whole.measured:.0f} % of {_number(whole.reviews, 'review')}, "
        f"where {100 * whole.predicted:.0f} % were predicted"
    )
    for part in parts:
        if part.reviews:
            limits = f"{100 * part.least:.0f} to {100 * part.most:.0f} %"
            yield f"  predicted {limits:<13} {100 * part.measured:>3.0f} % of {part.reviews}"


def _slip(slip: OwnSlip, bank: Bank) -> Iterator[str]:
    when = "gone" if slip.is_gone else f"{slip.recent} of {slip.tries} answers lately"
    yield f"  {slip.count} × {slip.slip}  in {slip.item}, {when}"
    words = said_of(slip, bank)
    if words:
        yield f"      {words}"


def said_of(slip: OwnSlip, bank: Bank) -> str:
    """Return what the bank says of a slip; nothing where it is in the bank no more."""
    if slip.exercise not in bank.ids():
        return ""
    steps = bank.exercise(slip.exercise).steps()
    return next((one.say for step in steps for one in step.slips if one.tag == slip.slip), "")


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
