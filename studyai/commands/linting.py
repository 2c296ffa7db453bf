"""`studyai lint`: proves the built-in bank or a pack."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studyai.bank.bank import Bank
from studyai.bank.kind import Kind
from studyai.bank.kinds.exercises.kind import EXERCISES
from studyai.bank.kinds.registry import KINDS, kind_of, unknown_kind
from studyai.bank.located import BankError
from studyai.bank.packs import Pack, built_in
from studyai.bank.references import Reference, read_references
from studyai.bank.report import Disagreement, Finding, Known, Report, Trial
from studyai.bank.section import Broken, Placed
from studyai.client.check import AGREED, Comparison, check_many, difference, in_numbers
from studyai.client.worker import Worker
from studyai.commands.errors import BadInputError
from studyai.commands.output import complain, say, say_json
from studyai.errors import ToldError
from studyai.exercise.definition import Exercise
from studyai.exercise.sample import Variant

AT_A_TIME = 2  # entries: one is worked out while torch is asked about another


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the pack, and the kind it is of."""

    kind: Kind[Any]
    placed: Placed[Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack as it was read: what can be proven, what is broken, and what is wrong with whole files."""

    entries: list[Entry]
    broken: list[Broken]
    unusable: list[str]


def lint(arguments: Namespace) -> int:
    """Print a line for each entry and return 1 if anything is wrong; or print the JSON Schema of a kind of file."""
    if arguments.schema:
        say_json(next(kind for kind in KINDS if kind.name == arguments.schema).schema())
        return 0
    pack = _pack(arguments.pack)
    loaded = _load(pack)
    references, unread = _references(pack)
    wanted = loaded
    if arguments.kind:
        wanted = Loaded(
            [one for one in loaded.entries if one.kind.name == arguments.kind], loaded.broken, loaded.unusable
        )
    if arguments.exercise:
        wanted = _only(arguments.exercise, wanted)
    problems = [*wanted.unusable, *unread, *(str(one.error) for one in wanted.broken)]
    for problem in problems:
        complain(problem)
    trial = Trial(arguments.seeds, lambda _: [], (), _names(loaded, references), exercise=_exercises(loaded))
    reports = asyncio.run(_lint(wanted.entries, trial, quiet=arguments.json))
    together = [] if arguments.exercise else _together(wanted.entries, references)
    faulty = bool(problems) or bool(together) or any(report.findings for _, report in reports)
    if arguments.json:
        documents = [_document(kind, report) for kind, report in reports]
        say_json({"reports": documents, "together": [_finding(one) for one in together], "problems": problems})
    else:
        for finding in together:
            say(f"✗ {finding}")
        counts = {name: sum(report.tallies.get(name, 0) for _, report in reports) for name in ("examples", "slips")}
        say(f"{counts['examples']} of {counts['slips']} slips have an example")
        say(f"{_total(reports)}: {'mistakes found' if faulty else 'all proven'}")
    return 1 if faulty else 0


def _pack(folder: str | None) -> Pack:
    if folder is None:
        return built_in()
    pack, known = Pack(folder, Path(folder)), " or ".join(kind.file_name for kind in KINDS)
    if not pack.folder.is_dir():
        raise BadInputError(f"{folder} is no folder; a pack is a folder with {known} in it or in its sections")
    if not pack.files():
        raise BadInputError(f"{folder} has no {known}, nor has any folder in it")
    return pack


def _load(pack: Pack) -> Loaded:
    loaded = Loaded([], [], [])
    places: dict[tuple[str, str], str] = {}
    for file in pack.files():
        kind = kind_of(file)
        if kind is None:
            loaded.unusable.append(unknown_kind(file))
            continue
        try:
            section = kind.read(file)
        except BankError as problem:
            loaded.unusable.append(str(problem))
            continue
        loaded.broken.extend(section.broken)
        for placed in section.placed.values():
            loaded.entries.append(Entry(kind, placed))
            place = f"{file}:{placed.line}"
            first = places.setdefault((kind.name, placed.id), place)
            if first != place:
                loaded.unusable.append(f"{place}: {placed.id} stands in {first} already; give it another id")
    return loaded


def _only(names: Sequence[str], loaded: Loaded) -> Loaded:
    """Return what concerns these ids; raises BadInputError for one that is nowhere in the pack."""
    known = {one.placed.id for one in loaded.entries} | {one.id for one in loaded.broken}
    unknown = [name for name in names if name not in known]
    if unknown:
        unread = "".join(f"\n{problem}" for problem in loaded.unusable)
        raise BadInputError(f"{', '.join(unknown)}: no such exercise in this pack{unread}")
    entries = [one for one in loaded.entries if one.placed.id in names]
    return Loaded(entries, [one for one in loaded.broken if one.id in names], [])


def _references(pack: Pack) -> tuple[dict[str, Reference], list[str]]:
    """Return the references that the pack may name, its own before the built-in ones, and what is wrong with them."""
    try:
        own = read_references(pack.folder)
        return ({**read_references(built_in().folder), **own}, [])
    except BankError as problem:
        return {}, [str(problem)]


def _names(loaded: Loaded, references: Collection[str]) -> Known:
    """Return the names that entries of the pack may refer to, as far as no torch is needed."""
    own = [one.placed.id for one in loaded.entries if one.kind is EXERCISES]
    return Known(exercises={*own, *Bank([built_in()]).ids()}, references=references)


def _together(entries: Sequence[Entry], references: Mapping[str, Reference]) -> list[Finding]:
    """Return what is wrong with the entries of each kind together, and with the references."""
    findings = [finding for kind in KINDS for finding in kind.lint_together(_of(kind, entries))]
    for one in references.values():
        findings += [Finding("references", one.file, one.line, f"{one.key} {fault}") for fault in one.faults]
    return findings


def _of(kind: Kind[Any], entries: Sequence[Entry]) -> list[Placed[Any]]:
    return [one.placed for one in entries if one.kind is kind]


def _exercises(loaded: Loaded) -> Callable[[str], Exercise | None]:
    """Return what finds an exercise of the pack or of the built-in bank by its id."""
    own = {one.placed.id: one.placed.value for one in loaded.entries if one.kind is EXERCISES}
    bank = Bank([built_in()])

    def find(identifier: str) -> Exercise | None:
        try:
            return own.get(identifier) or bank.exercise(identifier)
        except ToldError:
            return None

    return find


async def _lint(entries: Sequence[Entry], without_torch: Trial, *, quiet: bool) -> list[tuple[Kind[Any], Report]]:
    """Prove the entries; the trial gets what torch knows."""
    reports = []
    against: dict[str, str] = {}
    async with Worker() as worker:
        loop = asyncio.get_running_loop()
        assert worker.hello is not None

        def oracle(variants: Sequence[Variant]) -> list[Disagreement | None]:
            asked = asyncio.run_coroutine_threadsafe(check_many(worker, variants), loop)
            return [_against(variant, one) for variant, one in zip(variants, asked.result(), strict=True)]

        def claim_fails(claim: str) -> str:
            if claim not in against:
                proven = asyncio.run_coroutine_threadsafe(worker.prove(claim), loop).result()
                against[claim] = "" if proven.holds else proven.measured
            return against[claim]

        claims = {card.name for card in await worker.claims()}
        known = replace(without_torch.known, claims=claims, architectures=worker.hello.architectures)
        trial = replace(without_torch, oracle=oracle, oracles=worker.hello.oracles, known=known, against=claim_fails)
        for entry in entries:
            report = await asyncio.to_thread(entry.kind.lint, entry.placed, trial)
            reports.append((entry.kind, report))
            if not quiet:
                _print(report)
    return reports


def _against(variant: Variant, comparison: Comparison) -> Disagreement | None:
    if comparison.agrees:
        return None
    solution, values = variant.solution, comparison.values
    step = next(
        (
            line.step.symbol
            for line in solution.lines
            if line.key in values and not difference(in_numbers(solution, line.value), values[line.key]) <= AGREED
        ),
        "",
    )
    apart = "" if comparison.refused else f" (difference {comparison.difference:.2e})"
    return Disagreement(comparison.disagreement + apart, step)


def _print(report: Report) -> None:
    say(f"{'✗' if report.findings else '✓'} {report.placed.id:24} {report.summary}")
    for finding in report.findings:
        say(f"    {finding}")


def _total(reports: Sequence[tuple[Kind[Any], Report]]) -> str:
    counts = [f"{sum(kind is one for one, _ in reports)} {kind.name}" for kind in KINDS]
    return f"{', '.join(counts)}, {sum(report.variants for _, report in reports)} variants"


def _document(kind: Kind[Any], report: Report) -> dict[str, object]:
    return {
        "kind": kind.name,
        kind.one: report.placed.id,
        **report.counted,
        "problems": [str(finding) for finding in report.findings],
        "findings": [_finding(one) for one in report.findings],
    }


def _finding(one: Finding) -> dict[str, object]:
    return {"kind": one.kind, "file": str(one.file), "line": one.line, "message": one.message}
