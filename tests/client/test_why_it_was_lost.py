"""Why the worker was lost, told to the learner: its own last words, in one line."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

import studyai
from studyai.client.errors import TorchMissing, WorkerLost
from studyai.client.worker import Patience, Worker
from studyai.protocol.failure import LONGEST

MAIN = "from studyai.backend.__main__ import main; main()"
HANDLER = "backend/worker/handlers/foo.py"
ORACLE = "backend/oracles/foo.py"


async def lost(*arguments: str) -> WorkerLost:
    """Start a worker, this Python with these arguments, that does not live; return how it is told."""
    worker = Worker([sys.executable, *arguments], patience=Patience(goodbye=1))
    with pytest.raises(WorkerLost) as told:
        await worker.start()
    await worker.stop()
    return told.value


async def reason(*arguments: str) -> str:
    """Return why such a worker does not live."""
    return (await lost(*arguments)).reason


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the worker runs, to be broken."""
    package = tmp_path / "studyai"
    package.mkdir()
    for file in ("__init__.py", "errors.py", "packages.py"):
        shutil.copy(Path(studyai.__file__).with_name(file), package)
    for room in ("backend", "protocol"):
        shutil.copytree(Path(studyai.__file__).parent / room, package / room)
    return package


@pytest.mark.parametrize(
    ("file", "source", "begin", "error"),
    [
        (ORACLE, "x = 1\n\ndef foo(:\n", "The worker cannot start", "3: SyntaxError: invalid syntax"),
        (HANDLER, "x = 1\n\ndef foo(:\n", "The worker ended by itself (exit code 1)", "3: SyntaxError: invalid syntax"),
        (ORACLE, "\nimport nothing\n", "The worker cannot start", "2: ModuleNotFoundError: No module named 'nothing'"),
    ],
)
async def test_a_broken_file_is_named_with_its_line(copy: Path, file: str, source: str, begin: str, error: str) -> None:
    (copy / file).write_text(source)
    said = await reason("-c", f"import sys; sys.path.insert(0, {str(copy.parent)!r}); {MAIN}")
    assert said == f"{begin}: studyai/{file}:{error}"


async def test_a_missing_torch_is_said_with_how_to_install_it() -> None:
    told = await lost("-c", f"import sys; sys.modules['torch'] = None; {MAIN}")
    assert isinstance(told, TorchMissing)
    assert told.reason.startswith("torch is not installed, so it checks no answer and trains nothing; to install it: ")
    assert f"{sys.executable} -m pip install" in told.reason
    assert "exit code" not in told.reason


async def test_the_error_of_a_program_of_ones_own_is_quoted_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("import json\njson.loads('{')\n")
    assert f"(exit code 1): {file}:2: json.decoder.JSONDecodeError: " in await reason(str(file))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("first\nlast words", "The worker ended by itself (exit code 3): last words"),
        ("\x1b[31mred\x1b[0m\x07\ttext\n\n", "The worker ended by itself (exit code 3): red text"),
        ("", "The worker ended by itself (exit code 3)."),
    ],
)
async def test_the_last_line_is_quoted_plainly(written: str, said: str) -> None:
    assert await reason("-c", f"import sys; sys.stderr.write({written!r}); sys.exit(3)") == said


async def test_a_long_line_is_cut() -> None:
    said = await reason("-c", "import sys; sys.stderr.write('x' * 100_000); sys.exit(3)")
    assert said.endswith("x…")
    assert len(said) < LONGEST + 50
