"""Takes brought to another sample rate: the sound of soxr, in its time to the sample."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest
import soxr
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.app.ui.made_take import HOP, SAMPLE_RATE, made_take, parts_of, whole
from vits_core.audio.mel import MelSpectrogram
from vits_core.records import Skipped, Take, TakePart
from vits_core.synthesis.rate_conversion import RateConverter

RATES = [8000, 16_000, 24_000, 44_100, 48_000]


def takes_of(parts: Iterator[TakePart | Skipped]) -> list[Take]:
    return [each.take for each in parts if isinstance(each, TakePart) and each.take is not None]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("count", [1, 5])
def test_a_take_has_the_sound_that_soxr_makes_of_it(rate: int, count: int) -> None:
    take = made_take()
    parts = [
        part
        for part in RateConverter(rate, 200).parts(parts_of(take, count))
        if isinstance(part, TakePart)
    ]
    (made,) = takes_of(iter(parts))
    expected = soxr.resample(take.waveform, SAMPLE_RATE, rate)
    shared = min(len(expected), len(made.waveform))
    assert abs(len(expected) - len(made.waveform)) <= 1
    assert np.array_equal(made.waveform[:shared], expected[:shared])
    assert (made.sample_rate, made.voice_rate, made.hop_length) == (rate, SAMPLE_RATE, HOP)
    assert len(made.waveform) == made.samples == round(33 * HOP * rate / SAMPLE_RATE)
    assert made.durations is take.durations
    assert np.array_equal(np.concatenate([part.waveform for part in parts]), made.waveform)
    starts = np.cumsum([0, *(len(part.waveform) for part in parts)])
    assert [part.start_sample for part in parts] == starts[:-1].tolist()
    assert [part.start_sample for part in parts].count(0) == 1  # by which a take is known to begin


def test_the_spectrogram_is_one_of_the_new_sound() -> None:
    (made,) = takes_of(RateConverter(16_000, 200).parts(parts_of(made_take(), 4)))
    mel = MelSpectrogram(16_000, 200).decibels(torch.from_numpy(made.waveform).unsqueeze(0))[0]
    assert made.mel.shape == mel.shape
    assert np.allclose(made.mel, mel.numpy(), atol=1e-3)
    bare = dataclasses.replace(made_take(), mel=np.zeros((0, 0), np.float32))
    (silent,) = takes_of(RateConverter(16_000, 200).parts([whole(bare)]))
    assert silent.mel.size == 0


def test_at_the_same_rate_only_the_spectrogram_is_made_anew() -> None:
    take = made_take()
    (made,) = takes_of(RateConverter(SAMPLE_RATE, 64).parts(parts_of(take, 3)))
    assert np.array_equal(made.waveform, take.waveform)
    assert (made.sample_rate, made.samples, made.frame_seconds) == (
        SAMPLE_RATE, take.samples, take.frame_seconds,
    )  # fmt: skip
    assert made.mel.shape == (80, 33 * HOP // 64)
    assert made.voice_rate == SAMPLE_RATE, "it is not as it was made"
    bare = dataclasses.replace(take, mel=np.zeros((0, 0), np.float32))
    (same,) = takes_of(RateConverter(SAMPLE_RATE, 64).parts([whole(bare)]))
    assert same is bare


def test_what_has_the_rate_stays_what_it_is_and_each_take_is_made_for_itself() -> None:
    other = dataclasses.replace(made_take(), sample_rate=16_000, hop_length=200)
    note = Skipped("…", 0, 1, "nothing to speak")
    parts: list[TakePart | Skipped] = [*parts_of(made_take(), 2), note, whole(other)]
    parts += parts_of(made_take(), 3)
    made = list(RateConverter(16_000, 200).parts(parts))
    first, same, last = takes_of(iter(made))
    assert same is other
    assert note in made
    assert np.array_equal(first.waveform, last.waveform)


@given(
    rate=st.sampled_from(RATES),
    voice_rate=st.sampled_from(RATES),
    hop=st.sampled_from([128, 256, 300]),
    frame=st.integers(0, 100_000),
)
def test_the_samples_of_a_frame_lie_in_it(rate: int, voice_rate: int, hop: int, frame: int) -> None:
    outline = dataclasses.replace(
        made_take().without_sound(), sample_rate=rate, voice_rate=voice_rate, hop_length=hop
    )
    start, stop = outline.sample_at(frame), outline.sample_at(frame + 1)
    assert abs(start / rate - frame * hop / voice_rate) <= 0.5 / rate
    assert [outline.frame_at(each) for each in (start, stop - 1, stop)] == [frame, frame, frame + 1]


def test_an_outline_goes_back_to_its_own_rate() -> None:
    outline = made_take().without_sound()
    moved = RateConverter(16_000, 200).outline(outline)
    assert abs(moved.seconds - outline.seconds) < 1 / 16_000
    assert moved.word_seconds(outline.utterance.words[1]) == outline.word_seconds(
        outline.utterance.words[1]
    )
    back = moved.as_made()
    assert (back.sample_rate, back.voice_rate, back.samples) == (SAMPLE_RATE, None, 33 * HOP)
    assert outline.as_made() is outline
