"""Who the worker is, and whether it is alive."""

from __future__ import annotations

import torch

from studyai.backend.architectures import registry as architectures
from studyai.backend.oracles import registry as oracles
from studyai.backend.refusal import Refusal
from studyai.backend.worker import devices
from studyai.backend.worker.handling import handles
from studyai.protocol import VERSION, Hello, Ping, Pong, Welcome


class WrongVersion(Refusal):
    """App and worker speak different versions."""

    problem = "wrong-version"


@handles(Hello)
def welcome(request: Hello) -> Welcome:
    """Introduce the worker. Raises `WrongVersion`."""
    if request.version != VERSION:
        raise WrongVersion(f"the app speaks version {request.version}, this worker version {VERSION}")
    if request.threads is not None:
        torch.set_num_threads(max(1, request.threads))
    return Welcome(
        version=VERSION,
        torch=str(torch.__version__),
        devices=devices.there(),
        threads=torch.get_num_threads(),
        oracles=list(oracles.load()),
        architectures=architectures.load(),
    )


@handles(Ping)
def pong(_: Ping) -> Pong:
    """Be alive."""
    return Pong()
