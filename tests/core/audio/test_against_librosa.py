"""Our spectrograms are librosa's at every rate.

In one file, since one worker runs it: in a new environment librosa compiles for half a minute.
"""

from __future__ import annotations

import librosa
import numpy as np
import pytest
import torch

from tests.core.audio.sweep import sweep
from vits_core.audio.mel import MelSpectrogram, mel_filterbank
from vits_core.audio.spectrogram import LogMelSpectrogram

pytestmark = pytest.mark.slow

RATES_AND_HOPS = [(16_000, 256), (22_050, 256), (24_000, 240), (44_100, 512), (48_000, 300)]


@pytest.mark.filterwarnings("ignore:Empty filters detected:UserWarning")  # with many bands
@pytest.mark.parametrize("bands", [20, 80, 128])
@pytest.mark.parametrize(("sample_rate", "hop"), RATES_AND_HOPS)
def test_the_filterbank_is_librosas(sample_rate: int, hop: int, bands: int) -> None:
    ours = mel_filterbank(sample_rate, 4 * hop, bands)
    theirs = librosa.filters.mel(sr=sample_rate, n_fft=4 * hop, n_mels=bands)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-7)


@pytest.mark.parametrize(("sample_rate", "hop"), RATES_AND_HOPS)
def test_the_spectrogram_is_librosas(sample_rate: int, hop: int) -> None:
    samples = 40 * hop
    wave = sweep(sample_rate, samples)
    ours = MelSpectrogram(sample_rate, hop)(torch.from_numpy(wave)[None])[0].numpy()
    padded = np.pad(wave, 3 * hop // 2, mode="reflect")
    spectrum = librosa.stft(padded, n_fft=4 * hop, hop_length=hop, center=False)
    theirs = librosa.filters.mel(sr=sample_rate, n_fft=4 * hop, n_mels=80) @ np.abs(spectrum)
    assert ours.shape == theirs.shape == (80, 40)
    np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize(("sample_rate", "hop"), RATES_AND_HOPS)
def test_the_spectrograms_of_training_are_librosas(sample_rate: int, hop: int) -> None:
    wave = sweep(sample_rate, 40 * hop)
    mel = LogMelSpectrogram(sample_rate, hop)
    linear = mel.linear(torch.from_numpy(wave)[None])
    padded = np.pad(wave.astype(np.float64), 3 * hop // 2, mode="reflect")
    spectrum = np.abs(librosa.stft(padded, n_fft=4 * hop, hop_length=hop, center=False))
    magnitudes = np.sqrt(spectrum**2 + 1e-6)
    assert linear.shape == (1, mel.linear.bins, 40) == (1, 2 * hop + 1, 40)
    np.testing.assert_allclose(linear[0], magnitudes, rtol=1e-3, atol=1e-5)

    bands = librosa.filters.mel(sr=sample_rate, n_fft=4 * hop, n_mels=80) @ magnitudes
    theirs = np.log(np.maximum(bands, 1e-5))
    ours = mel(torch.from_numpy(wave)[None])[0]
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-4)
    assert torch.equal(mel.of_linear(linear)[0], ours)
