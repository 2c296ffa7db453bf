"""Packs: exercises of the built-in bank, damaged, and loaded, proven and drawn in every form."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from hypothesis import strategies as st

from benchmarks.fuzz.texts import HOSTILE, changed, changes, formulas, numbers
from benchmarks.fuzz.trial import Mistake, Tally, run
from studyai.bank.bank import Bank
from studyai.bank.kinds.exercises.lint import lint_exercise
from studyai.bank.kinds.exercises.load import load_file
from studyai.bank.packs import Pack, built_in
from studyai.bank.report import Trial
from studyai.document.asked import asked_lines
from studyai.document.modules import module_names
from studyai.document.solutions import NAMES, solution_format
from studyai.errors import ToldError
from studyai.exercise.hints import hint
from studyai.exercise.mark import mark
from studyai.exercise.present import ask_line, cells, value_text
from studyai.exercise.sample import Variant, sample
from studyai.tui.exercise.drawn import givens_lines
from studyai.tui.exercise.solution_blocks import block_content, block_of
from studyai.worksheet import formats
from studyai.worksheet.paper import Sheet
from studyai.worksheet.plan import Slot, Source

SECRET = "fuzzed-secret-7f3a"  # stands in a file beside the pack, and may come out nowhere
MARK = "fuzzed"  # the file that what is executed would make
TYPST_EACH = 20  # one in so many is set by typst
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the slower one refuses [n?]
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
MOST_CELLS = 200
Path_: TypeAlias = tuple[str | int, ...]

HARM = [
    'x" #read("secret.txt") "', "#read(\"secret.txt\")", "\\input{secret.txt}", "\\write18{touch fuzzed}", "$$",
    "\\( x \\)", "{1:SHORTANSWER:=x}", "<script>", "]]>", "%", "{a}", "{", "}", "t' #eval(\"1\") '", "\x07", "a\nb",
    "a\tb", "[bold]", "\x1b[31m", "é", "名", "a" * 61, "a" * 5000, "__import__('os').system('touch fuzzed')", "0", "1",
    "-1", "pi", "t", "x_prev", "x_all", "true", "null", "~", "2026-01-01", "1e3", "0x10", "1_0", "=", "<<", "*a",
    "&a", "!!python/object/apply:os.system [touch fuzzed]", "../..", "/etc/passwd", "", " ", "\u202e", "\ufeff", "no",
    "W?", "k?",
]  # fmt: skip
FORMULAS = [
    "9**9**9**9", "1/0", "0/0", "log(0)", "sqrt(-1)", "exp(1000)", "[1, 2]", "[[1, 2], [3]]", "[]", "[[[[1]]]]", "a",
    "sum(1)", "1 == 1", "1 < [1, 2]", "softmax([1, 2])", "one_hot(1, 10**9)", "one_hot(10**9, 10)", "range(10**9)",
    "zeros(10**9)", "[1]*10**9", "part([1, 2], 5)", "take([1, 2], 9)", "derivative(x, x)",
    "conv2d([[1]], [[1, 2]], 1, 0)", "max_pool([[1]], 2, 0, 0)", "[1, 2] @ [1, 2, 3]", "[1, 2].T",
    "(" * 100 + "1" + ")" * 100, "-" * 500 + "1", "1" * 400, "1e400", "1e-400", "[1, 2][5]", "[1, 2][-1]",
    "[1, 2][0.5]", "5 % 0", "5 // 0", "floor(1e300)", "min()", "max(1)", "x.y", "__class__", "f(x)", "lambda: 0",
    "2 if 1 else 3", "0**-1", "(-8)**(1/3)", "tanh([1])", "mean([])", "1e308*10", "10**308*10**308", "2**-100000",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 2, 10**9, -(10**9), 10**30, 10**400, 0.5, 1e308, 1e-308, float("nan"), float("inf"),
    float("-inf"), [], {}, [[]], [None], [1], [1, 2], [2, 1], [1, 10**9], [0, 10**6, "1/1000000"], [1, 2, 0],
    [1, 2, -1], [0.1, 0.2, 1e-12], ["1/3", "2/3"], ["1/0", 1], [[1, 2], [3, 4]], [[1, 2], [3]], [1, "a"], {"a": 1},
    {"int": [1, 2]}, {"int": [1, 10**9]}, {"decimal": [0, 1, "1/10"]}, {"decimal": [0, 1, 1e-9]}, {"one_of": [1, 2]},
    {"one_of": []}, {"one_of": [[1, 2], [3, 4]]}, {1: 2}, {None: 1}, {True: 1}, "a", "1/3", "1/0", "1e999", "nan",
    b"bytes", [[[[[[1]]]]]],
]  # fmt: skip


@dataclass(frozen=True)
class Packed:
    """The text of an `exercises.yaml`, and which numbers are drawn of it."""

    text: str
    seed: int
    with_typst: bool = False


@cache
def _exercises() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return every exercise of the bank beside the file it is of, as plain data."""
    files = sorted(built_in().folder.glob("*/exercises.yaml"))
    read = [yaml.load(file.read_bytes(), Loader=LOADER) for file in files]  # noqa: S506 (a safe one)
    return [(file, exercise) for file in read for exercise in file["exercises"]]


