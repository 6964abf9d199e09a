"""Clips become batches without a change to any of them."""

from __future__ import annotations

import dataclasses

import pytest
import torch

from vits_core.training.corpus import Corpus
from vits_core.training.errors import TrainingError
from vits_core.training.examples import Examples, as_batch


def test_a_batch_holds_each_clip_and_zeros_behind_it(corpus: Corpus) -> None:
    examples = Examples(corpus, corpus.training, 1024, 256)
    chosen = [examples[i] for i in (0, 4, 2)]
    batch = as_batch(chosen)
    assert batch.clips.tolist() == [0, 4, 2]
    for row, example in enumerate(chosen):
        tokens, frames = len(example.token_ids), example.spectrogram.shape[1]
        assert batch.token_lengths[row] == tokens
        assert batch.frame_lengths[row] == frames
        assert len(example.waveform) == frames * 256
        assert example.spectrogram.shape[0] == 513
        clip = corpus.training[example.clip]
        assert example.token_ids.tolist() == list(clip.token_ids)
        for padded, own in (
            (batch.token_ids[row], example.token_ids),
            (batch.waveform[row], example.waveform),
            (batch.spectrogram[row], example.spectrogram),
        ):
            assert torch.equal(padded[..., : own.shape[-1]], own)
            assert not padded[..., own.shape[-1] :].any()


def test_a_clip_with_more_tokens_than_frames_is_refused(corpus: Corpus) -> None:
    short = dataclasses.replace(corpus.clips[0], samples=20 * 256)
    with pytest.raises(TrainingError, match=r"clip0 has more tokens than frames"):
        Examples(corpus, [short], 1024, 256)
