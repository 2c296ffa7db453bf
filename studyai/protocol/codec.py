"""Messages as lines. What can be read is every request and report that is defined: nobody keeps a list."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, Union, get_args

import msgspec

from studyai.protocol.base import Reply, Report, Request

_ReplyT = TypeVar("_ReplyT", bound=Reply)
_encoder = msgspec.json.Encoder()


class _Envelope(msgspec.Struct):
    id: int | None = None


def encode(message: Request[Reply] | Report) -> bytes:
    """Return one line, with its line end."""
    return _encoder.encode(message) + b"\n"


def decode_request(line: bytes) -> Request[Reply]:
    """Read a request; raises msgspec.DecodeError (a ValidationError says where) if it is none."""
    request: Request[Reply] = _decoder(messages(Request)).decode(line)
    return request


def decode_report(line: bytes) -> Report:
    """Read a report; raises msgspec.DecodeError (a ValidationError says where) if it is none."""
    report: Report = _decoder(messages(Report)).decode(line)
    return report


def messages(kind: type) -> tuple[type, ...]:
    """Return the classes of that kind that travel: those nobody derives from."""
    derived: list[type] = kind.__subclasses__()
    return tuple(one for subclass in derived for one in messages(subclass)) if derived else (kind,)


@cache
def _decoder(kinds: tuple[type, ...]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(Union[kinds])


def reply_of(request: type[Request[_ReplyT]]) -> type[_ReplyT]:
    """Return the class of the reply, as the request's base class names it: ``Request[Checked]``."""
    (base,) = vars(request)["__orig_bases__"]
    (reply,) = get_args(base)
    kind: type[_ReplyT] = reply
    return kind


def id_of(line: bytes) -> int | None:
    """Return the id of a line that is no good otherwise, so that its sender gets an answer."""
    try:
        return msgspec.json.decode(line, type=_Envelope).id
    except (msgspec.DecodeError, RecursionError):
        return None
