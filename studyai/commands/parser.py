"""The command line: every command with its arguments. A command's own module is imported when it is called."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import Any, NoReturn, TypeAlias, cast

from studyai.bank.kinds.registry import KINDS
from studyai.commands.errors import BadInputError
from studyai.commands.output import say
from studyai.document.solutions import NAMES as SOLUTION_FORMATS
from studyai.worksheet.formats import NAMES as WORKSHEET_FORMATS

QUESTION_KINDS = (
    "one-choice", "several-choices", "true-false", "number", "order", "match", "gap", "spot-the-mistake",
    "read-the-curve", "remedy",
)  # fmt: skip
"""As `Sort` has them: the definition of questions is not imported for a parser."""

Command: TypeAlias = Callable[[argparse.Namespace], int]


def _lazily(module: str, function: str = "") -> Command:
    def run(arguments: argparse.Namespace) -> int:
        return cast("int", getattr(import_module(f"studyai.commands.{module}"), function or module)(arguments))

    return run


def _with_bank(module: str, function: str = "") -> Command:
    def run(arguments: argparse.Namespace) -> int:
        from studyai.bank.bank import Bank

        return cast("int", getattr(import_module(f"studyai.commands.{module}"), function or module)(Bank(), arguments))

    return run


def _completion(arguments: argparse.Namespace) -> int:
    from studyai.commands.completion import completion

    return completion(parser(), arguments)


def _help(arguments: argparse.Namespace) -> int:
    parser().parse_args([*([arguments.about] if arguments.about else []), "--help"])
    return 0


class _InOrder(argparse.Action):
    """Appends what is asked for, and keeps the order over several options: `order` has option and value of each."""

    def __call__(
        self, parser: argparse.ArgumentParser, arguments: argparse.Namespace, value: object, option: str | None = None
    ) -> None:
        setattr(arguments, self.dest, [*(getattr(arguments, self.dest) or []), value])
        arguments.order = [*getattr(arguments, "order", []), (self.dest, value)]


def _number_or_all(text: str) -> int | None:
    """Return a number; None for all."""
    return None if text == "all" else _whole(1, 100_000)(text)


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdecimal() or not least <= int(text[:20]) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
        return int(text)

    return read


SEED = _whole(0, 2**31 - 1)


class _Once(argparse._StoreAction):
    """An option with a value: said twice, the first is not forgotten in silence."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, value: Any, option: str | None = None
    ) -> None:
        said = vars(namespace).setdefault("said", set())
        if option and self.dest in said:
            raise argparse.ArgumentError(self, "is given twice; give it once")
        said.add(self.dest)
        super().__call__(parser, namespace, value, option)


