"""The widgets of a page: a block each, one that can be proven takes the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from studyai.tui.widgets.steady import Steady

if TYPE_CHECKING:
    from studyai.tui.sheet.pieces import Piece


class BlockView(Steady, Static):
    """A block of the page; Tab goes from claim to claim."""

    def __init__(self, piece: Piece) -> None:
        super().__init__(piece.content, classes=f"-{piece.sort}", markup=False)
        self.piece = piece
        self.can_focus = bool(piece.claim)

    def show(self, piece: Piece) -> None:
        """Show the same block drawn anew."""
        if piece.content != self.piece.content:
            self.piece = piece
            self.update(piece.content)
