"""Reads PNG pages (8-bit RGBA, as Typst writes them) by itself, to see whether anything stands in a margin."""

from __future__ import annotations

import struct
import zlib


def ink_right_of(png: bytes, share: float) -> bool:
    """Whether any pixel beyond this share of the page's width is not white."""
    width, height, data = _chunks(png)
    rows = _rows(zlib.decompress(data), width, height)
    start = int(share * width) * 4
    return any(byte < 250 for row in rows for byte in row[start:])


def _chunks(png: bytes) -> tuple[int, int, bytes]:
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    place, data = 8, b""
    while place < len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        if name == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += length + 12
    return width, height, data


def _rows(raw: bytes, width: int, height: int) -> list[bytearray]:
    size, above, rows = width * 4, bytearray(width * 4), []
    for number in range(height):
        start = number * (size + 1)
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + size], above)
        rows.append(above)
    return rows


def _unfiltered(kind: int, line: bytes, above: bytearray) -> bytearray:
    row = bytearray(line)
    for place, byte in enumerate(line):
        left = row[place - 4] if place >= 4 else 0
        corner = above[place - 4] if place >= 4 else 0
        guess = (0, left, above[place], (left + above[place]) // 2, _paeth(left, above[place], corner))[kind]
        row[place] = (byte + guess) & 255
    return row


def _paeth(left: int, up: int, corner: int) -> int:
    return min((left, up, corner), key=lambda one: abs(left + up - corner - one))
