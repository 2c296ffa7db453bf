"""Verified variants per second on all cores against the oracles by themselves; large sets to JSON and PDF."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figure import Figure, median
from studyai.bank.bank import Bank
from studyai.bank.packs import built_in
from studyai.client.check import oracle_givens
from studyai.cores import cores
from studyai.exercise.sample import Variant, sample
from studyai.worksheet.crew import Crew
from studyai.worksheet.plan import Plan, Source

PAPERS = 40  # of every exercise once
RUNS = 3
WARM_UP = 500  # questions until every process has loaded torch and the bank
FEW, MANY = 2_000, 10_000
FLAT = 1.15


def measure() -> list[Figure]:
    return [_rate(), _json(), _pdf()]


def _rate() -> Figure:
    bank = Bank([built_in()])
    sources = tuple(Source(name, max(bank.exercise(name).levels)) for name in bank.ids())
    alone, verified = [], []
    for run in range(RUNS):
        plan = Plan("", run, PAPERS, sources)
        variants = [sample(bank.exercise(slot.source.exercise), slot.source.level, slot.seed) for slot in plan.slots()]
        alone.append(_oracles_alone(variants))
        verified.append(_verified(plan))
    floor, rate = median(alone), median(verified)
    return Figure(
        f"verified variants per second, {cores()} cores, every exercise at its highest level, median of {RUNS}",
        f"the oracles called alone {floor:,.0f}/s",
        f"{rate:,.0f}/s = {rate / floor:.2f} ×",
        "≥ 0.8 ×",
        rate >= 0.8 * floor,
    )


def _oracles_alone(variants: list[Variant]) -> float:
    """In this process, one after the other, everything loaded: per second."""
    import torch

    from studyai.backend.oracles.registry import find

    torch.set_num_threads(1)
    asked = [(find(variant.exercise.oracle), oracle_givens(variant.solution)) for variant in variants]
    began = time.perf_counter()
    for oracle, givens in asked:
        oracle.answer(givens)
    return len(asked) / (time.perf_counter() - began)


def _verified(plan: Plan) -> float:
    """Drawn, solved with all slips, and checked by torch: per second, once every process is at work."""
    marks: list[tuple[float, int]] = []
    with Crew(plan, None) as crew:
        for _ in crew.pieces(lambda done: marks.append((time.perf_counter(), done))):
            pass
    began, before = next(mark for mark in marks if mark[1] >= WARM_UP)
    ended, after = marks[-1]
    return (after - before) / (ended - began)


def _worksheet(folder: str, *arguments: str) -> tuple[float, float]:
    """Seconds, and the memory of its largest process in MiB, torch's own left out."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "studyai.cli", "worksheet", *arguments]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return time.perf_counter() - began, usage.ru_maxrss / unit


def _every_section() -> list[str]:
    return [f"--section={section.number}" for section in Bank([built_in()]).sections()]


def _json() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        memory, seconds = [], 0.0
        for questions in (FEW, MANY):
            order = ("--count", "100", "--variants", str(questions // 100), "--seed", "1", "-o", "set.json")
            seconds, megabytes = _worksheet(folder, *_every_section(), *order)
            memory.append(megabytes)
        size = Path(folder, "set.json").stat().st_size / 2**20
    return Figure(
        f"{MANY:,} verified variants to JSON",
        f"memory at {FEW:,}: {memory[0]:.0f} MiB (the largest process but torch's)",
        f"{memory[1]:.0f} MiB; {seconds:.1f} s, {size:.0f} MiB of JSON",
        f"flat: ≤ {FLAT} ×",
        memory[1] <= FLAT * memory[0],
    )


def _pdf() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        order = ("--count", "10", "--variants", "30", "--level", "2", "--seed", "1", "-o", "set.pdf")
        seconds, _ = _worksheet(folder, *_every_section(), *order)
        size = Path(folder, "set.pdf").stat().st_size / 2**20
    return Figure("PDF of 30 papers × 10 exercises with key", "–", f"{seconds:.1f} s, {size:.1f} MiB", "printed", True)
