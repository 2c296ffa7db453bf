"""`studyai train`: trains in the worker, with a progress bar or as JSON lines; saves, loads, compares."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from studyai.client.command import worker_command
from studyai.client.errors import WorkerProblem
from studyai.client.run import Run
from studyai.client.worker import Worker
from studyai.commands.errors import BadInputError
from studyai.commands.output import complain, say, say_json
from studyai.commands.progress import bar_of, clear_bar
from studyai.commands.text_plot import plotted
from studyai.commands.variants import named_values
from studyai.files import MEBIBYTE, read_file
from studyai.protocol import Finished, Frame, SettingValue
from studyai.worksheet.output import OutputError, Outputs

LARGEST_WEIGHTS = 64 * MEBIBYTE
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Trained:
    """A run that came to its end."""

    run: Run
    finished: Finished


def train(arguments: Namespace) -> int:
    """Train to the end and return 1 if a target is not reached."""
    lines = _lines(arguments)
    settings = _settings(arguments)
    weights = None if arguments.load is None else _read(arguments.load)
    try:
        # Opened before the training: a place that takes no file is not found out after an hour.
        with Outputs([] if arguments.save is None else [Path(arguments.save)]) as saved:
            return asyncio.run(_train_all(arguments, lines, settings, weights, saved))
    except OutputError as problem:
        raise BadInputError(f"--save {problem}") from problem


def _lines(arguments: Namespace) -> list[str]:
    """Return what to train, one after the other: names of architectures or lines of earlier runs."""
    ways = [one for one in (arguments.architecture, arguments.replay, arguments.compare) if one]
    if len(ways) != 1:
        raise BadInputError("name one architecture, or --replay one line, or --compare two of them")
    if arguments.compare and (arguments.save is not None or arguments.load is not None):
        raise BadInputError("--save and --load are for one run, not for --compare")
    if arguments.json and arguments.plot:
        raise BadInputError("--plot draws among the words; leave out --plot, or --json")
    return list(arguments.compare) if arguments.compare else [str(ways[0])]


def _settings(arguments: Namespace) -> dict[str, SettingValue]:
    settings: dict[str, SettingValue] = {**named_values("--set", arguments.set or [], "a setting is NAME=VALUE")}
    for name in ("task", "seed", "learning_rate", "batch_size", "steps"):
        value = getattr(arguments, name)
        if value is None:
            continue
        if name in settings:
            raise BadInputError(f"--set {name} and --{name.replace('_', '-')} are the same setting; give one of them")
        settings[name] = value
    return settings


def _read(file: str) -> bytes:
    try:
        return read_file(Path(file), LARGEST_WEIGHTS)
    except OSError as error:
        raise BadInputError(f"--load {file}: {error.strerror}") from error


async def _train_all(
    arguments: Namespace,
    lines: list[str],
    settings: dict[str, SettingValue],
    weights: bytes | None,
    saved: Outputs,
) -> int:
    try:
        command = worker_command(arguments.worker or "")
    except ValueError as problem:
        raise BadInputError(str(problem)) from problem
    async with Worker(command, threads=arguments.threads) as worker:
        trained = [await _train_one(worker, line, settings, weights, arguments) for line in lines]
        if arguments.save is not None:
            saved.write(0, await trained[0].run.save())
            saved.commit()
    if len(trained) == 2:
        _compare(*trained, json=arguments.json)
    return 0 if all(one.finished.reached for one in trained) else 1


async def _train_one(
    worker: Worker, line: str, settings: dict[str, SettingValue], weights: bytes | None, arguments: Namespace
) -> Trained:
    run = await _asked(worker.train(line, settings=settings, paused=True, device=arguments.device))
    if run.started.notice:
        complain(run.started.notice)
    if weights is not None:
        await _asked(run.load(weights))
    if arguments.save is not None:
        await _asked(run.save())  # tried before the training: what cannot be saved is not found out after an hour
    if not arguments.json:
        _say_beginning(run)
    await run.resume()
    finished = await (_as_json(run) if arguments.json else _as_bar(run))
    if not arguments.json:
        _say_ending(run, finished)
        if arguments.plot:
            say(_plots(run))
    return Trained(run, finished)


async def _asked(asking: Awaitable[_Answer]) -> _Answer:
    try:
        return await asking
    except WorkerProblem as problem:
        raise BadInputError(problem.message) from problem


# As JSON


async def _as_json(run: Run) -> Finished:
    async for event in run.events():
        if isinstance(event, Finished):
            say_json(_ending(run, event), pretty=False)
            return event
        say_json(_telemetry(event), pretty=False)
    raise AssertionError("a run ends with Finished")


def _telemetry(frame: Frame) -> dict[str, object]:
    names = ("step", "epoch", "first_step", "losses", "evaluations", "learning_rate", "steps_per_second")
    told: dict[str, object] = {name: getattr(frame, name) for name in names}
    return told | {"signals_step": frame.signals_step, "signals": frame.signals}


def _ending(run: Run, finished: Finished) -> dict[str, object]:
    ending: dict[str, object] = {
        "metric": finished.metric,
        "value": finished.value,
        "target": finished.target,
        "reached": finished.reached,
        "steps": finished.steps,
        "seconds": round(finished.seconds, 3),
        "reason": finished.reason,
        "replay": _replay(run),
        "device": run.started.device,
    }
    if finished.explanation:
        ending["explanation"] = finished.explanation
    return ending


def _replay(run: Run) -> str:
    return run.latest.replay if run.latest else run.started.replay


# In words


def _say_beginning(run: Run) -> None:
    started = run.started
    say(started.structure)
    width = max((len(layer.name) for layer in started.layers), default=0)
    for layer in started.layers:
        shape = "×".join(map(str, layer.shape))
        say(f"  {layer.name:{width}} {layer.kind:14} {shape:18} {layer.parameters:8,} parameters")
    say(f"Training {started.replay} on {started.device}")


async def _as_bar(run: Run) -> Finished:
    async for event in run.events():
        if isinstance(event, Finished):
            clear_bar()
            return event
        bar_of(event, run)
    raise AssertionError("a run ends with Finished")


def _say_ending(run: Run, finished: Finished) -> None:
    glyph = "✓" if finished.reached else "✗"
    if finished.reason != "failed":  # else nothing could be measured
        say(
            f"{glyph} {finished.metric} {finished.value:.2%} (target {finished.target:.0%}) "
            f"after {finished.steps} updates, {finished.seconds:.1f} s"
        )
    if finished.explanation:
        say(finished.explanation)
    say(f"Again: studyai train --replay '{_replay(run)}'")


def _plots(run: Run) -> str:
    history = run.history
    steps = [float(one.step) for one in history.evaluations]
    losses = [(float(step), loss) for step, loss in enumerate(history.losses, 1)]
    curves = [plotted("training loss", losses)]
    if steps:
        known = [(step, one.loss) for step, one in zip(steps, history.evaluations, strict=True) if one.loss is not None]
        curves.append(plotted("validation loss", known))
        curves.append(plotted(run.started.metric, [(one.step, one.value) for one in history.evaluations]))
    return "\n\n".join(curves)


# Side by side


def _compare(one: Trained, other: Trained, *, json: bool) -> None:
    lines = [_replay(one.run), _replay(other.run)]
    difference = other.finished.value - one.finished.value
    changed = _differing(one.run, other.run)
    if json:
        comparison = {"compared": lines, "settings": changed, "difference": difference}
        say_json(msgspec.to_builtins(comparison), pretty=False)
        return
    say("")
    for name, trained in zip("AB", (one, other), strict=True):
        finished = trained.finished
        loss = trained.run.history.losses[-1] if len(trained.run.history.losses) else float("nan")
        say(
            f"{name}  {finished.metric} {finished.value:7.2%}   last loss {loss:.4f}   {finished.steps:6,} updates "
            f"  {finished.seconds:5.1f} s   {_replay(trained.run)}"
        )
    say(f"B − A: {100 * difference:+.2f} points, {other.finished.steps - one.finished.steps:+,} updates")
    for setting, (first, second) in changed.items():
        say(f"  {setting}: {first} → {second}")


def _differing(one: Run, other: Run) -> dict[str, tuple[SettingValue | None, SettingValue | None]]:
    first = {"architecture": one.started.architecture} | {row.name: row.value for row in one.started.settings}
    second = {"architecture": other.started.architecture} | {row.name: row.value for row in other.started.settings}
    return {name: (first.get(name), second.get(name)) for name in first | second if first.get(name) != second.get(name)}
