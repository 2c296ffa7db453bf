"""One registry for oracles, architectures and tasks: found by file, missed by name, broken with file and line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studyai.backend.architectures import registry as architectures
from studyai.backend.experiments.race import racers, surfaces
from studyai.backend.oracles import registry as oracles
from studyai.backend.registry import BrokenFile, Registry, Unknown
from studyai.backend.tasks import registry as tasks
from studyai.client.errors import WorkerLost
from studyai.client.worker import Worker

WELL = "from claims_of_a_test.registry import claim\n\n\n@claim('{0}')\ndef {0}():\n    return True\n"
REGISTRY = """from studyai.backend.registry import Registry

CLAIMS = Registry("claim", __package__)


def claim(name):
    return CLAIMS.register(name, lambda function: function)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a package of its own, as one for claims would be."""
    package = tmp_path / "claims_of_a_test"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "registry.py").write_text(REGISTRY)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr("studyai.backend.registry.ROOT", tmp_path)
    yield package
    for name in [name for name in sys.modules if name.startswith("claims_of_a_test")]:
        del sys.modules[name]


def claims() -> Registry[object]:
    from claims_of_a_test.registry import CLAIMS  # type: ignore[import-not-found]

    return CLAIMS  # type: ignore[no-any-return]


def test_a_file_more_is_all_it_takes(folder: Path) -> None:
    (folder / "convexity.py").write_text(WELL.format("convex"))
    (folder / "depth.py").write_text(WELL.format("deep"))
    assert claims().names() == ["convex", "deep"]
    assert claims().find("deep")() is True  # type: ignore[operator]


def test_an_unknown_name_is_told_what_is_near_or_else_what_there_is(folder: Path) -> None:
    (folder / "convexity.py").write_text(WELL.format("convex") + WELL.format("deep"))
    with pytest.raises(Unknown, match=r"^no claim named 'convx'; did you mean convex\?$") as refusal:
        claims().find("convx")
    assert refusal.value.kind == "claim"
    with pytest.raises(Unknown, match=r"^no claim named 'xyz'; there are convex, deep$"):
        claims().find("xyz")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("def convex(:\n", 1, "SyntaxError: invalid syntax"),
        ("import torch\n\nfrom torch import nonesuch\n", 3, "ImportError: cannot import name 'nonesuch' from 'torch'"),
        ("\nimport no_such_module\n", 2, "ModuleNotFoundError: No module named 'no_such_module'"),
        ("x = 1\ny = z\n", 2, "NameError: name 'z' is not defined"),
        ("from claims_of_a_test import helper\n", 2, "ZeroDivisionError: division by zero"),
    ],
)
def test_a_broken_file_is_named_with_its_line(folder: Path, text: str, line: int, said: str) -> None:
    file = "helper" if "helper" in text else "convexity"
    (folder / "helper.py").write_text("\n1 / 0\n" if file == "helper" else "")
    (folder / "convexity.py").write_text(text)
    for ask in (claims().names, claims().names, lambda: claims().find("convex")):  # each time, not only the first
        with pytest.raises(BrokenFile) as refusal:
            ask()
        assert str(refusal.value).startswith(f"claims_of_a_test/{file}.py:{line}: {said}")
        assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("find", "name", "kind", "near"),
    [
        (oracles.find, "sofmax", "oracle", "softmax"),
        (architectures.find, "cn", "architecture", "cnn"),
        (tasks.find, "moon", "task", "moons"),
        (surfaces.find, "bowel", "surface", "bowl"),
        (racers.find, "adams", "racer", "adam"),
    ],
)
def test_whatever_is_missing_has_its_kind_and_what_is_near(find: object, name: str, kind: str, near: str) -> None:
    with pytest.raises(Unknown, match=f"^no {kind} named '{name}'; did you mean {near}") as refusal:
        find(name)  # type: ignore[operator]
    assert refusal.value.kind == kind


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def softmax(z:\n", "broken.py:1: SyntaxError: '(' was never closed"),
        ("import torch\nimport no_such_module\n", "broken.py:2: ModuleNotFoundError: No module named 'no_such_module'"),
        (
            "from __future__ import annotations\nfrom studyai.backend.oracles.registry import oracle\n\n"
            "@oracle('mine')\ndef mine(z: Vektor):\n    return {}\n",
            "broken.py:4: NameError: name 'Vektor' is not defined",
        ),
    ],
)
async def test_a_worker_with_a_broken_oracle_says_its_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "broken.py").write_text(text)
    code = (
        "import studyai.backend.__main__ as worker, studyai.backend.oracles as oracles\n"
        f"oracles.__path__.append({str(tmp_path)!r})\n"
        "import pathlib, studyai.backend.registry as registry\n"
        f"registry.ROOT = pathlib.Path({str(tmp_path)!r})\n"
        "worker.main()"
    )
    worker = Worker([sys.executable, "-c", code], threads=1)
    with pytest.raises(WorkerLost) as lost:
        await worker.start()
    await worker.stop()
    assert lost.value.reason == f"The worker cannot start: {told}"
