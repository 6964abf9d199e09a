"""Mel spectrogram, as VITS is trained on it (paper section 3.1; Slaney's scale and norm)."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from vits_core.audio.mel_scale import hertz_to_mel, mel_to_hertz

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
    mels = np.linspace(0.0, hertz_to_mel(sample_rate / 2), bands + 2)
    edges = np.array([mel_to_hertz(mel) for mel in mels])
    bins = np.linspace(0.0, sample_rate / 2, fft_size // 2 + 1)
    below = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    above = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    triangles = np.maximum(0.0, np.minimum(below, above))
    areas = 2.0 / (edges[2:] - edges[:-2])
    filters: NDArray[np.float32] = (triangles * areas[:, None]).astype(np.float32)
    return filters
