"""For all tests: none is timed, so none fails on a busy machine; and packages can be taken away from any of them."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("quick", deadline=None, max_examples=100)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


HOMES = {"XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config"}


def pytest_configure(config: pytest.Config) -> None:
    """One index of the bank for all tests and their processes: reading the whole bank takes seconds.

    It is away from the user's, as are packs, records and settings. A process of xdist inherits the folders.
    """
    if not hasattr(config, "workerinput"):
        folder = tempfile.TemporaryDirectory(prefix="studyai-tests-")
        config.add_cleanup(folder.cleanup)
        os.environ.update({name: str(Path(folder.name, home)) for name, home in HOMES.items()})
        for name in ("STUDYAI_DATA", "STUDYAI_PROFILE"):
            os.environ.pop(name, None)


IN_EVERY_CHILD = """
import sys

class NotThere:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {modules}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, NotThere())
"""


class NotThere:
    """Finds no module of these packages, wherever they are installed."""

    def __init__(self, modules: tuple[str, ...]) -> None:
        self._modules = modules

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name.partition(".")[0] in self._modules:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


@pytest.fixture
def take_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., None]:
    """Make modules as if they were not installed, here and in every process that is started from here."""

    def take(*modules: str) -> None:
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "sitecustomize.py").write_text(IN_EVERY_CHILD.format(modules=set(modules)))
        folders = [str(tmp_path / "site"), os.environ.get("PYTHONPATH", "")]
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, folders)))
        monkeypatch.setattr(sys, "meta_path", [NotThere(modules), *sys.meta_path])
        for name in [name for name in sys.modules if name.partition(".")[0] in modules]:
            monkeypatch.delitem(sys.modules, name)

    return take
