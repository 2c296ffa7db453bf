"""In words: the rows and columns of a map that no window reaches, and the arithmetic that says so."""

from __future__ import annotations

from collections.abc import Sequence

from studyai.formula.windows import Windows

SIDES = (0, 1)
NAMES = ("row", "column")
MOST_NAMED = 6
UNBROKEN = "\u00a0"


def missed_words(windows: Windows) -> list[str]:
    """Return what a stride that does not divide drops at the end, and what it steps over before, the arithmetic
    unbroken.
    """
    return [*_dropped(windows), *_stepped_over(windows)]


def _dropped(windows: Windows) -> list[str]:
    missed = {side: _at_the_end(windows, side) for side in SIDES}
    why = {side: _remainder(windows, side) for side in SIDES if missed[side]}
    if len(why) == 2 and why[0] == why[1]:
        return [f"no window reaches {missed[0]} and {missed[1]}: {why[0]}"]
    return [f"no window reaches {missed[side]}: {why[side]}" for side in why]


def _at_the_end(windows: Windows, side: int) -> str:
    """`row 5`, `row 5 and the padding behind it`, `the last row of padding`."""
    behind = [place for place in windows.unreached(side) if place >= windows.end(side)]
    own = [place for place in behind if place < windows.inputs[side]]
    padding = len(behind) - len(own)
    if own:
        return _numbered(NAMES[side], own) + (" and the padding behind" if padding else "")
    if padding:
        return f"the last {NAMES[side] if padding == 1 else f'{padding} {NAMES[side]}s'} of padding"
    return ""


def _remainder(windows: Windows, side: int) -> str:
    """`(5 + 2·1 − 2) mod 2 = 1`: the padded side less the window, over the stride."""
    pad, gap, size = windows.padding[side], windows.dilation[side], windows.size[side]
    padded = f"{windows.inputs[side]} + {f'2·{pad}' if pad else 0}"
    window = f"{size}" if gap == 1 else f"{gap}·({size} − 1) − 1"
    why = f"({padded} − {window}) mod {windows.stride[side]} = {windows.remainder(side)}"
    return why.replace(" ", UNBROKEN) + (", and one more window would start outside" if windows.ceiling else "")


def _stepped_over(windows: Windows) -> list[str]:
    parts = []
    for side in SIDES:
        between = [
            place for place in windows.unreached(side) if 0 <= place < min(windows.end(side), windows.inputs[side])
        ]
        if between:
            parts.append(_numbered(NAMES[side], between))
    return [f"the windows step over {' and '.join(parts)}"] if parts else []


def _numbered(word: str, places: Sequence[int]) -> str:
    """`row 5`, `rows 5, 6`, `rows 5 to 9`, counted from 1."""
    first, last = places[0] + 1, places[-1] + 1
    if len(places) == 1:
        return f"{word} {first}"
    if len(places) > 2 and last - first + 1 == len(places):
        return f"{word}s {first} to {last}"
    named = [str(place + 1) for place in places[:MOST_NAMED]] + (["…"] if len(places) > MOST_NAMED else [])
    return f"{word}s {', '.join(named)}"
