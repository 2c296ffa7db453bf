"""An Anki deck: a card for each variant and question, its answers to choose from in front, the solution behind.

Deck, model, note and card keep their ids, so importing a deck again updates it and keeps what was learned.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from studyai.document.asked import asked_lines, feedback, value
from studyai.document.blocks import Heading
from studyai.document.compose import KEY_CELLS, answer, solution, statement, symbol
from studyai.document.html import HtmlRenderer
from studyai.document.question import AskedQuestion, explained, how, right_answer, said_to_answers, to_answer
from studyai.document.question import statement as statement_of
from studyai.exercise.choices import Choice, offered
from studyai.exercise.sample import Variant
from studyai.exercise.solve import Line
from studyai.worksheet.forms import Form, Part, Piece, Write
from studyai.worksheet.plan import Plan, Slot, is_repeated

RENDERER = HtmlRenderer()
MODEL_ID = 1_763_900_423_001
FIELDS = ("Variant", "Question", "Choices", "Answer", "Feedback", "Solution")
FRONT = "{{Question}}{{Choices}}"
BACK = "{{FrontSide}}<hr id=answer>{{Answer}}{{Feedback}}{{Solution}}"
STYLE = """.card { font-family: serif; font-size: 18px; text-align: left; max-width: 44em; margin: auto; }
.card h4, .card h5 { margin-bottom: 0; } .card ul { padding-left: 1.2em; } hr { margin: 1.5em 0; }"""
BEGIN = 1_763_856_000  # the clock must not show in the file: releases are counted from here, a day each
DAY = 86_400
IDS = 2**40
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def piece(variant: Variant, slot: Slot) -> tuple[str, str]:
    """Return front and back of the card, each its fields as JSON."""
    lines = list(asked_lines(variant))
    choices = {line.key: offered(variant, line) for line in lines}
    front = {
        "Variant": variant.id,
        "Question": RENDERER.render([Heading(variant.exercise.title, 1), *statement(variant)]),
        "Choices": "".join(_choices(line, choices[line.key]) for line in lines),
        "tags": [f"section-{variant.exercise.section:02}", variant.exercise.id, f"level-{variant.level}"],
    }
    back = {
        "Answer": RENDERER.render([answer(variant)]),
        "Feedback": "".join(_feedback(line, choices[line.key]) for line in lines),
        "Solution": RENDERER.render(solution(variant, most_cells=KEY_CELLS, brief=True)),
    }
    return json.dumps(front), json.dumps(back)


def question_piece(asked: AskedQuestion, slot: Slot) -> tuple[str, str]:
    """Return front and back of a concept question's card; its id stands where the variant's stands else."""
    question = asked.question
    front = {
        "Variant": question.id,
        "Question": RENDERER.render([Heading(how(question), 1), *statement_of(question)]),
        "Choices": RENDERER.render(to_answer(asked)),
        "tags": [
            f"section-{question.section:02}",
            question.theme,
            question.sort,
            f"difficulty-{question.difficulty}",
        ],
    }
    back = {
        "Answer": RENDERER.render([right_answer(asked)]),
        "Feedback": RENDERER.render(said_to_answers(asked)),
        "Solution": RENDERER.render(explained(asked)),
    }
    return json.dumps(front), json.dumps(back)


def _choices(line: Line, choices: list[Choice]) -> str:
    if len(choices) < 2:
        return f"<p>{RENDERER.inline(symbol(line))} = ?</p>"
    rows = "".join(f"<li>{RENDERER.inline(value(choice))}</li>" for choice in choices)
    return f'<p>{RENDERER.inline(symbol(line))} = ?</p><ol type="A">{rows}</ol>'


def _feedback(line: Line, choices: list[Choice]) -> str:
    rows = "".join(f"<li>{RENDERER.inline(feedback(choice))}</li>" for choice in choices)
    return f'<p>{RENDERER.inline(symbol(line))}</p><ol type="A">{rows}</ol>' if len(choices) > 1 else ""


@dataclass
class AnkiWriter:
    """Collects the cards; the deck is a zipped SQLite collection."""

    plan: Plan
    part: Part
    write: Write
    _pieces: list[Piece] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """Take the next card; of a question one is enough, for every paper asks the same."""
        if not is_repeated(piece.slot):
            self._pieces.append(piece)

    def finish(self) -> None:
        """Write the deck."""
        import genanki

        model = genanki.Model(
            MODEL_ID,
            "StudyAI exercise",
            fields=[{"name": name} for name in FIELDS],
            templates=[{"name": "Card", "qfmt": FRONT, "afmt": BACK}],
            css=STYLE,
        )
        name = f"StudyAI::{self.plan.title.replace('::', ': ')}"
        deck = genanki.Deck(_stable_id(f"deck:{name}"), name)
        variants = []
        for piece in self._pieces:
            fields: dict[str, Any] = {**json.loads(piece.question), **json.loads(piece.key)}
            guid = genanki.guid_for("studyai", fields["Variant"])
            deck.add_note(genanki.Note(model, [fields[one] for one in FIELDS], tags=fields["tags"], guid=guid))
            variants.append(fields["Variant"])
        self.write(_zipped(_collection(genanki.Package(deck), variants)))


def _collection(package: Any, variants: list[str]) -> bytes:
    database = sqlite3.connect(":memory:")
    try:
        package.write_to_db(database.cursor(), _released(), _ids(variants))
        database.commit()
        return database.serialize()
    finally:
        database.close()


def _zipped(collection: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("collection.anki2", collection), ("media", b"{}")):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(entry, data)
    return stream.getvalue()


def _released() -> float:
    """Return when the cards were last changed, as Anki sees it: a later release replaces what an earlier one made."""
    major, minor, patch = (int(part) for part in version("studyai").split(".")[:3])
    return BEGIN + DAY * (10_000 * major + 100 * minor + patch)


def _ids(variants: list[str]) -> Iterator[int]:
    """Yield what genanki asks for: the id of each note, and of its card."""
    for variant in variants:
        yield _stable_id(f"note:{variant}")
        yield _stable_id(f"card:{variant}")


def _stable_id(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % IDS + IDS


FORM = Form("anki", ".apkg", piece, question_piece, AnkiWriter, separable=False, package="genanki")
