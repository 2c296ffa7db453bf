"""How a finished exercise went, step by step: what was earned, what was lost and why; and what can come next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from textual.content import Content

from studyai.exercise.mark import GLYPHS, Mark, Verdict
from studyai.formula.draw.numbers import MINUS
from studyai.formula.draw.terminal import width_of
from studyai.study.items.step import StepItem
from studyai.study.practice import Practice
from studyai.study.sitting import Entry
from studyai.tui.exercise.drawn import VERDICT_STYLES, entry_content, entry_value, short_value
from studyai.tui.widgets.plain import printable

WIDEST_VALUE = 40  # columns of a step with its value, what was lost behind it
GAP = 3
INDENT = "     "


def score(practice: Practice) -> Content:
    """Return what a finished exercise amounts to."""
    earned = sum(entry.credit for entry in practice.entries)
    head = f"Done   {earned:g} of {len(practice.entries)}   {practice.score:.0%}".replace("%", " %")
    return Content.styled(head, "bold $accent")


def account(practice: Practice, width: int) -> Content:
    """Return a line for each step, with what was lost and why; below it the words of each slip."""
    parts = [
        entry_content(number, entry, min(WIDEST_VALUE, width // 2)) for number, entry in enumerate(practice.entries, 1)
    ]
    column = max(width_of(part.plain) for part in parts) + GAP
    lines: list[Content] = []
    for part, entry in zip(parts, practice.entries, strict=True):
        lost = f"{MINUS}{1 - entry.credit:g}" if entry.credit < 1 else ""
        reasons = "; ".join(reasons_of(entry))
        behind = Content.assemble((lost.ljust(7), "bold $error"), (reasons, "dim")) if lost or reasons else Content()
        lines.append(Content.assemble(part, " " * (column - width_of(part.plain)), behind) if behind else part)
        for words in _slips(entry):
            lines += [Content.styled(INDENT + text, "dim") for text in wrap(printable(words), width - len(INDENT))]
    return Content("\n").join(lines)


def reasons_of(entry: Entry[StepItem]) -> list[str]:
    """Return why a step earned what it did: shown, a slip, wrong, wrong before, hints, right from an own value."""
    settled_by = entry.mark
    reasons = []
    if settled_by is None:
        reasons.append("worked for you")
    elif settled_by.verdict is Verdict.CARRIED:
        reasons.append("right, given your earlier value")
    elif settled_by.verdict is Verdict.SLIP:
        reasons.append("a slip")
    elif not settled_by.earns_credit:
        reasons.append("wrong")
    if before := _before(entry):
        reasons.append("wrong at first" if len(before) == 1 else f"wrong {len(before)} times at first")
    if entry.hints:
        reasons.append(f"{entry.hints} hint{'s' if entry.hints > 1 else ''}")
    return reasons


def _before(entry: Entry[StepItem]) -> Sequence[Mark]:
    """Return the wrong answers before the one that settled the step."""
    kept = entry.mark is not None and not entry.mark.earns_credit
    return entry.missed[:-1] if kept else entry.missed


def _slips(entry: Entry[StepItem]) -> Sequence[str]:
    """Return the words of each slip that was made, once."""
    marks = [*entry.missed, *([entry.mark] if entry.mark else [])]
    return list(dict.fromkeys(mark.feedback for mark in marks if mark.verdict is Verdict.SLIP))


def notes(practice: Practice) -> Mapping[str, Content]:
    """Return what the learner had instead, by the step's key, for the full solution."""
    return {
        entry.item.line.key: Content.styled(
            f"{GLYPHS[entry.mark.verdict]} yours: {short_value(entry_value(entry))}",
            VERDICT_STYLES[entry.mark.verdict],
        )
        for entry in practice.entries
        if entry.mark is not None and entry.mark.verdict is not Verdict.CORRECT
    }


def next_line(practice: Practice, keys: Mapping[str, str]) -> Content:
    """Return what can come next, each with the key for it."""
    level = practice.variant.level + 1
    offered = {
        "practise.enter": "new numbers",
        "practise.harder": f"level {level}" if level in practice.variant.exercise.levels else "",
        "practise.calculate": "calculate",
        "practise.torch": "torch",
        "practise.retry": "again",
        "app.today": "Today",
    }
    parts = [
        Content.assemble((keys[command].split()[-1], "bold"), " ", (words, "dim"))
        for command, words in offered.items()
        if words and command in keys
    ]
    return Content("   ").join(parts)
