"""A race of optimisers."""

from __future__ import annotations

from studyai.backend.race.report import raced
from studyai.backend.worker.handling import handles
from studyai.protocol import Race

handles(Race)(raced)
