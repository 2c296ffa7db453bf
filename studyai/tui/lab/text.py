"""What the lab says of a run in words: no widgets, so it can be tested by itself."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from studyai.protocol import Evaluation, Finished, Frame, Started
from studyai.tui.lab.pace import PACES, Pace
from studyai.tui.widgets.columns import short_number
from studyai.tui.widgets.plain import printable

STATE_WORDS = {
    "running": "▶ running",
    "paused": "‖ paused",
    "finished": "✓ finished",
    "diverged": "✗ diverged",
    "failed": "✗ broke off",
}
BROKEN_OFF = ("diverged", "failed")  # states that no update leaves


def shape_words(shape: Sequence[int]) -> str:
    """Return `8×4×4`; a scalar is `–`."""
    return "×".join(str(side) for side in shape) or "–"


def title_line(title: str, started: Started, frame: Frame | None, width: int) -> Content:
    """Name the architecture and its task, and the line from which the run can be done again, as far as it fits."""
    replay = frame.replay if frame is not None and frame.replay else started.replay
    room = width - len(title) - len(started.task) - 6
    shown = replay if len(replay) <= room else replay[: max(room - 1, 0)] + "…"
    return Content.assemble((title, "bold $accent"), f" · {started.task} · ", (printable(shown), "dim"))


def status_line(started: Started, frame: Frame | None, pace: Pace, *, brief: bool = False) -> Content:
    """Say what runs and how it is doing; where nothing runs, at which pace it would."""
    if frame is None:
        return Content.styled("building the model …", "dim")
    state_style = {
        "running": "bold $accent",
        "finished": "bold $success",
        "diverged": "bold $error",
        "failed": "bold $error",
    }
    runs = frame.state == "running"
    facts = f"step {frame.step:,}   " + (f"{frame.steps_per_second:,.0f} steps/s" if runs else f"pace {pace.name}")
    if not brief:
        facts += f"   epoch {frame.epoch:.1f}   batch {started.batch_size}"
    state = (STATE_WORDS[frame.state], state_style.get(frame.state, "bold"))
    return Content.assemble(state, "   ", (facts, "dim"))


def notice(
    started: Started, frame: Frame | None, finished: Finished | None, pace: Pace, *, brief: bool = False
) -> tuple[str, str]:
    """Return what there is to say of how it goes or went, and the style's name: ("", "") if nothing."""
    if frame is None:
        return "", ""
    if frame.state in BROKEN_OFF:
        return f"✗ {frame.explanation or 'The loss is no number any more.'}", "error"
    if frame.state == "finished" and finished is not None and finished.reason == "finished":
        return _ending(finished, brief=brief), "success" if finished.reached else "warning"
    if frame.state == "running":
        on = f"Going on up to update {frame.last_step:,}. " if frame.last_step not in (0, started.steps) else ""
        return f"{on}Pace: {pace.name}; {_other_paces(pace)}.", "hint"
    return ("", "") if frame.step else (FIRST_WORDS, "hint")


def _ending(finished: Finished, *, brief: bool) -> str:
    verdict = "✓ target reached" if finished.reached else "✗ target missed"
    words = f"{verdict}: {finished.metric} {percent(finished.value)}, wanted {percent(finished.target)}"
    took = "" if brief else f", {finished.steps:,} updates, {finished.seconds:.1f} s of computing"
    return f"{words}{took}. Space: on to {2 * finished.steps:,}."


def _other_paces(pace: Pace) -> str:
    faster, slower = "f faster", "F slower"
    return slower if pace is PACES[-1] else faster if pace is PACES[0] else f"{faster}, {slower}"


def percent(share: float) -> str:
    """Return `97.2 %`."""
    return f"{100 * share:.1f} %"


def loss_heading(loss: float | None, evaluations: Sequence[Evaluation], *, brief: bool) -> Content:
    """Return the newest training loss and validation loss; the glyphs are those of their curves."""
    measured = [item.loss for item in evaluations if item.loss is not None]
    digits = 2 if measured else 4
    parts: list[str | tuple[str, str]] = [(loss_words(loss, digits), "bold"), (f" {TRAINING_GLYPH}", "$accent")]
    if measured:
        gap = " " if brief else "  "
        parts += [gap, (loss_words(measured[-1], digits), "bold"), (f" {VALIDATION_GLYPH}", "$warning")]
        return Content.assemble(*parts, " loss" if brief else " validation loss")
    return Content.assemble(*parts, " loss")


FIRST_WORDS = "Space trains, n does one update; ← → examples, i A inside, x explains."
TRAINING_GLYPH = "⣀"
VALIDATION_GLYPH = "•"


def metric_heading(started: Started, evaluations: Sequence[Evaluation], *, brief: bool) -> Content:
    """Return the newest value of the metric, its name, and what is wanted."""
    newest = percent(evaluations[-1].value) if evaluations else "–"
    wanted = "" if brief else f"  wanted {100 * started.target:g} %"
    return Content.assemble((newest, "bold"), "  ", started.metric.removeprefix("validation "), (wanted, "dim"))


def rate_words(rate: float) -> str:
    """Return a learning rate as it is typed."""
    return f"{rate:.6g}"


def loss_words(loss: float | None, digits: int = 4) -> str:
    """Return the newest loss."""
    return "–" if loss is None else short_number(loss, digits)
