"""Loudness is what the standard says; two sounds meet at the quieter one's."""

import math

import numpy as np
import pyloudnorm
import pytest

from vits_core.audio.loudness import loudness, matched
from vits_core.records import FloatArray

RATE = 22050


def sine(hertz: float, seconds: float, peak: float = 1.0, rate: int = RATE) -> FloatArray:
    time = np.arange(round(seconds * rate)) / rate
    return (peak * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def babble(seconds: float, seed: int = 1) -> FloatArray:
    """Noise that comes and goes as syllables do, with a silence in the middle."""
    samples = round(seconds * RATE)
    noise = np.random.default_rng(seed).standard_normal(samples) * 0.05
    noise *= 1 + np.sin(2 * np.pi * 4 * np.arange(samples) / RATE)
    noise[samples // 3 : samples // 2] = 0.0
    return noise.astype(np.float32)


@pytest.mark.parametrize("rate", [16000, 22050, 44100, 48000])
def test_the_sine_of_the_standard_is_as_loud_as_it_says(rate: int) -> None:
    # ITU-R BS.1770-4: a 997 Hz sine at full scale in one front channel reads -3.01 LKFS.
    assert loudness(sine(997, 5, rate=rate), rate) == pytest.approx(-3.01, abs=0.05)
    assert loudness(sine(997, 5, 0.1, rate), rate) == pytest.approx(-23.01, abs=0.05)


def test_it_is_what_pyloudnorm_measures() -> None:
    sound = babble(6)
    peer = pyloudnorm.Meter(RATE, filter_class="DeMan")
    assert loudness(sound, RATE) == pytest.approx(
        peer.integrated_loudness(sound.astype(np.float64)), abs=1e-6
    )
    plain = pyloudnorm.Meter(RATE).integrated_loudness(sound.astype(np.float64))
    assert loudness(sound, RATE) == pytest.approx(plain, abs=0.5)  # other filters, same standard


def test_silence_around_a_sound_does_not_make_it_quieter() -> None:
    sound = sine(440, 4, 0.1)
    silence = np.zeros(4 * RATE, np.float32)
    padded = np.concatenate((silence, sound, silence))
    # Ungated it would be 4.8 dB less; the blocks on the edges hold a little silence.
    assert loudness(padded, RATE) == pytest.approx(loudness(sound, RATE), abs=0.5)


@pytest.mark.parametrize("seconds", [0.02, 0.1, 0.2, 0.399, 0.4, 0.401, 0.5])
def test_short_sounds_are_as_loud_as_long_ones(seconds: float) -> None:
    short, long = sine(997, seconds, 0.1), sine(997, 5, 0.1)
    assert loudness(short, RATE) == pytest.approx(loudness(long, RATE), abs=0.3)


@pytest.mark.parametrize("samples", [1, 2, 5, 100, 8819, 8820, 8821])
def test_any_length_has_an_answer(samples: int) -> None:
    assert loudness(np.full(samples, 0.5, np.float32), RATE) < 0


def test_silence_is_infinitely_quiet() -> None:
    assert loudness(np.zeros(0, np.float32), RATE) == -math.inf
    assert loudness(np.zeros(RATE, np.float32), RATE) == -math.inf
    assert loudness(np.full(RATE, np.nan, np.float32), RATE) == -math.inf
    assert loudness(sine(997, 2, 1e-5), RATE) == -math.inf  # under the gate


def test_both_meet_at_the_quieter_one() -> None:
    quiet, loud = babble(5, 1), 3 * babble(4, 2)
    gains = matched(quiet, loud, RATE)
    assert gains[0] == 1.0
    assert gains[1] == pytest.approx(1 / 3, rel=0.1)
    levels = loudness(quiet, RATE), loudness(loud * np.float32(gains[1]), RATE)
    assert levels[0] == pytest.approx(levels[1], abs=0.01)
    assert matched(loud, quiet, RATE) == (gains[1], gains[0])


def test_nothing_is_turned_up() -> None:
    rng = np.random.default_rng(5)
    for seconds in (0.1, 0.3, 1.0, 2.5):
        gains = matched(babble(seconds, 1) * rng.random(), babble(2, 2) * rng.random(), RATE)
        assert max(gains) == 1.0
        assert 0.0 < min(gains) <= 1.0


def test_beside_silence_a_sound_stays_as_it_is() -> None:
    assert matched(np.zeros(RATE, np.float32), sine(440, 1), RATE) == (1.0, 1.0)


def test_sounds_of_two_rates_are_each_measured_at_their_own() -> None:
    first, second = sine(997, 3, 0.2, 22050), sine(997, 3, 0.4, 16000)
    gains = matched(first, second, 22050, 16000)
    assert gains == pytest.approx((1.0, 0.5), rel=0.01)
