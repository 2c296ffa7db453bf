import json
import subprocess
import sys

import pytest
from fake_torch import FakeWorker
from textual.command import CommandPalette
from textual.widgets import Input, Static
from textual.widgets._toast import Toast
from widget_host import lines_of, text_of, to_lab, until

from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk
from studyai.tui.shell.help import HelpScreen
from studyai.tui.shell.places import PLACES
from studyai.tui.shell.too_small import TooSmallScreen

SMALL, LARGE = (80, 24), (120, 40)


@pytest.fixture
def settings_file(tmp_path):
    return tmp_path / "settings.json"


def make_app(settings_file):
    return StudyApp(FakeWorker(), settings_file, Desk(record_file=settings_file.with_name("record.db")))


@pytest.fixture
def app(settings_file):
    return make_app(settings_file)


async def settled(pilot):
    """Wait until torch was started, or is lost, and the lab has its run."""
    await until(pilot, lambda: pilot.app.torch.state in ("ready", "lost"))
    for _ in range(4):
        await pilot.pause()


async def test_it_starts_on_the_first_place_and_starts_torch_after_painting(app):
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        assert app.current_mode == PLACES[0].name
        assert app.torch.state == "ready"
        assert "torch ✓" in lines_of(app)[0]


async def test_every_place_is_named_and_reached_by_its_key(app):
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        for place in reversed(PLACES):
            await pilot.press(place.key)
            await settled(pilot)
            assert app.current_mode == place.name
            await pilot.press("f2", "escape", place.letter)
            await settled(pilot)
            assert app.current_mode == place.name
            for named in PLACES:
                assert (f" {named.title} " in lines_of(app)[0]) == (not named.within)


async def test_where_there_is_room_each_place_stands_with_its_key(app):
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await settled(pilot)
        for named in PLACES:
            assert (f"{named.key.upper()} {named.title}" in lines_of(app)[0]) == (not named.within)


async def test_help_lists_what_the_screen_offers_with_the_keys_that_work(settings_file):
    settings_file.write_text('{"theme": "dark", "keys": {"lab.step": "x"}}')
    app = make_app(settings_file)
    async with app.run_test(size=LARGE) as pilot:
        await to_lab(pilot)
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        step = next(line for line in lines_of(app) if "Do one update." in line)
        assert step.split()[1:3] == ["x", "Step"]
        assert "Everywhere" in text_of(app)
        await pilot.press("escape")
        assert not isinstance(app.screen, HelpScreen)
        await pilot.press("x")
        await settled(pilot)
        assert type(app.torch.worker.sent[-1]).__name__ == "Step"


async def test_the_palette_runs_a_command_of_the_screen(app):
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await to_lab(pilot)
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"lab.step")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await settled(pilot)
        assert type(app.torch.worker.sent[-1]).__name__ == "Step"


async def test_themes_go_round_and_are_remembered(app, settings_file):
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        seen = []
        for _ in range(3):
            await pilot.press("f9")
            seen.append(app.theme)
        assert sorted(seen) == ["dark", "light", "terminal"]
        await pilot.press("f9")
        chosen = app.theme
    assert json.loads(settings_file.read_text())["theme"] == chosen
    assert StudyApp(FakeWorker(), settings_file).theme == chosen


async def test_a_theme_chosen_elsewhere_colours_the_screens_seen_before_and_those_never_seen(app):
    def background() -> str:
        return app.screen.styles.background.hex

    async with app.run_test(size=SMALL) as pilot:
        dark = {}
        for key in ("T", "Z"):
            await pilot.press("escape", key)
            await settled(pilot)
            dark[key] = background()
        while app.theme != "light":
            await pilot.press("f9")
        for key in ("T", "Z", "H", "V"):
            await pilot.press("escape", key)
            await settled(pilot)
            assert background() == app.theme_variables["background"].upper()
        assert background() not in dark.values()


async def test_a_bad_settings_file_is_told_and_set_aside(settings_file):
    settings_file.write_text("[broken")
    app = make_app(settings_file)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await until(pilot, lambda: len(app.screen.query(Toast)) == 1)
        assert "set aside as settings.json.bad" in str(app.screen.query_one(Toast).render())
        assert app.theme == "dark"


