"""Names in a pack, of any kind: only letters, digits and a sign that joins them, for they are drawn and looked up."""

from __future__ import annotations

import re

from studyai.bank.kinds.exercises import shape
from studyai.bank.located import Located

IDENTIFIER = re.compile(shape.IDENTIFIER)
SYMBOL = re.compile(shape.SYMBOL)


def read_symbol(name: str, place: Located) -> str:
    """Return the name of a value in formulas; raises BankError where it is none."""
    if SYMBOL.fullmatch(name) is None:
        raise place.wrong(
            f"{name} is not a symbol: letters, digits and _, a letter first, {shape.LONGEST_NAME} at most"
        )
    return name


def read_identifier(name: str, place: Located) -> str:
    """Return a name that stands in ids, options and tags; raises BankError where it is none."""
    if IDENTIFIER.fullmatch(name) is None or len(name) > shape.LONGEST_NAME:
        raise place.wrong(f"{name} is not an id: small letters and digits, joined by -, {shape.LONGEST_NAME} at most")
    return name
