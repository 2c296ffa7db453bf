"""A curve of the lab's screens with its newest value over it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from studyai.tui.widgets.steady import Steady

if TYPE_CHECKING:
    from studyai.tui.widgets.curve import Across, Bounds, Curve, Series


class CurvePanel(Steady, Vertical):
    """A heading with the newest value, and the curve under it once `load` has fetched the plot."""

    def __init__(self, title: str, style: str, bounds: Bounds = (None, None), *, id: str) -> None:
        super().__init__(id=id)
        self._title, self._style, self._bounds = title, style, bounds
        self._curve: Curve | None = None

    def compose(self) -> ComposeResult:
        """Lay the panel out."""
        yield Static(Content(self._title), classes="heading")

    async def load(self) -> None:
        """Put the plot in; not before the first paint, for it needs numpy, and not in the way of the keys."""
        module = await asyncio.to_thread(import_module, "studyai.tui.widgets.curve")
        curve: Curve = module.Curve()
        await self.mount(curve)
        self._curve = curve

    def show(self, x: Sequence[float], y: Sequence[float], newest: str, title: str = "", more: str = "") -> None:
        """Show the curve; `newest` is its last value in words, `more` what else there is to say."""
        self.head(Content.assemble((newest, "bold"), "  ", title or self._title, "  ", (more, "dim")))
        if self._curve is not None:
            from studyai.tui.widgets.curve import Series

            self.draw([Series(x, y, self._style)])

    def head(self, words: Content) -> None:
        """Say something else over the curves."""
        self.query_one(".heading", Static).update(words, layout=False)

    def draw(self, curves: Sequence[Series], across: Across | None = None) -> None:
        """Show these curves, once the plot is there."""
        if self._curve is not None:
            self._curve.draw(curves, self._bounds, across)

    @property
    def loaded(self) -> bool:
        """Whether the plot is there."""
        return self._curve is not None
