"""What is said of a claim: the guess, the verdict, how near the prediction was, why."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from studyai.client.knobs import accepted, settings_text, value_text
from studyai.exercise.mark import GLYPHS, Mark
from studyai.protocol import ClaimCard, Knob, Proven, SettingValue
from studyai.tui.exercise.drawn import VERDICT_STYLES
from studyai.tui.widgets.plain import printable

HOLDS, FAILS = "✓ It holds", "✗ It is false here"
STOPPED = "Stopped; nothing was measured."


def about(card: ClaimCard, number: int, count: int) -> Content:
    """Return which claim it is."""
    return Content.styled(f"Claim {number} of {count}   section {card.section}", "dim")


def verdict(card: ClaimCard, proven: Proven) -> Content:
    """Return the statement, whether it holds with these knobs, and what was measured."""
    head = (HOLDS, "bold $success") if proven.holds else (FAILS, "bold $error")
    return _said_of(card, Content.assemble(head, f"   {printable(proven.measured)}"))


def running(card: ClaimCard) -> Content:
    """Return the statement while nothing is measured yet."""
    return _said_of(card, Content.styled("running …", "dim"))


def unmeasured(card: ClaimCard, problem: str) -> Content:
    """Return the statement where a run did not come to its end: it was stopped, or had a problem."""
    said = Content.styled(f"✗ {printable(problem)}", "$error") if problem else Content.styled(STOPPED, "dim")
    return _said_of(card, said)


def _said_of(card: ClaimCard, said: Content) -> Content:
    return Content("\n").join([Content.styled(printable(card.says), "bold"), said])


def prediction(mark: Mark) -> Content:
    """Return how near the prediction was."""
    return Content.styled(f"{GLYPHS[mark.verdict]} {printable(mark.feedback)}", f"bold {VERDICT_STYLES[mark.verdict]}")


def prediction_before(mark: Mark) -> Content:
    """Return how near the prediction was, once knobs are turned: it was about them as they were."""
    return Content.styled(f"At the start: {GLYPHS[mark.verdict]} {printable(mark.feedback)}", "dim")


def how_to_type(keys: Mapping[str, str]) -> Content:
    """Return what is typed as a prediction, and what the keys do."""
    return Content.assemble(
        ("A number: 12, −0.25, 1/4 or 2e-6.   ", "dim"),
        (keys["prove.enter"], "bold $accent"),
        (" runs it   ", "dim"),
        (keys["prove.leave"], "bold $accent"),
        (" leaves the field", "dim"),
    )


def why(card: ClaimCard) -> Content:
    """Return why it is so."""
    return Content(printable(card.why))


def invitation(card: ClaimCard, proven: Proven, more: str) -> Content:
    """Return what to do with the knobs now, and with ``more`` that is shown."""
    if proven.holds:
        reads = f", tab: {more}" if more else ""
        return Content.assemble(
            ("Make it false: ", "bold $accent"), (f"↑ ↓ mark a knob, ← → turn it, ⏎ type it{reads}.", "dim")
        )
    turned = {name: value for name, value in proven.knobs.items() if value != defaults(card)[name]}
    return Content.assemble(("You made it false", "bold $accent"), f" with {settings_text(turned)}.")


def defaults(card: ClaimCard) -> dict[str, SettingValue]:
    """Return every knob as it is at first."""
    return {knob.name: knob.default for knob in card.knobs}


def hint(fails: Mapping[str, SettingValue]) -> Content:
    """Return a setting at which it is false, in words."""
    settings = " and ".join(f"{name} = {value_text(value)}" for name, value in fails.items())
    return Content.styled(f"It is false with {settings}.", "$accent")


def typing(knob: Knob, keys: Mapping[str, str]) -> Content:
    """Return whose value is typed, which it takes, and what the keys do."""
    return Content.assemble(
        (printable(knob.name), "bold $accent"),
        f": {printable(accepted(knob))}   ",
        (f"{keys['prove.enter']} takes it, {keys['prove.leave']} leaves it", "dim"),
    )


def refused(problem: ValueError) -> Content:
    """Return why a typed value is none of the knob's."""
    return Content.styled(f"? {printable(str(problem))}", "$warning")


def run_again(again: str) -> Content:
    """Return how a run that was stopped is begun again."""
    return Content.assemble((again, "bold $accent"), " runs it again.")
