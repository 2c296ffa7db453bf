"""Whether two expressions are equal, within a bounded time: at points first, then sympy in its own process."""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache

from studyai.formula.expression import Expression
from studyai.formula.probing import alike

PATIENCE = 6.0  # seconds for sympy; its process is ended then, and the points decide


def equivalent(one: Expression, other: Expression, patience: float = PATIENCE) -> bool:
    """Return whether the expressions are equal. Where sympy runs out of time, agreement at the points is the answer."""
    return alike(one, other) and (one == other or verdict(str(one), str(other), patience) != "different")


@lru_cache(maxsize=256)
def verdict(one: str, other: str, patience: float = PATIENCE) -> str:
    """Return what sympy says of two formulas' texts: equal, different, or undecided (out of time or memory too)."""
    command = [sys.executable, "-m", "studyai.formula.symbolic"]
    try:
        run = subprocess.run(
            command,
            input=f"{one}\n{other}\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=patience,
            check=False,
            encoding="utf-8",
        )
    except (subprocess.TimeoutExpired, OSError):
        return "undecided"
    return run.stdout.strip() if run.returncode == 0 else "undecided"
