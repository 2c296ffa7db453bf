"""The second opinion: an oracle's answers, and its source."""

from __future__ import annotations

from studyai.protocol.base import Reply, Request, Values


class Checked(Reply, frozen=True, kw_only=True):
    """An oracle's answer: symbol to value."""

    values: Values


class Check(Request[Checked], frozen=True, kw_only=True):
    """Compute an oracle's answer."""

    oracle: str
    givens: Values


class CheckedMany(Reply, frozen=True, kw_only=True):
    """For each of the givens, in order: the answer, or why the oracle refused."""

    answers: list[Values | str]


class CheckMany(Request[CheckedMany], frozen=True, kw_only=True):
    """Compute one oracle's answer for each of many givens."""

    oracle: str
    many: list[Values]


class SourceText(Reply, frozen=True, kw_only=True):
    """An oracle's source: it runs by itself in any Python that has torch and studyai."""

    text: str


class Source(Request[SourceText], frozen=True, kw_only=True):
    """The oracle's source, as run."""

    oracle: str
