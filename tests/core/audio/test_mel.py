"""The mel spectrogram is librosa's at every rate, with one frame a hop."""

from __future__ import annotations

import librosa
import numpy as np
import pytest
import torch

from vits_core.audio.mel import AMPLITUDE_FLOOR, MelSpectrogram, MelStream, mel_filterbank
from vits_core.records import FloatArray

RATES_AND_HOPS = [(16_000, 256), (22_050, 256), (24_000, 240), (44_100, 512), (48_000, 300)]


def _sweep(sample_rate: int, samples: int) -> FloatArray:
    seconds = np.arange(samples) / sample_rate
    noise = np.random.default_rng(1).standard_normal(samples)
    tone = np.sin(2 * np.pi * (200 + 3000 * seconds) * seconds)
    return (0.5 * tone + 0.01 * noise).astype(np.float32)


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
    wave = _sweep(sample_rate, samples)
    ours = MelSpectrogram(sample_rate, hop)(torch.from_numpy(wave)[None])[0].numpy()
    padded = np.pad(wave, 3 * hop // 2, mode="reflect")
    spectrum = librosa.stft(padded, n_fft=4 * hop, hop_length=hop, center=False)
    theirs = librosa.filters.mel(sr=sample_rate, n_fft=4 * hop, n_mels=80) @ np.abs(spectrum)
    assert ours.shape == theirs.shape == (80, 40)
    np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-5)


def test_decibels_are_of_amplitude_and_have_a_floor() -> None:
    mel = MelSpectrogram(22_050, 256)
    wave = torch.from_numpy(_sweep(22_050, 20 * 256))[None]
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
    wave = _sweep(22_050, 40 * 256)
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
