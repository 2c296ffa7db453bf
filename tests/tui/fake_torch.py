"""A worker without torch: it answers at once, and a test decides what it reports and when it dies."""

from __future__ import annotations

import asyncio
import math
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from studyai import protocol
from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.run import Run
from studyai.client.worker import Worker
from studyai.protocol import (
    Adjusted,
    Done,
    Evaluation,
    Finished,
    Frame,
    Layer,
    Neighbour,
    Plane,
    Probe,
    Setting,
    SettingValue,
    Signal,
    Started,
    Tensor,
    View,
    Welcome,
)


@dataclass(frozen=True)
class Model:
    """What the fake says of an architecture."""

    task: str
    classes: list[str]
    layers: list[Layer]
    probes: list[Probe]


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
WORDS = ["cat", "dog", "[red]", "apple", "pear"]
MODELS = {
    "cnn": Model("digits", CLASSES, LAYERS, PROBES),
    "mlp": Model(
        "moons",
        ["upper moon", "lower moon"],
        [Layer("hidden.dense1", "Linear", (32, 16), 48), Layer("output", "Linear", (32, 2), 34)],
        [
            Probe("hidden.dense1.outputs", ("unit",), (16,)),
            Probe("plane", ("row", "column", "class"), (40, 60, 2)),
        ],
    ),
    "lstm": Model(
        "adding",
        [],
        [Layer("layers.0", "LSTMLayer", (64, 20, 32), 4480), Layer("output", "Linear", (64, 20, 1), 33)],
        [
            Probe("layers.0.forget_gates", ("time", "unit"), (20, 32)),
            Probe("layers.0.hidden_states.gradient_norm", ("time",), (20,)),
            Probe("output.outputs", ("position", "unit"), (20, 1)),
        ],
    ),
    "seq2seq-attention": Model(
        "reverse-8",
        [*CLASSES, "start"],
        [Layer("encoder", "GRU", (256, 8, 64), 18816), Layer("output", "Linear", (256, 8, 11), 715)],
        [Probe("encoder.states", ("time", "unit"), (8, 64)), Probe("alignment", ("target", "source"), (8, 8))],
    ),
    "word-embeddings": Model(
        "small-world",
        WORDS,
        [Layer("embedding", "Embedding", (256, 16), 80)],
        [Probe("embedding.neighbours", ("unit",), (16,))],
    ),
}
SETTINGS = [
    Setting("task", "choice", "", "", "rebuild", "what is learnt", choices=("digits", "moons")),
    Setting("seed", "whole", 0, 0, "rebuild", "where the random numbers begin", 0, 1e18),
    Setting("optimiser", "choice", "adam", "adam", "live", "the rule of the update", choices=("sgd", "adam", "nadam")),
    Setting("learning_rate", "number", 0.01, 0.01, "live", "the size of an update", 1e-12, 1e6),
    Setting("dropout", "number", 0.0, 0.0, "live", "the share of units left out", 0.0, 0.95),
    Setting("steps", "whole", 600, 600, "live", "updates after which it ends at the latest", 1, 1e9),
    Setting("hidden_size", "whole", 16, 16, "rebuild", "units of a hidden layer", 1, 1024),
    Setting(
        "activation", "choice", "relu", "relu", "rebuild", "the non-linearity", choices=("relu", "tanh", "sigmoid")
    ),
    Setting("batch_norm", "flag", False, False, "rebuild", "batch normalisation before the activation"),
]


def tensor(shape: tuple[int, ...], value: Callable[[int], float]) -> Tensor:
    """Make a tensor from a function of the row-major position."""
    return Tensor(shape, array("f", map(value, range(math.prod(shape)))).tobytes())


