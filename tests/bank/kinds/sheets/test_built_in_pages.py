"""The built-in pages: each in its section's folder, its corrections of statements that the common sheet has."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyai.bank.kinds.sheets.kind import SHEETS
from studyai.bank.kinds.sheets.page import Correction
from studyai.bank.packs import built_in
from studyai.bank.yaml_text import read_yaml

COURSE_SHEET = Path(__file__).parents[2] / "course_sheet"
FILES = sorted(built_in().folder.glob("*/sheet.md"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_correction_is_of_a_statement_of_the_common_sheet(file: Path) -> None:
    (placed,) = SHEETS.read(file).placed.values()
    assert placed.value.section == int(file.parent.name[:2])
    statements = read_yaml(COURSE_SHEET / f"{placed.value.section:02}.yaml").mapping()["statements"].mapping()
    named = {block.statement for block in placed.value.blocks if isinstance(block, Correction)}
    assert named <= statements.keys()
