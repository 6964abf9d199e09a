"""The noise is standard normal, independent wherever it should be, and the same next year."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from vits_core.noise.keyed import expression_noise, rhythm_noise
from vits_core.noise.on_device import expression_noise_on, rhythm_noise_on
from vits_core.prosody.steering import MAX_SEED, Draw
from vits_core.records import FloatArray

MANY = 200_000
RHYTHM = [[-0.2031383, -0.0724729], [0.5959476, -0.2099172]]
EXPRESSION = [
    [0.8729011, -0.3837980, -0.8142758],
    [-0.9290023, -1.7626933, -0.2380308],
    [0.3003170, 1.4473083, -1.0887308],
]


def _correlation(a: FloatArray, b: FloatArray) -> float:
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


def test_the_first_values_are_what_they_were_in_the_first_release() -> None:
    rhythm = rhythm_noise(Draw(42), 2)
    expression = expression_noise(Draw(42), [1, 2], 3)
    np.testing.assert_allclose(rhythm, RHYTHM, rtol=0, atol=1e-6)
    np.testing.assert_allclose(expression, EXPRESSION, rtol=0, atol=1e-6)


@pytest.mark.parametrize("seed", [0, 1, 42, MAX_SEED])
def test_equal_seeds_give_equal_noise(seed: int) -> None:
    assert np.array_equal(rhythm_noise(Draw(seed), 9), rhythm_noise(Draw(seed), 9))
    durations = [3, 1, 4]
    assert np.array_equal(
        expression_noise(Draw(seed), durations, 8), expression_noise(Draw(seed), durations, 8)
    )


def test_rhythm_noise_is_standard_normal() -> None:
    noise = rhythm_noise(Draw(3), MANY // 20).astype(np.float64)
    _assert_standard_normal(noise.ravel())


def test_expression_noise_is_standard_normal_in_each_channel() -> None:
    noise = expression_noise(Draw(3), [7] * 1000, 192).astype(np.float64)
    _assert_standard_normal(noise.ravel())
    error = 1.0 / np.sqrt(noise.shape[1])
    assert np.abs(noise.mean(axis=1)).max() < 4.5 * error
    assert np.abs(noise.var(axis=1) - 1.0).max() < 4.5 * error * np.sqrt(2.0)


def _assert_standard_normal(values: np.ndarray) -> None:
    """The first four moments and two tail probabilities, within 4.5 standard errors."""
    error = 4.5 / np.sqrt(values.size)
    assert abs(values.mean()) < error
    assert abs((values**2).mean() - 1.0) < error * np.sqrt(2.0)
    assert abs((values**3).mean()) < error * np.sqrt(15.0)
    assert abs((values**4).mean() - 3.0) < error * np.sqrt(96.0)
    for bound, probability in ((1.0, 0.3173105), (3.0, 0.0026998)):
        deviation = np.sqrt(probability * (1 - probability))
        assert abs((np.abs(values) > bound).mean() - probability) < error * deviation


def test_tokens_channels_frames_streams_and_seeds_are_independent() -> None:
    rhythm = rhythm_noise(Draw(5), MANY // 20)
    expression = expression_noise(Draw(5), [4] * 2000, 6)
    other = expression_noise(Draw(6), [4] * 2000, 6)
    frames = expression.shape[1]
    pairs = {
        "the rhythm's channels": (rhythm[0], rhythm[1]),
        "neighbouring tokens' rhythm": (rhythm[:, 1:], rhythm[:, :-1]),
        "neighbouring frames": (expression[:, 1:], expression[:, :-1]),
        "the same frame of neighbouring tokens": (expression[:, 4:], expression[:, :-4]),
        "the two of a Box-Muller pair": (expression[0], expression[1]),
        "their magnitudes": (np.abs(expression[0]), np.abs(expression[1])),
        "neighbouring channels": (expression[1], expression[2]),
        "neighbouring seeds": (expression, other),
        "the two streams of a seed": (rhythm[:, :2000], expression[:2, ::4]),
        "token number and seed swapped": (
            rhythm_noise(Draw(1), 8000)[:, 2:],
            rhythm_noise(Draw(2), 8000)[:, 1:-1],
        ),
    }
    for what, (a, b) in pairs.items():
        assert abs(_correlation(a, b)) < 4.5 / np.sqrt(a.size), what
    channels = np.corrcoef(expression) - np.eye(6)
    assert np.abs(channels).max() < 4.5 / np.sqrt(frames)


def test_a_token_that_grows_keeps_the_noise_of_its_frames() -> None:
    short = expression_noise(Draw(9), [2, 3, 1], 6)
    grown = expression_noise(Draw(9), [2, 5, 1], 6)
    assert np.array_equal(grown[:, :5], short[:, :5])
    assert np.array_equal(grown[:, 7:], short[:, 5:])


def test_a_longer_text_keeps_the_noise_of_its_first_tokens() -> None:
    assert np.array_equal(rhythm_noise(Draw(9), 12)[:, :5], rhythm_noise(Draw(9), 5))


@pytest.mark.parametrize("channels", [1, 3, 191])
def test_an_odd_number_of_channels_is_filled(channels: int) -> None:
    noise = expression_noise(Draw(1), [2, 1], channels)
    assert noise.shape == (channels, 3)
    assert noise.dtype == np.float32
    assert np.array_equal(noise, expression_noise(Draw(1), [2, 1], channels + 1)[:channels])


def test_no_tokens_give_no_noise() -> None:
    assert rhythm_noise(Draw(1), 0).shape == (2, 0)
    assert expression_noise(Draw(1), [], 192).shape == (192, 0)


def test_a_token_of_no_frames_takes_nothing_from_its_neighbours() -> None:
    noise = expression_noise(Draw(1), [2, 0, 3], 4)
    assert np.array_equal(noise[:, :2], expression_noise(Draw(1), [2, 9, 9], 4)[:, :2])
    assert np.array_equal(noise[:, 2:], expression_noise(Draw(1), [2, 1, 3], 4)[:, 3:])


def test_noise_on_the_cpu_is_the_noise() -> None:
    noise = expression_noise_on(torch.device("cpu"), Draw(3), [2, 5, 1], 6, 1, 7)
    assert np.array_equal(noise.numpy(), expression_noise(Draw(3), [2, 5, 1], 6, 1, 7))
    rhythm = rhythm_noise_on(torch.device("cpu"), Draw(3), 5)
    assert np.array_equal(rhythm.numpy(), rhythm_noise(Draw(3), 5))
