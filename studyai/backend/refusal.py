"""What all refusals have in common."""

from __future__ import annotations

from typing import ClassVar


class Refusal(ValueError):
    """What is asked cannot be done; says why in one line. The app is told so, and the worker goes on."""

    problem: ClassVar[str]  # its name in the protocol: one of `studyai.protocol.PROBLEMS`
