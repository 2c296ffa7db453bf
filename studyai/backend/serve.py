"""Answers the app's requests, one line each, while trainings run in threads of their own."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

import msgspec
import torch

from studyai import protocol
from studyai.backend import devices
from studyai.backend.architectures import registry as architectures
from studyai.backend.experiments.race import question as race_question
from studyai.backend.experiments.race.report import raced
from studyai.backend.oracles import registry as oracles
from studyai.backend.oracles.givens import GivensError
from studyai.backend.registry import Unknown
from studyai.backend.running import Running
from studyai.backend.training import replay
from studyai.backend.training.settings import BadSetting, Settings
from studyai.backend.training.trainer import Trainer
from studyai.backend.training.weights import BadWeights

NAMES: dict[type[Exception], str] = {
    GivensError: "bad-givens",
    oracles.Refused: "refused",
    BadSetting: "bad-setting",
    architectures.Mismatch: "bad-setting",
    BadWeights: "bad-weights",
    race_question.NoQuestion: "no-question",
}

GOODBYE = 10.0  # seconds: how long an answer may outlast the input


REFUSALS: tuple[type[Exception], ...] = (Unknown, *NAMES)


class Server:
    """Reads requests from one stream and writes reports to another.

    A thread of its own computes the answers, one after the other, so that a ping is answered at once
    and the end of the input is seen whatever is being computed.
    """

    def __init__(self, requests: BinaryIO, reports: BinaryIO) -> None:
        self._requests = requests
        self._reports = reports
        self._writing = threading.Lock()
        self._runs: dict[int, Running] = {}
        self._numbers = itertools.count(1)
        self._asked: queue.SimpleQueue[protocol.AnyRequest | None] = queue.SimpleQueue()

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
                self._send(protocol.Problem(id=None, name="bad-message", message="the line is too long"))
                continue
            try:
                request = protocol.decode_request(line)
            except (msgspec.DecodeError, RecursionError) as error:
                self._send(protocol.Problem(id=protocol.id_of(line), name="bad-message", message=str(error)))
                continue
            if isinstance(request, protocol.Ping):
                self._send(protocol.Pong(id=request.id))
            else:
                self._asked.put(request)

    def _answer_all(self) -> None:
        while (request := self._asked.get()) is not None:
            self._guarded(request.id, partial(self._answer, request))

    def _skip_line(self) -> None:
        while (rest := self._requests.readline(protocol.LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass

    def _send(self, report: protocol.Report) -> None:
        line = protocol.encode(report)
        with self._writing:
            self._reports.write(line)
            self._reports.flush()

    def _guarded(self, number: int, answer: Callable[[], protocol.Report | None]) -> None:
        """Send the answer, or why there is none."""
        try:
            report = answer()
        except REFUSALS as problem:
            name = _name_of(problem)
            message = str(problem.args[0]) if problem.args else str(problem)
            report = protocol.Problem(id=number, name=name, message=message)
        if report is not None:
            self._send(report)

    def _answer(self, request: protocol.AnyRequest) -> protocol.Report | None:
        match request:
            case protocol.Hello():
                return self._welcome(request)
            case protocol.Check():
                values = oracles.find(request.oracle).answer(request.givens)
                return protocol.Checked(id=request.id, values=values)
            case protocol.CheckMany():
                return self._check_many(request)
            case protocol.Source():
                return protocol.SourceText(id=request.id, text=oracles.find(request.oracle).source())
            case protocol.Race():
                return raced(request)
            case protocol.AskRace():
                return race_question.asked(request)
            case protocol.Train():
                self._train(request)
                return None
            case _:
                self._change(request)
                return None

    def _welcome(self, request: protocol.Hello) -> protocol.Report:
        if request.version != protocol.VERSION:
            message = f"the app speaks version {request.version}, this worker version {protocol.VERSION}"
            return protocol.Problem(id=request.id, name="wrong-version", message=message)
        if request.threads is not None:
            torch.set_num_threads(max(1, request.threads))
        return protocol.Welcome(
            id=request.id,
            version=protocol.VERSION,
            torch=str(torch.__version__),
            devices=devices.there(),
            threads=torch.get_num_threads(),
            oracles=oracles.names(),
            architectures=architectures.names(),
        )

    def _check_many(self, request: protocol.CheckMany) -> protocol.Report:
        oracle = oracles.find(request.oracle)
        answers: list[protocol.Values | str] = []
        for givens in request.many:
            try:
                answers.append(oracle.answer(givens))
            except (GivensError, oracles.Refused) as problem:
                answers.append(str(problem))
        return protocol.CheckedMany(id=request.id, answers=answers)

    def _train(self, request: protocol.Train) -> None:
        asked = replay.read(request.architecture)
        settings = Settings(architectures.find(asked.architecture), asked.settings | request.settings)
        device, notice = devices.choose(request.device)
        trainer = Trainer(settings, asked.changes, device)
        number = next(self._numbers)
        run = Running(
            number, trainer, self._send, until_target=request.until_target, paused=request.paused, notice=notice
        )
        self._runs[number] = run
        self._send(run.started(request.id))
        run.begin()

    def _change(self, request: protocol.AnyRequest) -> None:
        """Let the run's own thread carry the request out, and answer it."""
        assert isinstance(request, protocol.RunRequest)
        run = self._runs.get(request.run)
        if run is None:
            raise Unknown("run", str(request.run), map(str, self._runs))
        if isinstance(request, protocol.Stop):
            del self._runs[request.run]
        run.ask(partial(self._guarded, request.id, partial(_carry_out, run, request)))


def _name_of(problem: Exception) -> str:
    """Return the name in `protocol.PROBLEMS`."""
    if isinstance(problem, Unknown):
        return f"unknown-{problem.kind}"
    return next(name for kind, name in NAMES.items() if isinstance(problem, kind))


def _carry_out(run: Running, request: protocol.RunRequest) -> protocol.Report:
    """Return in the run's own thread, between two updates."""
    match request:
        case protocol.Pause():
            run.pause()
        case protocol.Resume():
            run.resume()
        case protocol.Step(count=count):
            if count < 1:
                raise BadSetting(f"{count} updates: at least 1")
            run.step(count)
        case protocol.Reset(seed=seed):
            run.reset(seed)
            return protocol.Adjusted(id=request.id, rebuilt=True, started=run.started(request.id))
        case protocol.Adjust(settings=settings):
            rebuilt = run.adjust(settings)
            return protocol.Adjusted(id=request.id, rebuilt=rebuilt, started=run.started(request.id))
        case protocol.Look(probe=probe, example=example, word=word):
            run.look(probe, example, word)
        case protocol.Save():
            return protocol.Saved(id=request.id, data=run.save())
        case protocol.Ask(example=example):
            return run.asked(request.id, example)
        case protocol.See(prediction=prediction):
            return run.seen(request.id, prediction)
        case protocol.Explain(place=place):
            return run.explained(request.id, place)
        case protocol.Load(data=data):
            run.load(data)
        case _:
            run.stop()
    return protocol.Done(id=request.id)