class _Parser(argparse.ArgumentParser):
    """Tells what it cannot read in a line; options with a value are given once, those that `append` may be repeated."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)
        self.register("action", None, _Once)

    def _print_message(self, message: str, file: object = None) -> None:
        """Print help or version as all else is printed; argparse would swallow that nothing takes it."""
        say(message, end="")

    def error(self, message: str) -> NoReturn:
        """Raise BadInputError."""
        _, *command = self.prog.split()
        raise BadInputError(f"{message}; {' '.join(('studyai help', *command))} says what is accepted")


def parser() -> argparse.ArgumentParser:
    """Return the parser; what it reads has the command to run as ``run``."""
    made = _Parser(
        prog="studyai",
        description="Study deep learning in the terminal. Without a command: the app.",
    )
    made.set_defaults(run=None)  # the app
    made.add_argument("--version", action="version", version=f"studyai {_version()}")
    made.add_argument("--profile", metavar="NAME", help="whose record is used, where several learn on this machine")
    made.add_argument("--debug", action="store_true", help="log more, and show where an error comes from")
    commands = made.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Command, help_text: str, json: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help_text, description=help_text)
        added.set_defaults(run=run)
        if json:
            added.add_argument("--json", action="store_true", help="print JSON")
        return added

    listed = command("list", _with_bank("listing"), "sections, exercises and architectures")
    listed.add_argument("--ids", action="store_true", help="print exercise ids only")
    solve = command("solve", _with_bank("solve"), "a worked solution")
    _variant_arguments(solve)
    solve.add_argument("--format", choices=SOLUTION_FORMATS, help="how it is written (default: text)")
    solve.add_argument("--check", action="store_true", help="let torch check it; exit 1 if it disagrees")
    # An option of its own, for a value that may be left out would swallow the exercise behind it.
    solve.add_argument(
        "--check=required",
        dest="check_required",
        action="store_true",
        help="exit 1 too if torch cannot check it",
    )
    mark = command("mark", _with_bank("marking", "mark_answers"), "mark typed answers")
    _variant_arguments(mark)
    mark.add_argument("--answer", action="append", required=True, metavar="SYMBOL=TEXT", help="an answer to a step")
    quiz = command("quiz", _with_bank("quiz"), "plain prompts and lines, without a full screen", json=False)
    quiz.add_argument(
        "sections", nargs="*", metavar="WHAT", help="section numbers, ids of exercises or questions (default: all)"
    )
    quiz.add_argument("--kind", choices=("questions", "exercises", "predictions"), help="only these (default: in turn)")
    quiz.add_argument("--theme", help="only questions about this, such as attention")
    quiz.add_argument("--seed", type=SEED, help="the same questions and numbers again")
    quiz.add_argument("--count", type=_whole(1, 1000), default=5, help="how many (default 5)")
    quiz.add_argument("--level", type=_whole(1, 9), help="the level of exercises (default: the first)")
    quiz.add_argument("--choices", action="store_true", help="offer values to choose from, by letter")
    prove = command("prove", _lazily("prove"), "statements, proven by running them")
    prove.add_argument("claims", nargs="*", metavar="CLAIM", help="which (without one they are listed)")
    prove.add_argument("--all", action="store_true", help="every claim")
    prove.add_argument("--set", action="append", metavar="KNOB=VALUE", help="turn a knob (may be repeated)")
    prove.add_argument("--false", action="store_true", help="turn the knobs to where the statement is false")
    sheet = command("sheet", _with_bank("sheet"), "the corrected course sheet, a page for each section", json=False)
    sheet.add_argument("sections", nargs="*", metavar="SECTION", help="section numbers (default: all)")
    sheet.add_argument("-o", "--output", metavar="FILE", help="such as sheet.pdf; its ending names the format")
    sheet.add_argument("--search", metavar="WORDS", help="print the lines that have these words")
    sheet.add_argument("--formulas", action="store_true", help="only the formulas; as PDF on one page")
    _train_arguments(command("train", _lazily("training", "train"), "train an architecture"))
    _sweep_arguments(command("sweep", _lazily("sweep"), "train with many values of one setting, on all cores"))
    _worksheet_arguments(
        command(
            "worksheet",
            _with_bank("worksheet"),
            "sets of variants with their key, in a file",
            json=False,
        )
    )
    lint = command("lint", _lazily("linting", "lint"), "prove a pack of exercises and questions")
    lint.add_argument("pack", nargs="?", help="the pack's folder (default: the built-in bank)")
    lint.add_argument("--seeds", type=_whole(1, 100_000), default=500, help="seeds per level (default 500)")
    lint.add_argument("--exercise", action="append", help="only the entry with this id (may be repeated)")
    lint.add_argument("--kind", choices=[kind.name for kind in KINDS], help="only entries of this kind")
    lint.add_argument(
        "--schema",
        nargs="?",
        const=KINDS[0].name,
        choices=[kind.name for kind in KINDS if kind.file_name.endswith(".yaml")],
        help="print the JSON Schema by which editors complete and check such files",
    )
    new = command("new", _lazily("new"), "a skeleton for who writes exercises or questions", json=False)
    new.add_argument("what", choices=("pack", "exercise", "question"), help="what is begun")
    new.add_argument("path", metavar="FOLDER", help="a pack's folder, or a file in it")
    new.add_argument("--id", help="the entry's id")
    new.add_argument("--kind", choices=QUESTION_KINDS, help="of a question (default: one-choice)")
    new.add_argument("--section", type=_whole(1, 99), default=1, help="the section of a file that is new (default 1)")
    new.add_argument("--title", default="My section", help="its title")
    stats = command("stats", _with_bank("stats", "tell"), "where you stand: sections, days, what fades, your slips")
    stats.add_argument("--csv", choices=("sections", "days", "slips"), help="print one of its tables as CSV")
    export = command("export", _lazily("exporting", "export"), "the record as a file, for another machine", json=False)
    export.add_argument("-o", "--output", metavar="FILE", help="where it is written (default: standard output)")
    taken = command("import", _lazily("exporting", "take_in"), "exported records, merged into this one", json=False)
    taken.add_argument("files", nargs="+", metavar="FILE", help="files that studyai export wrote")
    command("worker", _lazily("worker"), "the torch worker by itself, for ssh", json=False)
    command("doctor", _with_bank("doctor"), "what works here and what does not")
    completion = command("completion", _completion, "what a shell needs to complete commands", json=False)
    completion.add_argument("shell", choices=("bash", "zsh", "fish", "tcsh", "powershell"), help="which shell")
    command("help", _help, "what a command does and takes", json=False).add_argument(
        "about", nargs="?", choices=tuple(commands.choices), metavar="COMMAND", help="which command (default: all)"
    )
    return made


def _version() -> str:
    from importlib.metadata import version

    return version("studyai")


def _variant_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", help="an exercise id, or a variant id such as adam:3:7")
    parser.add_argument("--level", type=_whole(1, 9), help="the level (default: the first)")
    parser.add_argument("--seed", type=SEED, help="the seed (default 0)")
    parser.add_argument("--given", action="append", metavar="NAME=VALUE", help="your own given (may be repeated)")
    parser.add_argument("--givens", metavar="FILE", help="a JSON file of your own givens")


def _train_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("architecture", nargs="?", help="such as cnn")
    parser.add_argument("--task", help="the task (default: the architecture's own)")
    parser.add_argument("--seed", type=SEED, help="the seed (default 0)")
    parser.add_argument("--learning-rate", type=float, help="the learning rate")
    parser.add_argument("--batch-size", type=_whole(1, 10_000), help="examples per update")
    parser.add_argument("--steps", type=_whole(1, 10_000_000), help="updates")
    parser.add_argument("--set", action="append", metavar="NAME=VALUE", help="any other setting (may be repeated)")
    parser.add_argument("--replay", metavar="LINE", help="do a run again, number for number, from its printed line")
    parser.add_argument("--compare", nargs=2, metavar=("A", "B"), help="train two architectures or lines, and compare")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda", "mps"], default="cpu", help="where to compute")
    parser.add_argument("--threads", type=_whole(1, 1024), help="threads of torch (default: all cores but one)")
    parser.add_argument("--save", metavar="FILE", help="write the weights at the end (safetensors)")
    parser.add_argument("--load", metavar="FILE", help="begin from the weights of a file (safetensors)")
    parser.add_argument("--plot", action="store_true", help="draw the curves as text at the end")
    parser.add_argument("--worker", metavar="COMMAND", help='what runs the worker, such as "ssh host studyai worker"')


def _sweep_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("architecture", help="such as mlp")
    parser.add_argument(
        "--set",
        action="append",
        metavar="NAME=VALUES",
        help="what is swept, as learning_rate=1e-4..1 or hidden_size=4,8,16; any other setting with one value "
        "(may be repeated; default: learning_rate=1e-4..1)",
    )
    parser.add_argument("--seeds", type=_whole(1, 20), default=3, help="seeds of each value (default 3)")
    parser.add_argument("--points", type=_whole(2, 100), default=9, help="values in a range (default 9)")
    parser.add_argument("--steps", type=_whole(1, 10_000_000), help="updates of each run (default 300)")
    parser.add_argument("--task", help="the task (default: the architecture's own)")
    parser.add_argument("-o", "--output", metavar="FILE", help="keep every run in a JSON file, and go on from it")


def _worksheet_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="such as exam.pdf; its ending names the format"
    )
    wanted = parser.add_argument_group("what stands on each paper, in the order in which it is asked for")
    wanted.add_argument("--exercise", action=_InOrder, metavar="ID", help="an exercise (may be repeated)")
    wanted.add_argument(
        "--section",
        action=_InOrder,
        type=_whole(1, 99),
        metavar="N",
        help="the exercises of a section (may be repeated); beside --questions, --theme or --kind: its concept "
        "questions, and its exercises where --count says how many",
    )
    wanted.add_argument("--count", type=_whole(1, 100_000), help="so many exercises (default: each once)")
    wanted.add_argument("--question", action=_InOrder, metavar="ID", help="a concept question (may be repeated)")
    wanted.add_argument(
        "--questions", action=_InOrder, type=_number_or_all, metavar="N", help="so many concept questions, or: all"
    )
    wanted.add_argument("--theme", action=_InOrder, help="concept questions about this, such as attention")
    wanted.add_argument(
        "--kind", action=_InOrder, help="concept questions of this kind, such as one-choice (may be repeated)"
    )
    parser.add_argument(
        "--variants", type=_whole(1, 10_000), default=1, help="papers, each with its own numbers (default 1)"
    )
    parser.add_argument("--level", type=_whole(1, 9), help="the level (default: each exercise's first)")
    parser.add_argument("--seed", type=SEED, default=0, help="the same seed gives the same file (default 0)")
    parser.add_argument(
        "--key", choices=("after", "separate"), default="after", help="behind the questions, or in FILE-key"
    )
    parser.add_argument(
        "--format",
        choices=WORKSHEET_FORMATS,
        help="the format, whatever FILE ends in",
    )
    parser.add_argument("--unchecked", action="store_true", help="do not ask torch about any question")
    parser.add_argument("--title", help="what stands at the top")
