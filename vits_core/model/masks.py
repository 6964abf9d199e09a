"""Masks: which tokens or frames of a padded batch count."""

from __future__ import annotations

import torch
from torch import Tensor


def length_mask(lengths: Tensor, size: int, dtype: torch.dtype) -> Tensor:
    """Lengths [B] -> 1 for a step that counts, 0 for padding, [B, 1, size]."""
    steps = torch.arange(size, device=lengths.device)
    return (steps < lengths.unsqueeze(1)).unsqueeze(1).to(dtype)
