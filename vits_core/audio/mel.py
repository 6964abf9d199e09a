"""Mel spectrogram, as VITS is trained on it (paper section 3.1; Slaney's scale and norm)."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from vits_core.audio.mel_scale import hertz_to_mel, mel_to_hertz
from vits_core.records import FloatArray

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

    @property
    def padding(self) -> int:
        """Samples that are reflected at either end."""
        return (self.fft_size - self.hop_length) // 2

    def forward(self, waveform: Tensor) -> Tensor:
        """Waveform [B, T_samples] -> magnitudes [B, n_mels, T_frames].

        T_samples must be longer than the padding, one hop and a half on either side.
        """
        ends = (self.padding, self.padding)
        return self.of_padded(
            functional.pad(waveform.unsqueeze(1), ends, mode="reflect").squeeze(1)
        )

    def of_padded(self, waveform: Tensor) -> Tensor:
        """The same for a waveform that has its padding, or its neighbours, at either end."""
        spectrum = torch.stft(
            waveform,
            self.fft_size,
            self.hop_length,
            window=self.window,
            center=False,
            return_complex=True,
        )
        return self.filterbank @ spectrum.abs()

    def decibels(self, waveform: Tensor) -> Tensor:
        """Waveform [B, T_samples] -> decibels re amplitude 1, [B, n_mels, T_frames]."""
        return _decibels(self(waveform))


class MelStream:
    """The spectrogram of a sound that comes block by block, equal to that of the whole."""

    def __init__(self, mel: MelSpectrogram) -> None:
        self._mel = mel
        self._waiting: Tensor = mel.window.new_zeros(0)
        self._begun = False

    def push(self, block: FloatArray, last: bool) -> FloatArray:
        """The next block, [T_samples] -> the decibels that it completes, [n_mels, T_frames].

        Of a sound no longer than its padding there is no spectrogram.
        """
        mel = self._mel
        self._waiting = torch.cat((self._waiting, torch.from_numpy(block).to(mel.window.device)))
        if not self._begun:
            if len(self._waiting) <= mel.padding:
                return np.zeros((len(mel.filterbank), 0), np.float32)
            self._waiting = _reflected(self._waiting, (mel.padding, 0))
            self._begun = True
        padded = _reflected(self._waiting, (0, mel.padding)) if last else self._waiting
        if len(padded) < mel.fft_size:
            return np.zeros((len(mel.filterbank), 0), np.float32)
        decibels = _decibels(mel.of_padded(padded.unsqueeze(0)))[0]
        self._waiting = self._waiting[decibels.shape[1] * mel.hop_length :]
        return decibels.cpu().numpy()


def _reflected(samples: Tensor, ends: tuple[int, int]) -> Tensor:
    return functional.pad(samples.view(1, 1, -1), ends, mode="reflect").view(-1)


def _decibels(magnitudes: Tensor) -> Tensor:
    return 20.0 * magnitudes.clamp_min(AMPLITUDE_FLOOR).log10()


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
