"""Formulas chosen by convention: each names options there are, and a step has one for whatever is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from studyai.bank.located import Located
from studyai.exercise.definition import Given


def check_choices(steps: Located, givens: Mapping[str, Given]) -> None:
    """Raise BankError where a formula's options are unknown, or a step has no formula for one."""
    conventions = [given.options.keys() for given in givens.values() if given.options]
    known = [option for options in conventions for option in options]
    for formula, is_slip in _choices(steps):
        chosen = formula.mapping()
        for option, at in chosen.items():
            if option not in known:
                raise at.wrong(f"{option} is not an option of a given; known: {', '.join(known) or 'none'}")
        # A mistake that only one convention invites has no formula under the others.
        if not is_slip and not any(options <= chosen.keys() for options in conventions):
            missing = [option for option in known if option not in chosen]
            raise formula.wrong(f"no formula for {', '.join(missing)}")


def _choices(place: Located) -> Iterator[tuple[Located, bool]]:
    """Yield every formula written as option: formula, and whether it is a slip's."""
    if place.is_list:
        for item in place.items():
            yield from _choices(item)
    elif place.is_mapping:
        entries = place.mapping()
        if "formula" in entries and entries["formula"].is_mapping:
            yield entries["formula"], "tag" in entries
        for name in entries.keys() - {"formula"}:
            yield from _choices(entries[name])
