"""One process of several: solves its share of the questions, has torch check every one, writes them down."""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait

from studyai.bank.bank import Bank
from studyai.bank.kinds.questions.kind import QUESTIONS
from studyai.client.check import check_many
from studyai.client.errors import TorchMissing, WorkerLost
from studyai.client.worker import Worker
from studyai.document.compose import points
from studyai.document.question import POINTS, AskedQuestion, asked_question
from studyai.exercise.givens import GivenError
from studyai.exercise.sample import SamplingError, Variant, sample
from studyai.formula.arrays import entries
from studyai.formula.errors import EvaluationError
from studyai.formula.expression import Expression
from studyai.worksheet.formats import form
from studyai.worksheet.forms import Form, Piece
from studyai.worksheet.plan import Slot, Source
from studyai.worksheet.pulse import Pulses


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a share could not be made."""

    message: str
    is_bad_input: bool = False


class Maker:
    """What a process keeps between its shares: the bank, and a torch worker of its own."""

    def __init__(self, form_name: str | None) -> None:
        self._form: Form | None = form(form_name) if form_name else None
        self._bank = Bank()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="worker link", daemon=True).start()
        self._worker = Worker()
        self._started = False

    def make(self, slots: Sequence[Slot]) -> list[Piece] | Failure:
        """Return the pieces of these slots, each verified that is to be checked."""
        try:
            solved = [self._solved(slot) for slot in slots]
            asked = [one for slot, one in zip(slots, solved, strict=True) if slot.checked and isinstance(one, Variant)]
            problem = self._disagreement(asked) if asked else ""
        except (SamplingError, EvaluationError, GivenError) as problem_found:
            return Failure(str(problem_found), is_bad_input=True)
        except TorchMissing as missing:
            unchecked = "no question can be checked (--unchecked writes them all the same)"
            return Failure(f"{unchecked}: {missing.reason}", is_bad_input=True)
        except WorkerLost as lost:
            return Failure(str(lost))
        if problem:
            return Failure(problem)
        return [self._piece(slot, one) for slot, one in zip(slots, solved, strict=True)]

    def _solved(self, slot: Slot) -> Variant | AskedQuestion:
        source = slot.source
        if isinstance(source, Source):
            return sample(self._bank.exercise(source.exercise), source.level, slot.seed)
        return asked_question(self._bank.entry(QUESTIONS, source.question), slot.seed, self._bank.references)

    def _disagreement(self, variants: Sequence[Variant]) -> str:
        return asyncio.run_coroutine_threadsafe(self._said_against(variants), self._loop).result()

    async def _said_against(self, variants: Sequence[Variant]) -> str:
        """Return what torch says against any of them; nothing if it agrees with all."""
        if not self._started:
            await self._worker.start()
            self._started = True
        groups: dict[str, list[Variant]] = {}
        for variant in variants:
            groups.setdefault(variant.exercise.oracle, []).append(variant)
        # All at once: asked one after the other, the worker and this process would wait for each other every time.
        answers = await asyncio.gather(*(check_many(self._worker, group) for group in groups.values()))
        for group, comparisons in zip(groups.values(), answers, strict=True):
            for variant, comparison in zip(group, comparisons, strict=True):
                if not comparison.agrees:
                    return f"{variant.id}: {comparison.disagreement}; nothing was written"
        return ""

    def _piece(self, slot: Slot, solved: Variant | AskedQuestion) -> Piece:
        if isinstance(solved, Variant):
            question, key = self._form.piece(solved, slot) if self._form else ("", "")
            return Piece(slot, question, key, points(solved), content(solved))
        question, key = self._form.question(solved, slot) if self._form else ("", "")
        return Piece(slot, question, key, POINTS, solved.question.id)


def content(variant: Variant) -> str:
    """Return what is equal for two variants with the same numbers; short, for all of a set are remembered."""
    numbers = [
        (symbol, str(value) if isinstance(value, str | Expression) else entries(value))
        for symbol, value in variant.givens.items()
    ]
    return hashlib.blake2b(repr(numbers).encode(), digest_size=16).hexdigest()


_maker: Maker | None = None


def prepare(form_name: str | None, pulses: Pulses) -> None:
    """Ready a process; an interruption is its parent's business."""
    global _maker
    pulses.beat()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_NUM_THREADS"] = "1"  # every core has a process of its own already
    threading.Thread(target=_end_with_parent, name="parent watch", daemon=True).start()
    _maker = Maker(form_name)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


def make(slots: Sequence[Slot]) -> list[Piece] | Failure:
    """Return the pieces of these slots, in a process that is ready."""
    assert _maker is not None
    return _maker.make(slots)
