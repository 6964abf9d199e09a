"""Pitch is found where there is a voice, and said to be missing where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from vits_core.audio.pitch import PitchStatistics, pitch_track
from vits_core.records import FloatArray

RATE, HOP = 22_050, 256


def _glide(low: float, high: float, seconds: float = 2.0) -> tuple[FloatArray, FloatArray]:
    """A voice-like sound whose pitch goes from `low` to `high` Hz, and its pitch."""
    samples = int(seconds * RATE)
    pitch = low * (high / low) ** np.linspace(0, 1, samples)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    sound = sum(np.sin(k * phase) / k for k in range(1, 15)) * 0.2
    return np.asarray(sound, np.float32), pitch.astype(np.float32)


@pytest.mark.parametrize(("low", "high"), [(80, 160), (300, 150), (220, 220.1)])
def test_a_glide_is_followed_to_a_tenth_of_a_semitone(low: float, high: float) -> None:
    sound, pitch = _glide(low, high)
    noise = np.random.default_rng(1).standard_normal(len(sound)).astype(np.float32)
    track = pitch_track(sound + 0.02 * noise, RATE, HOP)
    assert track.shape == (len(sound) // HOP,)
    voiced = np.isfinite(track)
    assert voiced.mean() > 0.95
    true = pitch[np.arange(len(track)) * HOP + HOP // 2]
    assert float(np.median(np.abs(12 * np.log2(track[voiced] / true[voiced])))) < 0.1


def test_silence_and_noise_and_very_short_sounds_have_no_pitch() -> None:
    noise = 0.1 * np.random.default_rng(1).standard_normal(RATE).astype(np.float32)
    assert np.isfinite(pitch_track(noise, RATE, HOP)).mean() < 0.1
    assert not np.isfinite(pitch_track(np.zeros(RATE, np.float32), RATE, HOP)).any()
    for samples in (0, 1, HOP, 1000):
        track = pitch_track(np.zeros(samples, np.float32), RATE, HOP)
        assert track.shape == (samples // HOP,)
        assert not np.isfinite(track).any()


def test_statistics_are_of_the_voiced_frames() -> None:
    statistics = PitchStatistics.of(np.array([np.nan, 100, 200, np.nan], np.float32))
    assert statistics.median == pytest.approx(150)
    assert statistics.voiced == 0.5
    assert statistics.spread == pytest.approx(6)  # an octave apart
    none = PitchStatistics.of(np.full(3, np.nan, np.float32))
    assert np.isnan(none.median)
    assert none.voiced == 0.0
