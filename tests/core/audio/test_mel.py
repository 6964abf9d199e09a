"""The mel spectrogram has one frame a hop, and comes block by block as well."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.core.audio.sweep import sweep
from vits_core.audio.mel import AMPLITUDE_FLOOR, MelSpectrogram, MelStream


def test_decibels_are_of_amplitude_and_have_a_floor() -> None:
    mel = MelSpectrogram(22_050, 256)
    wave = torch.from_numpy(sweep(22_050, 20 * 256))[None]
    magnitudes, decibels = mel(wave), mel.decibels(wave)
    torch.testing.assert_close(10.0 ** (decibels / 20.0), magnitudes.clamp_min(AMPLITUDE_FLOOR))
    silence = mel.decibels(torch.zeros(1, 20 * 256))
    assert silence.min() == silence.max() == pytest.approx(-100.0)


def test_a_click_shows_in_the_frames_around_it() -> None:
    wave = torch.zeros(1, 20 * 256)
    wave[0, 10 * 256] = 1.0
    loud = MelSpectrogram(22_050, 256)(wave)[0].sum(dim=0) > 1e-6
    assert loud.nonzero().flatten().tolist() == [8, 9, 10, 11]


@pytest.mark.parametrize("size", [1, 200, 256, 1000, 5000])
def test_block_by_block_it_is_the_same(size: int) -> None:
    mel = MelSpectrogram(22_050, 256)
    wave = sweep(22_050, 40 * 256)
    whole = mel.decibels(torch.from_numpy(wave)[None])[0].numpy()
    stream = MelStream(mel)
    starts = range(0, len(wave), size)
    pieces = [stream.push(wave[i : i + size], i + size >= len(wave)) for i in starts]
    joined = np.concatenate(pieces, axis=1)
    assert joined.shape == whole.shape
    np.testing.assert_allclose(joined, whole, rtol=0, atol=1e-3)


def test_a_sound_too_short_for_a_spectrogram_has_none() -> None:
    stream = MelStream(MelSpectrogram(22_050, 256))
    assert stream.push(np.zeros(256, np.float32), last=True).shape == (80, 0)
