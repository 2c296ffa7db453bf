"""A race of optimisers."""

from __future__ import annotations

from studyai.backend.experiments.race import question
from studyai.backend.experiments.race.report import raced
from studyai.backend.worker.handling import handles
from studyai.protocol import AskRace, Race

handles(Race)(raced)
handles(AskRace)(question.asked)
