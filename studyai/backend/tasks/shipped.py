"""The tables that scikit-learn ships, read from its files: importing it takes most of a second, this a moment."""

from __future__ import annotations

from importlib.metadata import distribution

import numpy
import torch
from torch import Tensor

from studyai.packages import require

FOLDER = "sklearn/datasets/data"


def table(name: str, header_lines: int = 0) -> Tensor:
    """Return the numbers of that file, (rows, columns) in float64.

    Raises `MissingPackage`, and `FileNotFoundError` where it is not shipped.
    """
    require("scikit-learn")
    path = distribution("scikit-learn").locate_file(f"{FOLDER}/{name}")
    return torch.from_numpy(numpy.loadtxt(str(path), delimiter=",", skiprows=header_lines))
