"""Spectrograms as VITS is trained on them (paper section 3.1): linear, and mel in logarithms."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from vits_core.audio.mel import AMPLITUDE_FLOOR, mel_filterbank

POWER_OFFSET = 1e-6
"""Added before the square root, which has no slope at 0."""


class LinearSpectrogram(nn.Module):
    """Magnitudes with `T_samples / hop_length` frames, under a Hann window as long as the FFT."""

    window: Tensor

    def __init__(self, hop_length: int, fft_size: int | None = None) -> None:
        """The FFT is of four hops unless its size is given."""
        super().__init__()
        self.hop_length = hop_length
        self.fft_size = fft_size or 4 * hop_length
        self.register_buffer("window", torch.hann_window(self.fft_size))

    @property
    def bins(self) -> int:
        """Frequencies from 0 Hz to half the sample rate."""
        return self.fft_size // 2 + 1

    def forward(self, waveform: Tensor) -> Tensor:
        """Waveform [B, T_samples] -> magnitudes [B, bins, T_frames].

        T_samples must be longer than half of what a window reaches beyond its hop.
        """
        reach = (self.fft_size - self.hop_length) // 2
        waveform = waveform.to(self.window.dtype).unsqueeze(1)
        padded = functional.pad(waveform, (reach, reach), mode="reflect").squeeze(1)
        spectrum = torch.stft(
            padded,
            self.fft_size,
            self.hop_length,
            window=self.window,
            center=False,
            return_complex=True,
        )
        power = torch.view_as_real(spectrum).square().sum(dim=3)
        return torch.sqrt(power + POWER_OFFSET)


class LogMelSpectrogram(nn.Module):
    """Natural logarithm of mel bands, what the reconstruction loss compares."""

    filterbank: Tensor

    def __init__(
        self, sample_rate: int, hop_length: int, bands: int = 80, fft_size: int | None = None
    ) -> None:
        """The FFT is of four hops unless its size is given."""
        super().__init__()
        self.linear = LinearSpectrogram(hop_length, fft_size)
        filters = mel_filterbank(sample_rate, self.linear.fft_size, bands)
        self.register_buffer("filterbank", torch.from_numpy(filters))

    def forward(self, waveform: Tensor) -> Tensor:
        """Waveform [B, T_samples] -> [B, n_mels, T_frames]."""
        return self.of_linear(self.linear(waveform))

    def of_linear(self, magnitudes: Tensor) -> Tensor:
        """Linear spectrogram [B, bins, T_frames] -> [B, n_mels, T_frames]."""
        # Mixed precision would round the sums over bands, which span five orders of magnitude.
        with torch.autocast(magnitudes.device.type, enabled=False):
            mel = self.filterbank @ magnitudes.to(self.filterbank.dtype)
        return mel.clamp_min(AMPLITUDE_FLOOR).log()
