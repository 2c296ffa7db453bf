"""What the sweep's screen says: no widgets, so it can be tested by itself."""

from __future__ import annotations

from textual.content import Content

from studyai.client.sweep.findings import best, spoken
from studyai.client.sweep.record import Record, value_words
from studyai.client.sweep.table import DIVERGED, rows
from studyai.tui.lab.catalogue import entry_of
from studyai.tui.lab.sweep.in_hand import SweepInHand
from studyai.tui.widgets.plain import printable

GAP = 2  # columns between two columns of the table
FIRST_WORDS = (
    ("Space", "runs every value with every seed, on several cores"),
    ("Enter", "to type values: a range 1e-4..1, a list 4,8,16"),
    ("Tab", "goes on to points of a range, seeds, steps"),
    ("/", "another setting: dropout, hidden size …"),
    ("y", "copies the command that does the same"),
)
GOING_ON = "Space stops it, Esc too; what is done stays. On another screen (F2 …) it goes on."


def title(hand: SweepInHand) -> Content:
    """Name what is swept and how far it is, then what is not as the architecture has it."""
    fixed = hand.plan.settings.items()
    others = "  ".join(f"{name} {value_words(value)}" for name, value in fixed if name not in (hand.setting, "task"))
    return Content.assemble(
        (printable(entry_of(hand.plan.architecture).title), "bold $accent"), f" · {printable(hand.started.task)}   ",
        (printable(hand.setting.replace("_", " ")), "bold"), "   ", *_state(hand), (f"   {printable(others)}", "dim"),
    )  # fmt: skip


def _state(hand: SweepInHand) -> list[tuple[str, str]]:
    record = hand.record
    if record is None:
        return [("building …", "dim")] if hand.is_running else []
    done, all_ = len(record.outcomes), len(record.sweep.cells)
    glyph = ("▶", "bold $accent") if hand.is_running else ("✓", "bold $success") if done == all_ else ("‖", "bold")
    return [glyph, (f" {done} of {all_} runs", "dim")]


def first_words() -> Content:
    """Return what can be done, where nothing has been run yet."""
    return Content("\n").join(Content.assemble((f"{key:8}", "bold $accent"), words) for key, words in FIRST_WORDS)


def notice(hand: SweepInHand) -> tuple[str, str]:
    """Return what there is to say, and the style's name."""
    record = hand.record
    if hand.problem:
        return f"✗ {printable(hand.problem)}", "error"
    if hand.told:
        return printable(hand.told), "warning"
    if hand.is_running:
        return GOING_ON, "hint"
    if record is None:
        return "", ""
    more = ["Space goes on."] if record.left else []
    return printable("\n".join([*spoken(record), *more])), ""


def curve_heading(record: Record, limit: float | None) -> Content:
    """Return what is drawn, along what; with the limit's line where there is one."""
    along = f"  along {record.sweep.setting.replace('_', ' ')}"
    line: list[str | tuple[str, str]] = [("  │", "$warning"), f" 2/λ_max {limit:.3g}"] if limit is not None else []
    return Content.assemble(("final loss", "bold"), *line, (printable(along), "dim"))


def table(hand: SweepInHand, record: Record, width: int, *, with_metric: bool) -> Content:
    """Return a row for each value in so many columns: the mean of its losses, and each seed's as far as they fit."""
    found = rows(record, hand.running, hand.left_out)
    heads = ["value", "mean", *(f"seed {seed}" for seed in range(record.sweep.seeds))]
    lines = [[row.value, row.mean, *row.seeds] for row in found]
    if with_metric:
        heads.insert(2, "valid.")
        lines = [[*line[:2], row.metric, *line[2:]] for line, row in zip(lines, found, strict=True)]
    widths = [max(map(len, column)) for column in zip(heads, *lines, strict=True)]
    shown = _fitting(widths, width)
    lowest = best(record)
    marked = None if lowest is None else value_words(lowest.value)
    drawn = [Content.styled(_line(heads, widths, shown), "dim")]
    for line in lines:
        style = "bold $accent" if line[0] == marked else "dim" if line[1] == DIVERGED else ""
        drawn.append(Content.styled(printable(_line(line, widths, shown)), style))
    return Content("\n").join(drawn)


def _fitting(widths: list[int], width: int) -> int:
    """Return how many columns fit, the value and the mean in any case."""
    used, shown = 0, 0
    for column in widths:
        used += column + (GAP if shown else 0)
        if used > width and shown >= 2:
            break
        shown += 1
    return shown


def _line(cells: list[str], widths: list[int], shown: int) -> str:
    first = cells[0].ljust(widths[0])  # a blank at the beginning of a line would not be drawn
    others = [cell.rjust(width) for cell, width in zip(cells[1:shown], widths[1:], strict=False)]
    return (" " * GAP).join([first, *others]) + (" …" if shown < len(cells) else "")
