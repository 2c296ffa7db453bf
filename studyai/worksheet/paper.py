"""Papers in a markup language: all questions first, each paper on pages of its own, then every paper's key."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field

from studyai.worksheet.forms import Part, Piece, Write
from studyai.worksheet.plan import Plan, letters

LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper, or the key of one."""

    title: str
    code: str
    letters: str
    is_key: bool
    points: int
    body: str

    @property
    def kind(self) -> str:
        """What stands at the top: Paper A, Key to paper A."""
        return f"Key to paper {self.letters}" if self.is_key else f"Paper {self.letters}"


Assemble = Callable[[list[Sheet]], bytes]


@dataclass
class PaperWriter:
    """Collects the pieces; `assemble` makes the file of the papers and keys."""

    plan: Plan
    part: Part
    write: Write
    assemble: Assemble
    _pieces: list[list[Piece]] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        """Take the next piece."""
        if piece.slot.number == 0:
            self._pieces.append([])
        self._pieces[-1].append(piece)

    def finish(self) -> None:
        """Write the file."""
        sheets: list[Sheet] = []
        if self.part != "key":
            sheets += [self._sheet(pieces, False) for pieces in self._pieces]
        if self.part != "questions":
            sheets += [self._sheet(pieces, True) for pieces in self._pieces]
        self.write(_interruptible(lambda: self.assemble(sheets)))

    def _sheet(self, pieces: list[Piece], is_key: bool) -> Sheet:
        paper = pieces[0].slot.paper
        return Sheet(
            self.plan.title,
            self.plan.code(paper),
            letters(paper),
            is_key,
            sum(piece.points for piece in pieces),
            "".join(piece.key if is_key else piece.question for piece in pieces),
        )


def _interruptible(work: Callable[[], bytes]) -> bytes:
    """Return what the work returns. Ctrl+C reaches who waits for it at once, though the work is another language's."""
    done: Future[bytes] = Future()

    def do() -> None:
        try:
            done.set_result(work())
        except BaseException as problem:  # noqa: BLE001 (whoever waits is told)
            done.set_exception(problem)

    threading.Thread(target=do, name="assembling", daemon=True).start()
    while not wait([done], LOOK_SECONDS).done:
        pass  # a signal that comes just before a wait does not end it: without a limit it would be lost
    return done.result()
