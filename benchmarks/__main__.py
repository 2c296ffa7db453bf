"""Measures everything and prints the table, each figure beside its floor from the same run; `fuzz` tries inputs."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import version

from benchmarks import (
    architectures,
    curves,
    first_paint,
    first_question,
    gpu,
    key_latency,
    lab,
    memory,
    one_exercise,
    proof,
    record,
    symbolic_marks,
    training,
    variants,
    worksheets,
)
from benchmarks.figure import Figure

PARTS: dict[str, Callable[[], list[Figure]]] = {
    "first-paint": first_paint.measure,
    "first-question": first_question.measure,
    "one-exercise": one_exercise.measure,
    "variants": variants.measure,
    "key-latency": key_latency.measure,
    "training": training.measure,
    "architectures": architectures.measure,
    "worksheets": worksheets.measure,
    "proof": proof.measure,
    "record": record.measure,
    "curves": curves.measure,
    "symbolic-marks": symbolic_marks.measure,
    "lab": lab.measure,
    "gpu": gpu.measure,
    "memory": memory.measure,
}
HEADER = Figure("what", "floor, in the same run", "measured", "reach", True)


def main() -> int:
    if sys.argv[1:2] == ["fuzz"]:
        from benchmarks.fuzz.command import main as fuzz

        return fuzz(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part (may be repeated)")
    chosen = parser.parse_args().only or list(PARTS)
    packages = ", ".join(f"{name} {version(name)}" for name in ("torch", "textual", "numpy"))
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {packages}\n")
    print(_row(HEADER, ""))
    print("|---|---|---|---|---|")
    reached = True
    for name in chosen:
        for figure in PARTS[name]():
            reached &= figure.reached
            print(_row(figure, "✓" if figure.reached else "✗"), flush=True)
    return 0 if reached else 1


def _row(figure: Figure, verdict: str) -> str:
    return f"| {figure.what} | {figure.floor} | {figure.measured} | {figure.reach} | {verdict} |"


if __name__ == "__main__":
    sys.exit(main())
