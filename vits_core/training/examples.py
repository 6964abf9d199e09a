"""Clips as the model is trained with them, and batches of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import Dataset

from vits_core.audio.spectrogram import LinearSpectrogram
from vits_core.training.corpus import Clip, Corpus
from vits_core.training.errors import TrainingError


class Example(NamedTuple):
    """One clip."""

    clip: int
    """Its place among the clips."""
    token_ids: Tensor
    """[T_text]"""
    waveform: Tensor
    """[T_samples], whole frames"""
    spectrogram: Tensor
    """Linear magnitudes, [F, T_frames]"""
    speaker: int


class Batch(NamedTuple):
    """Clips side by side, the shorter ones padded with zeros."""

    clips: Tensor
    """[B]"""
    token_ids: Tensor
    """[B, T_text]"""
    token_lengths: Tensor
    """[B]"""
    waveform: Tensor
    """[B, T_samples]"""
    spectrogram: Tensor
    """[B, F, T_frames]"""
    frame_lengths: Tensor
    """[B]"""
    speakers: Tensor
    """[B]"""


class Examples(Dataset[Example]):
    """Some of a corpus's clips, read as they are asked for."""

    def __init__(
        self, corpus: Corpus, clips: Sequence[Clip], fft_size: int, hop_length: int
    ) -> None:
        self._corpus = corpus
        self._hop_length = hop_length
        self._spectrogram = LinearSpectrogram(hop_length=hop_length, fft_size=fft_size)
        self.clips = tuple(clips)
        for clip in clips:
            if len(clip.token_ids) > clip.samples // hop_length:
                raise TrainingError(
                    f"The clip {clip.name} has more tokens than frames",
                    where=str(corpus.folder),
                    remedy=f"Prepare the corpus with a hop length of {hop_length} samples.",
                )

    def __len__(self) -> int:
        return len(self.clips)

    def __getitem__(self, index: int) -> Example:
        clip = self.clips[index]
        frames = clip.samples // self._hop_length
        waveform = self._corpus.waveform(clip)[: frames * self._hop_length]
        sound = torch.from_numpy(np.ascontiguousarray(waveform))
        with torch.no_grad():
            spectrogram = self._spectrogram(sound.unsqueeze(0))[0]
        return Example(index, torch.tensor(clip.token_ids), sound, spectrogram, clip.speaker)


def as_batch(examples: Sequence[Example]) -> Batch:
    """Put clips side by side."""
    return Batch(
        clips=torch.tensor([example.clip for example in examples]),
        token_ids=_padded([example.token_ids for example in examples]),
        token_lengths=torch.tensor([len(example.token_ids) for example in examples]),
        waveform=_padded([example.waveform for example in examples]),
        spectrogram=_padded([example.spectrogram for example in examples]),
        frame_lengths=torch.tensor([example.spectrogram.shape[1] for example in examples]),
        speakers=torch.tensor([example.speaker for example in examples]),
    )


def _padded(rows: Sequence[Tensor]) -> Tensor:
    """Tensors [..., T] of different lengths -> [B, ..., max(T)]."""
    longest = max(row.shape[-1] for row in rows)
    return torch.stack([functional.pad(row, (0, longest - row.shape[-1])) for row in rows])
