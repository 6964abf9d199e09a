"""Where a frequency lies in the picture of a mel spectrogram."""

from __future__ import annotations

from vits_core.audio.mel_scale import hertz_to_mel, mel_to_hertz


class MelBands:
    """`n_mels` bands from 0 to half of the sample rate, drawn one above the other.

    Band k fills the heights k to k + 1; its centre is the (k + 1)th of n_mels + 2 points at equal
    distances in mel, as librosa lays out its filters.
    """

    def __init__(self, n_mels: int, sample_rate: int) -> None:
        self._n_mels = n_mels
        self._top = hertz_to_mel(sample_rate / 2)

    def height_of(self, hz: float) -> float:
        return hertz_to_mel(hz) / self._top * (self._n_mels + 1) - 0.5

    def hz_at(self, height: float) -> float:
        return mel_to_hertz(max(0.0, (height + 0.5) / (self._n_mels + 1) * self._top))
