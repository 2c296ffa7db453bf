"""Text from outside made fit for the screen: what could steer a terminal is shown as a box."""

from __future__ import annotations


def printable(text: str) -> str:
    """Return the text with control characters (escape sequences among them) replaced; line ends stay."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text)
