"""The search finds the best of all monotonic alignments."""

from __future__ import annotations

import itertools
import math

import pytest
import torch
from torch import Tensor

from vits_core.training.alignment_search import align, log_likelihood, most_likely_path


def _best_by_trying_all(scores: Tensor) -> list[int]:
    """The path through scores [T_frames, T_text] of the greatest sum: each token's first frame is
    chosen in every possible way."""
    frames, tokens = scores.shape
    paths = []
    for firsts in itertools.combinations(range(1, frames), tokens - 1):
        bounds = [0, *firsts, frames]
        path = [token for token in range(tokens) for _ in range(bounds[token], bounds[token + 1])]
        paths.append((float(scores[range(frames), path].sum()), path))
    return max(paths)[1]


def test_it_is_the_best_of_all_paths() -> None:
    generator = torch.Generator().manual_seed(1)
    token_lengths = torch.tensor([4, 1, 5, 3, 4])
    frame_lengths = torch.tensor([9, 7, 5, 8, 10])
    for _ in range(20):
        scores = 5 * torch.randn(5, 10, 5, generator=generator)
        paths = most_likely_path(scores, token_lengths, frame_lengths)
        assert paths.shape == (5, 10)
        for path, score, tokens, frames in zip(
            paths.tolist(), scores, token_lengths.tolist(), frame_lengths.tolist(), strict=True
        ):
            assert path[:frames] == _best_by_trying_all(score[:frames, :tokens])
            assert set(path[frames:]) <= {tokens - 1}


def test_what_lies_in_the_padding_does_not_matter() -> None:
    generator = torch.Generator().manual_seed(2)
    lengths = torch.tensor([3]), torch.tensor([6])
    scores = torch.randn(1, 9, 5, generator=generator)
    path = most_likely_path(scores, *lengths)
    scores[:, 6:] = 1e9
    scores[:, :, 3:] = math.nan
    assert torch.equal(most_likely_path(scores, *lengths), path)


def test_scores_that_are_no_numbers_still_give_a_path() -> None:
    path = most_likely_path(torch.full((1, 6, 3), math.nan), torch.tensor([3]), torch.tensor([6]))
    assert bool((path.diff() >= 0).all())
    assert bool(((path >= 0) & (path < 3)).all())


def test_an_item_with_fewer_frames_than_tokens_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer frames than tokens"):
        most_likely_path(torch.zeros(2, 5, 4), torch.tensor([3, 4]), torch.tensor([5, 3]))


def test_the_likelihood_is_that_of_the_normal_distribution() -> None:
    generator = torch.Generator().manual_seed(3)
    z_p = torch.randn(2, 6, 5, generator=generator)
    m_p, logs_p = (torch.randn(2, 6, 4, generator=generator) for _ in range(2))
    theirs = torch.distributions.Normal(m_p.unsqueeze(2), logs_p.exp().unsqueeze(2))
    densities = theirs.log_prob(z_p.unsqueeze(3)).sum(dim=1)  # [B, C, T_frames, T_text]
    torch.testing.assert_close(log_likelihood(z_p, m_p, logs_p), densities, rtol=1e-4, atol=1e-3)


def test_frames_drawn_from_a_prior_find_their_tokens() -> None:
    generator = torch.Generator().manual_seed(4)
    durations = torch.tensor([[3, 1, 5, 2], [2, 6, 0, 0]])
    m_p = 3 * torch.randn(2, 16, 4, generator=generator)
    logs_p = torch.full((2, 16, 4), -1.0)
    z_p = torch.randn(2, 16, 11, generator=generator)
    for item, row in enumerate(durations):
        expanded = m_p[item].repeat_interleave(row, dim=1)
        z_p[item, :, : expanded.shape[1]] = expanded + 0.3 * z_p[item, :, : expanded.shape[1]]
    alignment = align(z_p, m_p, logs_p, torch.tensor([4, 2]), durations.sum(dim=1))
    assert torch.equal(alignment.durations.squeeze(1), durations.float())
    expected = m_p[0].repeat_interleave(durations[0], dim=1)
    assert torch.equal(alignment.expand(m_p)[0], expected)
    assert torch.equal(
        alignment.expand(m_p)[1, :, :8], m_p[1].repeat_interleave(durations[1], dim=1)
    )
