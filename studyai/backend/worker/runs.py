"""The worker's trainings by number."""

from __future__ import annotations

import itertools
from functools import partial

from studyai.backend.architectures import registry as architectures
from studyai.backend.registry import Unknown
from studyai.backend.training import replay
from studyai.backend.training.settings import Settings
from studyai.backend.training.trainer import Trainer
from studyai.backend.worker import devices, handling
from studyai.backend.worker.running import Running
from studyai.protocol import Reply, RunRequest, Stop, Train


class Runs:
    """Begins trainings, and lets each carry out by itself what is asked about it."""

    def __init__(self, send: handling.Send) -> None:
        self._send = send
        self._runs: dict[int, Running] = {}
        self._numbers = itertools.count(1)

    def hand_over(self, request: RunRequest[Reply] | Train) -> None:
        """Let the run's own thread answer, between two updates; `Train` begins a run. Raises a `Refusal`."""
        run = self._built(request) if isinstance(request, Train) else self._find(request.run)
        run.ask(partial(handling.answer, request, self._send, run))
        if isinstance(request, Train):
            self._runs[run.number] = run
            run.begin()
        elif isinstance(request, Stop):
            del self._runs[request.run]

    def _find(self, number: int) -> Running:
        if number not in self._runs:
            raise Unknown("run", str(number), map(str, self._runs))
        return self._runs[number]

    def _built(self, request: Train) -> Running:
        asked = replay.read(request.architecture)
        settings = Settings(architectures.find(asked.architecture), asked.settings | request.settings)
        device, notice = devices.choose(request.device)
        trainer = Trainer(settings, asked.changes, device)
        return Running(
            next(self._numbers),
            trainer,
            self._send,
            until_target=request.until_target,
            paused=request.paused,
            notice=notice,
        )
