"""From the tokens' prior to the frames: durations, expansion, and a sample of it."""

from __future__ import annotations

import torch
from torch import Tensor


def durations_in_frames(logw: Tensor, length_scale: float) -> Tensor:
    """`logw` [T_text] -> frames of each token, int64 [T_text], each at least 1.

    Rounded up, as in the reference, so that every token (blanks too) is heard.
    """
    return torch.ceil(torch.exp(logw) * length_scale).clamp_min(1).to(torch.int64)


def expand(x: Tensor, durations: Tensor) -> Tensor:
    """Repeat each token for its frames: [B, C, T_text], [T_text] -> [B, C, T_frames]."""
    return torch.repeat_interleave(x, durations, dim=2)


def sample_prior(m_p: Tensor, logs_p: Tensor, noise: Tensor, noise_scale: float) -> Tensor:
    """z_p = m_p + ε · exp(logs_p) · noise_scale, of frames; all are of one shape, such as
    [B, C, T_frames]. The noise ε is standard normal."""
    return torch.addcmul(m_p, noise, torch.exp(logs_p) * noise_scale)
