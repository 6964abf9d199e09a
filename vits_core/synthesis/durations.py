"""Durations that follow the predictor, but for what a person asked of them."""

from __future__ import annotations

import torch
from torch import Tensor

from vits_core.errors import SettingsError
from vits_core.model.alignment import durations_in_frames
from vits_core.prosody.steering import AS_PREDICTED, Timing


def steered_durations(logw: Tensor, length_scale: float, timing: Timing) -> Tensor:
    """`logw` [T_text] -> frames of each token, int64 [T_text], each at least 1.

    `timing.even_tempo` has to be worked out into `timing.frames` before. Raises `SettingsError`
    where the pinned tokens leave too little of `timing.frames` for the others.
    """
    if timing == AS_PREDICTED:
        return durations_in_frames(logw, length_scale)
    logw = logw.clone()
    for token, factor in timing.stretches:
        logw[token] += torch.log(torch.tensor(factor))
    durations = durations_in_frames(logw, length_scale)
    pinned = torch.zeros(len(durations), dtype=torch.bool)
    for token, frames in timing.pins:
        durations[token] = frames
        pinned[token] = True
    if timing.frames is not None:
        rest = timing.frames - int(durations[pinned].sum())
        durations[~pinned] = _fitted(torch.exp(logw)[~pinned].double().cpu(), rest).to(durations)
    return durations


def _fitted(wanted: Tensor, frames: int) -> Tensor:
    """Whole numbers, each at least 1, in proportion to `wanted` [N], that sum up to `frames`."""
    least = len(wanted)
    if frames < least:
        raise SettingsError(
            f"{frames} frames are too few for {least} phonemes",
            remedy=f"Allow {least - frames} more, or release a pinned phoneme.",
        )
    if not least:
        return wanted.to(torch.int64)
    low, high = 0.0, frames / float(wanted.min())
    for _ in range(60):  # what is at least 1 does not shrink further: no formula for the factor
        middle = (low + high) / 2
        if float((wanted * middle).clamp_min(1.0).sum()) < frames:
            low = middle
        else:
            high = middle
    exact = (wanted * high).clamp_min(1.0)
    whole = exact.floor()
    missing = frames - int(whole.sum())
    if missing > 0:
        whole[(exact - whole).argsort(descending=True, stable=True)[:missing]] += 1
    return whole.to(torch.int64)
