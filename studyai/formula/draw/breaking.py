"""Where a formula that is too wide may break: between terms, between arguments, at a fraction's bar."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from studyai.formula.draw.parts import Cases, Digits, Fence, Over, Part, Row, Script, Sign, Word

COMPARING = frozenset("=≠<≤>≥")
ADDING = frozenset("+−")
MULTIPLYING = frozenset("·⊙⊗/")
SPACED = COMPARING | ADDING | MULTIPLYING
BRACKETS = {"round": ("(", ")"), "square": ("[", "]")}


def pieces(part: Part) -> Sequence[Part]:
    """Return parts between which a line may break: arguments or sides, else terms, else factors.

    A sign begins a piece.
    """
    parts = _flat(part)
    for signs in (COMPARING, ADDING, MULTIPLYING):
        broken = _broken(parts, signs)
        if len(broken) > 1:
            return broken
    return [part]


def _broken(parts: Sequence[Part], signs: Collection[str]) -> Sequence[Part]:
    broken: list[list[Part]] = [[]]
    for one in parts:
        text = one.text if isinstance(one, Sign) else ""
        if text in signs and broken[-1]:
            broken.append([])
        broken[-1].append(one)
        if text == "," and signs is COMPARING:
            broken.append([])
    return [Row(tuple(piece)) for piece in broken if piece]


def _folded(part: Part) -> Part:
    """Return the same with the conditions of its cases below their values."""
    match part:
        case Row(parts):
            return Row(tuple(map(_folded, parts)))
        case Fence(kind, inner):
            return Fence(kind, _folded(inner))
        case Cases(rows, otherwise):
            return Cases(rows, otherwise, folded=True)
        case _:
            return part


def narrower(part: Part) -> Sequence[Part]:
    """Return the parts that a part which is wider than a line breaks into, from the outside in.

    One that cannot be broken is returned as it is.
    """
    if (narrow := _folded(part)) != part:
        return [narrow]
    inside = _opened(part, "round")
    ways = (pieces(one) for one in (part, inside, _opened(inside, "square")))
    return next((way for way in ways if len(way) > 1), [part])


def _opened(part: Part, kind: str) -> Part:
    """Return the same as one row, with brackets that stand by themselves and a slash for a fraction's bar."""
    match part:
        case Row(parts):
            return Row(tuple(_opened(one, kind) for one in parts))
        case Fence(found, inner) if found == kind:
            left, right = BRACKETS[kind]
            return Row((Word(left), *_flat(inner), Word(right)))
        case Script(Fence(found) as base, None, above) if found == kind:
            *inside, end = _flat(_opened(base, kind))
            return Row((*inside, Script(end, None, above)))
        case Over(top, bottom):
            above = Fence("round", top) if _is_sum(top) else top
            below = Fence("round", bottom) if _has_factors(bottom) else bottom
            return Row((*_flat(above), Sign("/"), *_flat(below)))
        case _:
            return part


def _flat(part: Part) -> Sequence[Part]:
    """Return a row's parts, those of the rows in it among them."""
    return [inner for one in part.parts for inner in _flat(one)] if isinstance(part, Row) else [part]


def _is_sum(part: Part) -> bool:
    return isinstance(part, Row) and any(one in (Sign("+"), Sign("−")) for one in part.parts)


def _has_factors(part: Part) -> bool:
    """Return whether it needs brackets behind a slash: a product, a sum, a negative number, a fraction."""
    match part:
        case Row(parts):
            return len(parts) > 1
        case Digits(mantissa):
            return mantissa.startswith("-") or "/" in mantissa
        case _:
            return False
