"""The spectrograms that training compares have a root that has a slope at zero."""

from __future__ import annotations

import torch

from tests.core.audio.sweep import sweep
from vits_core.audio.spectrogram import LinearSpectrogram, LogMelSpectrogram


def test_the_fft_may_be_of_another_size() -> None:
    wave = torch.from_numpy(sweep(22_050, 20 * 256))[None]
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
    wave = torch.from_numpy(sweep(22_050, 20 * 256))[None].to(torch.bfloat16)
    mel = LogMelSpectrogram(22_050, 256)
    with torch.autocast("cpu", torch.bfloat16):
        ours = mel(wave)
    assert torch.equal(ours, mel(wave.float()))
