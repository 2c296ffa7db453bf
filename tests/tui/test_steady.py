"""Every screen and widget of ours outlives a bug in one of its handlers."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest
from study_app import study_app
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widgets._toast import Toast
from widget_host import until

import studyai.tui
from studyai.tui.widgets.steady import Steady


def pumps() -> list[type]:
    modules = [importlib.import_module(one.name) for one in pkgutil.walk_packages(studyai.tui.__path__, "studyai.tui.")]
    return [
        kind
        for module in modules
        for kind in vars(module).values()
        if inspect.isclass(kind) and issubclass(kind, MessagePump) and kind.__module__ == module.__name__
    ]


@pytest.mark.parametrize("kind", pumps(), ids=lambda kind: kind.__name__)
def test_each_is_steady(kind: type) -> None:
    assert issubclass(kind, Steady)


class Fragile(Steady, Vertical):
    """Fails at the first message, and counts them."""

    class Poked(Message):
        """Something was asked of it."""

    count = 0

    def compose(self) -> ComposeResult:
        """Hold nothing."""
        yield from ()

    def on_fragile_poked(self) -> None:
        """Fail once."""
        self.count += 1
        if self.count == 1:
            raise RuntimeError("a bug in a widget")


async def test_a_widget_goes_on_with_the_next_message(tmp_path, told_bugs) -> None:
    app = study_app(tmp_path)
    async with app.run_test(notifications=True) as pilot:
        widget = Fragile()
        await app.screen.mount(widget)
        widget.post_message(Fragile.Poked())
        widget.post_message(Fragile.Poked())
        await until(pilot, lambda: widget.count == 2)
        assert widget.is_attached
        assert any("a bug in a widget" in str(toast.render()) for toast in app.screen.query(Toast))
        told_bugs.clear()
