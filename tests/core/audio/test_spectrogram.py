"""The spectrograms that training compares are librosa's, with a root that has a slope at zero."""

from __future__ import annotations

import librosa
import numpy as np
import pytest
import torch

from vits_core.audio.spectrogram import LinearSpectrogram, LogMelSpectrogram
from vits_core.records import FloatArray

RATES_AND_HOPS = [(16_000, 256), (22_050, 256), (24_000, 240), (44_100, 512)]


def _sweep(sample_rate: int, samples: int) -> FloatArray:
    seconds = np.arange(samples) / sample_rate
    noise = np.random.default_rng(1).standard_normal(samples)
    tone = np.sin(2 * np.pi * (200 + 3000 * seconds) * seconds)
    return (0.5 * tone + 0.01 * noise).astype(np.float32)


@pytest.mark.parametrize(("sample_rate", "hop"), RATES_AND_HOPS)
def test_it_agrees_with_librosa(sample_rate: int, hop: int) -> None:
    wave = _sweep(sample_rate, 40 * hop)
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


def test_the_fft_may_be_of_another_size() -> None:
    wave = torch.from_numpy(_sweep(22_050, 20 * 256))[None]
    assert LinearSpectrogram(256, 2048)(wave).shape == (1, 1025, 20)
    assert LogMelSpectrogram(22_050, 256, bands=40, fft_size=512)(wave).shape == (1, 40, 20)


def test_windows_and_filters_go_where_the_module_goes() -> None:
    mel = LogMelSpectrogram(22_050, 256)
    assert {name for name, _ in mel.named_buffers()} == {"linear.window", "filterbank"}
    assert not list(mel.parameters())
    assert mel.double()(torch.zeros(1, 2560)).dtype == torch.float64


def test_silence_has_a_gradient() -> None:
    wave = torch.zeros(1, 2560, requires_grad=True)
    LogMelSpectrogram(22_050, 256)(wave).sum().backward()
    assert wave.grad is not None
    assert bool(wave.grad.isfinite().all())


def test_sixteen_bits_do_not_change_the_sums() -> None:
    wave = torch.from_numpy(_sweep(22_050, 20 * 256))[None].to(torch.bfloat16)
    mel = LogMelSpectrogram(22_050, 256)
    with torch.autocast("cpu", torch.bfloat16):
        ours = mel(wave)
    assert torch.equal(ours, mel(wave.float()))
