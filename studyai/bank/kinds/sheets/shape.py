"""The keys of what stands as YAML on a page: its head, a worked example, a correction."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from studyai.bank.kinds.exercises.shape import Identifier, Shape, Text


class Head(Shape, kw_only=True):
    """The head of a page: its section."""

    section: int
    title: Text


class Example(Shape, kw_only=True):
    """A worked example."""

    exercise: Identifier
    level: int
    seed: int


class Correction(Shape, kw_only=True):
    """A statement of the common sheet put right; by a claim, a reference, or both."""

    statement: Identifier
    says: Text
    fact: Text
    claim: Identifier | UnsetType = UNSET
    reference: Text | UnsetType = UNSET
    at: Text | UnsetType = UNSET
