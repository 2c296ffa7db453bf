"""A worker without torch: it answers at once, and a test decides what it reports and when it dies."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Mapping, Sequence

import msgspec

from studyai import protocol
from studyai.client.errors import WorkerLost
from studyai.client.run import Run
from studyai.client.worker import Worker
from studyai.protocol import Evaluation, Finished, Frame, Layer, Probe, Started, Tensor, View, Welcome

CLASSES = [str(digit) for digit in range(10)]
LAYERS = [
    Layer("conv1", "Conv2d", (64, 8, 8, 8), 80),
    Layer("pool1", "MaxPool2d", (64, 8, 4, 4), 0),
    Layer("conv2", "Conv2d", (64, 16, 4, 4), 1168),
    Layer("dense", "Linear", (64, 10), 2570),
]
PROBES = [
    Probe("conv1.feature_maps", ("map", "row", "column"), (8, 8, 8)),
    Probe("conv1.kernels", ("map", "channel", "row", "column"), (8, 1, 3, 3)),
    Probe("dense.output", ("class",), (10,)),
]


def tensor(shape: tuple[int, ...], value: Callable[[int], float]) -> Tensor:
    """Make a tensor from a function of the row-major position."""
    return Tensor(shape, array("f", map(value, range(math.prod(shape)))).tobytes())


class FakeWorker(Worker):
    """Speaks of one run; `sent` holds the run's requests as they came."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[protocol.RunRequest] = []
        self.starts = 0
        self.run: Run | None = None
        self.refuse: Exception | None = None

    async def start(self) -> Welcome:
        self.starts += 1
        self.lost = None
        self.hello = Welcome(
            id=1, version=1, torch="2.13", devices=["cpu"], threads=1, oracles=[], architectures=["cnn"]
        )
        return self.hello

    async def stop(self) -> None:
        self.hello = None

    async def restart(self) -> Welcome:
        return await self.start()

    async def race(
        self,
        surface: str,
        optimisers: Sequence[str] = (),
        learning_rates: Mapping[str, float] | None = None,
        *,
        steps: int = 200,
        seed: int = 0,
    ) -> protocol.Raced:
        if self.refuse is not None:
            raise self.refuse
        return make_race(surface, dict(learning_rates or {}), steps)

    async def train(
        self,
        architecture: str,
        task: str | None = None,
        *,
        seed: int = 0,
        learning_rate: float | None = None,
        batch_size: int | None = None,
        steps: int | None = None,
        until_target: bool = False,
        paused: bool = False,
    ) -> Run:
        started = Started(
            id=1, run=1, architecture=architecture, task="digits", seed=seed, learning_rate=learning_rate or 0.01,
            batch_size=64, steps=600, steps_per_epoch=23, evaluate_every=23, metric="test accuracy", target=0.97,
            structure="", source="",
            layers=LAYERS, probes=PROBES, classes=CLASSES, examples=360,
        )  # fmt: skip
        self.run = Run(started, self._note)
        self.report(step=0)
        return self.run

    async def _note(self, request: protocol.RunRequest) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.sent.append(request)
        if isinstance(request, protocol.Look) and self.run and self.run.latest:
            self._look(request)

    def _look(self, request: protocol.Look) -> None:
        assert self.run is not None
        assert self.run.latest is not None
        before = self.run.latest.view
        assert before is not None
        example = before.example if request.example is None else request.example
        view = make_view(request.probe or before.probe, example)
        self.run.receive(msgspec.structs.replace(self.run.latest, losses=[], evaluations=[], view=view))

    def report(self, step: int, state: protocol.State = "paused", generation: int = 0, **more: object) -> None:
        """Report a frame whose losses go from the last one known to `step`."""
        assert self.run is not None
        history = self.run.history
        known = len(history.losses) if history.generation == generation else 0
        steps = range(known + 1, step + 1)
        frame = Frame(
            run=1, generation=generation, seed=self.run.started.seed, state=state, step=step, epoch=step / 23,
            first_step=known + 1, losses=[2.3 * math.exp(-k / 120) + 0.08 * math.sin(k) ** 2 for k in steps],
            evaluations=[Evaluation(k, 1 - 0.9 * math.exp(-k / 60)) for k in steps if k % 23 == 0],
            learning_rate=0.01, steps_per_second=412.0, view=make_view("conv1.feature_maps", 7),
        )  # fmt: skip
        self.run.receive(msgspec.structs.replace(frame, **more))

    def finish(self, *, reached: bool = True) -> None:
        """Come to the end of the run."""
        assert self.run is not None
        self.run.receive(
            Finished(
                run=1,
                reason="finished",
                metric="test accuracy",
                value=0.978,
                target=0.97,
                reached=reached,
                steps=600,
                seconds=1.9,
            )
        )

    def die(self) -> None:
        """Be killed."""
        self.lost = WorkerLost("The worker was killed (signal 9).")
        if self.run is not None:
            self.run.lose(self.lost)
        if self.on_lost is not None:
            self.on_lost(self.lost)


def make_race(surface: str, rates: dict[str, float], steps: int) -> protocol.Raced:
    """Two optimisers on x² + y² (or on a network without points), in closed form."""

    def track(name: str, title: str, rate: float) -> protocol.Track:
        shares = [(1 - rate) ** step for step in range(steps + 1)]
        lost = next((step for step, share in enumerate(shares) if abs(share) > 100), len(shares))
        points = [(-3.0 * share, 2.0 * share) for share in shares[:lost]]
        on_network = surface == "mlp"
        return protocol.Track(
            optimiser=name,
            title=title,
            learning_rate=rate,
            more={},
            points=[] if on_network else points,
            losses=[(x * x + y * y) / 2 for x, y in points],
            gradients=[] if on_network else points[:-1],
            diverged=lost < len(shares),
        )

    heights = tensor((30, 60), lambda k: ((k % 60) / 7.5 - 4) ** 2 / 2 + ((k // 60) / 5 - 3) ** 2 / 2)
    tracks = [track("sgd", "SGD", rates.get("sgd", 0.1)), track("adam", "Adam", rates.get("adam", 0.3))]
    return protocol.Raced(
        id=1, surface=surface, title=surface.title(), words="(x² + y²)/2", lesson="Look at the bowl.",
        across=(-4.0, 4.0), up=(-3.0, 3.0), minima=[(0.0, 0.0)], heights=None if surface == "mlp" else heights,
        tracks=tracks, surfaces=["bowl", "mlp"],
    )  # fmt: skip


def make_view(probe: str, example: int) -> View:
    """Look at a probe; its numbers are a known function of their position."""
    known = next(item for item in PROBES if item.name == probe)
    inner = tensor(known.shape, lambda k: max(0.0, math.sin(k / 9)) if "maps" in probe else math.sin(k / 2))
    digit = tensor((1, 8, 8), lambda k: 16 * math.exp(-(((k % 8) - 3.5) ** 2) / 3) * (0 < k // 8 < 7) / 16)
    probabilities = [0.02] * 10
    probabilities[1] = 0.82
    return View(
        probe=probe, axes=known.axes, tensor=inner, full_shape=known.shape, example=example, input=digit,
        label=1 if example % 2 else 7, prediction=1, probabilities=probabilities,
    )  # fmt: skip
