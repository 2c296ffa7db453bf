"""Command lines: every command with arguments changed at random, run in this process with its output caught."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from benchmarks.fuzz.answers import bank, variant
from benchmarks.fuzz.texts import HOSTILE, arrays, changed, changes, numbers
from benchmarks.fuzz.trial import Mistake, Tally, run
from studyai.cli import main
from studyai.exercise.present import value_text

EXIT_CODES = (0, 1, 2)

GIVENS = [
    "F=2",
    "S=1",
    "X=[[3,0,1],[0,2,0],[1,0,3]]",
    "z=[1000,0]",
    "epsilon=0",
    "g=[1,0,3]",
    "H=28",
    "P=[[0.1,0.9]]",
    "J=w*x",
]
VALUES: dict[str, list[str]] = {
    "--level": ["1", "2", "3", "9", "0", "-1", "x"],
    "--seed": ["0", "7", "2147483647", "2147483648", "-1", "1e3"],
    "--given": GIVENS,
    "--givens": ["givens.json", "nowhere.json", ".", "/dev/null", "list.json", "deep.json", "pipe"],
    "--answer": ["O_h=13.5", "d=3", "y=[1, 2]", "x", "=", "a=b=c"],
    "--format": ["text", "markdown", "latex", "json", "pdf", "nothing"],
    "--check": ["required", "no"],
    "--exercise": ["adam", "max-pool", "no-such"],
    "--section": ["1", "12", "99", "0"],
    "--count": ["1", "2", "0", "100001"],
    "--variants": ["1", "2", "0"],
    "--key": ["after", "separate", "no"],
    "--title": ["Exam", "#read(\"x\")", "\\input{x}", ""],
    "--seeds": ["1", "2", "0"],
    "--schema": ["exercises", "no"],
    "-o": ["paper.md", "paper.tex", "paper.json", "paper.xyz", "nowhere/paper.md", ".", "/dev/full"],
    "--set": ["dropout=0.2", "dropout=2", "no=1", "x"],
    "--steps": ["1", "0", "x"],
    "--task": ["moons", "no"],
    "--learning-rate": ["0.1", "nan", "-1", "inf"],
    "--replay": ["mlp/moons?steps=1", "mlp", "?", "mlp/moons?steps=5&seed=1@7:learning_rate=1e-8"],
    "--device": ["cpu", "no"],
    "--load": ["givens.json", "nowhere"],
}  # fmt: skip
FLAGS = ["--json", "--json", "--debug", "--help", "-h", "--version", "--plot", "--", "-", "--no-such", "--jso"]
COMMANDS: dict[str, list[str]] = {
    "list": [],
    "solve": ["--level", "--seed", "--given", "--givens", "--format"],
    "mark": ["--level", "--seed", "--given", "--givens", "--answer"],
    "quiz": ["--count", "--level", "--seed"],
    "worksheet": ["--exercise", "--section", "--count", "--level", "--seed", "--key", "--title", "--format"],
    "lint": ["--seeds", "--exercise", "--schema"],
    "train": ["--task", "--set", "--replay", "--learning-rate", "--device", "--load", "--batch-size"],
    "completion": [],
    "help": [],
}
WORDS = [
    "adam",
    "max-pool",
    "conv-output-size",
    "adam:3:7",
    "adam:9:1",
    "adam:1",
    ":",
    "12",
    "8",
    "mlp",
    "no-such",
    "bash",
    "solve",
    ".",
    "",
]
ARGUMENTS = {
    "completion": ["bash", "zsh", "fish"],
    "help": ["solve", "mark", "train"],
    "quiz": ["8", "12"],
    "train": ["mlp"],
}
OFTEN = ["solve", "solve", "solve", "mark", "mark", "mark", "worksheet", "quiz", "lint", "list", "help", "completion"]
SELDOM = ["train"]  # each asks the worker, which takes seconds to start
KEPT_OUT = ("--check", "--worker", "--compare", "--save")  # what starts the worker is tried as a process of its own


@dataclass(frozen=True)
class CommandLine:
    """The arguments, and what stands on standard input."""

    arguments: tuple[str, ...]
    typed: str = ""


@st.composite
def command_lines(draw: st.DrawFn) -> CommandLine:
    """A command with options of its own, some of them with wrong values, and often one argument changed."""
    command = draw(st.sampled_from(OFTEN if draw(st.integers(0, 39)) else SELDOM))
    words = _words(draw, command)
    own = COMMANDS[command]
    for _ in range(draw(st.integers(0, 2)) if own else 0):
        option = draw(st.sampled_from(own if draw(st.integers(0, 9)) else sorted(VALUES)))
        if option not in KEPT_OUT:
            words += _option(draw, option, words[1:2])
    if draw(st.integers(0, 2)) == 0:
        words.append(draw(st.sampled_from(FLAGS)))
    if draw(st.integers(0, 2)) == 0:
        place = draw(st.integers(0, len(words) - 1))
        words[place] = changed(words[place], draw(changes()))[:20_000]
    if draw(st.integers(0, 9)) == 0:
        words.insert(draw(st.integers(0, len(words))), draw(st.sampled_from(HOSTILE)))
    return CommandLine(
        tuple(words), draw(st.sampled_from(["", "1\n", "?\n\n", "13/2\nq\n", "x" * 5000, "\x00\n", "9**9**9\n" * 9]))
    )


def _words(draw: st.DrawFn, command: str) -> list[str]:
    ids = st.sampled_from(bank().ids())
    words = [command]
    if command in ("solve", "mark"):
        words.append(draw(ids) if draw(st.integers(0, 6)) else draw(st.sampled_from(WORDS)))
    elif command in ARGUMENTS:
        words.append(draw(st.sampled_from(ARGUMENTS[command] if draw(st.integers(0, 3)) else WORDS)))
    if command == "mark":
        words += ["--answer", f"{_symbol(draw, words[1])}={draw(numbers())}"]
    if command == "worksheet":
        words += ["--exercise", draw(ids), *_option(draw, "-o", [])]
    if command == "list":
        words.append("--ids")
    if command == "lint":
        words.append(draw(st.sampled_from([".", "nowhere", "--schema"])))  # proving takes the worker
    if command == "train":
        words += ["--task", "no-such"]
    return words


def _symbol(draw: st.DrawFn, identifier: str) -> str:
    if identifier not in bank().ids():
        return "y"
    return draw(st.sampled_from([step.symbol for step in bank().exercise(identifier).steps()]))


def _option(draw: st.DrawFn, option: str, about: list[str]) -> list[str]:
    value = draw(st.sampled_from(VALUES.get(option, ["1"]))) if draw(st.integers(0, 3)) else draw(numbers())
    if option == "--given" and about and about[0] in bank().ids():
        value = _given(draw, about[0])
    return [f"{option}={value}"] if draw(st.booleans()) else [option, value]


def _given(draw: st.DrawFn, identifier: str) -> str:
    """Return a given of the exercise as it is shown, now and then another value."""
    own = variant(identifier, min(bank().exercise(identifier).levels), draw(st.integers(0, 3)))
    symbol = draw(st.sampled_from(sorted(own.givens)))
    value = own.givens[symbol]
    shown = value if isinstance(value, str) else value_text(value)
    return f"{symbol}={shown if draw(st.integers(0, 2)) else draw(st.one_of(numbers(), arrays()))}"


def check(line: CommandLine) -> str:
    """Return the exit code; raises Mistake for any other than those for what is good, wrong or refused."""
    code, _, complained = run_here(line)
    if code not in EXIT_CODES:
        raise Mistake(f"exit code {code}: {complained[-400:]}")
    if "Traceback" in complained and "--debug" not in line.arguments:
        raise Mistake(f"a traceback: {complained[-400:]}")
    if code == 2 and not complained.strip():
        raise Mistake("refused without a word")
    if code == 2 and "--debug" not in line.arguments and complained.count("\n") > 12:
        raise Mistake(f"refused with {complained.count(chr(10))} lines: {complained[:300]}")
    return f"{line.arguments[0][:12]!r} {code}" if line.arguments[0] in COMMANDS else f"other {code}"


def run_here(line: CommandLine) -> tuple[int, str, str]:
    """Return exit code, output and complaints of a command run in this process."""
    with _streams(line.typed) as (said, complained):
        try:
            code = main(list(line.arguments))
        except SystemExit as end:  # argparse
            code = end.code if isinstance(end.code, int) else 1 if end.code else 0
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        return code, _text(said), _text(complained)


def _text(stream: io.BytesIO) -> str:
    return stream.getvalue().decode("utf-8", "replace")


@contextlib.contextmanager
def _streams(typed: str) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    said, complained = io.BytesIO(), io.BytesIO()
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.TextIOWrapper(
        io.BytesIO(typed.encode("utf-8", "surrogatepass")), encoding="utf-8", errors="surrogateescape"
    )
    sys.stdout = io.TextIOWrapper(said, encoding="utf-8")
    sys.stderr = io.TextIOWrapper(complained, encoding="utf-8")
    try:
        yield said, complained
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def prepare(folder: Path) -> None:
    """Write the files that command lines name."""
    (folder / "givens.json").write_text('{"F": 2, "S": 1, "z": [1, 2, 3], "H": 28}', encoding="utf-8")
    (folder / "list.json").write_text("[1, 2]", encoding="utf-8")
    (folder / "deep.json").write_text('{"z": ' + "[" * 5000 + "]" * 5000 + "}", encoding="utf-8")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe")


@contextlib.contextmanager
def in_a_folder() -> Iterator[Path]:
    """Work in a folder of its own, where files and the record go."""
    before, homes = (
        Path.cwd(),
        {name: os.environ.get(name) for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")},
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        os.chdir(folder)
        os.environ.update(dict.fromkeys(homes, str(folder / "home")))
        try:
            yield folder
        finally:
            os.chdir(before)
            for home, value in homes.items():
                if value is None:
                    del os.environ[home]
                else:
                    os.environ[home] = value


def fuzz(count: int, number: int = 0, hang: float | None = None) -> Tally[CommandLine]:
    """Try so many command lines."""
    with in_a_folder():
        return run(command_lines(), check, count, number, hang)
