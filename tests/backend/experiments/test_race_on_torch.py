"""The race: what each surface and each track claims, against closed forms and autograd."""

from __future__ import annotations

import pytest
import torch

from studyai.backend.experiments.race.on_surface import LONGEST_RACE, race
from studyai.backend.experiments.race.racers import RACERS
from studyai.backend.experiments.race.surfaces import COLUMNS, ROWS, SURFACES, Surface, find
from studyai.backend.registry import Unknown
from studyai.backend.training.settings import BadSetting


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_the_minima_are_minima(surface: Surface) -> None:
    lowest = surface.grid().min()
    for x, y in surface.minima:
        point = torch.tensor([x, y], dtype=torch.float64, requires_grad=True)
        height = surface.height(point[0], point[1])
        height.backward()
        assert point.grad is not None
        assert point.grad.abs().max() < 1e-9
        assert height <= lowest + 1e-9
        hessian = torch.autograd.functional.hessian(lambda p: surface.height(p[0], p[1]), point)
        assert isinstance(hessian, torch.Tensor)
        assert torch.linalg.eigvalsh(hessian).min() > 0


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_the_grid_has_its_largest_y_on_top_and_shows_the_start(surface: Surface) -> None:
    grid = surface.grid()
    assert grid.shape == (ROWS, COLUMNS)
    corner = surface.height(*(torch.tensor(value, dtype=torch.float64) for value in (surface.across[0], surface.up[1])))
    assert grid[0, 0] == corner
    assert surface.across[0] < surface.start[0] < surface.across[1]
    assert surface.up[0] < surface.start[1] < surface.up[1]


def test_plain_descent_on_the_bowl_shrinks_by_a_constant_factor() -> None:
    (track,) = race(find("bowl"), ["sgd"], {"sgd": 0.25}, 12)
    x, y = find("bowl").start
    assert track.points == [pytest.approx((x * 0.75**t, y * 0.75**t)) for t in range(13)]
    assert track.gradients == [pytest.approx(point) for point in track.points[:-1]]
    assert not track.diverged


def test_the_rate_on_the_ravine_is_stable_up_to_two_over_the_curvature() -> None:
    below, above = (race(find("ravine"), ["sgd"], {"sgd": rate}, 400)[0] for rate in (1.99 / 25, 2.01 / 25))
    assert abs(below.points[-1][1]) < abs(below.points[0][1])
    assert abs(above.points[-1][1]) > abs(above.points[0][1])


@pytest.mark.parametrize("surface", SURFACES)
def test_all_nine_run_and_none_is_lost_at_its_own_rate(surface: str) -> None:
    tracks = race(find(surface), list(RACERS), {}, 100)
    assert [track.racer.name for track in tracks] == list(RACERS)
    for track in tracks:
        assert not track.diverged
        assert (len(track.points), len(track.losses), len(track.gradients)) == (101, 101, 100)
        assert track.losses[-1] < track.losses[0]


def test_who_diverges_keeps_what_it_did_before() -> None:
    (track,) = race(find("bowl"), ["sgd"], {"sgd": 5.0}, 200)
    assert track.diverged
    assert 1 < len(track.points) < 200
    assert len(track.points) == len(track.losses)


def test_what_does_not_exist_or_is_out_of_range_is_named() -> None:
    with pytest.raises(Unknown, match=r"valley.*there are bowl, ravine"):
        find("valley")
    with pytest.raises(Unknown, match=r"lion.*there are adadelta, adagrad"):
        race(find("bowl"), ["lion"], {}, 10)
    with pytest.raises(BadSetting, match=f"steps 0 is not from 1 to {LONGEST_RACE}"):
        race(find("bowl"), ["sgd"], {}, 0)
    with pytest.raises(BadSetting, match="learning rate -1 of SGD"):
        race(find("bowl"), ["sgd"], {"sgd": -1.0}, 10)
