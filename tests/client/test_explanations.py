"""A cell's arithmetic, asked of a real worker about what its frames show."""

import math

import pytest

from studyai.client.errors import WorkerProblem
from studyai.client.worker import Worker
from studyai.protocol import Frame


async def test_what_frames_show_is_explained_from_the_model_as_it_stands() -> None:
    async with Worker() as worker:
        run = await worker.train("perceptron", paused=True, until_target=False)
        await run.step(5)
        async for event in run.events():
            if isinstance(event, Frame) and event.step == 5 and event.state == "paused":
                break
        await run.view("unit.outputs")
        explained = await run.explain((0,))
        (stage,) = explained.stages
        terms = math.fsum(math.prod(term) for part in stage.parts for term in part.terms)
        assert (explained.step, explained.probe, explained.place) == (5, "unit.outputs", (0,))
        assert terms == pytest.approx(explained.value, rel=1e-5)
        with pytest.raises(WorkerProblem, match="does not lie in a tensor of shape"):
            await run.explain((1,))
        await run.view("unit.weights")
        assert "training has moved it" in (await run.explain((0, 1))).note
        await run.stop()
