"""Answers the app's requests, one line each, while trainings run in threads of their own."""

from __future__ import annotations

import queue
import threading
from typing import BinaryIO

import msgspec

from studyai import protocol
from studyai.backend.worker import handling
from studyai.backend.worker.runs import Runs
from studyai.protocol import Ping, Problem, Reply, Report, Request, RunRequest, Train

GOODBYE = 10.0  # seconds: how long an answer may outlast the input


class Server:
    """Reads requests from one stream and writes reports to another.

    A thread of its own computes the answers, one after the other, so that a ping is answered at once
    and the end of the input is seen whatever is being computed.
    """

    def __init__(self, requests: BinaryIO, reports: BinaryIO) -> None:
        handling.load()
        self._requests = requests
        self._reports = reports
        self._writing = threading.Lock()
        self._runs = Runs(self._send)
        self._asked: queue.SimpleQueue[Request[Reply] | None] = queue.SimpleQueue()

    def serve(self) -> None:
        """Answer until the requests end, and then what was asked before."""
        answering = threading.Thread(target=self._answer_all, name="answers", daemon=True)
        answering.start()
        self._read_all()
        self._asked.put(None)
        answering.join(GOODBYE)

    def _read_all(self) -> None:
        while line := self._requests.readline(protocol.LONGEST_LINE + 1):
            if not line.endswith(b"\n"):
                self._skip_line()
                self._send(Problem(id=None, name="bad-message", message="the line is too long"))
                continue
            try:
                request = protocol.decode_request(line)
            except (msgspec.DecodeError, RecursionError) as error:
                self._send(Problem(id=protocol.id_of(line), name="bad-message", message=str(error)))
                continue
            if isinstance(request, Ping):
                self._answer(request)
            else:
                self._asked.put(request)

    def _skip_line(self) -> None:
        while (rest := self._requests.readline(protocol.LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass

    def _answer_all(self) -> None:
        while (request := self._asked.get()) is not None:
            self._answer(request)

    def _answer(self, request: Request[Reply]) -> None:
        if isinstance(request, RunRequest | Train):
            with handling.problems_told(request, self._send):
                self._runs.hand_over(request)
        else:
            handling.answer(request, self._send)

    def _send(self, report: Report) -> None:
        line = protocol.encode(report)
        with self._writing:
            self._reports.write(line)
            self._reports.flush()
