"""How a race stands while it is played: without a screen."""

from __future__ import annotations

from fake_torch import make_race

from studyai.tui.race.standing import Standing


def raced(surface: str = "bowl", steps: int = 10) -> Standing:
    standing = Standing()
    standing.take(make_race(surface, {}, steps))
    return standing


def test_it_plays_to_the_end_pauses_there_and_plays_again_from_the_start() -> None:
    standing = raced()
    standing.play_or_pause()
    for _ in range(11):
        assert standing.is_playing
        standing.tick()
    assert (standing.at, standing.is_playing) == (10, False)
    standing.play_or_pause()
    assert (standing.at, standing.is_playing) == (0, True)


def test_another_rate_goes_on_where_it_stood_and_another_surface_from_the_start() -> None:
    standing = raced()
    standing.go_to(7)
    standing.take(make_race("bowl", {"sgd": 0.5}, 10))
    assert standing.at == 7
    standing.take(make_race("mlp", {}, 10))
    assert standing.at == 0


def test_another_surface_has_every_optimisers_own_rate() -> None:
    standing = raced()
    assert standing.raced is not None
    standing.scale_rate(standing.raced.tracks[0], 2.0)
    assert standing.rates
    standing.choose_surface("mlp")
    assert standing.surface == "mlp"
    assert not standing.rates
