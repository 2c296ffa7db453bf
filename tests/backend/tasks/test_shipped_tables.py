"""The tables read from scikit-learn's files are those that scikit-learn reads itself."""

import torch
from sklearn.datasets import load_digits, load_iris

from studyai.backend.tasks.shipped import table


def test_digits() -> None:
    images, labels = load_digits(return_X_y=True)
    scans = table("digits.csv.gz")
    assert torch.equal(scans[:, :-1], torch.tensor(images))
    assert torch.equal(scans[:, -1].long(), torch.tensor(labels))


def test_iris() -> None:
    measures, kinds = load_iris(return_X_y=True)
    flowers = table("iris.csv", header_lines=1)
    assert torch.equal(flowers[:, :-1], torch.tensor(measures))
    assert torch.equal(flowers[:, -1].long(), torch.tensor(kinds))
