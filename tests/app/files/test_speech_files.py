"""The files of one speech, from the parts that a voice makes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.files.provenance import Origin
from app.files.speech_files import JoinedSpeech, LabelFiles, SpeechFiles
from tests.app.ui.made_take import HOP, SAMPLE_RATE, made_take, parts_of
from vits_core.audio.file_format import AudioFormat, Tags
from vits_core.errors import AudioFileError
from vits_core.records import Skipped, Take, TakePart


def no_origin() -> Origin:
    raise AssertionError("nobody asked for a description")


def test_sound_and_times_are_written_in_one_go(tmp_path: Path) -> None:
    take = made_take()
    times = LabelFiles((tmp_path / "a.json", tmp_path / "a.srt"))
    files = SpeechFiles(
        path=tmp_path / "a.flac",
        audio_format=AudioFormat(sample_rate=2 * SAMPLE_RATE),
        tags=Tags(title="Hi"),
        labels=times,
    )
    joined = JoinedSpeech(outlines=True)
    pieces = joined.blocks(iter(parts_of(take, 3)))
    written = files.write(pieces, SAMPLE_RATE, joined.times, no_origin)
    assert {path.name for path in tmp_path.iterdir()} == {"a.flac", "a.json", "a.srt"}
    assert files.paths == (tmp_path / "a.flac", tmp_path / "a.json", tmp_path / "a.srt")
    assert soundfile.info(written.path).samplerate == 2 * SAMPLE_RATE
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert told["sample_rate"] == 2 * SAMPLE_RATE
    assert told["seconds"] == len(take.waveform) / SAMPLE_RATE


def test_a_sound_stays_where_its_times_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.srt").mkdir()
    files = SpeechFiles(path=tmp_path / "a.wav", labels=LabelFiles((tmp_path / "a.srt",)))
    joined = JoinedSpeech(outlines=True)
    blocks = joined.blocks(iter(parts_of(made_take(), 2)))
    with pytest.raises(AudioFileError):
        files.write(blocks, SAMPLE_RATE, joined.times, no_origin)
    assert soundfile.info(tmp_path / "a.wav").frames == len(made_take().waveform)


def test_silence_comes_first_where_it_is_asked_for_and_shifts_the_times() -> None:
    take, lead = made_take(), 3 * 2**20 + 7  # minutes, which come in several blocks
    joined = JoinedSpeech(outlines=True, lead=lambda: lead)
    sound = list(joined.blocks(iter(parts_of(take, 2))))
    assert max(map(len, sound)) <= 2**20
    whole = np.concatenate(sound)
    assert not whole[:lead].any()
    assert np.array_equal(whole[lead:], take.waveform)
    assert joined.times(SAMPLE_RATE).sentences[0].start == lead / SAMPLE_RATE
    assert joined.times(SAMPLE_RATE).seconds == len(whole) / SAMPLE_RATE


def test_what_is_skipped_is_told_at_once_and_silence_is_no_speech() -> None:
    told: list[Skipped] = []
    skipped = Skipped("x", 0, 1, "no sound")
    joined = JoinedSpeech(outlines=False, on_skipped=told.append)
    sound = list(joined.blocks(iter([skipped, *parts_of(made_take(), 2)])))
    assert told == joined.skipped == [skipped]
    assert joined.samples == sum(map(len, sound)) == 33 * HOP
    assert np.array_equal(np.concatenate(sound), made_take().waveform)
    assert joined.outlines == []


def test_the_sound_of_takes_that_have_gone_by_is_let_go() -> None:
    joined = JoinedSpeech(outlines=True)
    list(joined.blocks([TakePart.whole(made_take())]))
    assert joined.times(SAMPLE_RATE).seconds == 33 * HOP / SAMPLE_RATE
    assert not any(isinstance(outline, Take) for outline in joined.outlines)
