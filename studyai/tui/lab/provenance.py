"""From what a run can be read and done again: its source, and its line."""

from __future__ import annotations

from textual.app import App

from studyai.client.run import Run
from studyai.tui.lab.catalogue import entry_of

COPIED = "The run's line is copied; give it to “studyai train --replay”."


def read_source(app: App[None], run: Run) -> None:
    """Show the architecture's code over the screen."""
    from studyai.tui.widgets.source_panel import SourcePanel

    title = entry_of(run.started.architecture).title
    app.push_screen(SourcePanel(f"{title}, as it is run", run.started.source))


def copy_line(app: App[None], run: Run) -> None:
    """Put the run's line on the clipboard, and say so."""
    frame = run.latest
    app.copy_to_clipboard(frame.replay if frame and frame.replay else run.started.replay)
    app.notify(COPIED, markup=False)