class FakeWorker(Worker):
    """Speaks of runs; `sent` holds their requests as they came, `run` is the newest."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[protocol.RunRequest[Any]] = []
        self.starts = 0
        self.runs: dict[int, Run] = {}
        self.run: Run | None = None
        self.refuse: Exception | None = None
        self.proved: list[tuple[str, dict[str, SettingValue]]] = []
        self.hangs: asyncio.Event | None = None  # a claim waits for it, and is lost

    async def start(self) -> Welcome:
        self.starts += 1
        self.lost = None
        self.hello = Welcome(
            id=1, version=1, torch="2.13", devices=["cpu"], threads=1, oracles=[], architectures=[*MODELS, "unheard-of"]
        )
        return self.hello

    @property
    def trainings(self) -> list[Run]:
        return list(self.runs.values())

    async def stop(self) -> None:
        self.hello = None
        if self.hangs is not None:
            self.hangs.set()

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

    async def race_question(
        self, surface: str, optimiser: str, step: int, *, learning_rate: float | None = None, steps: int = 200
    ) -> protocol.LiveNumber:
        if surface == "mlp":
            raise WorkerProblem("no-question", "A network's update has too many numbers for a question.")
        race = make_race(surface, {} if learning_rate is None else {optimiser: learning_rate}, steps)
        return make_race_question(next(one for one in race.tracks if one.optimiser == optimiser), step)

    async def claims(self) -> list[protocol.ClaimCard]:
        return CLAIMS

    async def claim_source(self, claim: str) -> str:
        return f"def {claim.replace('-', '_')}():\n    ..."

    async def prove(
        self,
        claim: str,
        knobs: Mapping[str, SettingValue] | None = None,
        on_points: Callable[[list[protocol.Point]], None] | None = None,
    ) -> protocol.Proven:
        if self.refuse is not None:
            raise self.refuse
        self.proved.append((claim, dict(knobs or {})))
        if self.hangs is not None:
            await self.hangs.wait()
            raise WorkerLost("The worker was stopped.")
        return make_proven(claim, dict(knobs or {}), on_points)

    async def train(
        self,
        architecture: str,
        task: str | None = None,
        *,
        settings: Mapping[str, SettingValue] | None = None,
        seed: int | None = None,
        learning_rate: float | None = None,
        batch_size: int | None = None,
        steps: int | None = None,
        until_target: bool = True,
        paused: bool = False,
        device: str = "cpu",
    ) -> Run:
        if architecture not in MODELS:
            raise WorkerProblem("unknown-architecture", f"no architecture named '{architecture}'")
        number = len(self.runs) + 1
        run = Run(make_started(number, architecture, settings or {}), self._note)
        self.runs[number] = self.run = run
        self.report(step=0)
        return run

    async def _note(self, request: protocol.RunRequest[Any]) -> protocol.Reply:
        if self.refuse is not None:
            raise self.refuse
        self.sent.append(request)
        run = self.runs[request.run]
        if isinstance(request, protocol.Look) and run.latest:
            self._look(run, request)
        elif isinstance(request, protocol.Adjust):
            return self._adjust(run, request.settings)
        elif isinstance(request, protocol.Reset):
            adjusted = self._adjust(run, {} if request.seed is None else {"seed": request.seed})
            self.report(0, generation=run.history.generation + 1, number=request.run)
            return adjusted
        elif isinstance(request, protocol.Pause | protocol.Resume) and run.latest:
            state: protocol.State = "paused" if isinstance(request, protocol.Pause) else "running"
            run.receive(msgspec.structs.replace(run.latest, state=state, losses=[], evaluations=[]))
        elif isinstance(request, protocol.Explain):
            return self._explain(run, request)
        return Done()

    def _explain(self, run: Run, request: protocol.Explain) -> protocol.Explained:
        """Every number is said to come from the same sum."""
        assert run.latest is not None
        assert run.latest.view is not None
        value = run.latest.view.tensor.values()
        for index in request.place:
            value = value[index]
        stages = [
            protocol.Stage(
                "z",
                "Σ w·x + b",
                "sum",
                [protocol.Part("w·x", [[0.5, -2.0], [3.0, 1.0]]), protocol.Part("b", [[0.25]])],
                2.25,
            ),
            protocol.Stage("unit [0]", "tanh(z)", "tanh", [protocol.Part("z", [[2.25]])], value),
        ]
        probe, step = run.latest.view.probe, run.latest.step
        return protocol.Explained(id=1, step=step, probe=probe, place=request.place, value=value, stages=stages)

    def _adjust(self, run: Run, changes: Mapping[str, SettingValue]) -> Adjusted:
        rows = {row.name: row for row in run.started.settings}
        values = {name: _read(rows[name], value) for name, value in changes.items()}
        before = {row.name: row.value for row in rows.values() if row.value != row.default}
        run.started = make_started(run.started.run, run.started.architecture, before | values)
        rebuilt = any(rows[name].when == "rebuild" for name in values)
        return Adjusted(id=1, rebuilt=rebuilt, started=run.started)

    def _look(self, run: Run, request: protocol.Look) -> None:
        assert run.latest is not None
        before = run.latest.view
        assert before is not None
        example = before.example if request.example is None else request.example
        view = make_view(run.started.architecture, request.probe or before.probe, example, request.word or before.word)
        run.receive(msgspec.structs.replace(run.latest, losses=[], evaluations=[], view=view))

    def report(
        self,
        step: int,
        state: protocol.State = "paused",
        generation: int = 0,
        number: int | None = None,
        **more: object,
    ) -> None:
        """Report a frame (of the newest run, or of that number) whose losses go from the last one known to `step`."""
        run = self.run if number is None else self.runs[number]
        assert run is not None
        history, started = run.history, run.started
        known = len(history.losses) if history.generation == generation else 0
        steps = range(known + 1, step + 1)
        probe = run.latest.view.probe if run.latest and run.latest.view else started.probes[0].name
        frame = Frame(
            run=started.run, generation=generation, seed=started.seed, state=state, step=step, epoch=step / 23,
            first_step=known + 1, losses=[2.3 * math.exp(-k / 120) + 0.08 * math.sin(k) ** 2 for k in steps],
            evaluations=[
                Evaluation(k, 1 - 0.9 * math.exp(-k / 60), 2.4 * math.exp(-k / 130)) for k in steps if k % 23 == 0
            ],
            learning_rate=started.learning_rate, steps_per_second=412.0, replay=started.replay,
            signals=[Signal(layer.name, 0.5 / (n + 1), 3.0, 0.003, 0.001) for n, layer in enumerate(started.layers)],
            signals_step=step, view=make_view(started.architecture, probe, 7), last_step=started.steps,
        )  # fmt: skip
        run.receive(msgspec.structs.replace(frame, **more))

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
        for run in self.runs.values():
            run.lose(self.lost)
        if self.on_lost is not None:
            self.on_lost(self.lost)


RATE = protocol.Knob("learning_rate", "learning rate", 0.1, 0.01, 10.0)
CLAIMS = [
    protocol.ClaimCard(
        "a-bowl-is-left-above-the-limit",
        9,
        "Gradient descent on x² ends at 0.",
        protocol.Guess("Where is x after 20 updates?", {"ends": "At 0.", "leaves": "Far [away]."}),
        "Each update multiplies x by 1 − 2α.",
        (RATE, protocol.Knob("updates", "updates", 20, 1, 100), protocol.Knob("seed", "which random numbers", 0, 0, 9)),
        {"learning_rate": 1.5},
        protocol.Plot("update", "x"),
    ),
    protocol.ClaimCard(
        "a-quarter",
        4,
        "The steepest slope is 1/4.",
        protocol.Guess("How steep is it?"),
        "σ' = σ(1 − σ).",
        (
            protocol.Knob("kind", "which one", "sigmoid", choices=("sigmoid", "tanh")),
            protocol.Knob("shift", "on", False),
        ),
        {"kind": "tanh"},
    ),
    protocol.ClaimCard(
        "a-curve-and-a-map",
        5,
        "It falls, and there are four numbers.",
        protocol.Guess("What does it do?", {"ends": "It falls.", "leaves": "It grows."}),
        "Each is half of the one before.",
        (
            RATE,
            protocol.Knob("updates", "updates", 20, 1, 100),
            protocol.Knob("start", "the first", 1.0, 0.5, 2.0),
            protocol.Knob("seed", "which random numbers", 0, 0, 9),
        ),
        {"learning_rate": 1.5},
        protocol.Plot("update", "x"),
    ),
]


def make_proven(
    claim: str, knobs: dict[str, SettingValue], on_points: Callable[[list[protocol.Point]], None] | None
) -> protocol.Proven:
    """Descent on x², in closed form; or a slope with a map."""
    card = next(one for one in CLAIMS if one.name == claim)
    turned = {knob.name: knobs.get(knob.name, knob.default) for knob in card.knobs}
    if claim == "a-quarter":
        slope = 0.25 if turned["kind"] == "sigmoid" else 1.0
        heat = protocol.Heat([[slope, 0.0], [0.5, 1.0]], ["a", "b"], ["1", "2"], "slopes")
        said = f"The steepest slope is {slope}."
        return protocol.Proven(claim=claim, knobs=turned, holds=slope == 0.25, outcome=slope, measured=said,
                               numbers={"slope": slope}, heat=heat)  # fmt: skip
    path = [(1 - 2 * float(turned["learning_rate"])) ** update for update in range(int(turned["updates"]) + 1)]
    if on_points is not None and card.plot is not None:
        on_points([protocol.Point(update, {"x": x}) for update, x in enumerate(path)])
    ends = abs(path[-1]) < 1
    heat = protocol.Heat([[0.5, 0.25], [1.0, 0.0]], ["a", "b"], ["1", "2"], "map") if "map" in claim else None
    return protocol.Proven(claim=claim, knobs=turned, holds=ends, outcome="ends" if ends else "leaves",
                           measured=f"x is {path[-1]:.3g} in the end.", numbers={"x": path[-1]}, heat=heat)  # fmt: skip


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


def make_race_question(track: protocol.Track, step: int) -> protocol.LiveNumber:
    """Something that Adam could remember; SGD remembers nothing, and has a closed form."""
    start, title = list(track.points[step - 1]), f"{track.title}, update {step} of the race"
    given = {"theta_0": [f"{one:.6g}" for one in start], "alpha": f"{track.learning_rate:g}"}
    given |= {"g": [given["theta_0"]]}
    about = f"{title}: θ = (x, y), with the gradient measured there"
    if track.optimiser == "sgd" or step == 1:
        end = [one - track.learning_rate * one for one in start]
        return protocol.LiveNumber("race", f"{about}.", track.optimiser, given, "theta_1", end)
    memory = {"m_0": given["theta_0"], "v_0": ["1", "0.25"], "t_0": step - 1}
    scale = math.sqrt(1 - 0.999**step) / (1 - 0.9**step)
    roots = [math.sqrt(0.999 * v + 0.001 * g * g) for v, g in zip((1.0, 0.25), start, strict=True)]
    end = [g - track.learning_rate * scale * g / root for g, root in zip(start, roots, strict=True)]
    about += ", and what the optimiser remembers."
    return protocol.LiveNumber("race", about, "adam", given | memory, f"theta_{step}", end)


def make_started(number: int, architecture: str, changes: Mapping[str, SettingValue]) -> Started:
    """What the fake says of a run with those settings."""
    model = MODELS[architecture]
    own = {"task": model.task}
    rows = [
        msgspec.structs.replace(row, value=changes.get(row.name, own.get(row.name, row.value)),
                                default=own.get(row.name, row.default))
        for row in SETTINGS
    ]  # fmt: skip
    values = {row.name: row.value for row in rows}
    more = "".join(f"&{name}={value}" for name, value in changes.items() if name != "seed")
    return Started(
        id=1, run=number, architecture=architecture, task=model.task, seed=int(values["seed"]),
        learning_rate=float(values["learning_rate"]), batch_size=64, steps=600, steps_per_epoch=23, evaluate_every=23,
        metric="validation accuracy", target=0.97, structure="", source="class Fake: pass",
        layers=model.layers, probes=model.probes,
        classes=model.classes, examples=360, settings=rows,
        replay=f"{architecture}/{model.task}?seed={values['seed']}{more}",
    )  # fmt: skip


def _read(row: Setting, value: SettingValue) -> SettingValue:
    """The value as the row's kind, or the worker's refusal."""
    if row.kind == "choice" and value not in row.choices:
        raise WorkerProblem("bad-setting", f"{row.name} {value!r} is not one of {', '.join(row.choices)}")
    if row.kind not in ("number", "whole"):
        return value
    low, high = row.low or 0.0, row.high or 0.0
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        raise WorkerProblem("bad-setting", f"{row.name} {value} is not from {low:g} to {high:g}")
    return int(number) if row.kind == "whole" else number


def make_view(architecture: str, probe: str, example: int, word: str = "") -> View:
    """Look at a probe; its numbers are a known function of their position."""
    known = next(item for item in MODELS[architecture].probes if item.name == probe)
    inner = tensor(known.shape, lambda k: max(0.0, math.sin(k / 9)) if "maps" in probe else math.sin(k / 2))
    view = View(
        probe=probe, axes=known.axes, tensor=inner, full_shape=known.shape, example=example, input=tensor((), float),
    )  # fmt: skip
    facts = _VIEWS[architecture](example, word)
    if probe not in ("plane", "alignment"):
        facts = {name: fact for name, fact in facts.items() if name not in ("tensor", "plane")}
    return msgspec.structs.replace(view, **facts)


def _digit(example: int, word: str) -> dict[str, object]:
    digit = tensor((1, 8, 8), lambda k: 16 * math.exp(-(((k % 8) - 3.5) ** 2) / 3) * (0 < k // 8 < 7) / 16)
    probabilities = [0.02] * 10
    probabilities[1] = 0.82
    label = 1 if example % 2 else 7
    return {
        "input": digit, "label": label, "prediction": 1, "probabilities": probabilities,
        "expected": [str(label)], "answered": ["1"],
    }  # fmt: skip


def _moon(example: int, word: str) -> dict[str, object]:
    def score(k: int) -> float:
        row, column, second = k // 120, k // 2 % 60, k % 2
        upper = 1 / (1 + math.exp((row - 20 - 8 * math.sin(column / 9)) / 2))
        return 1 - upper if second else upper

    points = tensor((40, 2), lambda k: math.cos(k // 2 / 6) + k // 2 % 2 if k % 2 == 0 else math.sin(k // 2 / 6) / 2)
    plane = Plane((-1.5, 2.5), (-1.0, 1.5), points, [k % 2 for k in range(40)])
    return {
        "tensor": tensor((40, 60, 2), score), "plane": plane, "input": tensor((2,), lambda k: 0.5 - k),
        "label": 0, "prediction": 1, "probabilities": [0.25, 0.75],
        "expected": ["upper moon"], "answered": ["lower moon"],
    }  # fmt: skip


def _sum(example: int, word: str) -> dict[str, object]:
    shown = tensor((20, 2), lambda k: (k // 2 * 0.37) % 1 if k % 2 == 0 else float(k // 2 in (3, 12)))
    return {"input": shown, "kind": "number", "expected": ["0.682"], "answered": ["-0.136"]}


def _reversed(example: int, word: str) -> dict[str, object]:
    source = list("64884076")
    answered = [*source[::-1][:6], "9", "6"]
    alignment = tensor((8, 8), lambda k: 0.9 if k // 8 + k % 8 == 7 else 0.1 / 7)
    return {
        "tensor": alignment, "input": tensor((8,), float), "words": [source, ["start", *source[:0:-1]]],
        "kind": "sequence", "expected": source[::-1], "answered": answered,
    }  # fmt: skip


def _neighbours(example: int, word: str) -> dict[str, object]:
    word = word or "cat"
    others = [other for other in WORDS if other != word]
    return {
        "word": word, "neighbours": [Neighbour(other, 0.9 - 0.3 * place) for place, other in enumerate(others)],
        "words": [["cat"]], "label": 1, "prediction": 0, "probabilities": [0.6, 0.1, 0.1, 0.1, 0.1],
        "expected": ["dog"], "answered": ["cat"],
    }  # fmt: skip


_VIEWS: dict[str, Callable[[int, str], dict[str, object]]] = {
    "cnn": _digit, "mlp": _moon, "lstm": _sum, "seq2seq-attention": _reversed, "word-embeddings": _neighbours,
}  # fmt: skip
