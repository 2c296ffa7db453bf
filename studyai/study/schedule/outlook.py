"""What today's plan comes to, and how much will be remembered on the day that counts, with it and without."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from studyai.study.schedule.offers import Offer
from studyai.study.schedule.plan import Planned, Planner, Reason


class Outlook(msgspec.Struct, frozen=True):
    """``due`` and ``new``: what the plan has of each; ``minutes``: what all of it takes.

    ``left``: days to the exam, None where no date is known. ``known`` and ``known_after``: the share of the course, by
    what its items take, that is remembered on that day (in 30 days without one) as things are, and after the first
    ``session`` of the plan, which fills the day's minutes.
    """

    due: int
    new: int
    minutes: float
    left: int | None
    known: float
    known_after: float
    session: list[Planned]


def outlook(planner: Planner, offers: Sequence[Offer]) -> Outlook:
    """Return what today's plan comes to, of all that could be studied."""
    plan = planner.plan(offers)
    day, total = planner.aims.studied_for(planner.today), sum(offer.minutes for offer in offers) or 1.0
    known = sum(
        offer.minutes * planner.memory.recall(card, day)
        for offer in offers
        if (card := planner.cards.get(offer.key)) is not None
    )
    session = session_of(plan, planner.aims.minutes)
    gained = sum(planned.offer.minutes * planned.gain for planned in session)
    return Outlook(
        due=sum(planned.reason is Reason.DUE for planned in plan),
        new=sum(planned.reason is Reason.NEW for planned in plan),
        minutes=sum(planned.offer.minutes for planned in plan),
        left=planner.aims.days_left(planner.today),
        known=known / total,
        known_after=(known + gained) / total,
        session=session,
    )


def session_of(plan: Sequence[Planned], minutes: float) -> list[Planned]:
    """Return the first of the plan that fill so many minutes; at least one, if there is any."""
    session, left = list[Planned](), minutes
    for planned in plan:
        if session and planned.offer.minutes > left:
            break
        session.append(planned)
        left -= planned.offer.minutes
    return session
