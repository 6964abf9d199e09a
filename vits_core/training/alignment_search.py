"""Monotonic alignment search: which token each frame belongs to (paper section 2.2.1)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from vits_core.model.masks import length_mask
from vits_core.records import FloatArray


class Alignment(NamedTuple):
    """The most likely way through the tokens that leaves none out and never goes back."""

    tokens: Tensor
    """The token of each frame, int64 [B, T_frames]; the last one in the padding"""
    durations: Tensor
    """Frames of each token, [B, 1, T_text]"""

    def expand(self, x: Tensor) -> Tensor:
        """Repeat each token for its frames: [B, C, T_text] -> [B, C, T_frames]."""
        return x.gather(2, self.tokens.unsqueeze(1).expand(-1, x.shape[1], -1))


@torch.no_grad()
def align(
    z_p: Tensor, m_p: Tensor, logs_p: Tensor, token_lengths: Tensor, frame_lengths: Tensor
) -> Alignment:
    """Find the alignment under which `z_p` is most likely.

    `z_p` [B, C, T_frames], `m_p` and `logs_p` [B, C, T_text], lengths [B]. Raises ValueError where
    an item has fewer frames than tokens.
    """
    with torch.autocast(z_p.device.type, enabled=False):
        scores = log_likelihood(z_p.float(), m_p.float(), logs_p.float())
    tokens = most_likely_path(scores, token_lengths, frame_lengths)
    counted = length_mask(frame_lengths, z_p.shape[2], z_p.dtype).squeeze(1)
    durations = z_p.new_zeros(m_p.shape[0], m_p.shape[2]).scatter_add_(1, tokens, counted)
    return Alignment(tokens, durations.unsqueeze(1))


def log_likelihood(z_p: Tensor, m_p: Tensor, logs_p: Tensor) -> Tensor:
    """Log density of each frame under each token's prior: [B, C, T_frames], twice [B, C, T_text]
    -> [B, T_frames, T_text]."""
    precision = torch.exp(-2.0 * logs_p)
    frames = z_p.transpose(1, 2)  # [B, C, T_frames] -> [B, T_frames, C]
    per_token = -0.5 * math.log(2.0 * math.pi) - logs_p - 0.5 * m_p * m_p * precision
    # The square of z_p - m_p, multiplied out, so that no [B, C, T_frames, T_text] is needed.
    return (
        per_token.sum(dim=1, keepdim=True)
        - 0.5 * (frames * frames) @ precision
        + frames @ (m_p * precision)
    )


def most_likely_path(scores: Tensor, token_lengths: Tensor, frame_lengths: Tensor) -> Tensor:
    """Scores [B, T_frames, T_text] -> the token of each frame, int64 [B, T_frames].

    The path with the greatest sum that begins at an item's first token, ends at its last and takes
    each in turn. Raises ValueError where an item has fewer frames than tokens.
    """
    lengths = token_lengths.cpu().numpy(), frame_lengths.cpu().numpy()
    if (lengths[0] > lengths[1]).any():
        raise ValueError("an item of the batch has fewer frames than tokens")
    # All items' rows lie end to end, each behind a token that nobody can be at.
    rows = functional.pad(scores.detach(), (1, 0), value=-math.inf).transpose(0, 1)
    frames, batch, width = rows.shape
    moves = _moves(rows.reshape(frames, -1).cpu().numpy(), width)
    for item, length in enumerate(lengths[1]):
        moves[length:, item * width : (item + 1) * width] = False
    starts = np.arange(batch) * width + 1
    path = _back(moves, starts + lengths[0] - 1) - starts
    return torch.from_numpy(path.T.copy()).to(scores.device)


def _moves(scores: FloatArray, width: int) -> NDArray[np.bool_]:
    """Whether the best way to each place comes from the token before: [T_frames, places]."""
    best = np.full_like(scores[0], -math.inf)
    best[1::width] = scores[0, 1::width]
    staying, moving = best[1:], best[:-1]
    better = np.empty_like(staying)
    moves = np.zeros(scores.shape, np.bool_)
    for frame in range(1, len(scores)):
        np.greater(moving, staying, out=moves[frame, 1:])
        np.maximum(moving, staying, out=better)
        np.add(better, scores[frame, 1:], out=staying)
    return moves


def _back(moves: NDArray[np.bool_], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Follow the moves back from the last frame's places [B] -> places [T_frames, B]."""
    path = np.empty((len(moves), len(places)), np.int64)
    for frame in range(len(moves) - 1, -1, -1):
        path[frame] = places
        places = places - moves[frame].take(places)
    return path
