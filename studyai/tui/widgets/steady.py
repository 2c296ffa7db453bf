"""Screens and widgets that outlive a bug in one of their own handlers."""

from __future__ import annotations

from textual.message import Message
from textual.message_pump import MessagePump


class Steady(MessagePump):
    """Tells an unforeseen exception in a handler, and goes on with the next message.

    Textual takes whoever raises one off the screen: its loop of messages ends. Every class of ours with handlers has
    this before Textual's own in its bases; what runs elsewhere (workers, timers) reaches `StudyApp` by itself.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as bug:  # noqa: BLE001 (whatever it is, it is told)
            self.app._handle_exception(bug)
