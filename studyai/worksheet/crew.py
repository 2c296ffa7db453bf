"""All cores at work: shares of the questions handed out to processes, and taken back in order."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from multiprocessing.process import BaseProcess
from threading import Timer
from types import TracebackType

from studyai.cores import cores
from studyai.errors import ToldError
from studyai.worksheet.forms import Piece
from studyai.worksheet.making import Failure, make, prepare
from studyai.worksheet.plan import AnySource, Plan, QuestionSource, Slot, Source
from studyai.worksheet.pulse import LOOK_SECONDS, Pulses, Watch

WINDOW = 1_000  # questions held at a time
LARGEST_SHARE = 50
FEWEST_SHARES = 16  # so that every core has something to do
MOST_PROCESSES = 32  # each has a torch of its own in memory
ENDING_SECONDS = 10  # that a process may take to end when all is made
ATTEMPTS = 12  # to find numbers that no other question has


class Unverified(ToldError):
    """Something is wrong with a question, or nobody could check it: the set must not be given out."""

    exit_code = 1


class BadSheet(ToldError):
    """A question that cannot be drawn as asked."""


class Crew:
    """Processes that solve, check and write questions, `share` at a time; used with `with`."""

    def __init__(self, plan: Plan, form_name: str | None, processes: int | None = None):
        self._plan = plan
        self.share = max(1, min(LARGEST_SHARE, plan.total // FEWEST_SHARES))
        shares = -(-plan.total // self.share)
        self._processes = min(processes or cores(), shares, MOST_PROCESSES)
        # A fresh interpreter for each: forking a process with threads may hang it.
        context = multiprocessing.get_context("spawn")
        try:
            pulses = Pulses(context, self._processes)
        except OSError as problem:  # they share memory by a file
            raise _not_started(problem) from problem
        self._watch = Watch(pulses)
        self._pool = ProcessPoolExecutor(self._processes, context, prepare, (form_name, pulses))
        self._seen: dict[AnySource, set[str]] = {}
        self.exhausted: set[Source] = set()

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        processes = multiprocessing.active_children()
        if error is not None:  # what is still being made is of no use, and may take long
            _kill(processes)
        end = Timer(ENDING_SECONDS, _kill, [processes])  # one that was stopped never ends
        end.start()
        self._pool.shutdown(wait=True, cancel_futures=True)
        end.cancel()

    def pieces(self, progress: Callable[[int], None]) -> Iterator[Piece]:
        """Yield every piece of the plan in order, verified if it is to be, no two of an exercise with the same numbers.

        Where an exercise has no other numbers left, they repeat, and it is named in `exhausted`. `progress` is
        told how many are verified. Raises Unverified, BadSheet.
        """
        progress(0)
        done = 0
        for window in self._windows():
            pieces: list[Piece] = []
            for future in window:
                pieces += self._made(future)
                progress(done + len(pieces))
            done += len(pieces)
            yield from self._all_different(sorted(pieces, key=_place))

    def _windows(self) -> Iterator[list[Future[list[Piece] | Failure]]]:
        """Yield a window's shares at a time, while the next one's are made: memory stays flat, and every core busy."""
        submitted: deque[list[Future[list[Piece] | Failure]]] = deque()
        for window in _cut(self._plan.slots(), WINDOW):
            # Questions of one exercise side by side: they go to the torch worker in one message.
            window.sort(key=_exercise)
            submitted.append([self._submit(share) for share in _cut(window, self.share)])
            if len(submitted) == 2:
                yield submitted.popleft()
        yield from submitted

    def _submit(self, slots: list[Slot]) -> Future[list[Piece] | Failure]:
        try:
            with _no_interruption():
                return self._pool.submit(make, slots)
        except OSError as problem:
            raise _not_started(problem) from problem

    def _made(self, future: Future[list[Piece] | Failure]) -> list[Piece]:
        while not wait([future], LOOK_SECONDS).done:
            if not self._watch.all_run():
                raise Unverified("a process that makes questions was stopped; nothing was written")
        try:
            made = future.result()
        except BrokenProcessPool as problem:
            raise Unverified("a process that makes questions was lost; nothing was written") from problem
        if isinstance(made, Failure):
            raise (BadSheet if made.is_bad_input else Unverified)(made.message)
        return made

    def _all_different(self, pieces: list[Piece]) -> list[Piece]:
        # Window by window and in order, so that the outcome does not depend on which process was faster.
        kept = list(pieces)
        again = [place for place, piece in enumerate(kept) if not self._is_new(piece)]
        for _ in range(ATTEMPTS):
            again = [place for place in again if _source(kept[place]) not in self.exhausted]
            if not again:
                return kept
            slots = [self._next(kept[place].slot) for place in again]
            for place, piece in zip(again, self._made(self._submit(slots)), strict=True):
                kept[place] = piece
            again = [place for place in again if not self._is_new(kept[place])]
        self.exhausted.update(_source(kept[place]) for place in again)
        return kept

    def _is_new(self, piece: Piece) -> bool:
        if isinstance(piece.slot.source, QuestionSource):
            return True  # it has no numbers that could be others
        seen = self._seen.setdefault(piece.slot.source, set())
        known = piece.content in seen
        seen.add(piece.content)
        return not known

    def _next(self, slot: Slot) -> Slot:
        attempt = slot.attempt + 1
        return replace(slot, attempt=attempt, seed=self._plan.draw(slot.paper, slot.number, attempt))


def _kill(processes: Iterable[BaseProcess]) -> None:
    for process in processes:
        process.kill()


def _not_started(problem: OSError) -> Unverified:
    return Unverified(f"no process to make questions can be started: {problem.strerror}; nothing was written")


def _cut(slots: Iterable[Slot], size: int) -> Iterator[list[Slot]]:
    """Yield the slots in lists of this size."""
    rest = iter(slots)
    while part := list(islice(rest, size)):
        yield part


def _exercise(slot: Slot) -> tuple[str, int]:
    source = slot.source
    return ("", 0) if isinstance(source, QuestionSource) else (source.exercise, source.level)


def _source(piece: Piece) -> Source:
    """Return the exercise of a piece that is one."""
    assert isinstance(piece.slot.source, Source)
    return piece.slot.source


def _place(piece: Piece) -> tuple[int, int]:
    return piece.slot.paper, piece.slot.number


@contextmanager
def _no_interruption() -> Iterator[None]:
    """Hold Ctrl+C back for a moment: a process that starts now never hears of it, its torch worker neither."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
