"""The formats of one worked solution, a file each; `studyai solve --format` offers the names of the files."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from studyai.document.modules import module_names

if TYPE_CHECKING:
    from studyai.exercise.sample import Variant

NAMES = module_names(__path__)


class SolutionFormat(Protocol):
    """What each file here holds."""

    def worked(self, variant: Variant, width: int) -> str:
        """Return the question and its worked solution; plain text in lines of about this width."""


def solution_format(name: str) -> SolutionFormat:
    """Return the format; its module, and what that needs, is imported now."""
    return cast("SolutionFormat", import_module(f"{__name__}.{name}"))
