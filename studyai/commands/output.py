"""Printing: plain lines, JSON, and text that is data without its control characters."""

from __future__ import annotations

import sys
from typing import Any

import msgspec


def say(text: str = "") -> None:
    """Print a line; control characters that came in with data are shown as `?`."""
    print("".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in text))


def complain(text: str) -> None:
    """Print a line on standard error."""
    print("".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in text), file=sys.stderr)


def say_json(value: Any, pretty: bool = True) -> None:
    """Print a JSON document, or one line of JSON, at once."""
    encoded = msgspec.json.encode(value)
    print((msgspec.json.format(encoded, indent=2) if pretty else encoded).decode(), flush=True)
