"""The file formats of papers and decks, a file each; `studyai worksheet --format` offers the names of the files."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from studyai.document.modules import module_names

if TYPE_CHECKING:
    from studyai.worksheet.forms import Form

NAMES = module_names(__path__)


def form(name: str) -> Form:
    """Return the format; its module, and what that needs, is imported now."""
    return cast("Form", import_module(f"{__name__}.{name}").FORM)
