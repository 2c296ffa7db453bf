"""Handlers by the class of their request. A new one is a function below ``@handles(…)`` in any file of `handlers`.

It takes the request, and what is about a run takes the run behind it; it returns the reply that the request's
base class names, or raises a `Refusal`. Of the ``id`` it need not know. One that takes its time may be a generator:
the reports that it yields are sent before its reply.
"""

from __future__ import annotations

import pkgutil
import sys
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, ParamSpec, TypeAlias, TypeVar

import msgspec

from studyai.backend.refusal import Refusal
from studyai.packages import MissingPackage
from studyai.protocol import Problem, Reply, Report, Request
from studyai.protocol.failure import last_words

Send = Callable[[Report], None]

_Parameters = ParamSpec("_Parameters")
_ReplyT = TypeVar("_ReplyT", bound=Reply)

_Telling: TypeAlias = Generator[Report, None, _ReplyT]

_handlers: dict[Any, Callable[..., Reply | _Telling[Reply]]] = {}


def handles(
    kind: Callable[..., Request[_ReplyT]],
) -> Callable[[Callable[_Parameters, _ReplyT | _Telling[_ReplyT]]], Callable[_Parameters, _ReplyT | _Telling[_ReplyT]]]:
    """Register the function below as the handler of that class of requests."""

    def register(
        function: Callable[_Parameters, _ReplyT | _Telling[_ReplyT]],
    ) -> Callable[_Parameters, _ReplyT | _Telling[_ReplyT]]:
        _handlers[kind] = function
        return function

    return register


def load() -> None:
    """Import every file of handlers."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent / "handlers")]):
        import_module(f"{__package__}.handlers.{module.name}")


def answer(request: Request[Reply], send: Send, *run: object) -> None:
    """Send the reply, or the problem."""
    with problems_told(request, send):
        reply = _handlers[type(request)](request, *run)
        if isinstance(reply, Generator):
            reply = _told(reply, send)
        send(msgspec.structs.replace(reply, id=request.id))


def _told(telling: _Telling[Reply], send: Send) -> Reply:
    while True:
        try:
            send(next(telling))
        except StopIteration as end:
            reply: Reply = end.value
            return reply


@contextmanager
def problems_told(request: Request[Reply], send: Send) -> Iterator[None]:
    """Send why a request cannot be carried out; a fault that nobody foresaw ends this answer, not the worker."""
    try:
        yield
    except Refusal as refusal:
        send(Problem(id=request.id, name=refusal.problem, message=str(refusal)))
    except MissingPackage as missing:
        send(Problem(id=request.id, name="missing-package", message=str(missing)))
    except BrokenPipeError:
        raise  # nobody is left to be told
    except Exception:  # noqa: BLE001
        send(Problem(id=request.id, name="bug", message=fault()))


def fault() -> str:
    """Return the error in hand in one line; print all of it to standard error."""
    text = traceback.format_exc()
    print(text, file=sys.stderr, flush=True)
    return last_words(text.splitlines())
