"""A race as the app is told of it."""

from __future__ import annotations

from studyai import protocol
from studyai.backend.experiments.race import surfaces
from studyai.backend.experiments.race.on_network import LESSON, MLP, TITLE, WORDS, race_network
from studyai.backend.experiments.race.on_surface import Track, race
from studyai.backend.experiments.race.racers import RACERS
from studyai.backend.experiments.race.surfaces import SURFACES
from studyai.backend.inside.travel import packed


def raced(request: protocol.Race) -> protocol.Raced:
    """Run the race that was asked for. Raises `Unknown`, `BadSetting`."""
    names = request.optimisers or list(RACERS)
    everywhere = [*SURFACES, MLP]
    if request.surface == MLP:
        tracks = race_network(names, request.learning_rates, request.steps, request.seed)
        return protocol.Raced(
            surface=MLP,
            title=TITLE,
            words=WORDS,
            lesson=LESSON,
            across=(0.0, 1.0),
            up=(0.0, 1.0),
            minima=[],
            heights=None,
            tracks=[_told(track) for track in tracks],
            surfaces=everywhere,
        )
    surface = surfaces.find(request.surface)
    return protocol.Raced(
        surface=surface.name,
        title=surface.title,
        words=surface.words,
        lesson=surface.lesson,
        across=surface.across,
        up=surface.up,
        minima=list(surface.minima),
        heights=packed(surface.grid()),
        tracks=[_told(track) for track in race(surface, names, request.learning_rates, request.steps)],
        surfaces=everywhere,
    )


def _told(track: Track) -> protocol.Track:
    return protocol.Track(
        optimiser=track.racer.name,
        title=track.racer.title,
        learning_rate=track.learning_rate,
        more=dict(track.racer.more),
        points=track.points,
        losses=track.losses,
        gradients=track.gradients,
        diverged=track.diverged,
    )