async def test_an_unknown_theme_is_no_error(settings_file):
    settings_file.write_text('{"theme": "no such"}')
    assert StudyApp(FakeWorker(), settings_file).theme == "dark"


async def test_no_color_means_no_colour(app, monkeypatch, settings_file):
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(settings_file)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await to_lab(pilot)
        app.torch.worker.report(40, "running")
        app.screen.drawer.draw_latest()
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        drawn = [
            segment
            for strip in strips
            for segment in strip.apply_filter(app._filters[-1], app.screen.background_colors[1])
        ]
        colours = {segment.style.color for segment in drawn if segment.style and segment.style.color}
        assert {colour.name for colour in colours} <= {"default"}


async def test_too_small_is_a_notice_and_goes_when_it_grows(app):
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        before = app.screen
        await pilot.resize_terminal(59, 20)
        await settled(pilot)
        assert isinstance(app.screen, TooSmallScreen)
        assert "studyai needs 60×18; this terminal is 59×20" in text_of(app)
        await pilot.resize_terminal(50, 30)
        await settled(pilot)
        assert "this terminal is 50×30" in text_of(app)
        await pilot.resize_terminal(*SMALL)
        await settled(pilot)
        assert app.screen is before


async def test_starting_too_small_is_the_same_notice(app):
    async with app.run_test(size=(40, 10)) as pilot:
        await settled(pilot)
        assert "studyai needs 60×18" in text_of(app)
        assert "studyai quiz" in text_of(app)
        await pilot.resize_terminal(*SMALL)
        await settled(pilot)
        assert not isinstance(app.screen, TooSmallScreen)


async def test_ctrl_c_says_how_to_quit_and_keeps_what_was_typed(app):
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await to_lab(pilot)
        await pilot.press("e", *"0.25", "ctrl+c")
        await settled(pilot)
        assert app.is_running
        assert app.screen.query_one("#rate", Input).value == "0.25"
        await pilot.press("escape", "ctrl+c")
        await settled(pilot)
        assert "quits" in text_of(app)


@pytest.mark.parametrize("first", [(), ("f1",), ("ctrl+p",), ("f5", "e")])
async def test_ctrl_q_quits_from_everywhere_and_ends_the_worker(app, first):
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press(*first, "ctrl+q")
        await pilot.pause()
    assert app.return_code == 0
    assert app.torch.state == "off"
    assert app.torch.worker.hello is None


async def test_a_lost_worker_is_a_message_and_a_restart(app):
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await to_lab(pilot)
        assert app.torch.worker.starts == 1
        await pilot.press("R")
        assert app.torch.worker.starts == 1  # nothing to restart
        app.torch.worker.die()
        await settled(pilot)
        assert "torch ✗" in lines_of(app)[0]
        assert "signal 9" in text_of(app)
        await pilot.press("R")
        await settled(pilot)
        assert app.torch.worker.starts == 2
        assert "torch ✓" in lines_of(app)[0]


def test_importing_the_app_loads_nothing_heavy():
    heavy = "{'numpy', 'torch', 'sklearn', 'sympy', 'scipy', 'textual_plot'}"
    code = f"import sys, studyai.tui.shell.app; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_first_paint_loads_nothing_heavy(tmp_path):
    code = """
import asyncio, sys
from pathlib import Path
from studyai.tui.shell.app import StudyApp
class Probe(StudyApp):
    def _display(self, screen, renderable):
        if renderable is not None and not hasattr(self, "heavy"):
            self.heavy = sorted({"numpy", "torch", "sklearn", "sympy"} & set(sys.modules))
        super()._display(screen, renderable)
async def main():
    app = Probe(settings_file=Path(sys.argv[1]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
    print("painted with", app.heavy)
asyncio.run(main())
"""
    script = tmp_path / "paint.py"
    script.write_text(code)
    command = [sys.executable, str(script), str(tmp_path / "settings.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "painted with []"


@pytest.mark.parametrize("columns", [60, 80, 100, 105, 120])
async def test_what_a_command_does_goes_on_below_itself(settings_file, columns: int) -> None:
    app = make_app(settings_file)
    async with app.run_test(size=(columns, 60)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        lines = app.screen.query_one("#lines", Static)
        assert lines.size.height == str(lines.content).count("\n") + 1  # none is broken once more
