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
_DIMMED = 0.4
"""Of the brightness of colours, behind a line."""
_WIDTH = 800
"""Pixels that an enlarged picture has at most."""
_TOKENS_OF_A_LINE = 100
"""As many tokens more make the line of an alignment two tokens wider."""


def picture(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Any [rows, columns], the first row at the bottom -> colours of an enlarged picture,
    [rows * zoom, columns * zoom, 3]."""
    return _enlarged(_colours(values))


def alignment_picture(
    tokens: NDArray[np.int64], likelihoods: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """The alignment as a white line over how well each frame suits each token, dimmed.

    The token of each frame [T_frames], log likelihoods [T_frames, T_text] -> colours
    [rows, columns, 3], the first token at the bottom. The line of a long sentence is wider than
    its tokens, so that it can be seen.
    """
    frames, count = likelihoods.shape
    colours = _colours(np.maximum(likelihoods.T, LEAST_LIKELY)) * np.float32(_DIMMED)
    wider = count // _TOKENS_OF_A_LINE
    for beside in range(-wider, wider + 1):
        rows = (count - 1 - tokens + beside).clip(0, count - 1)
        colours[rows, np.arange(frames)] = 255
    return _enlarged(colours)


def _colours(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """[rows, columns] -> [rows, columns, 3] from 0 to 255, the last row on top."""
    low, high = float(values.min()), float(values.max())
    places = (values[::-1] - low) / max(high - low, 1e-9) * (len(_ANCHORS) - 1)
    channels = [np.interp(places, np.arange(len(_ANCHORS)), column) for column in _ANCHORS.T]
    return np.stack(channels, axis=2).astype(np.float32)


def _enlarged(colours: NDArray[np.float32]) -> NDArray[np.uint8]:
    zoom = max(1, _WIDTH // colours.shape[1])
    return colours.astype(np.uint8).repeat(zoom, axis=0).repeat(zoom, axis=1)
