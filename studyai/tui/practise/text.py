"""The words and drawings of the practice page, made from the sitting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.content import Content

from studyai.exercise import present
from studyai.exercise.givens import stated_conventions
from studyai.exercise.hints import Hint
from studyai.exercise.mark import GLYPHS, Mark
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Line
from studyai.formula.draw.words import with_subscripts
from studyai.formula.tree import Items, Name, Node, Put, names
from studyai.study.items.step import StepItem
from studyai.study.practice import Practice
from studyai.study.sitting import Entry
from studyai.tui.exercise.drawn import (
    VERDICT_STYLES,
    drawn_entry,
    entry_content,
    flat_symbol,
    flow_drawings,
    flowed,
    formula_lines,
    givens_lines,
    numeral,
    value_equation,
)
from studyai.tui.widgets.plain import printable

FORMULA_HIDDEN = 3  # from this level on, the formula is the first hint
ROWS_OF_STEPS = 4  # settled steps in one column; more flow side by side


def question(variant: Variant, width: int) -> Content:
    """Return title, question, conventions, givens."""
    blocks = [
        Content.styled(printable(variant.exercise.title), "bold"),
        Content(printable(present.ask_line(variant))),
    ]
    said = stated_conventions(variant.exercise, variant.givens)
    if said:
        blocks.append(Content.styled(printable(with_subscripts(" ".join(said))), "dim"))
    givens = "\n".join(givens_lines(variant, width)).rstrip("\n")
    return Content("\n\n").join([Content("\n").join(blocks), Content(givens)])


def settled(practice: Practice, width: int) -> Content:
    """Return the steps already done, folded to a line each; many of them side by side.

    Below, in full, what is needed now: what the current step reads, and in the end the answer.
    """
    parts = [entry_content(number, entry, width) for number, entry in enumerate(practice.entries, start=1)]
    folded = Content("\n").join(parts) if len(parts) <= ROWS_OF_STEPS else flowed(parts, width)
    cut = [entry for entry, part in zip(practice.entries, parts, strict=True) if part.plain.endswith("…")]
    line, answer = practice.current, practice.variant.solution.answer
    needed = [entry for entry in cut if entry.item.line.key in answer] if line is None else read_now(line, cut)
    drawn = flow_drawings([drawn_entry(entry, width) for entry in needed], width)
    return Content("\n\n").join([folded, Content("\n".join(drawn).rstrip("\n"))]) if drawn else folded


def read_now(line: Line, entries: Iterable[Entry[StepItem]]) -> list[Entry[StepItem]]:
    """Return the entries that the formula of a step reads.

    Of a step in rounds it is the last, of one that is carried on the one before.
    """
    read = {name.removesuffix("_prev"): name for name in names(line.formula.node)}
    latest = {}
    for entry in entries:
        symbol = entry.item.line.step.symbol
        before = read.get(symbol) == f"{symbol}_prev" and entry.item.line.round == line.round
        if symbol in read and not before:
            latest[symbol] = entry
    return list(latest.values())


def asked(practice: Practice, line: Line, offered: int = 0) -> Content:
    """Return what the current step is called, how exactly its value is asked, and of how many it is one."""
    number = numeral(len(practice.entries) + 1)
    name = f"{number} {printable(present.step_name(line))}"
    among = f"   one of {offered}" if offered > 1 else "   no known slip to choose from: type it" if offered else ""
    return Content.assemble((name, "bold $accent"), (f"   {present.asked_precision(line)}{among}", "dim"))


def formula(practice: Practice, line: Line, width: int) -> list[str]:
    """Return the step's formula drawn; at the highest level only its symbol, until the first hint.

    A formula that computes nothing, [B, T, n], is the answer itself: it stays hidden until the hint with the numbers.
    """
    hidden_at_first = 1 if practice.variant.level >= FORMULA_HIDDEN else 0
    if practice.hints_used < (2 if _computes_nothing(line.formula.node) else hidden_at_first):
        return [f"{flat_symbol(line)} = ?"]
    return present.equation(line, width).lines


def _computes_nothing(node: Node) -> bool:
    """Return whether it only says which numbers and names its value consists of."""
    if isinstance(node, Items):
        return all(map(_computes_nothing, node.items))
    return isinstance(node, Name) or not names(node)


def hint_content(given: Hint, line: Line, width: int) -> Content:
    """Return a hint's words and, beyond the formula itself, its drawing."""
    words = Content.styled(f"▹ {printable(with_subscripts(given.say))}", "dim")
    if given.rung == "formula":
        return words
    drawn = "\n".join(f"    {text}" for text in _hint_lines(given, line, width - 4))
    return Content.assemble(words, "\n", drawn)


def _hint_lines(given: Hint, line: Line, width: int) -> list[str]:
    if given.value is None or isinstance(given.node, Put):  # a number alone is its value
        return formula_lines(given.node, None, width)
    if given.rung == "value":
        return value_equation(line, given.value, width)
    return formula_lines(given.node, given.value, width)


def feedback(symbol: str, given: Mark) -> Content:
    """Return the mark in words, its glyph first."""
    style = VERDICT_STYLES[given.verdict]
    head = f"{GLYPHS[given.verdict]} {symbol}  "
    return Content.assemble((head, f"bold {style}"), printable(given.feedback))


def allows(practice: Practice | None, action: str, *, working: bool = False) -> bool:
    """Return whether the sitting allows a command now; ``working``: a step is shown worked, none is asked."""
    match action:
        case "keep":
            return practice is not None and practice.may_keep and not working
        case "hint" | "choices":
            return practice is not None and not practice.finished and not working
        case "work":
            return practice is not None and not practice.finished
        case "cells":
            return practice is not None and bool(practice.entries)
        case "next" | "retry" | "torch" | "level" | "level_by" | "page":
            return practice is not None
        case _:
            return True


def status(practice: Practice) -> str:
    """Return level and progress, for the navigation row."""
    levels = practice.variant.exercise.levels
    dots = "".join("●" if level <= practice.variant.level else "○" for level in levels)
    return f"{dots}  {len(practice.entries)}/{len(practice.variant.solution.lines)}"


def worked_line(keys: Mapping[str, str]) -> Content:
    """Return what can be done with a step that is shown worked."""
    go_on = keys.get("practise.enter", "Enter")
    return Content.assemble(
        ("○ Worked, no credit", "dim"), ("   arrow keys: each cell's arithmetic   ", "dim"), (go_on, "bold"), " goes on"
    )
