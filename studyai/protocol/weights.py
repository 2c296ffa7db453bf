"""A run's weights, handed over and taken back."""

from __future__ import annotations

from studyai.protocol.base import Done, Reply, RunRequest


class Saved(Reply, frozen=True, kw_only=True):
    """The weights as a safetensors file's content, with the architecture and the settings in its metadata."""

    data: bytes


class Save(RunRequest[Saved], frozen=True, kw_only=True):
    """Hand the weights over."""


class Load(RunRequest[Done], frozen=True, kw_only=True):
    """Go on from these weights, a safetensors file's content, if they fit."""

    data: bytes
