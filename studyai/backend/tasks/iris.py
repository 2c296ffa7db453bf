"""Two kinds of iris told apart by two measures: 100 real flowers (Fisher 1936, shipped with scikit-learn)."""

from __future__ import annotations

from functools import cache

from studyai.backend.tasks.registry import Task, task
from studyai.backend.tasks.shipped import table
from studyai.backend.tasks.two_classes import two_class_task

FLOWERS = 100  # the first two of three kinds, 50 each; a line separates them
SEPAL_LENGTH, PETAL_LENGTH = 0, 2  # columns, in cm


@task("iris")
@cache
def iris() -> Task:
    """Sepal length and petal length (N, 2) in cm; setosa is 0, versicolor 1."""
    flowers = table("iris.csv", header_lines=1)[:FLOWERS]  # (N, 4 + 1)
    points, targets = flowers[:, [SEPAL_LENGTH, PETAL_LENGTH]].float(), flowers[:, -1].long()
    return two_class_task(points, targets, validation=20, test=20, classes=("setosa", "versicolor"))
