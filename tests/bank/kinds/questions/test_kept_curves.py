"""The curves that questions keep: each begins as the run does that it names; `python -m benchmarks` runs them whole.

How a training goes on after its beginning may depend on the processor, by the order in which it adds.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from benchmarks.curves import disagreements, kept
from studyai.bank.kinds.questions.question import Curve
from studyai.client.errors import WorkerProblem
from studyai.client.worker import Worker

BEGINNING = 40  # updates


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def worker() -> AsyncIterator[Worker]:
    async with Worker(threads=1) as started:
        yield started


async def test_every_curve_begins_as_what_it_was_drawn_from(worker: Worker) -> None:
    found = {name: await disagreements(worker, curve, BEGINNING) for name, curve in kept().items()}
    assert len(found) > 25
    assert {name: apart for name, apart in found.items() if apart} == {}


async def test_a_number_that_was_not_measured_is_told(worker: Worker) -> None:
    points = ((0.0, 2.317), (5.0, 2.26), (10.0, 2.189), (21.0, 1.9))
    curve = Curve("update", "loss", {"validation loss": points}, run="mlp/digits?seed=0&steps=300")
    assert await disagreements(worker, curve, 30) == [
        "validation loss at 5: 2.26 is kept, 2.25542 is measured",
        "validation loss at 21: 1.9 is kept, nothing is measured there",
    ]


async def test_a_line_is_no_command_but_the_settings_of_a_run(worker: Worker) -> None:
    for line in ("mlp/digits?seed=__import__('os').getpid()", "mlp --save x", "$(touch x)", "mlp;id", "--help"):
        with pytest.raises(WorkerProblem):
            await disagreements(worker, Curve("update", "loss", {}, run=line), 1)
