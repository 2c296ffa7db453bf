"""How a name is written in the field: `theta_0` is θ with subscript 0, `x_hat` is x̂, `w_new` is w′."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

GREEK = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "eta": "η",
    "theta": "θ",
    "lambda": "λ",
    "mu": "μ",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "omega": "ω",
    "Omega": "Ω",
}
ACCENTS = ("hat", "bar", "tilde")
NEIGHBOURS = ("prev", "next")  # of the running index
DERIVATIVE = re.compile(r"d([A-Za-z]+)_d([A-Za-z][A-Za-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name taken apart: base (`theta`), accent (`hat`), subscripts (`e`, `h`), prime."""

    base: str
    accent: str = ""
    subscripts: tuple[str, ...] = ()
    prime: bool = False


def read_symbol(name: str, subscripts: Mapping[str, str]) -> Symbol:
    """Return the parts of a name; `subscripts` adds the running index of a repeated block (`m_prev` → t−1)."""
    base, *parts = name.split("_")
    if len(base) > 1 and base not in GREEK and name not in subscripts:
        return Symbol(name.replace("_", " "))  # words, such as ceil_mode, have no subscripts
    accent = next((part for part in parts if part in ACCENTS), "")
    index = subscripts.get(name)
    kept = [part for part in parts if part and part not in ACCENTS and part != "new"]
    if kept[-1:] == ["all"]:  # a series of rounds: indexed, it is written like one of its values
        kept = [part for part in kept[:-1] if part != "prev"]
    if index is not None:
        kept = [*(part for part in kept if part not in NEIGHBOURS), index]
    return Symbol(base, accent, tuple(kept), "new" in parts)


def derivative(name: str) -> tuple[str, str] | None:
    """`dJ_dw` as the names J and w; None for any other name."""
    match = DERIVATIVE.fullmatch(name)
    return (match[1], match[2]) if match else None
