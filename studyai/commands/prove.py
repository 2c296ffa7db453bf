"""`studyai prove`: runs claims, with their knobs as they are or turned."""

from __future__ import annotations

import asyncio
import shlex
from argparse import Namespace
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches

import msgspec

from studyai.client.errors import WorkerLost, WorkerProblem
from studyai.client.knobs import accepted, read_value, settings_text, typed_text
from studyai.client.worker import Worker
from studyai.commands.errors import BadInputError
from studyai.commands.output import complain, say, say_json
from studyai.protocol import ClaimCard, Proven, SettingValue

LONGEST = 30.0  # seconds that a claim may take: then it is ended, and told
WORKERS = 2


def prove(arguments: Namespace) -> int:
    """Run claims and return 1 where one does not hold; without a claim, list them."""
    if arguments.all and arguments.claims:
        raise BadInputError("name claims, or --all, not both")
    return asyncio.run(_prove(arguments))


async def _prove(arguments: Namespace) -> int:
    async with Worker(threads=1) as worker:
        cards = await worker.claims()
        if not arguments.all and not arguments.claims:
            _list(cards, as_json=arguments.json)
            return 0
        chosen = cards if arguments.all else [_named(name, cards) for name in arguments.claims]
        turned = {card.name: _turned(card, arguments) for card in chosen}
        results: list[Proven] = []
        problems = 0
        async for card, outcome in _run_all(worker, chosen, turned):
            if isinstance(outcome, str):
                problems += 1
                complain(f"studyai: {card.name}: {outcome}")
            else:
                results.append(outcome)
                if not arguments.json:
                    _say(card, outcome, alone=len(chosen) == 1)
    if arguments.json:
        order = {card.name: place for place, card in enumerate(chosen)}
        results.sort(key=lambda one: order[one.claim])
        say_json([_document(one) for one in results])
    elif len(chosen) > 1:
        holding = sum(one.holds for one in results)
        unrun = f", {problems} could not be run" if problems else ""
        say(f"{holding} of {len(chosen)} hold, {len(results) - holding} are false{unrun}")
    return 1 if problems or not all(one.holds for one in results) else 0


def _document(one: Proven) -> object:
    document = msgspec.to_builtins(one)
    return {key: value for key, value in document.items() if key not in ("type", "id")}


def _list(cards: Sequence[ClaimCard], *, as_json: bool) -> None:
    if as_json:
        say_json([msgspec.to_builtins(card) for card in cards])
        return
    for card in cards:
        say(f"{card.section:2}  {card.name}")
    say(f"{len(cards)} claims; studyai prove CLAIM runs one, --all runs all")


def _named(name: str, cards: Sequence[ClaimCard]) -> ClaimCard:
    card = next((one for one in cards if one.name == name), None)
    if card is None:
        near = get_close_matches(name, [one.name for one in cards])
        hint = f"near: {', '.join(near)}" if near else "studyai prove lists them"
        raise BadInputError(f"there is no claim {name}; {hint}")
    return card


def _turned(card: ClaimCard, arguments: Namespace) -> dict[str, SettingValue]:
    """Return the knobs that are turned: by ``--false`` to where it fails, then by ``--set``."""
    turned: dict[str, SettingValue] = dict(card.fails) if arguments.false else {}
    known = {knob.name: knob for knob in card.knobs}
    for text in arguments.set or ():
        name, equals, value = text.partition("=")
        if not equals or name not in known:
            raise BadInputError(f"{text} is no KNOB=VALUE of {card.name}; its knobs: {', '.join(known)}")
        try:
            turned[name] = read_value(known[name], value)
        except ValueError as problem:
            raise BadInputError(f"{card.name}: {str(problem).removesuffix('.')}") from None
    return turned


async def _run_all(
    first: Worker, cards: Sequence[ClaimCard], turned: dict[str, dict[str, SettingValue]]
) -> AsyncIterator[tuple[ClaimCard, Proven | str]]:
    """Run the claims, several workers at a time where there are many; yield each as it is done."""
    waiting: asyncio.Queue[ClaimCard] = asyncio.Queue()
    done: asyncio.Queue[tuple[ClaimCard, Proven | str]] = asyncio.Queue()
    for card in cards:
        waiting.put_nowait(card)

    async def run(worker: Worker) -> None:
        while not waiting.empty():
            card = waiting.get_nowait()
            await done.put((card, await _one(worker, card, turned[card.name])))

    async def run_another() -> None:
        with suppress(WorkerLost):  # if no second one can be started, the first runs all
            async with Worker(first.command, threads=1) as worker:
                await run(worker)

    others = WORKERS - 1 if len(cards) > WORKERS else 0
    tasks = [asyncio.create_task(run(first)), *(asyncio.create_task(run_another()) for _ in range(others))]
    try:
        for _ in cards:
            yield await done.get()
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()


async def _one(worker: Worker, card: ClaimCard, knobs: dict[str, SettingValue]) -> Proven | str:
    """Run one claim; what hangs is ended, and its worker started anew."""
    try:
        async with asyncio.timeout(LONGEST):
            return await worker.prove(card.name, knobs)
    except WorkerProblem as problem:
        return problem.message
    except TimeoutError:
        said = f"ended: it took more than {LONGEST:g} s"
    except WorkerLost as lost:
        said = f"ended: {lost.reason}"
    with suppress(WorkerLost):  # the next claim says so again
        await worker.restart()
    return said


def _say(card: ClaimCard, proven: Proven, *, alone: bool) -> None:
    glyph = "✓" if proven.holds else "✗"
    if not alone:
        say(f"{glyph} {card.name}  ({proven.seconds:.1f} s)  {proven.measured}")
        return
    say(f"{card.says}")
    say(f"{glyph} {'It holds' if proven.holds else 'It is false'} with {settings_text(proven.knobs)}.")
    say(proven.measured)
    say(f"Why: {card.why}")
    for knob in card.knobs:
        say(f"  --set {knob.name}=…   {knob.help}: {accepted(knob)}")
    if proven.knobs != _failing(card):
        say(f"It is false with: {command(card.name, card.fails)}")


def _failing(card: ClaimCard) -> dict[str, SettingValue]:
    return {knob.name: card.fails.get(knob.name, knob.default) for knob in card.knobs}


def command(claim: str, knobs: Mapping[str, SettingValue]) -> str:
    """Return the command, as a shell takes it, that runs a claim with its knobs turned so."""
    turned = [part for name, value in knobs.items() for part in ("--set", f"{name}={typed_text(value)}")]
    return shlex.join(["studyai", "prove", claim, *turned])
