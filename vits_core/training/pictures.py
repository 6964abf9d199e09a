"""Pictures of spectrograms and alignments for TensorBoard, without a plotting library."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LEAST_LIKELY = -200.0
"""Logarithm, of all channels together; what is less likely looks alike."""
_ANCHORS = np.array(
    [(13, 8, 35), (84, 15, 109), (187, 55, 84), (249, 142, 9), (252, 255, 164)], np.float32
)
"""Dark to bright, each step about as much brighter."""


def picture(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Any [rows, columns], the first row at the bottom -> colours [rows, columns, 3]."""
    low, high = float(values.min()), float(values.max())
    places = (values[::-1] - low) / max(high - low, 1e-9) * (len(_ANCHORS) - 1)
    colours = [
        np.interp(places, np.arange(len(_ANCHORS)), _ANCHORS[:, channel]) for channel in range(3)
    ]
    return np.stack(colours, axis=2).astype(np.uint8)


def alignment_picture(
    tokens: NDArray[np.int64], likelihoods: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """How well each frame suits each token, [T_frames, T_text], and in white the token that each
    has been given, [T_frames]."""
    colours = picture(np.maximum(likelihoods.T, LEAST_LIKELY))
    colours[likelihoods.shape[1] - 1 - tokens, np.arange(len(tokens))] = 255
    return colours
