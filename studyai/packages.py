"""Packages that an installation may lack, for whoever wants it small: what fails without each, and what mends it."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec

from studyai.errors import ToldError

CPU_INDEX = "https://download.pytorch.org/whl/cpu"


@dataclass(frozen=True, slots=True)
class Package:
    """A package by its name on an index and the module that is imported of it.

    What serves one ``purpose`` is installed together; ``failing`` says what cannot be done without it.
    """

    name: str
    module: str
    purpose: str
    failing: str


OPTIONAL = (
    Package("torch", "torch", "torch", "it checks no answer and trains nothing"),
    Package("scikit-learn", "sklearn", "torch", "its data sets cannot be learnt"),
    Package("safetensors", "safetensors", "torch", "weights can be neither saved nor loaded"),
    Package("typst", "typst", "PDF", "no worksheet can be written as PDF"),
    Package("genanki", "genanki", "Anki", "no worksheet can be written as an Anki deck"),
)


class MissingPackage(ToldError):
    """A package that is not installed: what cannot be done without it, and the command that installs it."""

    def __init__(self, package: Package) -> None:
        remedy = install_command([one for one in missing() if one.purpose == package.purpose])
        super().__init__(f"{package.name} is not installed, so {package.failing}; to install it: {remedy}")


def require(name: str) -> None:
    """Raise MissingPackage if that optional package is not installed; it is not imported yet."""
    package = next(one for one in OPTIONAL if one.name == name)
    if not _is_there(package):
        raise MissingPackage(package)


def missing() -> list[Package]:
    """Return the optional packages that are not installed."""
    return [package for package in OPTIONAL if not _is_there(package)]


def install_command(packages: list[Package]) -> str:
    """Return the command that puts packages beside the Python that runs, as a shell of any system takes it."""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    needed = " ".join(f'"{_requirement(package.name)}"' for package in packages)
    # On Linux, and only there, the builds of torch on the usual index are for NVIDIA's cards and fill gigabytes.
    for_cpu = sys.platform == "linux" and any(package.name == "torch" for package in packages)
    if _finds("pip"):
        return f"{python} -m pip install {needed}{f' --extra-index-url {CPU_INDEX}' if for_cpu else ''}"
    return f"uv pip install --python {python} {needed}{' --torch-backend cpu' if for_cpu else ''}"


def _is_there(package: Package) -> bool:
    return _finds(package.module)


def _finds(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):  # something refuses it, or stands in its place
        return False


def _requirement(name: str) -> str:
    """Return a package with the versions that StudyAI works with."""
    try:
        stated = requires("studyai") or []
    except PackageNotFoundError:  # run from its folder
        stated = []
    return next((one for one in stated if re.match(rf"{name}\b(?!-)", one)), name)
