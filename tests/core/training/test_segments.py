"""Segments lie within their recordings, anywhere in them, and cut all that belongs together."""

from __future__ import annotations

import torch

from vits_core.training.segments import Segments, random_segments


def test_every_place_is_as_likely_and_none_is_outside() -> None:
    lengths = torch.tensor([10, 5, 4, 3]).repeat_interleave(2000)
    generator = torch.Generator().manual_seed(1)
    segments = random_segments(lengths, 4, generator)
    starts = segments.starts.view(4, 2000)
    counts = torch.stack([row.bincount(minlength=7) for row in starts])
    assert bool(((counts[0] - 2000 / 7).abs() < 100).all())
    assert counts[1].tolist()[2:] == [0] * 5
    assert abs(int(counts[1, 0]) - 1000) < 150
    assert counts[2:, 0].tolist() == [2000, 2000]


def test_a_generator_repeats_itself() -> None:
    lengths = torch.tensor([100, 90])
    one, two = (random_segments(lengths, 32, torch.Generator().manual_seed(7)) for _ in range(2))
    assert torch.equal(one.starts, two.starts)


def test_frames_and_samples_are_cut_alike() -> None:
    segments = Segments(torch.tensor([2, 0]), 3)
    frames = torch.arange(12.0).view(2, 1, 6)
    samples = frames.repeat_interleave(4, dim=2)
    assert segments.of(frames).tolist() == [[[2.0, 3.0, 4.0]], [[6.0, 7.0, 8.0]]]
    assert torch.equal(segments.of(samples, 4), segments.of(frames).repeat_interleave(4, dim=2))


def test_a_batch_shorter_than_a_segment_is_filled_up() -> None:
    x = torch.ones(1, 2, 3)
    cut = random_segments(torch.tensor([3]), 5).of(x)
    assert cut.tolist() == [[[1.0, 1.0, 1.0, 0.0, 0.0]] * 2]
