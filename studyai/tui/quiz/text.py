"""What the quiz says: how a question is answered, what the mark and the explanation are, how a round went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from studyai.bank.kinds.questions.lines import shown_lines
from studyai.exercise.mark import GLYPHS, Mark
from studyai.study.items.item import Form
from studyai.study.items.question import QuestionItem
from studyai.study.sitting import Entry, Sitting
from studyai.tui.exercise.drawn import VERDICT_STYLES
from studyai.tui.quiz.rows import NARROWEST, wrapped
from studyai.tui.widgets.plain import printable

LINE_BREAK = "\n     "  # of what a match's row may belong to
GAP = "   "

HOW = {
    Form.CHOICE: "Choose one.",
    Form.CHOICES: "Mark each that is right, then Enter.",
    Form.ORDER: "Press the numbers in the right order, then Enter.",
    Form.MATCH: "For each row the number of what belongs to it, then Enter.",
    Form.TYPED: "Type your answer, then Enter.",
}


def about(item: QuestionItem, number: int, count: int) -> Content:
    """Return which question it is, and what it is about."""
    return Content.styled(f"Question {number} of {count}   section {item.section} · {item.about}", "dim")


def how(item: QuestionItem, width: int) -> Content:
    """Return how it is answered, in so many columns; the partners of a match below."""
    said = HOW[item.form]
    if item.number is not None:
        (line,) = item.number.solution.lines
        decimals = line.step.decimals
        plural = "s" if decimals > 1 else ""
        said = f"Type a {f'number with {decimals} decimal{plural}' if decimals else 'whole number'}, then Enter."
    partners = [
        f"\n  {place}  {LINE_BREAK.join(wrapped(printable(partner), max(width - len(LINE_BREAK), NARROWEST)))}"
        for place, partner in enumerate(item.partners, 1)
    ]
    return Content.assemble((said, "dim"), *partners)


def legend(heading: str, names: Sequence[tuple[str, str, str]], width: int) -> Content:
    """Return what the axes and the curves are called, by the glyph and style of each, in so many columns."""
    lines = [Content.styled(printable(heading), "dim")]
    for glyph, style, name in names:
        part = Content.assemble((glyph, style), f" {printable(name)}")
        if lines[-1].cell_length + len(GAP) + part.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], GAP, part)
        else:
            lines.append(part)
    return Content("\n").join(lines)


def looked_at(item: QuestionItem) -> str:
    """Return the lines of code or of working that it is about, with their numbers."""
    return "\n".join(map(printable, shown_lines(item.question)))


def outcome(item: QuestionItem, mark: Mark, right: str, source: str, keys: Mapping[str, str]) -> Content:
    """Return the mark, what was right, why, and where to go on."""
    head = f"{GLYPHS[mark.verdict]} {printable(mark.feedback)}"
    parts = [Content.styled(head, f"bold {VERDICT_STYLES[mark.verdict]}")]
    if right and not mark.earns_credit:
        parts.append(Content.assemble(("Right: ", "bold"), printable(right)))
    parts.append(Content(printable(item.explanation)))
    parts.append(Content.styled(printable(evidence(item, source)), "dim"))
    offered = {
        "quiz.enter": "next",
        "quiz.prove": "prove it" if claim_of(item) else "",
        "quiz.practise": "practise it" if exercise_of(item) else "",
        "quiz.page": "the page",
        "quiz.report": "report a mistake",
    }
    ways = [
        Content.assemble((keys[name].split()[0], "bold"), " ", (words, "dim"))
        for name, words in offered.items()
        if words and name in keys
    ]
    return Content("\n\n").join([*parts, Content("   ").join(ways)])


def evidence(item: QuestionItem, source: str) -> str:
    """Return what the answer rests on."""
    known = item.evidence
    parts = [f"claim {known.claim}" if known.claim else "", f"exercise {known.exercise}" if known.exercise else ""]
    parts.append(f"{source}, {item.question.proof.at}" if source else "")
    return f"Rests on: {'; '.join(part for part in parts if part)}."


def claim_of(item: QuestionItem) -> str:
    """Return the claim that it rests on or leads to; nothing where there is none."""
    return item.evidence.claim or next(iter(item.question.links.claims), "")


def exercise_of(item: QuestionItem) -> str:
    """Return the exercise that it leads to; nothing where there is none."""
    return next(iter(item.question.links.exercises), "") or item.evidence.exercise


def right_in_words(item: QuestionItem) -> str:
    """Return the right answer where the choices do not show it: an order, a typed word or number."""
    right = item.right
    if isinstance(right, str):
        return right
    return " → ".join(item.choices[place] for place in right) if item.form is Form.ORDER else ""


def round_content(sitting: Sitting[QuestionItem], keys: Mapping[str, str]) -> Content:
    """Return how a round went: the score, and each question that was missed."""
    earned = sum(entry.credit for entry in sitting.entries)
    head = f"Done   {earned:g} of {len(sitting.entries)}   {sitting.score:.0%}".replace("%", " %")
    missed = [entry for entry in sitting.entries if entry.credit < 1]
    lines = [Content.styled(head, "bold $accent")]
    if missed:
        lines.append(Content.styled("To look at again:", "bold"))
        lines.append(Content("\n").join(_missed(missed)))
    ways = [("quiz.enter", "more questions"), ("quiz.retry", "these again"), ("quiz.choose", "others")]
    offered = [
        Content.assemble((keys[name].split()[-1], "bold"), " ", (words, "dim")) for name, words in ways if name in keys
    ]
    return Content("\n\n").join([*lines, Content("   ").join(offered)])


def _missed(entries: Sequence[Entry[QuestionItem]]) -> list[Content]:
    return [
        Content.assemble(("✗ ", "bold $error"), printable(entry.item.ask), (f"  · section {entry.item.section}", "dim"))
        for entry in entries
    ]
