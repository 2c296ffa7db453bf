"""The lines of an exercise's parts, so that whatever is found out about one of them is said where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from studyai.bank.located import Located


def given_part(symbol: str) -> str:
    """Return the name of a given among the parts."""
    return f"given {symbol}"


def level_part(level: int | str) -> str:
    """Return the name of a level among the parts."""
    return f"level {level}"


def rule_part(number: int) -> str:
    """Return the name of a rule of `require` among the parts, counted from 0."""
    return f"require {number}"


def slip_part(symbol: str, tag: str) -> str:
    """Return the name of a slip among the parts; a step is named by its symbol."""
    return f"{symbol}.{tag}"


def part_lines(place: Located) -> dict[str, int]:
    """Return the line of each part of an exercise that was read without a mistake."""
    entries = place.mapping()
    lines = {given_part(symbol): at.line for symbol, at in entries["given"].mapping().items()}
    lines |= {level_part(level): at.line for level, at in entries["levels"].mapping().items()}
    if "require" in entries:
        lines |= {rule_part(number): at.line for number, at in enumerate(entries["require"].items())}
    if "oracle" in entries:
        lines["oracle"] = entries["oracle"].line
    for symbol, step in _steps(entries["steps"]):
        lines[symbol] = step.line
        slips = step.mapping().get("slips")
        lines |= {slip_part(symbol, at.mapping()["tag"].text()): at.line for at in (slips.items() if slips else ())}
    return lines


def _steps(place: Located) -> Iterator[tuple[str, Located]]:
    for item in place.items():
        entries = item.mapping()
        if "repeat" in entries:
            yield from _steps(entries["steps"])
        else:
            yield from entries.items()
