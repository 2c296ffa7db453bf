"""Takes the README's pictures of the lab from real runs: `.venv/bin/python docs/take_pictures.py`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from studyai.tui.lab.screen import LabScreen
from studyai.tui.race.screen import RaceScreen
from studyai.tui.shell.app import StudyApp
from studyai.tui.shell.desk import Desk

SIZE = (120, 40)
FOLDER = Path(__file__).parent


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for torch."""
    while not holds():
        await pilot.pause(0.1)


async def lab(pilot: Pilot[None], architecture: str, updates: int) -> LabScreen:
    """Return the lab with that architecture, trained for so many updates."""
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen) and len(pilot.app.screen.query("Curve")) == 2)
    screen = pilot.app.screen
    assert isinstance(screen, LabScreen)
    await until(pilot, lambda: screen.run is not None)
    old = screen.run
    screen.choose(architecture)
    await until(pilot, lambda: screen.run is not old)
    run = screen.run
    assert run is not None
    await run.step(updates)
    await until(pilot, lambda: run.latest is not None and (run.latest.step == updates or run.finished is not None))
    return screen


async def kernels(pilot: Pilot[None]) -> None:
    """Feature maps of a CNN, and the arithmetic of one number in them."""
    await lab(pilot, "cnn", 400)
    await pilot.press("x")


async def heads(pilot: Pilot[None]) -> None:
    """Take what every head of a transformer reads."""
    await lab(pilot, "transformer", 256)


async def race(pilot: Pilot[None]) -> None:
    """Nine optimisers in the ravine."""
    await pilot.press("f5", "o")
    await until(pilot, lambda: isinstance(pilot.app.screen, RaceScreen) and pilot.app.screen.raced is not None)
    screen = pilot.app.screen
    assert isinstance(screen, RaceScreen)
    await pilot.press("s")
    await until(pilot, lambda: screen.raced is not None and screen.raced.surface != "bowl")
    await pilot.press(*["n"] * 60)


async def take(name: str, go: Callable[[Pilot[None]], Awaitable[None]]) -> None:
    """Take one picture, from an app with a record of its own."""
    with TemporaryDirectory() as folder:
        app = StudyApp(None, Path(folder) / "settings.json", Desk(record_file=Path(folder) / "record.db"))
        async with app.run_test(size=SIZE) as pilot:
            await app.torch.ready()
            await go(pilot)
            await pilot.pause(2)
            svg = app.export_screenshot().replace("<svg ", '<svg xml:space="preserve" ', 1)
    (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")


async def main() -> None:
    """Take all of them."""
    for name, go in (("lab-cnn", kernels), ("lab-transformer", heads), ("race", race)):
        await take(name, go)


if __name__ == "__main__":
    asyncio.run(main())
