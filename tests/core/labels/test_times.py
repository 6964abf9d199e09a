"""The times are those of the sound: of its frames, its silences, and of what is heard in it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.listener import align
from vits_core.labels.times import SpeechTimes
from vits_core.speech import Speech
from vits_core.voice import Voice

TEXT = "The weather is very nice today, and we are going to the river. How are you?"


@pytest.fixture(scope="module")
def speech(voice: Voice) -> Speech:
    return voice.speak(TEXT, rhythm_seed=1, expression_seed=2, mel=False)


def test_words_are_where_the_durations_put_them(speech: Speech) -> None:
    expected = []
    start = 0
    for take in speech.takes:
        for word in take.utterance.words:
            frames = [int(take.durations[:token].sum()) for token in (
                word.token_start, word.token_stop,
            )]  # fmt: skip
            expected.append([start + frame * speech.hop_length for frame in frames])
        start += len(take.waveform) + take.pause_frames * speech.hop_length
    told = [[w.start * speech.sample_rate, w.stop * speech.sample_rate] for w in speech.word_times]
    assert np.array(told) == pytest.approx(np.array(expected), abs=1e-3)  # samples


def test_a_sentence_is_silent_around_its_words_and_loud_within(speech: Speech) -> None:
    def loudness(start: float, stop: float) -> float:
        first, last = round(start * speech.sample_rate), round(stop * speech.sample_rate)
        return float(np.sqrt(np.mean(speech.waveform[first:last] ** 2)))

    for sentence in speech.times.sentences:
        start, stop = sentence.words[0].start, sentence.words[-1].stop
        assert loudness(start, stop) > 0.03
        assert loudness(sentence.start, start) < 0.002
        assert loudness(stop, sentence.stop) < 0.002


def test_a_recogniser_hears_the_words_at_these_times(speech: Speech) -> None:
    heard = align(speech.waveform, speech.sample_rate, [w.text for w in speech.word_times])
    told = [(word.start, word.stop) for word in speech.word_times]
    apart = np.abs(np.array(heard) - np.array(told))
    # It counts the gap between two words to the second, and tells hundredths of a second.
    assert np.median(apart[:, 1]) < 0.03
    assert apart.max() < 0.16


def test_takes_can_be_placed_anywhere(speech: Speech) -> None:
    starts = [1.5, 7.25]
    placed = SpeechTimes.placed(zip(speech.takes, starts, strict=True), 9.0, 48_000)
    assert [sentence.start for sentence in placed.sentences] == starts
    assert placed.seconds == 9.0
    for moved, sentence, start in zip(
        placed.sentences, speech.times.sentences, starts, strict=True
    ):
        shift = start - sentence.start
        assert [word.start - shift for word in moved.words] == pytest.approx(
            [word.start for word in sentence.words]
        )


def test_a_resampled_sound_has_the_same_times(speech: Speech) -> None:
    at_another_rate = SpeechTimes.joined(speech.takes, 48_000)
    assert at_another_rate.sentences == speech.times.sentences
    assert at_another_rate.seconds == speech.duration


def test_without_takes_there_are_no_times() -> None:
    assert SpeechTimes.joined((), 22_050) == SpeechTimes((), 0.0, 22_050)
