"""Renditions of "Hi me" made by hand, to be compared without a voice."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from app.synthesis.take_preview import TakePreview
from app.takes.lab_take import LabTake
from tests.app.ui.made_take import DURATIONS, HOP, made_take
from vits_core.prosody.steering import Draw
from vits_core.records import Take

# The phonemes of "Hi me" begin at these tokens; a blank comes before the first.
STARTS = (1, 3, 5, 6, 7)
LABELS = ("h", "aɪ", "", "m", "i")
OTHER_IDS = tuple(range(10, 18))


def rendition(
    number: int,
    durations: Sequence[int] = DURATIONS,
    *,
    starred: bool = False,
    token_ids: tuple[int, ...] | None = None,
) -> LabTake:
    """Take `number`, whose outline is a whole `Take` with noise for its spectrogram."""
    plain = made_take()
    frames = sum(durations)
    utterance = plain.utterance
    if token_ids is not None:
        utterance = dataclasses.replace(utterance, token_ids=token_ids)
    take = dataclasses.replace(
        plain,
        utterance=utterance,
        rhythm=Draw(number),
        durations=np.array(durations, np.int64),
        waveform=np.zeros(frames * HOP, np.float32),
        mel=np.random.default_rng(number).uniform(-60, 0, (80, frames)).astype(np.float32),
    )
    return LabTake(number=number, outline=take, voice="v.onnx", voice_name="v", starred=starred)


def sound_of(take: LabTake) -> Take:
    """The sound that belongs to a rendition."""
    assert isinstance(take.outline, Take)
    return take.outline


def preview(take: LabTake, hz: float | Sequence[float]) -> TakePreview:
    """Of a rendition with this pitch, in all frames or frame by frame."""
    frames = int(take.outline.token_edges[-1])
    pitch = np.broadcast_to(np.asarray(hz, np.float32), (frames,)).copy()
    return TakePreview(np.zeros(1, np.float32), np.zeros(1, np.float32), pitch)
