"""Noise depends on its key alone, and is noise."""

from __future__ import annotations

import torch

from vits_core.training.keyed_noise import key, keyed_normal, keyed_starts

CPU = torch.device("cpu")


def test_an_items_noise_does_not_depend_on_its_neighbours() -> None:
    together = keyed_normal([key(1, "a"), key(1, "b")], 4, [10, 30], CPU)
    assert together.shape == (2, 4, 30)
    assert torch.equal(keyed_normal([key(1, "a")], 4, [10], CPU)[0], together[0, :, :10])
    assert not together[0, :, 10:].any()
    assert not torch.equal(together[0, :, :10], together[1, :, :10])


def test_it_is_standard_normal() -> None:
    noise = keyed_normal([key(i) for i in range(50)], 20, [100] * 50, CPU)
    assert abs(float(noise.mean())) < 0.015
    assert abs(float(noise.std()) - 1) < 0.015


def test_starts_reach_both_ends() -> None:
    starts = keyed_starts([key(i) for i in range(300)], [3] * 300, CPU)
    assert sorted(set(starts.tolist())) == [0, 1, 2, 3]
    assert keyed_starts([key(1)], [0], CPU).tolist() == [0]
