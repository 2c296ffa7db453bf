"""The lab with the real worker: torch trains in a process of its own, and the process is killed."""

import os
import signal

import pytest
from widget_host import text_of, to_lab, until

from studyai.tui.lab.curves import LossPanel
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk


async def test_the_network_learns_the_digits_before_our_eyes_and_survives_its_worker(tmp_path):
    app = StudyApp(None, tmp_path / "settings.json", Desk(record_file=tmp_path / "record.db"))
    async with app.run_test(size=(120, 40)) as pilot:
        await app.torch.ready()
        await to_lab(pilot)
        run = app.screen.run
        await pilot.press("space")
        finished = await run.wait()
        assert finished.reached
        app.screen.draw_latest(again=True)
        await pilot.pause()
        assert "✓ target reached" in text_of(app)
        assert len(run.history.losses) == finished.steps == app.screen.query_one(LossPanel).losses.taken_from(run).count
        await pilot.press("right")
        await until(pilot, lambda: run.latest.view.example == 1)

        os.kill(app.torch.worker.process_number, signal.SIGKILL)
        await until(pilot, lambda: app.torch.state == "lost")
        assert "was killed (signal 9)" in text_of(app)
        await pilot.press("R")
        await app.torch.ready()
        await until(pilot, lambda: app.screen.run is not run)
        last = app.torch.worker.process_number
    with pytest.raises(ProcessLookupError):
        os.kill(last, 0)
