"""Slaney's mel scale, the one that VITS's spectrograms use (librosa's default).

Source: Auditory Toolbox (Slaney 1998); linear below 1 kHz, logarithmic above.
"""

from __future__ import annotations

import math

_LINEAR = 200.0 / 3
_KNEE_HZ = 1000.0
_KNEE_MEL = _KNEE_HZ / _LINEAR
_LOG_STEP = math.log(6.4) / 27.0


def hz_to_mel(hz: float) -> float:
    if hz < _KNEE_HZ:
        return hz / _LINEAR
    return _KNEE_MEL + math.log(hz / _KNEE_HZ) / _LOG_STEP


def mel_to_hz(mel: float) -> float:
    if mel < _KNEE_MEL:
        return mel * _LINEAR
    return _KNEE_HZ * math.exp((mel - _KNEE_MEL) * _LOG_STEP)


class MelBands:
    """`n_mels` bands from 0 to half of the sample rate, drawn one above the other.

    Band k fills the heights k to k + 1; its centre is the (k + 1)th of n_mels + 2 points at equal
    distances in mel, as librosa lays out its filters.
    """

    def __init__(self, n_mels: int, sample_rate: int) -> None:
        self._n_mels = n_mels
        self._top = hz_to_mel(sample_rate / 2)

    def height_of(self, hz: float) -> float:
        return hz_to_mel(hz) / self._top * (self._n_mels + 1) - 0.5

    def hz_at(self, height: float) -> float:
        return mel_to_hz(max(0.0, (height + 0.5) / (self._n_mels + 1) * self._top))
