"""Predictions in plain lines: what a claim will measure, asked before it runs."""

from __future__ import annotations

import asyncio
import random

from studyai.client.worker import Worker
from studyai.commands.asking.lines import say_mark, typed
from studyai.commands.asking.questions import read_response, say_choices
from studyai.commands.output import say
from studyai.protocol import ClaimCard, Proven
from studyai.study.items.claim import ClaimItem
from studyai.study.record.store import Record
from studyai.study.schedule.offers import claims_of
from studyai.study.schedule.plan import planner
from studyai.study.sitting import Sitting


def read_cards() -> list[ClaimCard]:
    """Return every claim. Raises `WorkerLost`, where there is no torch too."""
    return asyncio.run(_cards())


async def _cards() -> list[ClaimCard]:
    async with Worker(threads=1) as worker:
        return await worker.claims()


def draw(cards: list[ClaimCard], record: Record, seed: int | None) -> list[ClaimCard]:
    """Return them in the order in which they are asked: by the schedule, new ones drawn; with a seed by it alone."""
    source = random.Random() if seed is None else random.Random(f"predictions:{seed}")
    order = list(cards)
    source.shuffle(order)
    if seed is not None:
        return order
    by_name = {card.name: card for card in order}
    return [by_name[planned.offer.item] for planned in planner(record).ranked(claims_of(order))]


def ask_prediction(card: ClaimCard, record: Record) -> float:
    """Ask what will happen, run it, and say what did; return the credit earned. Raises QuitError, `WorkerLost`."""
    item = ClaimItem(card, lambda: _prove(card))
    sitting = Sitting([item], record)
    say(f"\nPredict    section {card.section}")
    say(item.ask)
    if item.choices:
        say_choices(item)
    while True:
        text = typed()
        response = read_response(item, text) if item.choices else text
        problem = "" if response is None else item.problem(response)
        if text and response is not None and not problem:
            break
        say(f"? {problem or 'This is none of the letters.'}")
    item.proven = asyncio.run(_prove(card))
    say_mark(sitting.answer(response), text)
    say(card.says)
    say(item.explanation)
    fails = " ".join(f"--set {name}={value}" for name, value in card.fails.items())
    say(f"Make it false: studyai prove {card.name} {fails}")
    return sitting.score


async def _prove(card: ClaimCard) -> Proven:
    async with Worker(threads=1) as worker:
        return await worker.prove(card.name)
