"""Mel spectrogram, as VITS is trained on it (paper section 3.1; Slaney's scale and norm)."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

AMPLITUDE_FLOOR = 1e-5


class MelSpectrogram(nn.Module):
    """Magnitude mel spectrogram with `T_samples / hop_length` frames and a window of four hops."""

    window: Tensor
    filterbank: Tensor

    def __init__(self, sample_rate: int, hop_length: int, bands: int = 80) -> None:
        super().__init__()
        self.hop_length = hop_length
        self.fft_size = 4 * hop_length
        self.register_buffer("window", torch.hann_window(self.fft_size))
        filters = mel_filterbank(sample_rate, self.fft_size, bands)
        self.register_buffer("filterbank", torch.from_numpy(filters))

    def forward(self, waveform: Tensor) -> Tensor:
        """Waveform [B, T_samples] -> magnitudes [B, n_mels, T_frames].

        T_samples must be longer than the padding, one hop and a half on either side.
        """
        padding = (self.fft_size - self.hop_length) // 2
        padded = functional.pad(waveform.unsqueeze(1), (padding, padding), mode="reflect")
        spectrum = torch.stft(
            padded.squeeze(1),
            self.fft_size,
            self.hop_length,
            window=self.window,
            center=False,
            return_complex=True,
        )
        return self.filterbank @ spectrum.abs()

    def decibels(self, waveform: Tensor) -> Tensor:
        """Waveform [B, T_samples] -> decibels re amplitude 1, [B, n_mels, T_frames]."""
        return 20.0 * self(waveform).clamp_min(AMPLITUDE_FLOOR).log10()  # type: ignore[no-any-return]


def mel_filterbank(sample_rate: int, fft_size: int, bands: int) -> NDArray[np.float32]:
    """Triangles of equal area between 0 Hz and half the sample rate, [bands, fft_size / 2 + 1].

    The same as `librosa.filters.mel` with its defaults.
    """
    edges = _mel_to_hertz(np.linspace(0.0, _hertz_to_mel(sample_rate / 2), bands + 2))
    bins = np.linspace(0.0, sample_rate / 2, fft_size // 2 + 1)
    below = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    above = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    triangles = np.maximum(0.0, np.minimum(below, above))
    areas = 2.0 / (edges[2:] - edges[:-2])
    return (triangles * areas[:, None]).astype(np.float32)


# Slaney's scale: linear up to 1000 Hz (15 mel), logarithmic above, 27 steps a factor of 6.4.
_LINEAR = 200.0 / 3.0
_BREAK_HERTZ = 1000.0
_BREAK_MEL = _BREAK_HERTZ / _LINEAR
_LOG_STEP = math.log(6.4) / 27.0


def _hertz_to_mel(hertz: float) -> float:
    if hertz < _BREAK_HERTZ:
        return hertz / _LINEAR
    return _BREAK_MEL + math.log(hertz / _BREAK_HERTZ) / _LOG_STEP


def _mel_to_hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    log_part = _BREAK_HERTZ * np.exp(_LOG_STEP * (mel - _BREAK_MEL))
    return np.where(mel < _BREAK_MEL, mel * _LINEAR, log_part)
