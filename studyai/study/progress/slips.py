"""The slips that a learner makes: how often, whether they still do, and when one is gone."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from studyai.study.record.review import STEP
from studyai.study.record.row import Row

RECENT = 14  # days
GONE_AFTER = 3  # right answers in a row at the step where it was made


class OwnSlip(msgspec.Struct, frozen=True):
    """A slip that was made: ``item`` is the step (`adam/m_1`), ``slip`` its tag.

    ``count``: how often; ``recent`` of ``tries``: how often in the last 14 days, of so many answers to that step;
    ``since``: how many right answers followed the last time.
    """

    item: str
    slip: str
    section: int | None
    count: int
    recent: int
    tries: int
    last: int
    since: int

    @property
    def exercise(self) -> str:
        """The exercise that the step is of."""
        return self.item.partition("/")[0]

    @property
    def is_gone(self) -> bool:
        """Whether enough right answers followed."""
        return self.since >= GONE_AFTER


def own_slips(rows: Iterable[Row], today: int) -> list[OwnSlip]:
    """Return the slips made in steps of exercises, those still made most often first, those that are gone last."""
    by_item: dict[str, list[Row]] = {}
    for row in rows:
        if row.kind == STEP:
            by_item.setdefault(row.item, []).append(row)
    made = [
        _own(slip, its, today)
        for its in by_item.values()
        for slip in dict.fromkeys(row.slip for row in its if row.slip)
    ]
    return sorted(made, key=lambda one: (one.is_gone, -one.recent, -one.count, one.item, one.slip))


def _own(slip: str, rows: list[Row], today: int) -> OwnSlip:
    made = [place for place, row in enumerate(rows) if row.slip == slip]
    recent = [row for row in rows if row.day > today - RECENT]
    return OwnSlip(
        item=rows[0].item,
        slip=slip,
        section=rows[0].section,
        count=len(made),
        recent=sum(row.slip == slip for row in recent),
        tries=len(recent),
        last=rows[made[-1]].day,
        since=sum(row.settled and row.credit >= 1 for row in rows[made[-1] + 1 :]),
    )
