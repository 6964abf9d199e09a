"""A speech is one sound with the times of its words and phonemes, and goes to a file."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest
import soundfile

from vits_core.audio.file_format import AudioFormat
from vits_core.errors import AudioFileError
from vits_core.speech import Speech
from vits_core.voice import Voice

TEXT = "The quick brown fox jumps. Over the lazy dog! Is that all?"


@pytest.fixture(scope="module")
def speech(voice: Voice) -> Speech:
    return voice.speak(TEXT, rhythm_seed=1, expression_seed=2)


def test_it_is_its_takes_joined_by_their_pauses(speech: Speech) -> None:
    assert len(speech.takes) == 3
    assert all(take.pause_frames > 0 for take in speech.takes[:-1])
    for take, start in zip(speech.takes, speech.take_starts, strict=True):
        piece = speech.waveform[start : start + len(take.waveform)]
        assert np.array_equal(piece, take.waveform)
    pauses = sum(take.pause_frames for take in speech.takes[:-1])
    frames = sum(take.durations.sum() for take in speech.takes) + pauses
    assert len(speech.waveform) == frames * speech.hop_length
    assert speech.mel.shape == (80, frames)
    end_of_first = len(speech.takes[0].waveform)
    pause = speech.waveform[end_of_first : speech.take_starts[1]]
    assert pause.size
    assert not pause.any()
    assert speech.sample_rate == 22_050
    assert speech.duration == len(speech.waveform) / 22_050
    assert np.abs(speech.waveform).max() <= 1.0


def test_words_lie_in_order_within_the_speech_and_the_text(speech: Speech) -> None:
    words = speech.word_times
    assert [word.text for word in words] == [
        "The", "quick", "brown", "fox", "jumps", "Over", "the", "lazy", "dog", "Is", "that", "all",
    ]  # fmt: skip
    at = 0.0
    for word in words:
        assert at <= word.start < word.stop <= speech.duration
        assert TEXT[word.text_start : word.text_stop] == word.text
        at = word.stop
    pause = speech.takes[0].pause_frames * speech.hop_length / speech.sample_rate
    assert words[5].start - words[4].stop >= pause


def test_phonemes_lie_in_order_and_leave_out_only_gaps(speech: Speech) -> None:
    phonemes = speech.phoneme_times
    assert "".join(each.text for each in phonemes) == "".join(speech.phonemes.split())
    at = 0.0
    for phoneme in phonemes:
        assert at <= phoneme.start < phoneme.stop <= speech.duration
        at = phoneme.stop
    assert phonemes[-1].stop == pytest.approx(speech.duration)
    quick = speech.word_times[1]
    inside = [p.text for p in phonemes if quick.start <= p.start and p.stop <= quick.stop]
    assert "".join(inside) == "kwˈɪk"


def test_times_cannot_be_changed(speech: Speech) -> None:
    with pytest.raises(FrozenInstanceError):
        speech.word_times[0].start = 1.0  # type: ignore[misc]


def test_without_spectrograms_there_is_none(voice: Voice) -> None:
    assert voice.speak("Bare. Sound.", mel=False).mel.shape == (0, 0)


@pytest.mark.parametrize("name", ["a.wav", "a.WAV", "a.flac"])
@pytest.mark.parametrize(("subtype", "steps"), [(None, 2**15), ("PCM_24", 2**23)])
def test_it_is_saved_as_its_name_says(
    speech: Speech, tmp_path: Path, name: str, subtype: str | None, steps: int
) -> None:
    audio_format = None if subtype is None else AudioFormat(subtype)  # type: ignore[arg-type]
    written = speech.save(tmp_path / name, audio_format)
    assert written.path == tmp_path / name
    info = soundfile.info(written.path)
    assert (info.format, info.subtype) == (name[2:].upper(), subtype or "PCM_16")
    sound, rate = soundfile.read(written.path, dtype="float64")
    assert rate == speech.sample_rate
    assert np.abs(sound - speech.waveform).max() <= 0.5 / steps


def test_a_plain_string_will_do_for_a_path(speech: Speech, tmp_path: Path) -> None:
    speech.save(f"{tmp_path}/a.wav", AudioFormat("FLOAT"))
    assert np.array_equal(soundfile.read(tmp_path / "a.wav", dtype="float32")[0], speech.waveform)


@pytest.mark.parametrize("name", ["speech.aac", "speech", "speech.wav.txt"])
def test_another_ending_is_refused_and_nothing_written(
    speech: Speech, tmp_path: Path, name: str
) -> None:
    with pytest.raises(AudioFileError, match=r"\.wav or .*\.flac") as caught:
        speech.save(tmp_path / name)
    assert str(tmp_path / name) in caught.value.where
    assert not list(tmp_path.iterdir())


def test_floats_do_not_go_into_flac(speech: Speech, tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match="PCM_24"):
        speech.save(tmp_path / "a.flac", AudioFormat("FLOAT"))
    assert not list(tmp_path.iterdir())
