"""What is typed on the command line and read from standard input is text, or told to be none."""

from __future__ import annotations

from studyai.commands.errors import BadInputError

NOT_DECODED = range(0xDC80, 0xDD00)  # how Python keeps bytes that are no text in the encoding it read them in


def need_text(text: str, encoding: str) -> None:
    """Raise BadInputError, naming the bytes, for what is no text in the encoding it was read in."""
    if any(ord(letter) in NOT_DECODED for letter in text):
        read = text.strip().encode(encoding, "surrogateescape")
        raise BadInputError(f"{read!r:.80}: these bytes are no text; accepted: text in {encoding.upper()}")
