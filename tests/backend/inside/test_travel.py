"""Tensors as they travel to the app."""

from __future__ import annotations

import pytest
import torch

from studyai.backend.inside.travel import packed, shrunk


def test_a_large_tensor_is_averaged_down_and_a_small_one_travels_as_it_is() -> None:
    large = torch.arange(3 * 256 * 100, dtype=torch.float32).reshape(3, 256, 100)
    small = shrunk(large)
    assert small.shape == (3, 64, 64)
    assert small.mean().item() == pytest.approx(large.mean().item())
    assert shrunk(torch.ones(200, 8, 8)).shape == (64, 8, 8)
    assert shrunk(torch.ones(300)).shape == (64,)
    tensor = torch.randn(2, 3, 4)
    assert torch.equal(torch.tensor(packed(shrunk(tensor)).values()), tensor)
    assert packed(torch.tensor(1.5)).values() == 1.5
    assert packed(torch.zeros(0, 3)).values() == []
