"""Greeting the worker, and asking whether it is alive."""

from __future__ import annotations

from studyai.protocol.base import VERSION, Reply, Request


class Welcome(Reply, frozen=True, kw_only=True):
    """Who the worker is and what it can do."""

    version: int
    torch: str  # torch's version
    devices: list[str]
    threads: int
    oracles: list[str]
    architectures: list[str]


class Hello(Request[Welcome], frozen=True, kw_only=True):
    """The first request; a `Problem` answers it when the versions differ."""

    version: int = VERSION
    threads: int | None = None  # that torch may use; None: all cores but one


class Pong(Reply, frozen=True, kw_only=True):
    """The worker is alive."""


class Ping(Request[Pong], frozen=True, kw_only=True):
    """Are you alive? Answered at once, whatever else is being computed."""
