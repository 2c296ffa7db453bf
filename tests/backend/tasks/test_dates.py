"""Dates: what is written against what the standard library reads in the source; splits."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import torch
from torch import Tensor

from studyai.backend.tasks import registry as tasks

FORMS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%d.%m.%Y")


def text(numbers: Tensor) -> str:
    names = tasks.find("date-normalisation").classes
    return "".join(names[number] for number in numbers.tolist())


def readings(source: str) -> set[tuple[str, str]]:
    """The form in which it can be read, with the date in ISO."""
    found = set()
    for form in FORMS:
        with suppress(ValueError):
            found.add((form, datetime.strptime(source.strip(), form).date().isoformat()))
    return found


def test_targets_are_the_dates_of_the_sources_in_all_forms() -> None:
    validation = tasks.find("date-normalisation").validation
    seen = set()
    for source, target in zip(validation.inputs[0], validation.targets, strict=True):
        found = readings(text(source))
        assert {iso for _, iso in found} == {text(target)}
        seen |= {form for form, _ in found}
    assert seen == set(FORMS)


def test_no_date_is_used_twice_in_any_form() -> None:
    task = tasks.find("date-normalisation")
    targets = torch.cat([data.targets for data in (task.train, task.validation, task.test)])
    assert len(targets.unique(dim=0)) == len(targets)


def test_the_sizes_are_those_of_the_data() -> None:
    task = tasks.find("date-normalisation")
    source, given = task.train.inputs
    assert source.shape[1] == task.sizes["source_length"]
    assert given.shape[1] == task.train.targets.shape[1] == task.sizes["target_length"]
    assert (given[:, 0] == task.sizes["start"]).all()
    assert torch.equal(given[:, 1:], task.train.targets[:, :-1])
    assert max(int(one.max()) for one in (source, given)) < task.sizes["vocabulary"] == len(task.classes)