@cache
def _paths(number: int) -> list[Path_]:
    return list(_below(_file(number), ()))


def _file(number: int) -> dict[str, Any]:
    file, exercise = _exercises()[number]
    return {**file, "exercises": [deepcopy(exercise)]}


def _below(tree: Any, path: Path_) -> Iterator[Path_]:
    yield path
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, part in parts:
        yield from _below(part, (*path, key))


def _holder(tree: Any, path: Path_) -> Any:
    for key in path[:-1]:
        tree = tree[key]
    return tree


Damage: TypeAlias = Callable[[Any, Path_], None]


def _put(value: Any) -> Damage:
    def change(tree: Any, path: Path_) -> None:
        _holder(tree, path)[path[-1]] = deepcopy(value)

    return change


def _renamed(name: Any) -> Damage:
    def change(tree: Any, path: Path_) -> None:
        holder = _holder(tree, path)
        if isinstance(holder, dict):
            items = [(name if key == path[-1] else key, value) for key, value in holder.items()]
            holder.clear()
            holder.update(items)

    return change


def _left_out(tree: Any, path: Path_) -> None:
    del _holder(tree, path)[path[-1]]


def _deepened(times: int) -> Damage:
    def change(tree: Any, path: Path_) -> None:
        holder = _holder(tree, path)
        for place in range(times):
            holder[path[-1]] = [holder[path[-1]]] if place % 2 else {"a": holder[path[-1]]}

    return change


def _repeated(times: int) -> Damage:
    def change(tree: Any, path: Path_) -> None:
        holder = _holder(tree, path)
        if isinstance(holder, list):
            holder[path[-1] : path[-1]] = deepcopy([holder[path[-1]]] * times)  # type: ignore[misc]

    return change


def _rewritten(by: list[Callable[[str], str]]) -> Damage:
    def change(tree: Any, path: Path_) -> None:
        holder = _holder(tree, path)
        if isinstance(holder[path[-1]], str):
            holder[path[-1]] = changed(holder[path[-1]], by)

    return change


def _scaled(factor: Any) -> Damage:
    def change(tree: Any, path: Path_) -> None:
        holder = _holder(tree, path)
        if isinstance(holder[path[-1]], int | float) and not isinstance(holder[path[-1]], bool):
            holder[path[-1]] = holder[path[-1]] * factor

    return change


DAMAGES: st.SearchStrategy[Damage] = st.one_of(
    st.sampled_from(VALUES).map(_put),
    st.sampled_from(HARM + HOSTILE).map(_put),
    st.sampled_from(FORMULAS).map(_put),
    st.one_of(numbers(), formulas(("x", "t", "a"))).map(_put),
    st.sampled_from(HARM).map(_renamed),
    st.sampled_from([None, True, 1, 0.5, 9]).map(_renamed),
    st.just(_left_out),
    st.integers(1, 80).map(_deepened),
    st.sampled_from([1, 2, 300]).map(_repeated),
    changes().map(_rewritten),
    st.sampled_from([-1, 0, 10, 1000, 10**6, 10**12, 0.1, 1e-9]).map(_scaled),
)
LINES = [
    "bomb: [&a [1], &b [*a, *a], &c [*b, *b], [*c, *c]]", "cycle: &x [*x]",
    "run: !!python/object/apply:os.system [touch fuzzed]", "<<: {section: 1}", "deep: " + "[" * 3000,
    "deep: " + "{a: " * 500 + "}" * 500, "a: b: c", "\ttab: 1", "? [1]\n: 2", "section: 1", "!!binary aGVsbG8=: 1",
    "--- \n...", "%YAML 9.9", "x: !<tag:yaml.org,2002:python/name:os.system> ''", "x: !include secret.txt", "x: \x00",
    "x: \ud7ff", "x: " + "a" * 100_000, "'", '"', "|", ">", "- ", "@", "`",
]  # fmt: skip


