"""The arithmetic of convolutions and poolings against torch's own, wherever the window lies."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
import torch
from torch import nn

from studyai.backend.inside.arithmetic import stages_of
from studyai.backend.inside.capture import Capture, capture
from studyai.protocol import Stage

Pair = tuple[int, int]


def captured_from(layer: nn.Module, channels: int = 2) -> tuple[Capture, list[tuple[int, ...]]]:
    """A layer's output for a random image, and all its places."""
    captured = capture(nn.Sequential(layer), torch.randn(1, channels, 9, 8))
    return captured, list(itertools.product(*map(range, captured.output.shape[1:])))


def sum_of(stage: Stage) -> float:
    return math.fsum(math.prod(term) for part in stage.parts for term in part.terms)


@pytest.mark.parametrize(
    "window",
    [
        {"stride": 2, "dilation": 2, "padding": 1},
        {"stride": (2, 1)},
        {"stride": (1, 3)},
        {"dilation": (2, 1)},
        {"dilation": (1, 2)},
        {"padding": (2, 0)},
        {"padding": (0, 2)},
        {"stride": (3, 2), "dilation": (2, 3), "padding": (2, 1), "bias": False},
    ],
    ids=str,
)
def test_window_times_kernel_is_torchs_own_cell(window: dict[str, Any]) -> None:
    torch.manual_seed(0)
    captured, places = captured_from(nn.Conv2d(2, 3, (3, 2), **window))
    assert len(places) >= 9
    for place in places:
        (stage,) = stages_of(captured, "0", place)
        wanted = captured.output[0][place].item()
        assert stage.value == wanted
        assert sum_of(stage) == pytest.approx(wanted, rel=1e-5, abs=1e-6), place
        assert [len(part.terms) for part in stage.parts] == [6, 6] + [1] * window.get("bias", True)


@pytest.mark.parametrize(("size", "stride"), [(2, None), (3, 2), ((2, 3), (1, 2))])
def test_a_pooled_cell_is_the_largest_or_the_mean_of_its_window(size: int | Pair, stride: int | Pair | None) -> None:
    torch.manual_seed(0)
    captured, places = captured_from(nn.MaxPool2d(size, stride))
    means, _ = captured_from(nn.AvgPool2d(size, stride))
    for place in places:
        (largest,) = stages_of(captured, "0", place)
        assert max(x for (x,) in largest.parts[0].terms) == captured.output[0][place].item()
        (mean,) = stages_of(means, "0", place)
        window, count = mean.parts
        total = math.fsum(x for (x,) in window.terms)
        assert total / count.terms[0][0] == pytest.approx(means.output[0][place].item(), rel=1e-5, abs=1e-6)
