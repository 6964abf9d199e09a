"""Durations are whole frames, and each token's prior is repeated for its frames."""

from __future__ import annotations

import torch

from vits_core.model.alignment import durations_in_frames, expand, sample_prior


def test_durations_are_rounded_up_and_at_least_one_frame() -> None:
    logw = torch.tensor([-20.0, 0.0, 0.001, 1.0])
    assert durations_in_frames(logw, 1.0).tolist() == [1, 1, 2, 3]


def test_the_length_scale_stretches_before_rounding() -> None:
    logw = torch.log(torch.tensor([0.4, 1.2, 2.4]))
    assert durations_in_frames(logw, 2.0).tolist() == [1, 3, 5]


def test_expansion_agrees_with_the_papers_alignment_matrix() -> None:
    durations = torch.tensor([2, 1, 3])
    x = torch.randn(2, 4, 3, generator=torch.Generator().manual_seed(1))
    path = torch.zeros(6, 3)
    for frame, token in enumerate([0, 0, 1, 2, 2, 2]):
        path[frame, token] = 1.0
    assert torch.equal(expand(x, durations), (path @ x.transpose(1, 2)).transpose(1, 2))


def test_a_sample_of_the_prior_lies_as_many_deviations_off_as_the_noise_says() -> None:
    m_p, logs_p = torch.tensor([1.0, -2.0, 0.5]), torch.log(torch.tensor([1.0, 3.0, 0.1]))
    noise = torch.tensor([0.0, 2.0, -1.0])
    expected = torch.tensor([1.0, 1.0, 0.45])
    torch.testing.assert_close(sample_prior(m_p, logs_p, noise, 0.5), expected)
    assert torch.equal(sample_prior(m_p, logs_p, noise, 0.0), m_p)
