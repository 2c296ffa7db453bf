"""Makes a set of papers: from the plan to files on the disk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from studyai.worksheet.crew import Crew
from studyai.worksheet.forms import Form, Part
from studyai.worksheet.output import Outputs
from studyai.worksheet.plan import Plan, Source


def make_sheet(
    plan: Plan, form: Form, file: Path, *, separate_key: bool, progress: Callable[[int], None]
) -> tuple[list[Path], set[Source]]:
    """Write the file, or questions and key each in their own; `progress` is told how many questions are done.

    Returns the files, and the exercises that ran out of different numbers. Raises OutputError, Unverified, BadSheet;
    then nothing is written.
    """
    parts: dict[Path, Part] = {file: "questions", key_file(file): "key"} if separate_key else {file: "all"}
    with Outputs(list(parts)) as outputs, Crew(plan, form.name) as crew:
        writers = [form.writer(plan, part, partial(outputs.write, place)) for place, part in enumerate(parts.values())]
        for piece in crew.pieces(progress):
            for writer in writers:
                writer.add(piece)
        for writer in writers:
            writer.finish()
        outputs.commit()
        return list(parts), crew.exhausted


def key_file(file: Path) -> Path:
    """Return where the key goes that has a file of its own: `exam.pdf` → `exam-key.pdf`."""
    return file.with_name(f"{file.stem}-key{file.suffix}")
