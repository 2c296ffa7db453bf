"""Every panel over a screen: q and Esc close it, F1 explains it, Ctrl+Q leaves the app from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from study_app import study_app, to_practise
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import OptionList
from widget_host import lines_of, text_of, to_lab, until

from studyai.study.next_up import Chosen
from studyai.tui.shell.help import HelpScreen
from studyai.tui.widgets.chooser import Chooser

Go = Callable[[Pilot[None]], Awaitable[object]]


async def stay(pilot: Pilot[None]) -> None:
    await pilot.pause()


READ: dict[str, tuple[Go, tuple[str, ...]]] = {  # panels in which nothing is typed
    "help": (stay, ("f1",)),
    "torch": (to_practise, ("f8",)),
    "copy": (to_practise, ("ctrl+y",)),
    "cells": (to_practise, ("f7", "f10")),
    "code": (to_lab, ("z",)),
}
TYPED: dict[str, tuple[Go, tuple[str, ...]]] = {
    "palette": (stay, ("slash",)),
    "architectures": (to_lab, ("slash",)),
    "inside": (to_lab, ("A",)),
    "demos": (to_lab, ("m",)),
}


async def opened(pilot: Pilot[None], go: Go, keys: tuple[str, ...]) -> None:
    await go(pilot)
    for key in keys:
        await pilot.press(key)
        await until(pilot, lambda: True)
    await until(pilot, lambda: isinstance(pilot.app.screen, ModalScreen))


@pytest.mark.parametrize("name", READ)
async def test_q_closes_what_is_only_read_and_help_works_in_it(tmp_path: Path, name: str) -> None:
    async with study_app(tmp_path, Chosen("softmax", 1, 3)).run_test(size=(60, 18)) as pilot:
        await opened(pilot, *READ[name])
        panel = pilot.app.screen
        if not isinstance(panel, HelpScreen):
            await pilot.press("f1")
            assert isinstance(pilot.app.screen, HelpScreen)
            assert "Close" in text_of(pilot.app)
            await pilot.press("f1")
            assert pilot.app.screen is panel
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ModalScreen))


@pytest.mark.parametrize("name", TYPED)
async def test_escape_closes_what_is_typed_in(tmp_path: Path, name: str) -> None:
    async with study_app(tmp_path).run_test(size=(60, 18)) as pilot:
        await opened(pilot, *TYPED[name])
        await pilot.press("q")
        assert isinstance(pilot.app.screen, ModalScreen)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ModalScreen))


@pytest.mark.parametrize("name", [*READ, *TYPED])
async def test_ctrl_q_ends_the_app_from_every_panel(tmp_path: Path, name: str) -> None:
    app = study_app(tmp_path, Chosen("softmax", 1, 3))
    async with app.run_test(size=(60, 18)) as pilot:
        await opened(pilot, *{**READ, **TYPED}[name])
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert app.return_code == 0


async def test_home_and_end_move_in_a_list_though_one_types(tmp_path: Path) -> None:
    async with study_app(tmp_path).run_test(size=(60, 18)) as pilot:
        await opened(pilot, *TYPED["architectures"])
        assert isinstance(pilot.app.screen, Chooser)
        rows = pilot.app.screen.query_one(OptionList)
        await pilot.press("end")
        assert rows.highlighted == rows.option_count - 1
        await pilot.press("home")
        assert rows.highlighted == 0


@pytest.mark.parametrize("key", ["f2", "f3", "f4", "f5", "O"])
@pytest.mark.parametrize("size", [(60, 18), (80, 24)])
async def test_the_footer_of_every_screen_keeps_help(tmp_path: Path, key: str, size: tuple[int, int]) -> None:
    async with study_app(tmp_path, Chosen("lstm-step", 2, 3)).run_test(size=size) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: "f1 Help" in lines_of(pilot.app)[-1])