@st.composite
def packs(draw: st.DrawFn) -> Packed:
    """An exercise of the bank with one to three damages, in its data or in its text."""
    number = draw(st.integers(0, len(_exercises()) - 1))
    tree = _file(number)
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(_paths(number)))
        try:
            if path:
                draw(DAMAGES)(tree, path)
        except (KeyError, IndexError, TypeError):
            continue  # the first damage took the place of the second away
    text = yaml.dump(tree, Dumper=DUMPER, sort_keys=False, allow_unicode=True, width=1000)
    in_text = draw(st.integers(0, 9))
    if in_text == 0:
        text = changed(text, draw(changes()))
    elif in_text == 1:
        lines = text.split("\n")
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(LINES)))
        text = "\n".join(lines)
    return Packed(text, draw(st.integers(0, 5)), draw(st.integers(1, TYPST_EACH)) == 1)


class Trying:
    """Loads, proves and draws packs in a folder of their own, with a secret beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[str] = []
        (folder / "secret.txt").write_text(SECRET, encoding="utf-8")

    def check(self, packed: Packed) -> str:
        """Return what came of a pack; raises Mistake where something of it was executed or read."""
        file = self.folder / "pack" / "exercises.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(packed.text.encode("utf-8", "surrogatepass"))
        self.seen = []
        outcome = self._tried(file, packed)
        if (self.folder / MARK).exists() or (file.parent / MARK).exists():
            raise Mistake("something in the pack was executed")
        if any(SECRET in text for text in self.seen):
            raise Mistake("a file beside the pack was read")
        return outcome

    def _tried(self, file: Path, packed: Packed) -> str:
        bank = Bank([Pack("fuzzed", file.parent)], self.folder / "index.json")
        for problem in bank.problems:
            if not problem.startswith(f"{file}:"):
                raise Mistake(f"a problem without its file: {problem}")
        ids = bank.ids()
        if not ids:
            return "refused" if bank.problems else "no exercises"
        outcome = "proven"
        for placed in load_file(file).placed.values():
            trial = Trial(3, lambda variants: [None] * len(variants), [placed.value.oracle])
            outcome = "finding" if lint_exercise(placed, trial).findings else outcome
        for identifier in ids:
            exercise = bank.exercise(identifier)
            for level in exercise.levels:
                try:
                    self._drawn(sample(exercise, level, packed.seed), packed.with_typst)
                except ToldError as problem:
                    outcome = f"told: {type(problem).__name__}"
        return outcome

    def _drawn(self, variant: Variant, with_typst: bool) -> None:
        self.seen += [ask_line(variant), *givens_lines(variant, 80)]
        for name in NAMES:
            self.seen.append(solution_format(name).worked(variant, 80))
        slot = Slot(0, 0, Source(variant.exercise.id, variant.level), variant.seed or 0)
        for name in module_names(formats.__path__):
            self.seen += formats.form(name).piece(variant, slot)
        for number, line in enumerate(variant.solution.lines[:20], 1):
            block = block_of(number, line, 76)
            self.seen += [content.plain for content in block_content(block, None, ())]
            self.seen += [str(cell.node) for cell in cells(line)[:MOST_CELLS]]
            mark(variant.solution, line.key, value_text(line.value))
            self.seen += [str(hint(line, rung)) for rung in range(4)]
        list(asked_lines(variant))
        if with_typst:
            question, key = formats.form("pdf").piece(variant, slot)
            sheets = [Sheet("T", "1-A", "A", is_key, 1, body) for is_key, body in ((False, question), (True, key))]
            _assemble(sheets)


def _assemble(sheets: list[Sheet]) -> None:
    from studyai.worksheet.formats.pdf import assemble

    if not assemble(sheets).startswith(b"%PDF"):
        raise Mistake("no PDF came")


def fuzz(count: int, number: int = 0, hang: float | None = None) -> Tally[Packed]:
    """Try so many packs."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # what a pack names without its folder would be found here
        try:
            return run(packs(), Trying(Path(folder)).check, count, number, hang)
        finally:
            os.chdir(before)
