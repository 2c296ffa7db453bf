"""The worker's process: its lines, its last words, its end."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence

from studyai.client.errors import TorchMissing, WorkerLost
from studyai.protocol import LONGEST_LINE, SAID_WHY
from studyai.protocol.failure import last_words

STDERR_LINES = 50
LAST_WORDS = 0.5  # seconds for what a process that has ended left in its pipes
_CHUNK = 65536  # bytes


class Process:
    """A started subprocess; what it writes to standard error is read as it comes, so that it never waits for it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._stderr: deque[str] = deque(maxlen=STDERR_LINES)
        self._draining = asyncio.create_task(self._drain())

    @classmethod
    async def start(cls, command: Sequence[str]) -> Process:
        """Start it. Raises `WorkerLost` if there is no such command."""
        pipe = asyncio.subprocess.PIPE
        try:
            return cls(
                await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe, limit=LONGEST_LINE)
            )
        except OSError as error:
            raise WorkerLost(f"The worker could not be started: {error}") from error

    @property
    def number(self) -> int:
        """The system's number of it."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """What it exited with, once it has ended."""
        return self._process.returncode

    @property
    def stderr(self) -> tuple[str, ...]:
        """The last lines of its standard error."""
        return tuple(self._stderr)

    async def write(self, line: bytes) -> None:
        """Write a line to its input. Raises ConnectionError when nobody reads any more."""
        assert self._process.stdin is not None
        self._process.stdin.write(line)
        await self._process.stdin.drain()

    async def lines(self) -> AsyncIterator[bytes]:
        """Yield the whole lines of its output. Raises ValueError for one that is too long."""
        assert self._process.stdout is not None
        while (line := await self._process.stdout.readline()).endswith(b"\n"):
            yield line

    async def how_it_ended(self, patience: float) -> WorkerLost:
        """Wait for its end and its last words, and return why it ended."""
        code = await self._process.wait()
        await asyncio.wait([self._draining], timeout=patience)
        words = last_words(self.stderr)
        if code == SAID_WHY and words:
            return TorchMissing(words, self.stderr)
        ending = f"was killed (signal {-code})" if code < 0 else f"ended by itself (exit code {code})"
        return WorkerLost(f"The worker {ending}: {words}" if words else f"The worker {ending}.", self.stderr)

    def kill(self) -> None:
        """End it at once, if it has not ended."""
        if self.code is None:
            self._process.kill()

    async def end(self, patience: float) -> None:
        """Close its input, then terminate, then kill it, with so many seconds between."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        for last_resort in (self._process.terminate, self._process.kill):
            try:
                await asyncio.wait_for(self._process.wait(), patience)
            except TimeoutError:
                last_resort()
        await self._process.wait()
        await asyncio.wait([self._draining], timeout=LAST_WORDS)  # read to their end, the pipes close by themselves
        self._draining.cancel()
        await asyncio.gather(self._draining, return_exceptions=True)

    async def _drain(self) -> None:
        assert self._process.stderr is not None
        rest = b""
        while part := await self._process.stderr.read(_CHUNK):
            *lines, rest = (rest + part).split(b"\n")
            self._stderr.extend(line.decode(errors="replace") for line in lines)
            rest = rest[-_CHUNK:]
        if rest:
            self._stderr.append(rest.decode(errors="replace"))
