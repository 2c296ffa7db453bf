"""Formulas of a pack, each in names that are known where it stands."""

from __future__ import annotations

import re
from collections.abc import Set

from studyai.bank.located import Located
from studyai.exercise.definition import Formula
from studyai.formula.errors import FormulaError
from studyai.formula.parse import parse_formula
from studyai.formula.tree import names

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def read_formula(place: Located, known: Set[str]) -> Formula:
    """Return the formula; raises BankError, with a caret under what cannot be read or the names that are known."""
    text = place.text()
    try:
        node = parse_formula(text)
    except FormulaError as problem:
        raise place.wrong(f"formula: {problem.message}\n{problem.caret(text)}") from problem
    unknown = sorted(names(node) - known)
    if unknown:
        raise place.wrong(f"formula: {', '.join(unknown)} is not known here; known: {', '.join(sorted(known))}")
    return Formula(text, node)
